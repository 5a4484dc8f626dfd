//! The report of `dialogues`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Latency, Slices, Tags, slices};
use crate::metrics::{mean, share};

/// What is measured of conversations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DialogueReport {
    /// What was played.
    pub(crate) data: String,
    pub(crate) dialogues: usize,
    pub(crate) turns: usize,
    /// The share of turns that meet every expectation.
    pub(crate) turns_right: f64,
    /// The share of dialogues whose turns all do.
    pub(crate) dialogues_right: f64,
    /// The share of turns that were answered, with no question back, about something else than expected.
    pub(crate) wrong_confident: f64,
    pub(crate) latency_ms: Latency,
    /// Dialogues that were left out: their recorded feed is not there, or their clock cannot be set on a server.
    pub(crate) skipped: Vec<String>,
    pub(crate) slices: Slices,
    pub(crate) outcomes: Vec<TurnOutcome>,
}

/// A turn and what of its expectations it missed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TurnOutcome {
    pub(crate) dialogue: String,
    /// From 1.
    pub(crate) turn: usize,
    pub(crate) said: String,
    /// The expectations that were not met, each in a sentence.
    pub(crate) missed: Vec<String>,
    /// Whether it answered about something else than what it should have.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_misleading: bool,
    pub(crate) decision: String,
    /// The reply, where something was missed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    pub(crate) tags: Tags,
    pub(crate) milliseconds: f64,
}

impl TurnOutcome {
    pub(crate) fn is_right(&self) -> bool {
        self.missed.is_empty()
    }
}

impl DialogueReport {
    /// All figures that follow from the outcomes.
    pub(crate) fn of(data: String, outcomes: Vec<TurnOutcome>, skipped: Vec<String>) -> Self {
        let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
        for outcome in &outcomes {
            *whole.entry(&outcome.dialogue).or_insert(true) &= outcome.is_right();
        }
        let right = |outcome: &TurnOutcome| f64::from(u8::from(outcome.is_right()));
        Self {
            dialogues: whole.len(),
            turns: outcomes.len(),
            turns_right: mean(outcomes.iter().map(right)),
            dialogues_right: share(whole.values().filter(|right| **right).count(), whole.len()),
            wrong_confident: share(outcomes.iter().filter(|outcome| outcome.is_misleading).count(), outcomes.len()),
            latency_ms: Latency::of(outcomes.iter().map(|outcome| outcome.milliseconds)),
            slices: slices(["turns_right"], outcomes.iter().map(|outcome| (&outcome.tags, [right(outcome)]))),
            data,
            skipped,
            outcomes,
        }
    }

    pub(super) fn by_example(&self) -> BTreeMap<&'static str, Vec<(String, f64)>> {
        let right = |outcome: &TurnOutcome| (format!("{} {} {}", outcome.dialogue, outcome.turn, outcome.said), f64::from(u8::from(outcome.is_right())));
        BTreeMap::from([("turns_right", self.outcomes.iter().map(right).collect())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_by_hand() {
        let outcome = |dialogue: &str, missed: &[&str], is_misleading| TurnOutcome {
            dialogue: dialogue.into(),
            missed: missed.iter().map(|missed| (*missed).to_owned()).collect(),
            is_misleading,
            ..TurnOutcome::default()
        };
        let outcomes = vec![outcome("a", &[], false), outcome("a", &["intent"], false), outcome("a", &["service"], true), outcome("b", &[], false)];
        let report = DialogueReport::of("d".into(), outcomes, Vec::new());
        assert_eq!((report.dialogues, report.turns), (2, 4));
        assert_eq!((report.turns_right, report.dialogues_right, report.wrong_confident), (0.5, 0.5, 0.25));
    }
}
