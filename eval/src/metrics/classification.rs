//! Metrics of labels.

use std::collections::BTreeMap;

use serde::Serialize;

/// One label's scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct IntentScores {
    /// `true positives / predicted`.
    pub(crate) precision: f64,
    /// `true positives / actual`.
    pub(crate) recall: f64,
    /// Their harmonic mean.
    pub(crate) f1: f64,
    /// How many examples have the label.
    pub(crate) support: usize,
    /// The labels that were predicted instead, with how often.
    pub(crate) confused_with: BTreeMap<String, usize>,
}

/// True and predicted labels, pair by pair.
#[derive(Debug, Default)]
pub(crate) struct Classification {
    pairs: Vec<(String, String)>,
}

impl Classification {
    pub(crate) fn add(&mut self, truth: &str, predicted: &str) {
        self.pairs.push((truth.to_owned(), predicted.to_owned()));
    }

    /// The share that is right.
    pub(crate) fn accuracy(&self) -> f64 {
        ratio(self.pairs.iter().filter(|(truth, predicted)| truth == predicted).count(), self.pairs.len())
    }

    /// The mean of F1 over the labels that occur in truth, each label alike.
    pub(crate) fn macro_f1(&self) -> f64 {
        let scores = self.per_label();
        let actual: Vec<f64> = scores.values().filter(|scores| scores.support > 0).map(|scores| scores.f1).collect();
        if actual.is_empty() { 0.0 } else { actual.iter().sum::<f64>() / actual.len() as f64 }
    }

    /// Precision, recall and F1 of each label that occurs in truth or prediction; 0 where nothing is divided by.
    pub(crate) fn per_label(&self) -> BTreeMap<String, IntentScores> {
        let mut labels: Vec<&String> = self.pairs.iter().flat_map(|(truth, predicted)| [truth, predicted]).collect();
        labels.sort();
        labels.dedup();
        labels
            .into_iter()
            .map(|label| {
                let hits = self.pairs.iter().filter(|(truth, predicted)| truth == label && predicted == label).count();
                let predicted = self.pairs.iter().filter(|(_, predicted)| predicted == label).count();
                let support = self.pairs.iter().filter(|(truth, _)| truth == label).count();
                let (precision, recall) = (ratio(hits, predicted), ratio(hits, support));
                let f1 = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
                let mut confused_with = BTreeMap::new();
                for (_, instead) in self.pairs.iter().filter(|(truth, predicted)| truth == label && predicted != label) {
                    *confused_with.entry(instead.clone()).or_default() += 1;
                }
                (label.clone(), IntentScores { precision, recall, f1, support, confused_with })
            })
            .collect()
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The probability that a positive scores higher than a negative, ties counting half (Mann-Whitney).
pub(crate) fn area_under_roc(positives: &[f64], negatives: &[f64]) -> f64 {
    if positives.is_empty() || negatives.is_empty() {
        return 0.0;
    }
    let mut all: Vec<(f64, bool)> = positives.iter().map(|&s| (s, true)).chain(negatives.iter().map(|&s| (s, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Sum of the positives' ranks, ties sharing the mean of theirs.
    let mut rank_sum = 0.0;
    let mut start = 0;
    while start < all.len() {
        let end = start + all[start..].iter().take_while(|(score, _)| *score == all[start].0).count();
        let mean_rank = (start + end + 1) as f64 / 2.0;
        rank_sum += mean_rank * all[start..end].iter().filter(|(_, positive)| *positive).count() as f64;
        start = end;
    }
    let (p, n) = (positives.len() as f64, negatives.len() as f64);
    (rank_sum - p * (p + 1.0) / 2.0) / (p * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let mut classification = Classification::default();
        for (truth, predicted) in [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "a")] {
            classification.add(truth, predicted);
        }
        assert!((classification.accuracy() - 0.6).abs() < 1e-12);
        let scores = classification.per_label();
        // a: precision 2/3, recall 2/3; b: precision 1/2, recall 1; c: nothing.
        assert!((scores["a"].precision - 2.0 / 3.0).abs() < 1e-12 && (scores["a"].recall - 2.0 / 3.0).abs() < 1e-12);
        assert!((scores["b"].precision - 0.5).abs() < 1e-12 && (scores["b"].recall - 1.0).abs() < 1e-12);
        assert_eq!((scores["c"].f1, scores["c"].support), (0.0, 1));
        assert_eq!(scores["a"].confused_with["b"], 1);
        assert!((classification.macro_f1() - (2.0 / 3.0 + 2.0 / 3.0 + 0.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn area_by_hand() {
        // Pairs: (0.9 > 0.5), (0.9 > 0.1), (0.5 = 0.5: half), (0.5 > 0.1) of four.
        assert!((area_under_roc(&[0.9, 0.5], &[0.5, 0.1]) - 3.5 / 4.0).abs() < 1e-12);
        assert_eq!(area_under_roc(&[0.1], &[0.9]), 0.0);
    }
}
