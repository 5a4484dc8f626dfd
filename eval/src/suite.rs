//! The project's own suites in `eval/suites`.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Deserialize;

use crate::report::Tags;

/// What stands for the services of a question that must be refused.
const NONE: &str = "none";

/// Which half: `dev` is for tuning, `test` is looked at only for the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// For tuning.
    Dev,
    /// For the report.
    Test,
    /// Both.
    All,
}

impl Part {
    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
            Self::All => "all",
        }
    }

    fn has(self, name: &str) -> bool {
        match self {
            Self::Dev => name == "dev",
            Self::Test => name == "test",
            Self::All => true,
        }
    }
}

/// A question for a form or service.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct FormCase {
    pub(crate) text: String,
    /// The acceptable services joined by bars; `none` where it must be refused.
    services: String,
    /// The acceptable form numbers joined by bars, if any is expected.
    forms: String,
    language: String,
    style: String,
    part: String,
}

impl FormCase {
    pub(crate) fn services(&self) -> Vec<&str> {
        self.services.split('|').filter(|id| !id.is_empty() && *id != NONE).collect()
    }

    pub(crate) fn forms(&self) -> Vec<&str> {
        self.forms.split('|').filter(|number| !number.is_empty()).collect()
    }

    pub(crate) fn must_be_refused(&self) -> bool {
        self.services == NONE
    }

    /// What it can be sliced by.
    pub(crate) fn tags(&self) -> Tags {
        Tags::from([("language".to_owned(), self.language.clone()), ("style".to_owned(), self.style.clone())])
    }
}

/// An utterance and its intent.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct IntentCase {
    pub(crate) text: String,
    pub(crate) intent: String,
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) style: Option<String>,
    part: String,
}

impl IntentCase {
    /// What it can be sliced by.
    pub(crate) fn tags(&self) -> Tags {
        let style = self.style.clone().map(|style| ("style".to_owned(), style));
        Tags::from_iter([Some(("language".to_owned(), self.language.clone())), style].into_iter().flatten())
    }
}

/// A conversation with expectations.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DialogueCase {
    pub(crate) id: String,
    pub(crate) language: String,
    part: String,
    /// A fixed clock; without it 2026-11-24T10:00+08:00.
    #[serde(default)]
    pub(crate) now: Option<String>,
    /// A recorded feed of the Observatory, by its day.
    #[serde(default)]
    pub(crate) feed: Option<String>,
    #[serde(rename = "turn")]
    pub(crate) turns: Vec<TurnCase>,
}

/// One turn; every expectation is optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TurnCase {
    pub(crate) say: Option<String>,
    /// Presses the choice of this number (from 1) of the reply before.
    pub(crate) choose: Option<usize>,
    pub(crate) intent: Option<String>,
    pub(crate) decision: Option<String>,
    pub(crate) service: Option<String>,
    pub(crate) enquiry: Option<String>,
    pub(crate) aspect: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) forms: Vec<String>,
    pub(crate) contains: Vec<String>,
    pub(crate) lacks: Vec<String>,
}

pub(crate) fn forms(folder: &Path, part: Part) -> Result<Vec<FormCase>> {
    rows(&folder.join("forms.csv"), |case: &FormCase| part.has(&case.part))
}

pub(crate) fn intents(folder: &Path, part: Part) -> Result<Vec<IntentCase>> {
    rows(&folder.join("intents.csv"), |case: &IntentCase| part.has(&case.part))
}

pub(crate) fn dialogues(folder: &Path, part: Part) -> Result<Vec<DialogueCase>> {
    #[derive(Deserialize)]
    struct File {
        dialogue: Vec<DialogueCase>,
    }
    let path = folder.join("dialogues.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))?;
    let file: File = toml::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
    Ok(file.dialogue.into_iter().filter(|case| part.has(&case.part)).collect())
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path, keep: impl Fn(&T) -> bool) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("`{}`", path.display()))?;
    let mut cases = Vec::new();
    for row in reader.deserialize() {
        let case: T = row.with_context(|| format!("`{}`", path.display()))?;
        if keep(&case) {
            cases.push(case);
        }
    }
    Ok(cases)
}

#[cfg(test)]
mod apart;
#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("suites")
    }

    #[test]
    fn the_halves_make_the_whole() {
        let count = |part| (forms(&folder(), part).unwrap().len(), intents(&folder(), part).unwrap().len(), dialogues(&folder(), part).unwrap().len());
        let (dev, test, all) = (count(Part::Dev), count(Part::Test), count(Part::All));
        assert!(dev.0 > 0 && test.0 > 0 && dev.1 > 0 && test.1 > 0 && dev.2 > 0 && test.2 > 0);
        assert_eq!((dev.0 + test.0, dev.1 + test.1, dev.2 + test.2), all);
    }

    #[test]
    fn what_must_be_refused_has_no_services() {
        let cases = forms(&folder(), Part::All).unwrap();
        let (refused, answered): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.must_be_refused());
        assert!(!refused.is_empty() && refused.iter().all(|case| case.services().is_empty()));
        assert!(answered.iter().all(|case| !case.services().is_empty()));
    }
}
