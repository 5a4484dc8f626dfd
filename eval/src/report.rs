//! What a measurement found: its figures, and every example with what came of it, so that whatever is drawn, compared or
//! written elsewhere is made from the JSON alone.

mod dialogues;
mod intents;
mod load;
mod search;

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::metrics::{mean, percentile};

pub(crate) use dialogues::{DialogueReport, TurnOutcome};
pub(crate) use intents::{IntentOutcome, IntentReport};
pub(crate) use load::LoadReport;
pub(crate) use search::{Answer, SearchOutcome, SearchReport};

/// The report of any command.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Report {
    /// Of `intents`.
    Intents(Box<IntentReport>),
    /// Of `search`.
    Search(Box<SearchReport>),
    /// Of `dialogues`.
    Dialogues(Box<DialogueReport>),
    /// Of `load`.
    Load(Box<LoadReport>),
}

impl Report {
    /// Reads what `--json` wrote.
    ///
    /// # Errors
    /// When the file cannot be read or is no report.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("`{}` is not what `oneask-eval … --json` writes", path.display()))
    }

    /// Every number by its name, those inside others as `slices.language.yue.accuracy`.
    pub(crate) fn figures(&self) -> BTreeMap<String, f64> {
        let mut figures = BTreeMap::new();
        gather("", &serde_json::to_value(self).expect("a report has string keys"), &mut figures);
        figures
    }

    /// What was measured, in a word or two.
    pub(crate) fn data(&self) -> &str {
        match self {
            Self::Intents(report) => &report.data,
            Self::Search(report) => &report.data,
            Self::Dialogues(report) => &report.data,
            Self::Load(report) => &report.data,
        }
    }

    /// The values of each example by metric, for a comparison: the mean of each list is the figure of that name.
    pub(crate) fn by_example(&self) -> BTreeMap<&'static str, Vec<(String, f64)>> {
        match self {
            Self::Intents(report) => report.by_example(),
            Self::Search(report) => report.by_example(),
            Self::Dialogues(report) => report.by_example(),
            Self::Load(_) => BTreeMap::new(),
        }
    }
}

fn gather(name: &str, value: &serde_json::Value, figures: &mut BTreeMap<String, f64>) {
    match value {
        serde_json::Value::Number(number) => {
            figures.extend(number.as_f64().map(|number| (name.to_owned(), number)));
        }
        serde_json::Value::Object(fields) => {
            for (field, value) in fields {
                gather(&if name.is_empty() { field.clone() } else { format!("{name}.{field}") }, value, figures);
            }
        }
        _ => {}
    }
}

/// What an example can be sliced by: `language`, `style`, `department`, each with its value.
pub(crate) type Tags = BTreeMap<String, String>;

/// The figures of the examples that share a tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Slice {
    /// How many examples.
    pub(crate) examples: usize,
    /// Figures by name.
    #[serde(flatten)]
    pub(crate) figures: BTreeMap<String, f64>,
}

/// Slices by tag and value.
pub(crate) type Slices = BTreeMap<String, BTreeMap<String, Slice>>;

/// Slices of examples, each with its tags and its values of the named metrics.
pub(crate) fn slices<'t, const N: usize>(metrics: [&str; N], examples: impl IntoIterator<Item = (&'t Tags, [f64; N])>) -> Slices {
    let mut gathered: BTreeMap<&str, BTreeMap<&str, Vec<[f64; N]>>> = BTreeMap::new();
    for (tags, values) in examples {
        for (tag, value) in tags {
            gathered.entry(tag).or_default().entry(value).or_default().push(values);
        }
    }
    let slice = |values: Vec<[f64; N]>| Slice {
        examples: values.len(),
        figures: metrics.iter().enumerate().map(|(i, metric)| ((*metric).to_owned(), mean(values.iter().map(|values| values[i])))).collect(),
    };
    let of_tag = |values: BTreeMap<&str, Vec<[f64; N]>>| values.into_iter().map(|(value, values)| (value.to_owned(), slice(values))).collect();
    gathered.into_iter().map(|(tag, values)| (tag.to_owned(), of_tag(values))).collect()
}

/// How long one answer took, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Latency {
    /// The median.
    pub(crate) p50: f64,
    /// 95 of 100 took no longer.
    pub(crate) p95: f64,
    /// 99 of 100 took no longer.
    pub(crate) p99: f64,
    /// The longest.
    pub(crate) max: f64,
}

impl Latency {
    /// Of times in milliseconds.
    pub(crate) fn of(milliseconds: impl IntoIterator<Item = f64>) -> Self {
        let mut ascending: Vec<f64> = milliseconds.into_iter().collect();
        ascending.sort_unstable_by(f64::total_cmp);
        let at = |share| percentile(&ascending, share);
        Self { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_by_every_tag() {
        let tags = |language: &str, style: &str| Tags::from([("language".into(), language.into()), ("style".into(), style.into())]);
        let examples = [(tags("yue", "terse"), [1.0, 0.0]), (tags("yue", "formal"), [0.0, 1.0]), (tags("en", "terse"), [1.0, 1.0])];
        let slices = slices(["a", "b"], examples.iter().map(|(tags, values)| (tags, *values)));
        assert_eq!((slices["language"]["yue"].examples, slices["language"]["yue"].figures["a"]), (2, 0.5));
        assert_eq!((slices["style"]["terse"].figures["a"], slices["style"]["terse"].figures["b"]), (1.0, 0.5));
    }

    #[test]
    fn figures_are_named_by_their_path() {
        let mut figures = BTreeMap::new();
        gather("", &serde_json::json!({"a": 1, "b": {"c": {"d": 0.5}}, "e": [1, 2], "f": "x"}), &mut figures);
        assert_eq!(figures, BTreeMap::from([("a".to_owned(), 1.0), ("b.c.d".to_owned(), 0.5)]));
    }
}
