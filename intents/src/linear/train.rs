//! Training: from examples to a model with calibrated confidences.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{
    LinearModel,
    features::{Grams, grams},
    log_counts,
    quantized::{QuantizedWeights, heaviest, importance},
    svm::Weights,
    vocabulary::{Vector, Vocabulary},
};
use crate::{
    calibration::{Calibration, HeldOut},
    classifier::{TrainingError, TrainingOptions},
    dataset::{Example, fingerprint},
    labels::Labels,
    random::folds,
};

/// Each fifth of the examples is scored by a model of the other four.
const N_FOLDS: usize = 5;
/// More threads would only wait for memory.
const N_THREADS: usize = 2;
/// The features that a model keeps take no more bytes than this, so that its file stays below 10 MB whatever the data.
const MAX_FEATURE_BYTES: usize = 9 << 20;
/// A feature's hash, rarity and scale.
const BYTES_BESIDE_WEIGHTS: usize = 12;

pub(super) fn train(examples: &[Example], options: &TrainingOptions) -> Result<LinearModel, TrainingError> {
    let labels = Labels::of(examples, options.out_of_scope.as_deref())?;
    let data = Data {
        grams: examples.iter().map(|example| grams(&example.text)).collect(),
        labels: &labels.of_examples,
        n_labels: labels.names.len(),
        seed: options.seed,
    };
    let folds = folds(data.labels, N_FOLDS, options.seed);
    // Jobs 0 to 4 leave a fold out; the last, which takes longest, begins first and leaves out none.
    let held_out = Mutex::new(Vec::new());
    let whole = Mutex::new(None);
    in_parallel(N_FOLDS + 1, |job| {
        let Some(fold) = job.checked_sub(1) else {
            let all: Vec<usize> = (0..examples.len()).collect();
            *lock(&whole) = Some(data.learn(&all));
            return;
        };
        let (inside, outside): (Vec<usize>, Vec<usize>) = (0..examples.len()).partition(|&example| folds[example] != fold);
        let Learnt { vocabulary, weights, .. } = data.learn(&inside);
        let scored = outside.into_iter().map(|example| {
            let scores = weights.scores(&vocabulary.vector(&data.grams[example]));
            (example, HeldOut { scores, label: data.labels[example] })
        });
        lock(&held_out).extend(scored);
    });
    // Folds end in any order; sums of floats depend on it.
    let mut held_out = held_out.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    held_out.sort_by_key(|&(example, _)| example);
    let held_out: Vec<HeldOut> = held_out.into_iter().map(|(_, scored)| scored).collect();
    let whole = whole.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Learnt { vocabulary, weights, importance } = whole.expect("every job has run");

    let n_kept = MAX_FEATURE_BYTES / (data.n_labels + BYTES_BESIDE_WEIGHTS);
    let kept = heaviest(&importance, n_kept);
    Ok(LinearModel {
        data_fingerprint: fingerprint(examples),
        vocabulary: vocabulary.keep(&kept),
        weights: QuantizedWeights::of(&weights, &kept),
        calibration: Calibration::fit(&held_out, labels.out_of_scope, options),
        labels: Arc::from(labels.names),
    })
}

struct Data<'l> {
    grams: Vec<Grams>,
    labels: &'l [usize],
    n_labels: usize,
    seed: u64,
}

/// What was learnt of some examples.
struct Learnt {
    vocabulary: Vocabulary,
    weights: Weights,
    /// Of each feature.
    importance: Vec<f32>,
}

impl Data<'_> {
    /// The vocabulary and the weights of some of the examples.
    fn learn(&self, examples: &[usize]) -> Learnt {
        let vocabulary = Vocabulary::of(examples.iter().map(|&example| &self.grams[example]));
        let vectors: Vec<Vector> = examples.iter().map(|&example| vocabulary.vector(&self.grams[example])).collect();
        let vectors: Vec<&Vector> = vectors.iter().collect();
        let labels: Vec<usize> = examples.iter().map(|&example| self.labels[example]).collect();
        let mut weights = Weights::learn(&vectors, &labels, self.n_labels, vocabulary.len(), self.seed);
        // By what the machine needs: every rare feature has a large ratio.
        let importance = importance(&weights, vocabulary.idf());
        log_counts::add(&mut weights, &vectors, &labels);
        Learnt { vocabulary, weights, importance }
    }
}

/// Runs jobs 0 to `n_jobs - 1`, in this order, on a few threads.
fn in_parallel(n_jobs: usize, run: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..N_THREADS {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= n_jobs {
                        break;
                    }
                    run(job);
                }
            });
        }
    });
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
