//! The labels of a set of examples, as numbers.

use crate::{
    classifier::{TrainingError, TrainingOptions},
    dataset::Example,
};

/// The labels that examples have.
pub(crate) struct Labels {
    /// All of them, sorted; a label's number is its place here.
    pub(crate) names: Vec<String>,
    /// The number of each example's label.
    pub(crate) of_examples: Vec<usize>,
    /// The number of the label that means "none of the others".
    pub(crate) out_of_scope: Option<usize>,
}

impl Labels {
    /// Numbers the labels.
    ///
    /// # Errors
    /// When there are too few to tell apart, too many for a model file, or the one that was named is not among them.
    pub(crate) fn of(examples: &[Example], out_of_scope: Option<&str>) -> Result<Self, TrainingError> {
        let mut names: Vec<String> = examples.iter().map(|example| example.label.clone()).collect();
        names.sort_unstable();
        names.dedup();
        match names.len() {
            labels @ 0..2 => return Err(TrainingError::TooFewLabels { labels }),
            labels if labels > TrainingOptions::MAX_LABELS => return Err(TrainingError::TooManyLabels { labels }),
            _ => {}
        }
        let number = |label: &str| names.binary_search_by(|name| name.as_str().cmp(label));
        let of_examples = examples.iter().map(|example| number(&example.label).expect("the names are of the examples")).collect();
        let out_of_scope = match out_of_scope {
            Some(label) => Some(number(label).map_err(|_| TrainingError::UnknownOutOfScope(label.to_owned()))?),
            None => None,
        };
        Ok(Self { names, of_examples, out_of_scope })
    }
}
