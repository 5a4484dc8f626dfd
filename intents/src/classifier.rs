//! What every classifier promises: labels, a ranking with confidences, training options and errors. No model.

use std::{path::PathBuf, sync::Arc};

/// Ranks the labels that it was trained on for an utterance.
///
/// ```
/// use oneask_intents::{Classifier, LinearModel, TrainingOptions, dataset::Example};
/// let examples: Vec<Example> = [("續車牌要填咩表", "form_search"), ("換領車牌用邊份表", "form_search"), ("聽日會唔會落雨", "weather_forecast"), ("星期日天氣點", "weather_forecast")]
///     .map(|(text, label)| Example::new(text, label))
///     .into();
/// let model = LinearModel::train(&examples, &TrainingOptions::default())?;
/// let classifier: &dyn Classifier = &model;
/// let ranking = classifier.rank("聽日落唔落雨");
/// assert_eq!(ranking.best().label, "weather_forecast");
/// # Ok::<(), oneask_intents::TrainingError>(())
/// ```
pub trait Classifier: Send + Sync {
    /// Every label that a ranking can name, each once.
    fn labels(&self) -> &[String];

    /// All labels for an utterance, best first. Never fails: an utterance that says nothing is refused by the ranking.
    fn rank(&self, utterance: &str) -> Ranking;
}

/// How sure a classifier is, from 0 to 1. Not a search score: those have no upper bound.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f32);

impl Confidence {
    /// A share between 0 and 1; what lies outside is brought to the nearer end, and not-a-number counts as 0.
    ///
    /// ```
    /// use oneask_intents::Confidence;
    /// assert_eq!(Confidence::new(1.2).get(), 1.0);
    /// ```
    #[must_use]
    pub const fn new(share: f32) -> Self {
        Self(if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) })
    }

    /// The share, from 0 to 1.
    #[must_use]
    pub const fn get(self) -> f32 {
        self.0
    }
}

/// One label and how sure the classifier is of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored<'r> {
    /// The label as it stood in the training data.
    pub label: &'r str,
    /// How sure the classifier is.
    pub confidence: Confidence,
}

/// All labels for one utterance, and whether the best of them is good enough to act on.
#[derive(Debug, Clone)]
pub struct Ranking {
    labels: Arc<[String]>,
    /// One for each label, in the order of the labels; they sum to 1.
    shares: Vec<f32>,
    best: usize,
    refused: bool,
}

impl Ranking {
    /// A ranking from one share for each label, of which there is at least one.
    pub(crate) fn new(labels: Arc<[String]>, shares: Vec<f32>, gate: Gate) -> Self {
        let best = argmax(&shares);
        let refused = shares[best] < gate.threshold || gate.out_of_scope == Some(best);
        Self { labels, shares, best, refused }
    }

    /// The same ranking, with nothing in it to act on.
    pub(crate) fn refuse(mut self) -> Self {
        self.refused = true;
        self
    }

    /// The label to act on. `None` is "no intent": the best label is the one for what is out of scope, or the
    /// classifier is less sure of it than the threshold that was chosen in training.
    #[must_use]
    pub fn top(&self) -> Option<Scored<'_>> {
        (!self.refused).then(|| self.best())
    }

    /// The best label, whether or not it is good enough to act on.
    #[must_use]
    pub fn best(&self) -> Scored<'_> {
        self.scored(self.best)
    }

    /// Every label with its confidence, best first; the confidences sum to 1. Sorted here, as most callers want the top
    /// alone.
    pub fn ranked(&self) -> impl Iterator<Item = Scored<'_>> {
        let mut order: Vec<usize> = (0..self.shares.len()).collect();
        order.sort_by(|&a, &b| self.shares[b].total_cmp(&self.shares[a]));
        order.into_iter().map(|label| self.scored(label))
    }

    /// One confidence for each label, in the order of the labels.
    pub(crate) fn shares(&self) -> &[f32] {
        &self.shares
    }

    fn scored(&self, label: usize) -> Scored<'_> {
        Scored { label: &self.labels[label], confidence: Confidence::new(self.shares[label]) }
    }
}

/// What a best label must pass to be acted on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Gate {
    /// The least confidence, from 0 to 1.
    pub(crate) threshold: f32,
    /// The label that means "none of the others".
    pub(crate) out_of_scope: Option<usize>,
}

/// The index of the largest value, the first of equals; 0 of none.
pub(crate) fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best
}

/// How to train.
#[derive(Debug, Clone)]
pub struct TrainingOptions {
    /// The same seed on the same examples gives the same model, byte for byte.
    pub seed: u64,
    /// The label that means "none of the others", where the examples have one. It is learnt like any other, and an
    /// utterance that is most likely it has no intent.
    pub out_of_scope: Option<String>,
    /// The share of in-scope utterances that may be refused in error, from 0 to 1, those taken for out of scope among
    /// them. The threshold is chosen on held-out folds of the training data so that no more are; 0 sets none.
    pub false_refusals: f32,
    /// The threshold itself, from 0 to 1, where it was chosen on other examples; `false_refusals` then sets none.
    pub threshold: Option<f32>,
}

impl TrainingOptions {
    /// The most labels that a model holds: many times what any data set of intents has, and room for each in memory.
    pub const MAX_LABELS: usize = 4096;
}

impl Default for TrainingOptions {
    /// Seed 1823, no out-of-scope label, at most 2.5% refused in error.
    fn default() -> Self {
        Self { seed: 1823, out_of_scope: None, false_refusals: 0.025, threshold: None }
    }
}

/// Why nothing can be learnt from the examples.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainingError {
    /// A classifier tells labels apart.
    #[error("the examples have {labels} label(s), a classifier needs at least 2")]
    TooFewLabels {
        /// How many labels they have.
        labels: usize,
    },
    /// More labels than a model holds.
    #[error("the examples have {labels} labels, the limit is {}", TrainingOptions::MAX_LABELS)]
    TooManyLabels {
        /// How many labels they have.
        labels: usize,
    },
    /// No example carries the label that was named.
    #[error("no example has the out-of-scope label `{0}`")]
    UnknownOutOfScope(String),
}

/// Why a model cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Not a whole model file.
    #[error("{}: {reason}: run `oneask train`", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The text pipeline has changed since: the model would see other features than it learnt.
    #[error("{}: trained by another text pipeline (`{found}`, this one is `{expected}`): run `oneask train`", path.display())]
    OtherTextPipeline {
        /// The file.
        path: PathBuf,
        /// The fingerprint in the file.
        found: String,
        /// The fingerprint of this build.
        expected: String,
    },
}
