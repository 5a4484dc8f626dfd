//! From labelled utterances to what they are taken for.

use std::time::Instant;

use anyhow::Result;
use oneask::Input;
use oneask_corpus::text::Utterance;
use oneask_intents::{Classifier, dataset::Example};

use super::world;
use crate::{
    report::{IntentOutcome, IntentReport, Tags},
    respondent::Respondent,
    suite::IntentCase,
};

/// How many utterances are ranked before the clock counts: the first one builds the dictionary, and the next ones find
/// nothing in the processor's caches.
const WARM_UP: usize = 200;

/// How often all utterances are ranked; the times are those of the fastest pass, which others on the machine disturbed least.
const PASSES: usize = 3;
/// A pass that takes longer is not done again, in milliseconds.
const LONG_PASS_MS: f64 = 2000.0;

/// An utterance to score.
#[derive(Debug, Clone)]
pub(super) struct Labelled {
    pub(super) text: String,
    pub(super) intent: String,
    pub(super) tags: Tags,
    /// Whether the training data has it.
    pub(super) in_train: bool,
}

impl From<(Tags, String, String)> for Labelled {
    fn from((tags, text, intent): (Tags, String, String)) -> Self {
        Self { text, intent, tags, in_train: false }
    }
}

impl From<Example> for Labelled {
    fn from(example: Example) -> Self {
        let language = example.language.map(|language| ("language".to_owned(), language.tag().to_owned()));
        Self { text: example.text, intent: example.label, tags: language.into_iter().collect(), in_train: false }
    }
}

/// Ranks every utterance, one after the other on this thread. Without a label for what is refused nothing is: the best label
/// is taken as it is.
pub(super) fn classify(classifier: &dyn Classifier, cases: &[Labelled], refused_label: Option<&str>, progress: impl Fn()) -> Vec<IntentOutcome> {
    for case in cases.iter().take(WARM_UP) {
        classifier.rank(&case.text);
    }
    let mut fastest: Option<(f64, Vec<IntentOutcome>)> = None;
    for pass in 0..PASSES {
        let outcomes: Vec<IntentOutcome> = cases
            .iter()
            .map(|case| outcome(classifier, case, refused_label))
            .inspect(|_| {
                if pass == 0 {
                    progress()
                }
            })
            .collect();
        let milliseconds = outcomes.iter().map(|outcome| outcome.milliseconds).sum();
        if fastest.as_ref().is_none_or(|(least, _)| milliseconds < *least) {
            fastest = Some((milliseconds, outcomes));
        }
        if milliseconds > LONG_PASS_MS {
            break;
        }
    }
    fastest.map(|(_, outcomes)| outcomes).unwrap_or_default()
}

fn outcome(classifier: &dyn Classifier, case: &Labelled, refused_label: Option<&str>) -> IntentOutcome {
    let started = Instant::now();
    let ranking = classifier.rank(&case.text);
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    let best = ranking.best();
    let in_scope = ranking.ranked().find(|scored| Some(scored.label) != refused_label);
    let refused_label = refused_label.filter(|_| ranking.top().is_none());
    IntentOutcome {
        text: case.text.clone(),
        intent: case.intent.clone(),
        predicted: refused_label.unwrap_or(best.label).to_owned(),
        best: best.label.to_owned(),
        confidence: best.confidence.get().into(),
        in_scope_confidence: in_scope.map_or(0.0, |scored| scored.confidence.get().into()),
        refused: refused_label.is_some(),
        in_train: case.in_train,
        tags: case.tags.clone(),
        milliseconds,
    }
}

/// Asks for each utterance the whole reply, in a conversation of its own. A reply tells its intent and how sure it is of
/// it; of one without intent, no more is known than that.
pub(super) fn ask(respondent: &Respondent, cases: &[IntentCase], data: String, refused_label: &str, progress: impl Fn()) -> Result<IntentReport> {
    let world = world()?;
    let mut outcomes = Vec::new();
    for case in cases {
        let mut talk = respondent.begin(&world)?;
        let started = Instant::now();
        let reply = talk.respond(&Input::Utterance(Utterance::parse(&case.text)?))?;
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        progress();
        let predicted = reply.intent.clone().unwrap_or_else(|| refused_label.to_owned());
        let refused = predicted == refused_label;
        outcomes.push(IntentOutcome {
            text: case.text.clone(),
            intent: case.intent.clone(),
            best: predicted.clone(),
            predicted,
            confidence: reply.confidence,
            in_scope_confidence: if refused { 0.0 } else { reply.confidence },
            refused,
            in_train: false,
            tags: case.tags(),
            milliseconds,
        });
    }
    Ok(IntentReport::of(data, "server".to_owned(), refused_label.to_owned(), outcomes))
}
