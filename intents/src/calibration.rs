//! From scores to confidences: how sharply scores differ, and below which confidence nothing is acted on. Both are
//! chosen on scores of examples that the scoring model was not trained on.

use crate::classifier::{Gate, TrainingOptions, argmax};

/// How to read the scores of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    /// The inverse of the temperature: scores are multiplied by it before the softmax.
    pub(crate) sharpness: f32,
    /// The share of all confidence that is spread evenly over the labels, however clear the scores: some utterances are
    /// labelled by chance, and without this no sharpness fits both the clear ones and the others.
    pub(crate) noise: f32,
    /// What a best label must pass.
    pub(crate) gate: Gate,
}

/// The scores of one held-out example, one for each label, and the label that it has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeldOut {
    pub(crate) scores: Vec<f32>,
    pub(crate) label: usize,
}

impl Calibration {
    /// Fits sharpness and noise to the likelihood, then takes the highest threshold that refuses no more than a share of
    /// the in-scope examples, where the options name none.
    ///
    /// The temperature alone is Guo et al. 2017, "On Calibration of Modern Neural Networks".
    pub(crate) fn fit(held_out: &[HeldOut], out_of_scope: Option<usize>, options: &TrainingOptions) -> Self {
        let (sharpness, noise) = fit_sharpness(held_out);
        let mut calibration = Self { sharpness, noise, gate: Gate { threshold: options.threshold.unwrap_or(0.0), out_of_scope } };
        if options.threshold.is_some() {
            return calibration;
        }
        // What is refused by its label counts as refused at any threshold.
        let mut confidences: Vec<f32> = held_out
            .iter()
            .filter(|example| Some(example.label) != out_of_scope)
            .map(|example| {
                let mut shares = example.scores.clone();
                calibration.confidences(&mut shares);
                let best = argmax(&shares);
                if Some(best) == out_of_scope { 0.0 } else { shares[best] }
            })
            .collect();
        confidences.sort_unstable_by(f32::total_cmp);
        let n_refusable = (confidences.len() as f32 * options.false_refusals.clamp(0.0, 1.0)) as usize;
        if n_refusable > 0 {
            calibration.gate.threshold = confidences.get(n_refusable).copied().unwrap_or(0.0);
        }
        calibration
    }

    /// Turns scores into confidences, which sum to 1.
    pub(crate) fn confidences(&self, scores: &mut [f32]) {
        let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        for score in scores.iter_mut() {
            *score = ((*score - highest) * self.sharpness).exp();
            sum += *score;
        }
        let scale = (1.0 - self.noise) / sum;
        let even = self.noise / scores.len() as f32;
        for score in scores {
            *score = *score * scale + even;
        }
    }
}

/// The sharpness, by golden-section search over its logarithm, and the noise that goes with it.
fn fit_sharpness(held_out: &[HeldOut]) -> (f32, f32) {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    /// From nearly uniform to nearly one-hot, for scores about 1 apart.
    const RANGE: (f64, f64) = (-3.0, 4.0);
    let fit = |logarithm: f64| fit_noise(held_out, logarithm.exp());
    let (mut low, mut high) = RANGE;
    let (mut left, mut right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_left, mut at_right) = (fit(left), fit(right));
    while high - low > 0.02 {
        if at_left.loss < at_right.loss {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = fit(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = fit(right);
        }
    }
    ((left.exp()) as f32, at_left.noise as f32)
}

#[derive(Clone, Copy)]
struct NoiseFit {
    noise: f64,
    /// The negative logarithm of the likelihood.
    loss: f64,
}

/// The most likely noise at a sharpness: each held-out label came from the softmax or from chance, and a few rounds of
/// expectation maximisation tell in which proportion.
fn fit_noise(held_out: &[HeldOut], sharpness: f64) -> NoiseFit {
    const N_ROUNDS: usize = 20;
    /// A handful of examples can look like nothing but noise: it is reckoned as if so many more had none.
    const WITHOUT_NOISE: f64 = 20.0;
    let Some(first) = held_out.first() else { return NoiseFit { noise: 0.0, loss: 0.0 } };
    let chance = 1.0 / first.scores.len() as f64;
    let shares: Vec<f64> = held_out.iter().map(|example| own_share(example, sharpness)).collect();
    let mut noise = 0.05;
    for _ in 0..N_ROUNDS {
        let by_chance: f64 = shares.iter().map(|share| noise * chance / ((1.0 - noise) * share + noise * chance)).sum();
        noise = by_chance / (shares.len() as f64 + WITHOUT_NOISE);
    }
    let loss = shares.iter().map(|share| -((1.0 - noise) * share + noise * chance).ln()).sum();
    NoiseFit { noise, loss }
}

/// The share that the right label gets of a softmax.
fn own_share(example: &HeldOut, sharpness: f64) -> f64 {
    let own = f64::from(example.scores[example.label]);
    1.0 / example.scores.iter().map(|&score| ((f64::from(score) - own) * sharpness).exp()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores of two labels that differ by one; `right` of `all` examples have the first label.
    fn held_out(right: usize, all: usize) -> Vec<HeldOut> {
        (0..all).map(|i| HeldOut { scores: vec![1.0, 0.0], label: usize::from(i >= right) }).collect()
    }

    fn refusing(false_refusals: f32) -> TrainingOptions {
        TrainingOptions { false_refusals, ..TrainingOptions::default() }
    }

    #[test]
    fn confidence_meets_the_share_that_is_right() {
        let calibration = Calibration::fit(&held_out(800, 1000), None, &refusing(0.0));
        let mut shares = [1.0, 0.0];
        calibration.confidences(&mut shares);
        assert!((shares[0] - 0.8).abs() < 0.01, "{shares:?}");
        assert_eq!(calibration.gate.threshold, 0.0);
    }

    #[test]
    fn the_threshold_refuses_its_share_and_no_more() {
        let held_out: Vec<HeldOut> = (0..100).map(|i| HeldOut { scores: vec![i as f32 / 1000.0, 0.0], label: 0 }).collect();
        let calibration = Calibration::fit(&held_out, None, &refusing(0.05));
        let refused = held_out.iter().filter(|example| {
            let mut shares = example.scores.clone();
            calibration.confidences(&mut shares);
            shares[0] < calibration.gate.threshold
        });
        assert_eq!(refused.count(), 5);
        let named = TrainingOptions { threshold: Some(0.7), ..refusing(0.05) };
        assert_eq!(Calibration::fit(&held_out, None, &named).gate.threshold, 0.7);
    }

    #[test]
    fn no_held_out_examples_refuse_nothing() {
        assert_eq!(Calibration::fit(&[], None, &refusing(0.05)).gate.threshold, 0.0);
    }
}
