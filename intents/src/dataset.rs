//! Labelled utterances: the type, the training data that ships, and the reader of Rasa NLU files. No learning.

mod rasa;

use include_dir::{Dir, include_dir};
use oneask_corpus::text::Language;

pub use rasa::{DatasetError, DatasetProblem, parse_rasa, read_rasa};

static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// One utterance and what it means.
///
/// ```
/// use oneask_intents::dataset::Example;
/// let example = Example::new("續車牌要填咩表", "form_search");
/// assert_eq!(example.language, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The utterance, without markup.
    pub text: String,
    /// Its label. Text and not an [`Intent`](crate::Intent), so that any data set can be trained.
    pub label: String,
    /// Its language, where the data says so.
    pub language: Option<Language>,
}

impl Example {
    /// An example whose language is not recorded.
    #[must_use]
    pub fn new(text: impl Into<String>, label: impl Into<String>) -> Self {
        Self { text: text.into(), label: label.into(), language: None }
    }
}

/// The training data that ships: `intents/data`, one file per intent, five languages each.
///
/// # Panics
/// Never in a build that passes its tests: one of them reads the same files.
#[must_use]
pub fn shipped() -> Vec<Example> {
    let mut files: Vec<_> = DATA.files().filter(|file| file.path().extension().is_some_and(|e| e == "yml")).collect();
    files.sort_by_key(|file| file.path());
    let mut examples = Vec::new();
    for file in files {
        let name = format!("intents/data/{}", file.path().display());
        let text = file.contents_utf8().expect("a test reads the shipped files");
        examples.extend(parse_rasa(&name, text).expect("a test reads the shipped files"));
    }
    examples
}

/// Identifies a set of examples by its texts and labels in order; a model carries it.
///
/// ```
/// use oneask_intents::dataset::{Example, fingerprint};
/// let one = [Example::new("續車牌", "form_search")];
/// let other = [Example::new("續車牌", "procedure_fee")];
/// assert_ne!(fingerprint(&one), fingerprint(&other));
/// ```
#[must_use]
pub fn fingerprint(examples: &[Example]) -> String {
    let mut hash = blake3::Hasher::new();
    for part in examples.iter().flat_map(|example| [&example.text, &example.label]) {
        // The length keeps "ab" + "c" apart from "a" + "bc".
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_hex()[..16].to_owned()
}

/// Identifies the training data that ships; a model trained on anything else has to be trained again.
#[must_use]
pub fn shipped_fingerprint() -> String {
    fingerprint(&shipped())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::Intent;

    #[test]
    fn shipped_data_has_every_intent_in_every_language() {
        let examples = shipped();
        let mut per_label: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for example in &examples {
            let language = example.language.expect("every shipped block names its language");
            per_label.entry(&example.label).or_default().insert(language.tag());
        }
        let labels: BTreeSet<&str> = per_label.keys().copied().collect();
        assert_eq!(labels, Intent::ALL.map(Intent::name).into());
        for (label, languages) in per_label {
            assert_eq!(languages.len(), Language::ALL.len(), "{label}");
        }
    }

    #[test]
    fn no_shipped_utterance_has_two_labels() {
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for example in shipped() {
            let label = labels.entry(example.text.clone()).or_insert_with(|| example.label.clone());
            assert_eq!(*label, example.label, "{}", example.text);
        }
    }
}
