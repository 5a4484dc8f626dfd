//! How many turns of conversations go as they should.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use oneask::{
    Assistant, Input, Session, World, hong_kong,
    weather::Weather,
    wire::{Part as ReplyPart, Reply},
};
use oneask_corpus::{model::FormKey, text::Utterance};
use serde::Serialize;

use crate::suite::{DialogueCase, TurnCase};

/// The clock of a dialogue that names none.
const NOW: &str = "2026-11-24T10:00:00+08:00";

/// What is measured of conversations.
#[derive(Debug, Serialize)]
pub(crate) struct DialogueReport {
    pub(crate) dialogues: usize,
    pub(crate) turns: usize,
    /// The share of turns that meet every expectation.
    pub(crate) turns_right: f64,
    /// The share of dialogues whose turns all do.
    pub(crate) dialogues_right: f64,
    /// Dialogues that were left out because their recorded feed is not there.
    pub(crate) skipped: Vec<String>,
    pub(crate) wrong: Vec<WrongTurn>,
}

/// A turn that did not go as it should.
#[derive(Debug, Serialize)]
pub(crate) struct WrongTurn {
    pub(crate) dialogue: String,
    pub(crate) turn: usize,
    pub(crate) said: String,
    pub(crate) missed: Vec<String>,
    pub(crate) text: String,
}

/// Plays the dialogues. `feeds` is a folder of recorded feeds, if there is one.
pub(crate) fn play(assistant: &Assistant, cases: &[DialogueCase], feeds: Option<&Path>, progress: impl Fn()) -> Result<DialogueReport> {
    let mut report = DialogueReport { dialogues: 0, turns: 0, turns_right: 0.0, dialogues_right: 0.0, skipped: Vec::new(), wrong: Vec::new() };
    let mut whole = 0;
    for case in cases {
        progress();
        let weather = match &case.feed {
            None => Weather::default(),
            Some(day) => match feeds.map(|feeds| recorded(feeds, day)).transpose()?.flatten() {
                Some(weather) => weather,
                None => {
                    report.skipped.push(case.id.clone());
                    continue;
                }
            },
        };
        let now: Timestamp =
            case.now.as_deref().unwrap_or(if case.feed.is_some() { "2026-03-22T17:30:00+08:00" } else { NOW }).parse().with_context(|| case.id.clone())?;
        let world = World { now: hong_kong(now), weather: weather.into() };
        let wrong_before = report.wrong.len();
        play_one(assistant, case, &world, &mut report)?;
        report.dialogues += 1;
        whole += usize::from(report.wrong.len() == wrong_before);
    }
    if report.turns > 0 {
        report.turns_right = 1.0 - report.wrong.len() as f64 / report.turns as f64;
        report.dialogues_right = f64::from(u32::try_from(whole)?) / report.dialogues as f64;
    }
    Ok(report)
}

/// The feed of one day from a folder of files `{dataType}_{lang}_{day}.json`; nothing where the day has none.
fn recorded(feeds: &Path, day: &str) -> Result<Option<Weather>> {
    let folder = tempfile::tempdir()?;
    let suffix = format!("_{day}.json");
    let mut found = false;
    for entry in fs::read_dir(feeds).with_context(|| format!("`{}`", feeds.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(product) = name.strip_suffix(&suffix) {
            fs::copy(entry.path(), folder.path().join(format!("{product}.json")))?;
            found = true;
        }
    }
    if found { Ok(Some(Weather::from_folder(folder.path())?)) } else { Ok(None) }
}

fn play_one(assistant: &Assistant, case: &DialogueCase, world: &World, report: &mut DialogueReport) -> Result<()> {
    let mut session = Session::default();
    let mut choices: Vec<String> = Vec::new();
    for (i, turn) in case.turns.iter().enumerate() {
        report.turns += 1;
        let (input, said) = match (&turn.say, turn.choose) {
            (Some(text), None) => (Input::Utterance(Utterance::parse(text)?), text.clone()),
            (None, Some(n)) => match choices.get(n.wrapping_sub(1)) {
                Some(payload) => (Input::Choice(payload.clone()), format!("[{n}]")),
                None => {
                    let missed = vec![format!("there is no choice {n}")];
                    report.wrong.push(WrongTurn { dialogue: case.id.clone(), turn: i + 1, said: format!("[{n}]"), missed, text: String::new() });
                    continue;
                }
            },
            _ => bail!("{}: turn {}: either `say` or `choose`", case.id, i + 1),
        };
        let next = assistant.respond(&session, &input, world)?;
        let missed = missed(turn, &next.reply);
        if !missed.is_empty() {
            report.wrong.push(WrongTurn { dialogue: format!("{} ({})", case.id, case.language), turn: i + 1, said, missed, text: next.reply.text.clone() });
        }
        choices = next
            .reply
            .parts
            .iter()
            .filter_map(|part| match part {
                ReplyPart::Choices { items } => Some(items.iter().map(|choice| choice.payload.clone())),
                _ => None,
            })
            .flatten()
            .collect();
        session = next.session;
    }
    Ok(())
}

/// The expectations that a reply does not meet.
fn missed(turn: &TurnCase, reply: &Reply) -> Vec<String> {
    let decision = format!("{:?}", reply.decision).to_lowercase();
    let mut missed = Vec::new();
    let mut want = |name: &str, wanted: &Option<String>, found: Option<&str>| {
        if let Some(wanted) = wanted
            && found != Some(wanted)
        {
            missed.push(format!("{name}: wanted {wanted}, got {}", found.unwrap_or("nothing")));
        }
    };
    // A refusal is how out of scope shows.
    let intent = reply.intent.as_deref().unwrap_or("out_of_scope");
    want("intent", &turn.intent, Some(intent));
    want("decision", &turn.decision, Some(&decision));
    want("service", &turn.service, reply.service.as_deref());
    want("enquiry", &turn.enquiry, reply.enquiry.as_deref());
    want("aspect", &turn.aspect, reply.aspect.as_deref());
    want("language", &turn.language, Some(reply.language.tag()));
    let shown: Vec<FormKey> = reply.forms.iter().map(|form| FormKey::of(&form.number)).collect();
    missed.extend(turn.forms.iter().filter(|form| !shown.contains(&FormKey::of(form))).map(|form| format!("form {form} is not there")));
    missed.extend(turn.contains.iter().filter(|text| !reply.text.contains(*text)).map(|text| format!("`{text}` is not in the text")));
    missed.extend(turn.lacks.iter().filter(|text| reply.text.contains(*text)).map(|text| format!("`{text}` is in the text")));
    missed
}
