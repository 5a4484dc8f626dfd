//! Precision, recall and F1 of each label, and their mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{mean, share};

/// One label's scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IntentScores {
    /// `true positives / predicted`.
    pub(crate) precision: f64,
    /// `true positives / actual`.
    pub(crate) recall: f64,
    /// Their harmonic mean.
    pub(crate) f1: f64,
    /// How many examples have the label.
    pub(crate) support: usize,
    /// How many examples were given the label.
    pub(crate) predicted: usize,
    /// The labels that were predicted instead, with how often.
    pub(crate) confused_with: BTreeMap<String, usize>,
}

/// `2 P R / (P + R)` (van Rijsbergen, Information Retrieval, 1979, chapter 7).
pub(crate) fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// The scores of each label that occurs in truth or prediction of the pairs (truth, prediction).
pub(crate) fn per_label(pairs: &[(&str, &str)]) -> BTreeMap<String, IntentScores> {
    #[derive(Default)]
    struct Counts {
        hits: usize,
        predicted: usize,
        support: usize,
        confused_with: BTreeMap<String, usize>,
    }
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for &(truth, predicted) in pairs {
        counts.entry(predicted).or_default().predicted += 1;
        let own = counts.entry(truth).or_default();
        own.support += 1;
        if truth == predicted {
            own.hits += 1;
        } else {
            *own.confused_with.entry(predicted.to_owned()).or_default() += 1;
        }
    }
    let scores = |Counts { hits, predicted, support, confused_with }| {
        let (precision, recall) = (share(hits, predicted), share(hits, support));
        IntentScores { precision, recall, f1: f1(precision, recall), support, predicted, confused_with }
    };
    counts.into_iter().map(|(label, counts)| (label.to_owned(), scores(counts))).collect()
}

/// The mean of F1 over the labels that occur in truth, each label alike. A label that is only ever predicted in error
/// costs the others their precision and is not counted again (scikit-learn does, unless `labels` are given).
pub(crate) fn macro_f1(scores: &BTreeMap<String, IntentScores>) -> f64 {
    mean(scores.values().filter(|scores| scores.support > 0).map(|scores| scores.f1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let scores = per_label(&[("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "a"), ("b", "d")]);
        // a: precision 2/3, recall 2/3; b: precision 1/2, recall 1/2; c: nothing; d: only predicted.
        let a = &scores["a"];
        assert_eq!((a.precision, a.recall, a.support, a.predicted), (2.0 / 3.0, 2.0 / 3.0, 3, 3));
        assert_eq!((scores["b"].precision, scores["b"].recall), (0.5, 0.5));
        assert_eq!((scores["c"].f1, scores["c"].support), (0.0, 1));
        assert_eq!((scores["d"].support, scores["d"].predicted), (0, 1));
        assert_eq!(a.confused_with["b"], 1);
        assert!((macro_f1(&scores) - (2.0 / 3.0 + 0.5 + 0.0) / 3.0).abs() < 1e-12);
        assert!((f1(0.5, 1.0) - 2.0 / 3.0).abs() < 1e-12);
    }
}
