//! Conversations, turn by turn.

use std::{fs, path::Path, time::Instant};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use oneask::{
    Input, World, hong_kong,
    weather::Weather,
    wire::{Part as ReplyPart, Reply},
};
use oneask_corpus::{model::FormKey, text::Utterance};

use super::NOW;
use crate::{
    report::{DialogueReport, Tags, TurnOutcome},
    respondent::Respondent,
    suite::{DialogueCase, TurnCase},
};

/// The clock of a dialogue that plays a feed and names no time.
const NOW_OF_FEED: &str = "2026-03-22T17:30:00+08:00";

/// Plays the dialogues. `feeds` is a folder of recorded feeds, if there is one. A server has its own clock and feed: what
/// needs another is left out there.
pub(super) fn play(respondent: &Respondent, cases: &[DialogueCase], feeds: Option<&Path>, data: String, progress: impl Fn()) -> Result<DialogueReport> {
    let (mut outcomes, mut skipped) = (Vec::new(), Vec::new());
    for case in cases {
        progress();
        if respondent.is_server() && (case.now.is_some() || case.feed.is_some()) {
            skipped.push(case.id.clone());
            continue;
        }
        let weather = match &case.feed {
            None => Weather::default(),
            Some(day) => match feeds.map(|feeds| recorded(feeds, day)).transpose()?.flatten() {
                Some(weather) => weather,
                None => {
                    skipped.push(case.id.clone());
                    continue;
                }
            },
        };
        let now = case.now.as_deref().unwrap_or(if case.feed.is_some() { NOW_OF_FEED } else { NOW });
        let now: Timestamp = now.parse().with_context(|| case.id.clone())?;
        let world = World { now: hong_kong(now), weather: weather.into() };
        outcomes.extend(play_one(respondent, case, &world)?);
    }
    Ok(DialogueReport::of(data, outcomes, skipped))
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

fn play_one(respondent: &Respondent, case: &DialogueCase, world: &World) -> Result<Vec<TurnOutcome>> {
    let mut talk = respondent.begin(world)?;
    let mut choices: Vec<String> = Vec::new();
    let mut outcomes = Vec::new();
    for (number, turn) in (1..).zip(&case.turns) {
        let mut outcome = TurnOutcome {
            dialogue: case.id.clone(),
            turn: number,
            tags: Tags::from([("language".to_owned(), case.language.clone())]),
            ..TurnOutcome::default()
        };
        let input = match (&turn.say, turn.choose) {
            (Some(text), None) => {
                outcome.said.clone_from(text);
                Input::Utterance(Utterance::parse(text)?)
            }
            (None, Some(n)) => {
                outcome.said = format!("[{n}]");
                match choices.get(n.wrapping_sub(1)) {
                    Some(payload) => Input::Choice(payload.clone()),
                    None => {
                        outcome.missed.push(format!("there is no choice {n}"));
                        outcomes.push(outcome);
                        continue;
                    }
                }
            }
            _ => bail!("{}: turn {number}: either `say` or `choose`", case.id),
        };
        let started = Instant::now();
        let reply = talk.respond(&input)?;
        outcome.milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        outcome.decision = decision(&reply);
        outcome.missed = missed(turn, &reply);
        outcome.is_misleading = outcome.decision == "answer" && is_about_something_else(turn, &reply);
        if !outcome.missed.is_empty() {
            outcome.text.clone_from(&reply.text);
        }
        outcomes.push(outcome);
        let items = reply.parts.into_iter().filter_map(|part| match part {
            ReplyPart::Choices { items } => Some(items),
            _ => None,
        });
        choices = items.flatten().map(|choice| choice.payload).collect();
    }
    Ok(outcomes)
}

fn decision(reply: &Reply) -> String {
    format!("{:?}", reply.decision).to_lowercase()
}

/// Whether an answer is about another service or enquiry than expected, or should have been none.
fn is_about_something_else(turn: &TurnCase, reply: &Reply) -> bool {
    let differs = |wanted: &Option<String>, found: &Option<String>| wanted.is_some() && wanted != found;
    differs(&turn.service, &reply.service) || differs(&turn.enquiry, &reply.enquiry) || turn.decision.as_deref() == Some("fallback")
}

/// The expectations that a reply does not meet.
fn missed(turn: &TurnCase, reply: &Reply) -> Vec<String> {
    let decision = decision(reply);
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
