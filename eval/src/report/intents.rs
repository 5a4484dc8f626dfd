//! The report of `intents`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Latency, Slices, Tags, slices};
use crate::metrics::{self, Doubt, IntentScores, share};

/// What is measured of a classifier on labelled utterances.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct IntentReport {
    /// What was scored.
    pub(crate) data: String,
    /// `linear`, `bert`, `both` or `server`.
    pub(crate) classifier: String,
    /// The label of what is out of scope, under which a refusal is counted.
    pub(crate) refused_label: String,
    pub(crate) utterances: usize,
    /// The share that is right; what is refused counts as labelled out of scope.
    pub(crate) accuracy: f64,
    pub(crate) macro_f1: f64,
    /// Accuracy over what is in scope; a refusal is wrong.
    pub(crate) in_scope_accuracy: f64,
    /// The share of out-of-scope utterances that get no intent.
    pub(crate) oos_recall: f64,
    /// The share of refused utterances that are out of scope.
    pub(crate) oos_precision: f64,
    pub(crate) oos_f1: f64,
    /// How well confidence alone tells what is out of scope.
    pub(crate) oos_auroc: f64,
    /// The share of in-scope utterances that get no intent.
    pub(crate) false_refusals: f64,
    /// The share of all utterances that get an intent, and a wrong one.
    pub(crate) wrong_confident: f64,
    /// Expected calibration error.
    pub(crate) ece: f64,
    /// Below this confidence nothing is acted on, where the classifier tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) threshold: Option<f64>,
    /// What was measured on the development part by a model of the training part alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dev: Option<DevFigures>,
    /// Scored utterances that stand, after folding, in the training data as well.
    pub(crate) in_train: usize,
    /// Accuracy without them, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accuracy_without_in_train: Option<f64>,
    /// The accuracy of each fold of a cross-validation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fold_accuracy: Vec<f64>,
    /// On one core, one utterance after another.
    pub(crate) predictions_per_second: f64,
    pub(crate) latency_ms: Latency,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) training_seconds: Option<f64>,
    /// The size of the model's file or folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) model_bytes: Option<u64>,
    /// The most memory that the process held, where the system tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) peak_memory_bytes: Option<u64>,
    pub(crate) slices: Slices,
    pub(crate) per_intent: BTreeMap<String, IntentScores>,
    pub(crate) outcomes: Vec<IntentOutcome>,
}

/// Figures of the development part, by which a threshold is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct DevFigures {
    pub(crate) accuracy: f64,
    pub(crate) in_scope_accuracy: f64,
    pub(crate) oos_recall: f64,
    pub(crate) oos_auroc: f64,
    pub(crate) false_refusals: f64,
}

/// An utterance and what it was taken for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct IntentOutcome {
    pub(crate) text: String,
    pub(crate) intent: String,
    /// The label that is acted on; that of out of scope for a refusal.
    pub(crate) predicted: String,
    /// The best label, acted on or not.
    pub(crate) best: String,
    /// The confidence of the best label.
    pub(crate) confidence: f64,
    /// The confidence of the best label that is not that of out of scope.
    pub(crate) in_scope_confidence: f64,
    pub(crate) refused: bool,
    /// Whether the text stands in the training data.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) in_train: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: Tags,
    pub(crate) milliseconds: f64,
}

impl IntentOutcome {
    pub(crate) fn is_right(&self) -> bool {
        self.intent == self.predicted
    }
}

impl IntentReport {
    /// All figures that follow from the outcomes.
    pub(crate) fn of(data: String, classifier: String, refused_label: String, outcomes: Vec<IntentOutcome>) -> Self {
        let pairs: Vec<(&str, &str)> = outcomes.iter().map(|outcome| (outcome.intent.as_str(), outcome.predicted.as_str())).collect();
        let per_intent = metrics::per_label(&pairs);
        let (outside, inside): (Vec<&IntentOutcome>, Vec<&IntentOutcome>) = outcomes.iter().partition(|outcome| outcome.intent == refused_label);
        let refused = |some: &[&IntentOutcome]| some.iter().filter(|outcome| outcome.refused).count();
        let doubt = |some: &[&IntentOutcome]| some.iter().map(|outcome| 1.0 - outcome.in_scope_confidence).collect::<Vec<_>>();
        let oos_recall = share(refused(&outside), outside.len());
        let oos_precision = share(refused(&outside), refused(&outside) + refused(&inside));
        let calibration: Vec<(f64, bool)> = outcomes.iter().map(|outcome| (outcome.confidence, outcome.best == outcome.intent)).collect();
        let apart: Vec<(&str, &str)> = outcomes.iter().zip(&pairs).filter(|(outcome, _)| !outcome.in_train).map(|(_, pair)| *pair).collect();
        let in_train = pairs.len() - apart.len();
        Self {
            utterances: outcomes.len(),
            accuracy: metrics::accuracy(&pairs),
            macro_f1: metrics::macro_f1(&per_intent),
            in_scope_accuracy: share(inside.iter().filter(|outcome| outcome.is_right()).count(), inside.len()),
            oos_recall,
            oos_precision,
            oos_f1: metrics::f1(oos_precision, oos_recall),
            oos_auroc: metrics::area_under_roc(&doubt(&outside), &doubt(&inside)),
            false_refusals: share(refused(&inside), inside.len()),
            wrong_confident: share(outcomes.iter().filter(|outcome| !outcome.refused && !outcome.is_right()).count(), outcomes.len()),
            ece: metrics::expected_calibration_error(&calibration),
            in_train,
            accuracy_without_in_train: (in_train > 0).then(|| metrics::accuracy(&apart)),
            predictions_per_second: outcomes.len() as f64 / (outcomes.iter().map(|outcome| outcome.milliseconds).sum::<f64>() / 1000.0).max(1e-9),
            latency_ms: Latency::of(outcomes.iter().map(|outcome| outcome.milliseconds)),
            slices: slices(["accuracy"], outcomes.iter().map(|outcome| (&outcome.tags, [f64::from(u8::from(outcome.is_right()))]))),
            per_intent,
            data,
            classifier,
            refused_label,
            outcomes,
            ..Self::default()
        }
    }

    /// The outcomes as a threshold sees them.
    pub(crate) fn doubts(&self) -> Vec<Doubt> {
        let doubt = |outcome: &IntentOutcome| Doubt {
            confidence: outcome.in_scope_confidence,
            right: outcome.best == outcome.intent && outcome.intent != self.refused_label,
            in_scope: outcome.intent != self.refused_label,
            refused: outcome.best == self.refused_label,
        };
        self.outcomes.iter().map(doubt).collect()
    }

    pub(crate) fn dev_figures(&self) -> DevFigures {
        let &Self { accuracy, in_scope_accuracy, oos_recall, oos_auroc, false_refusals, .. } = self;
        DevFigures { accuracy, in_scope_accuracy, oos_recall, oos_auroc, false_refusals }
    }

    pub(super) fn by_example(&self) -> BTreeMap<&'static str, Vec<(String, f64)>> {
        let right = |outcome: &IntentOutcome| (outcome.text.clone(), f64::from(u8::from(outcome.is_right())));
        let refused = |outcome: &IntentOutcome| (outcome.text.clone(), f64::from(u8::from(outcome.refused)));
        let outside = |outcome: &&IntentOutcome| outcome.intent == self.refused_label;
        BTreeMap::from([
            ("accuracy", self.outcomes.iter().map(right).collect()),
            ("in_scope_accuracy", self.outcomes.iter().filter(|outcome| !outside(outcome)).map(right).collect()),
            ("oos_recall", self.outcomes.iter().filter(outside).map(refused).collect()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(intent: &str, best: &str, confidence: f64, refused: bool) -> IntentOutcome {
        let predicted = if refused { "oos" } else { best };
        IntentOutcome {
            text: format!("{intent} {confidence}"),
            intent: intent.into(),
            predicted: predicted.into(),
            best: best.into(),
            confidence,
            in_scope_confidence: if best == "oos" { 1.0 - confidence } else { confidence },
            refused,
            milliseconds: 0.5,
            ..IntentOutcome::default()
        }
    }

    #[test]
    fn figures_by_hand() {
        let mut outcomes = vec![
            outcome("fee", "fee", 0.9, false),
            outcome("fee", "time", 0.8, false),
            outcome("time", "time", 0.3, true),
            outcome("oos", "fee", 0.2, true),
            outcome("oos", "time", 0.7, false),
            outcome("oos", "oos", 0.6, true),
        ];
        outcomes[0].in_train = true;
        let report = IntentReport::of("d".into(), "linear".into(), "oos".into(), outcomes);
        assert_eq!((report.accuracy, report.in_scope_accuracy), (3.0 / 6.0, 1.0 / 3.0));
        assert_eq!((report.oos_recall, report.oos_precision), (2.0 / 3.0, 2.0 / 3.0));
        assert_eq!((report.false_refusals, report.wrong_confident), (1.0 / 3.0, 2.0 / 6.0));
        // Doubt outside: 0.8, 0.3, 0.6; inside: 0.1, 0.2, 0.7. 0.8 beats three, 0.3 and 0.6 two each.
        assert!((report.oos_auroc - 7.0 / 9.0).abs() < 1e-12);
        assert_eq!((report.in_train, report.accuracy_without_in_train), (1, Some(2.0 / 5.0)));
        assert!((report.predictions_per_second - 2000.0).abs() < 1e-6);
        assert!(report.doubts()[5].refused);
    }
}
