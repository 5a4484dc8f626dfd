//! How often the intent is right.

use std::{collections::BTreeMap, path::PathBuf, time::Instant};

use anyhow::Result;
use oneask_intents::{Classifier, Intent, LinearModel, TrainingOptions, dataset::Example};
use serde::Serialize;

use crate::{
    dataset,
    metrics::{Classification, IntentScores, area_under_roc, expected_calibration_error},
};

/// What is measured of a classifier on labelled utterances.
#[derive(Debug, Serialize)]
pub(crate) struct IntentReport {
    pub(crate) utterances: usize,
    pub(crate) accuracy: f64,
    pub(crate) macro_f1: f64,
    /// The share of out-of-scope utterances that get no intent.
    pub(crate) oos_recall: f64,
    /// The share of in-scope utterances that get none.
    pub(crate) false_refusals: f64,
    /// Accuracy over what is in scope; a refusal is wrong.
    pub(crate) in_scope_accuracy: f64,
    pub(crate) oos_auroc: f64,
    pub(crate) ece: f64,
    pub(crate) predictions_per_second: f64,
    pub(crate) by_language: BTreeMap<String, f64>,
    pub(crate) per_intent: BTreeMap<String, IntentScores>,
    pub(crate) wrong: Vec<Wrong>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) training_seconds: Option<f64>,
}

/// An utterance whose intent was not recognised.
#[derive(Debug, Serialize)]
pub(crate) struct Wrong {
    pub(crate) text: String,
    pub(crate) intent: String,
    pub(crate) predicted: String,
    pub(crate) confidence: f64,
}

/// Which files to train and test on.
pub(crate) struct Files {
    pub(crate) train: Vec<PathBuf>,
    pub(crate) dev: Option<PathBuf>,
    pub(crate) test: PathBuf,
    pub(crate) out_of_scope: Option<String>,
}

/// Trains on files and scores on another. Nothing is selected on `dev` yet, so it is simply learnt as well.
pub(crate) fn on_files(files: &Files) -> Result<IntentReport> {
    let mut examples = Vec::new();
    for path in &files.train {
        examples.extend(dataset::utterances(path, "train")?);
    }
    if let Some(path) = &files.dev {
        examples.extend(dataset::utterances(path, "dev")?);
    }
    let test = dataset::utterances(&files.test, "test")?;
    let options = TrainingOptions {
        out_of_scope: files.out_of_scope.clone(),
        // Without a label for what is out of scope nothing is refused.
        false_refusals: if files.out_of_scope.is_some() { TrainingOptions::default().false_refusals } else { 0.0 },
        ..TrainingOptions::default()
    };
    let started = Instant::now();
    let model = LinearModel::train(&examples, &options)?;
    let seconds = started.elapsed().as_secs_f64();
    let cases: Vec<(Example, String)> = test.into_iter().map(|example| (example, String::new())).collect();
    let mut report = score(&model, &cases, files.out_of_scope.as_deref());
    report.training_seconds = Some(seconds);
    Ok(report)
}

/// Scores a classifier on utterances, each with the language that it is sliced by.
pub(crate) fn score(classifier: &dyn Classifier, cases: &[(Example, String)], out_of_scope: Option<&str>) -> IntentReport {
    let refused_label = out_of_scope.unwrap_or(Intent::OutOfScope.name());
    let started = Instant::now();
    let rankings: Vec<_> = cases.iter().map(|(example, _)| classifier.rank(&example.text)).collect();
    let seconds = started.elapsed().as_secs_f64();

    let mut all = Classification::default();
    let mut slices: BTreeMap<String, Classification> = BTreeMap::new();
    let mut calibration = Vec::new();
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    let (mut refused_outside, mut refused_inside, mut right_inside) = (0, 0, 0);
    let mut wrong = Vec::new();
    for ((example, language), ranking) in cases.iter().zip(&rankings) {
        let truth = example.label.as_str();
        let predicted = ranking.top().map_or(refused_label, |scored| scored.label);
        let best = ranking.best();
        all.add(truth, predicted);
        if !language.is_empty() {
            slices.entry(language.clone()).or_default().add(truth, predicted);
        }
        calibration.push((f64::from(best.confidence.get()), best.label == truth));
        let in_scope_confidence =
            ranking.ranked().filter(|scored| scored.label != refused_label).map(|scored| f64::from(scored.confidence.get())).fold(0.0, f64::max);
        let refused = ranking.top().is_none();
        if truth == refused_label {
            outside.push(1.0 - in_scope_confidence);
            refused_outside += usize::from(refused);
        } else {
            inside.push(1.0 - in_scope_confidence);
            refused_inside += usize::from(refused);
            right_inside += usize::from(predicted == truth);
        }
        if predicted != truth {
            wrong.push(Wrong {
                text: example.text.clone(),
                intent: truth.to_owned(),
                predicted: predicted.to_owned(),
                confidence: f64::from(best.confidence.get()),
            });
        }
    }
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    IntentReport {
        utterances: cases.len(),
        accuracy: all.accuracy(),
        macro_f1: all.macro_f1(),
        oos_recall: share(refused_outside, outside.len()),
        false_refusals: share(refused_inside, inside.len()),
        in_scope_accuracy: share(right_inside, inside.len()),
        oos_auroc: area_under_roc(&outside, &inside),
        ece: expected_calibration_error(&calibration),
        predictions_per_second: cases.len() as f64 / seconds.max(1e-9),
        by_language: slices.into_iter().map(|(language, slice)| (language, slice.accuracy())).collect(),
        per_intent: all.per_label(),
        wrong,
        training_seconds: None,
    }
}
