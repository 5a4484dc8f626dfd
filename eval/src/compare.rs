//! Two reports of the same examples: by how much they differ, and how sure that is.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::{
    metrics::{bootstrap_difference, mean, sign_flip_p_value},
    report::Report,
};

/// How two reports differ.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    /// What was measured before.
    pub(crate) before: String,
    /// What was measured after.
    pub(crate) after: String,
    /// Examples that both have; everything below is over them.
    pub(crate) paired: usize,
    pub(crate) only_before: usize,
    pub(crate) only_after: usize,
    pub(crate) metrics: BTreeMap<&'static str, Change>,
}

/// How one metric differs.
#[derive(Debug, Serialize)]
pub(crate) struct Change {
    pub(crate) before: f64,
    pub(crate) after: f64,
    /// After less before.
    pub(crate) difference: f64,
    /// The bounds of the 95% interval of the difference, by paired bootstrap.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// How often chance alone makes a difference as large, by a paired permutation test, two-sided.
    pub(crate) p_value: f64,
    /// The examples that are better after, by their texts.
    pub(crate) better: Vec<String>,
    /// The examples that are worse after.
    pub(crate) worse: Vec<String>,
}

/// Compares two reports of one kind, example by example.
///
/// # Errors
/// When they are of different kinds, or have no example in common.
pub(crate) fn compare(before: &Report, after: &Report, seed: u64) -> Result<Comparison> {
    if std::mem::discriminant(before) != std::mem::discriminant(after) {
        bail!("the two reports are of different commands");
    }
    let (values_before, values_after) = (before.by_example(), after.by_example());
    let mut comparison =
        Comparison { before: before.data().to_owned(), after: after.data().to_owned(), paired: 0, only_before: 0, only_after: 0, metrics: BTreeMap::new() };
    for (metric, before) in values_before {
        let Some(after) = values_after.get(metric) else { continue };
        let pairs = pair(&before, after);
        comparison.only_before = comparison.only_before.max(before.len() - pairs.len());
        comparison.only_after = comparison.only_after.max(after.len() - pairs.len());
        comparison.paired = comparison.paired.max(pairs.len());
        if !pairs.is_empty() {
            comparison.metrics.insert(metric, change(&pairs, seed));
        }
    }
    if comparison.paired == 0 {
        bail!("the two reports have no example in common");
    }
    Ok(comparison)
}

struct Pair<'t> {
    text: &'t str,
    before: f64,
    after: f64,
}

/// Examples of the same text; the second of a text goes with the second.
fn pair<'t>(before: &'t [(String, f64)], after: &[(String, f64)]) -> Vec<Pair<'t>> {
    let mut waiting: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (text, value) in after.iter().rev() {
        waiting.entry(text).or_default().push(*value);
    }
    before.iter().filter_map(|(text, before)| waiting.get_mut(text.as_str())?.pop().map(|after| Pair { text, before: *before, after })).collect()
}

fn change(pairs: &[Pair<'_>], seed: u64) -> Change {
    let differences: Vec<f64> = pairs.iter().map(|pair| pair.after - pair.before).collect();
    let interval = bootstrap_difference(&differences, seed);
    let texts = |changed: &dyn Fn(&Pair<'_>) -> bool| pairs.iter().filter(|pair| changed(pair)).map(|pair| pair.text.to_owned()).collect();
    Change {
        before: mean(pairs.iter().map(|pair| pair.before)),
        after: mean(pairs.iter().map(|pair| pair.after)),
        difference: interval.difference,
        low: interval.low,
        high: interval.high,
        p_value: sign_flip_p_value(&differences, seed),
        better: texts(&|pair| pair.after > pair.before),
        worse: texts(&|pair| pair.after < pair.before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{IntentOutcome, IntentReport, SearchReport};

    fn report(right: &[(&str, bool)]) -> Report {
        let outcomes = right.iter().map(|(text, right)| IntentOutcome {
            text: (*text).to_owned(),
            intent: "a".into(),
            predicted: if *right { "a" } else { "b" }.into(),
            ..IntentOutcome::default()
        });
        Report::Intents(Box::new(IntentReport::of("d".into(), "linear".into(), "oos".into(), outcomes.collect())))
    }

    #[test]
    fn examples_are_paired_by_text_and_the_flipped_are_named() {
        let before = report(&[("x", true), ("y", false), ("z", false), ("gone", true), ("x", false)]);
        let after = report(&[("z", true), ("y", true), ("x", true), ("new", true), ("x", true)]);
        let comparison = compare(&before, &after, 1).unwrap();
        assert_eq!((comparison.paired, comparison.only_before, comparison.only_after), (4, 1, 1));
        let change = &comparison.metrics["accuracy"];
        assert_eq!((change.before, change.after, change.difference), (0.25, 1.0, 0.75));
        assert_eq!((change.better.as_slice(), change.worse.len()), (["y".to_owned(), "z".into(), "x".into()].as_slice(), 0));
        assert!(change.low >= 0.25 && change.high <= 1.0);
    }

    #[test]
    fn what_cannot_be_compared_is_an_error() {
        let search = Report::Search(Box::new(SearchReport::of("s".into(), Vec::new())));
        assert!(compare(&report(&[("x", true)]), &search, 1).is_err());
        assert!(compare(&report(&[("x", true)]), &report(&[("y", true)]), 1).is_err());
    }
}
