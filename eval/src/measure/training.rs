//! Training on data sets of others, and scoring what was not trained on.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;
use oneask_intents::{Classifier, LinearModel, TrainingOptions, dataset::Example};

use super::{intents, leakage, memory};
use crate::{
    cli::{ClassifierChoice, IntentArgs, Usage, bar, note},
    dataset::{Split, utterances},
    metrics::best_threshold,
    report::IntentReport,
};

/// The label under which refusals are counted where no label for out of scope is named: no data set has it.
const NOTHING: &str = "(none)";

/// A trained classifier and what it took.
struct Trained {
    classifier: Box<dyn Classifier>,
    seconds: f64,
    bytes: Option<u64>,
}

/// Trains and scores as the arguments say. The threshold of refusal is chosen on the development part by a model of the
/// training part; then training and development part are learnt together, and the test part is scored.
pub(super) fn measure(args: &IntentArgs, kind: ClassifierChoice) -> Result<IntentReport> {
    let train = read_all(&args.train, Split::Train)?;
    let dev = args.dev.as_deref().map(|path| utterances(path, Split::Dev)).transpose()?;
    let bench = Bench { kind, oos: args.oos.clone(), seed: args.seed };
    if let Some(k) = args.cross_validate {
        let all: Vec<Example> = train.into_iter().chain(dev.into_iter().flatten()).collect();
        return bench.cross_validate(&all, usize::from(k), &names(&args.train));
    }
    let Some(test) = &args.test else {
        let dev = dev.ok_or_else(|| Usage("what is to be scored? --test FILE, --dev FILE or --cross-validate K".into()))?;
        return Ok(bench.select(&train, &dev, &names(args.dev.as_slice()))?.0);
    };
    let (selected, threshold) = match &dev {
        Some(dev) => {
            let (report, threshold) = bench.select(&train, dev, "dev")?;
            (Some(report), threshold)
        }
        None => (None, None),
    };
    let all: Vec<Example> = train.into_iter().chain(dev.into_iter().flatten()).collect();
    let test_examples = utterances(test, Split::Test)?;
    let mut report = bench.score(&all, test_examples, threshold, names(std::slice::from_ref(test)))?;
    report.dev = selected.map(|selected| selected.dev_figures());
    Ok(report)
}

struct Bench {
    kind: ClassifierChoice,
    oos: Option<String>,
    seed: u64,
}

impl Bench {
    /// The development part scored by a model of the training part, and the threshold that did best there, if anything is
    /// to be refused. The figures are those with that threshold.
    fn select(&self, train: &[Example], dev: &[Example], name: &str) -> Result<(IntentReport, Option<f32>)> {
        let first = self.score(train, dev.to_vec(), None, name.to_owned())?;
        let Some(best) = self.oos.is_some().then(|| best_threshold(&first.doubts())).flatten() else { return Ok((first, None)) };
        let threshold = best.threshold as f32;
        // The model is the same; its threshold alone changes which of its best labels are acted on.
        let outcomes = first.outcomes.iter().cloned().map(|mut outcome| {
            outcome.refused = outcome.best == first.refused_label || outcome.in_scope_confidence < best.threshold;
            outcome.predicted.clone_from(if outcome.refused { &first.refused_label } else { &outcome.best });
            outcome
        });
        let mut report = IntentReport::of(first.data.clone(), first.classifier.clone(), first.refused_label.clone(), outcomes.collect());
        report.threshold = Some(best.threshold);
        let IntentReport { training_seconds, model_bytes, peak_memory_bytes, .. } = first;
        Ok((IntentReport { training_seconds, model_bytes, peak_memory_bytes, ..report }, Some(threshold)))
    }

    /// Learns some examples and scores others.
    fn score(&self, train: &[Example], cases: Vec<Example>, threshold: Option<f32>, data: String) -> Result<IntentReport> {
        let trained = self.train(train, threshold)?;
        let cases = leakage::mark(cases.into_iter().map(Into::into).collect(), train);
        let bar = bar("intents", cases.len());
        let refused_label = self.oos.as_deref().unwrap_or(NOTHING);
        let outcomes = intents::classify(trained.classifier.as_ref(), &cases, self.oos.as_deref(), || bar.inc(1));
        let mut report = IntentReport::of(data, self.kind.name().to_owned(), refused_label.to_owned(), outcomes);
        report.threshold = threshold.map(f64::from);
        report.training_seconds = Some(trained.seconds);
        report.model_bytes = trained.bytes;
        report.peak_memory_bytes = memory::peak_bytes();
        Ok(report)
    }

    /// Every example scored by a model of the folds that it is not in.
    fn cross_validate(&self, examples: &[Example], k: usize, data: &str) -> Result<IntentReport> {
        let folds = folds(examples, k, self.seed);
        let (mut outcomes, mut fold_accuracy) = (Vec::new(), Vec::new());
        let mut seconds = 0.0;
        for fold in 0..k {
            let of = |inside: bool| examples.iter().zip(&folds).filter(move |(_, dealt)| (**dealt == fold) == inside).map(|(example, _)| example.clone());
            let report = self.score(&of(false).collect::<Vec<_>>(), of(true).collect(), None, String::new())?;
            fold_accuracy.push(report.accuracy);
            seconds += report.training_seconds.unwrap_or_default();
            outcomes.extend(report.outcomes);
        }
        let refused_label = self.oos.as_deref().unwrap_or(NOTHING).to_owned();
        let mut report = IntentReport::of(format!("{data}, {k} folds"), self.kind.name().to_owned(), refused_label, outcomes);
        report.fold_accuracy = fold_accuracy;
        report.training_seconds = Some(seconds);
        Ok(report)
    }

    fn train(&self, examples: &[Example], threshold: Option<f32>) -> Result<Trained> {
        // A set may have its out-of-scope utterances in the other parts alone; then nothing can be learnt of them.
        let label = self.oos.clone().filter(|label| examples.iter().any(|example| example.label == *label));
        if self.oos.is_some() && label.is_none() {
            note("no training example has the out-of-scope label: only the threshold refuses");
        }
        // Without a label for what is out of scope nothing is refused.
        let false_refusals = if self.oos.is_some() { TrainingOptions::default().false_refusals } else { 0.0 };
        let options = TrainingOptions { seed: self.seed, out_of_scope: label, false_refusals, threshold };
        let started = Instant::now();
        let folder = tempfile::tempdir()?;
        match self.kind {
            ClassifierChoice::Linear => {
                let model = LinearModel::train(examples, &options)?;
                let seconds = started.elapsed().as_secs_f64();
                let path = folder.path().join("linear.bin");
                model.save(&path)?;
                Ok(Trained { classifier: Box::new(model), seconds, bytes: Some(std::fs::metadata(&path)?.len()) })
            }
            ClassifierChoice::Bert | ClassifierChoice::Both => transformer(self.kind, examples, &options, folder.path()),
        }
    }
}

#[cfg(feature = "bert")]
fn transformer(kind: ClassifierChoice, examples: &[Example], options: &TrainingOptions, folder: &Path) -> Result<Trained> {
    use oneask_intents::{Averaged, bert::BertClassifier};

    let started = Instant::now();
    let bert = BertClassifier::train(examples, options)?;
    let seconds = || started.elapsed().as_secs_f64();
    bert.save(folder)?;
    let bytes = |folder: &Path| std::fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum::<std::io::Result<u64>>();
    if kind == ClassifierChoice::Bert {
        return Ok(Trained { classifier: Box::new(bert), seconds: seconds(), bytes: Some(bytes(folder)?) });
    }
    let linear = LinearModel::train(examples, options)?;
    linear.save(&folder.join("linear.bin"))?;
    let bytes = bytes(folder)?;
    Ok(Trained { classifier: Box::new(Averaged::of(Box::new(linear), Box::new(bert))?), seconds: seconds(), bytes: Some(bytes) })
}

#[cfg(not(feature = "bert"))]
fn transformer(_: ClassifierChoice, _: &[Example], _: &TrainingOptions, _: &Path) -> Result<Trained> {
    Err(Usage("this program was built without the transformer: build it with `cargo build --release -p oneask-eval --features bert`".into()).into())
}

fn read_all(paths: &[PathBuf], split: Split) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for path in paths {
        examples.extend(utterances(path, split)?);
    }
    Ok(examples)
}

/// The names of files, without folders and endings.
fn names(paths: &[PathBuf]) -> String {
    let name = |path: &PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    paths.iter().map(name).collect::<Vec<_>>().join(" + ")
}

/// Deals examples into folds, each label evenly, equal texts into one: the fold of each example.
fn folds(examples: &[Example], k: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut order);
    order.sort_by(|&a, &b| examples[a].label.cmp(&examples[b].label));
    let mut of_text = std::collections::HashMap::new();
    let mut folds = vec![0; examples.len()];
    let mut dealt = 0;
    for example in order {
        folds[example] = *of_text.entry(&examples[example].text).or_insert_with(|| {
            dealt += 1;
            dealt % k
        });
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_even_and_keep_equal_texts_together() {
        let mut examples: Vec<Example> = (0..40).map(|i| Example::new(format!("t{i}"), if i % 4 == 0 { "a" } else { "b" })).collect();
        examples.push(Example::new("t3", "b"));
        let dealt = folds(&examples, 5, 1);
        for fold in 0..5 {
            assert_eq!((0..40).filter(|&i| examples[i].label == "a" && dealt[i] == fold).count(), 2);
        }
        assert_eq!(dealt[3], dealt[40]);
        assert_ne!(dealt, folds(&examples, 5, 2));
    }
}
