//! The files of `rasa test nlu`, so that what reads those reads ours: `intent_report.json` (scikit-learn's classification
//! report with `confused_with`), `intent_errors.json`, and the confusion matrix, as an SVG instead of a PNG.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::html::confusion_svg;
use crate::{
    metrics::{IntentScores, mean},
    report::IntentReport,
};

/// Writes the three files to a folder, which is made if need be.
///
/// # Errors
/// When one cannot be written.
pub(crate) fn rasa(report: &IntentReport, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("`{}`", folder.display()))?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("`{}`", path.display()))
    };
    write("intent_report.json", format!("{:#}\n", intent_report(report)))?;
    write("intent_errors.json", format!("{:#}\n", intent_errors(report)))?;
    write("intent_confusion_matrix.svg", confusion_svg(report))
}

fn intent_report(report: &IntentReport) -> Value {
    let scores = |precision: f64, recall: f64, f1: f64, support: usize| json!({"precision": precision, "recall": recall, "f1-score": f1, "support": support});
    let mut object = serde_json::Map::new();
    for (intent, own) in &report.per_intent {
        let mut entry = scores(own.precision, own.recall, own.f1, own.support);
        // Rasa names the five that it was most often taken for.
        let mut confused: Vec<(&String, &usize)> = own.confused_with.iter().collect();
        confused.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        entry["confused_with"] = confused.into_iter().take(5).map(|(intent, count)| (intent.clone(), json!(count))).collect::<serde_json::Map<_, _>>().into();
        object.insert(intent.clone(), entry);
    }
    let all = &report.per_intent;
    object.insert("accuracy".into(), json!(report.accuracy));
    let plain = |value: &dyn Fn(&IntentScores) -> f64| mean(all.values().map(value));
    object.insert("macro avg".into(), scores(plain(&|s| s.precision), plain(&|s| s.recall), plain(&|s| s.f1), report.utterances));
    let weighted = |value: &dyn Fn(&IntentScores) -> f64| all.values().map(|s| value(s) * s.support as f64).sum::<f64>() / (report.utterances.max(1)) as f64;
    object.insert("weighted avg".into(), scores(weighted(&|s| s.precision), weighted(&|s| s.recall), weighted(&|s| s.f1), report.utterances));
    object.into()
}

fn intent_errors(report: &IntentReport) -> Value {
    let wrong = report.outcomes.iter().filter(|outcome| !outcome.is_right());
    let error = |name: &str, confidence: f64| BTreeMap::from([("name", json!(name)), ("confidence", json!(confidence))]);
    wrong.map(|outcome| json!({"text": outcome.text, "intent": outcome.intent, "intent_prediction": error(&outcome.predicted, outcome.confidence)})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::IntentOutcome;

    #[test]
    fn the_files_are_as_rasa_writes_them() {
        let outcome = |intent: &str, predicted: &str| IntentOutcome {
            text: format!("{intent}?"),
            intent: intent.into(),
            predicted: predicted.into(),
            confidence: 0.5,
            ..IntentOutcome::default()
        };
        let outcomes = vec![outcome("fee", "fee"), outcome("fee", "fee"), outcome("fee", "time"), outcome("time", "time")];
        let report = IntentReport::of("d".into(), "linear".into(), "oos".into(), outcomes);
        let folder = tempfile::tempdir().unwrap();
        rasa(&report, folder.path()).unwrap();
        let read = |name: &str| -> Value { serde_json::from_str(&fs::read_to_string(folder.path().join(name)).unwrap()).unwrap() };
        let written = read("intent_report.json");
        assert_eq!(written["fee"]["confused_with"]["time"], 1);
        assert_eq!((&written["fee"]["support"], &written["accuracy"]), (&json!(3), &json!(0.75)));
        assert_eq!(written["weighted avg"]["precision"], json!(0.875));
        let errors = read("intent_errors.json");
        assert_eq!(errors, json!([{"text": "fee?", "intent": "fee", "intent_prediction": {"name": "time", "confidence": 0.5}}]));
        assert!(fs::read_to_string(folder.path().join("intent_confusion_matrix.svg")).unwrap().starts_with("<svg"));
    }
}
