//! Two classifiers of the same labels as one: the mean of their confidences. No learning.

use std::sync::Arc;

use crate::classifier::{Classifier, Gate, Ranking};

/// The mean of two classifiers; refuses where the first does.
///
/// Different models err on different utterances, so that their mean is often better than either; it takes as long as both.
pub struct Averaged {
    labels: Arc<[String]>,
    first: Box<dyn Classifier>,
    second: Box<dyn Classifier>,
}

/// Classifiers of different labels cannot be averaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("one classifier knows {0} labels and the other {1}, and they are not the same")]
pub struct OtherLabels(usize, usize);

impl Averaged {
    /// The mean of two classifiers that were trained on the same labels.
    ///
    /// # Errors
    /// When their labels differ.
    pub fn of(first: Box<dyn Classifier>, second: Box<dyn Classifier>) -> Result<Self, OtherLabels> {
        if first.labels() == second.labels() {
            Ok(Self { labels: Arc::from(first.labels()), first, second })
        } else {
            Err(OtherLabels(first.labels().len(), second.labels().len()))
        }
    }
}

impl Classifier for Averaged {
    fn labels(&self) -> &[String] {
        &self.labels
    }

    fn rank(&self, utterance: &str) -> Ranking {
        let (first, second) = (self.first.rank(utterance), self.second.rank(utterance));
        let shares = first.shares().iter().zip(second.shares()).map(|(one, other)| f32::midpoint(*one, *other)).collect();
        let ranking = Ranking::new(Arc::clone(&self.labels), shares, Gate { threshold: 0.0, out_of_scope: None });
        if first.top().is_none() { ranking.refuse() } else { ranking }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinearModel, TrainingOptions, dataset::Example};

    fn model(texts: &[(&str, &str)]) -> Box<dyn Classifier> {
        let examples: Vec<Example> = texts.iter().map(|(text, label)| Example::new(*text, *label)).collect();
        Box::new(LinearModel::train(&examples, &TrainingOptions::default()).unwrap())
    }

    #[test]
    fn the_mean_lies_between() {
        let one = || model(&[("續車牌幾錢", "fee"), ("聽日落雨嗎", "weather")]);
        let other = || model(&[("換證幾錢", "fee"), ("聽日有冇風", "weather")]);
        let averaged = Averaged::of(one(), other()).unwrap();
        let share = |classifier: &dyn Classifier| classifier.rank("聽日幾錢").ranked().find(|scored| scored.label == "fee").unwrap().confidence.get();
        let expected = f32::midpoint(share(one().as_ref()), share(other().as_ref()));
        assert!((share(&averaged) - expected).abs() < 1e-6);
        assert!(averaged.rank("龘").top().is_none(), "the first knows nothing of it");
    }

    #[test]
    fn other_labels_are_refused() {
        let one = model(&[("續車牌幾錢", "fee"), ("聽日落雨嗎", "weather")]);
        let other = model(&[("續車牌幾錢", "fee"), ("聽日落雨嗎", "rain")]);
        assert_eq!(Averaged::of(one, other).err(), Some(OtherLabels(2, 2)));
    }
}
