//! One-vs-rest linear support vector machines with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008,
//! "A Dual Coordinate Descent Method for Large-scale Linear SVM"; LIBLINEAR's solver 1).
//!
//! All labels are trained side by side: an example's features are fetched once for all of them, so a pass costs a few
//! reads of contiguous memory. No text and no confidences here.

use super::vocabulary::Vector;
use crate::random::Random;

/// The cost of an error, C. On development parts 0.6 to 2 measured within 0.3 points.
const COST: f32 = 1.0;
/// An error on an example of the label costs this much more than on one of the others, which are many.
const COST_OF_OWN: f32 = 2.0 * COST;
/// The square of the value of the feature that every example has, whose weight is the bias. Below 1 the bias is held back, as
/// rare labels need: 0.1 to 1 measured within 0.3 points on development parts.
const BIAS: f32 = 0.3;
/// Passes over the examples. 6, 10 and 20 measured alike; a fixed number keeps the result independent of threads.
const N_PASSES: usize = 10;
/// Each label's row of weights is padded to a multiple of this, for the compiler to vectorise.
const LANES: usize = 8;
/// Smaller changes of a dual variable are not worth an update of the weights.
const NEGLIGIBLE: f32 = 1e-6;

/// Weights of all labels, one row a feature.
pub(super) struct Weights {
    n_labels: usize,
    stride: usize,
    cells: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights {
    /// Weights of nothing learnt.
    pub(super) fn zero(n_labels: usize, n_features: usize) -> Self {
        let stride = n_labels.next_multiple_of(LANES);
        Self { n_labels, stride, cells: vec![0.0; n_features * stride], bias: vec![0.0; stride] }
    }

    /// Learns the labels (numbers below `n_labels`) of vectors over `n_features` features.
    pub(super) fn learn(vectors: &[&Vector], labels: &[usize], n_labels: usize, n_features: usize, seed: u64) -> Self {
        let mut weights = Self::zero(n_labels, n_features);
        let stride = weights.stride;
        let mut duals = vec![0.0; vectors.len() * stride];
        let mut steps = vec![0.0; stride];
        let mut order: Vec<usize> = (0..vectors.len()).collect();
        let mut random = Random::new(seed);
        for _ in 0..N_PASSES {
            random.shuffle(&mut order);
            for &example in &order {
                let vector = vectors[example];
                weights.score_into(vector, &mut steps);
                let duals = &mut duals[example * stride..][..stride];
                let squares = BIAS + vector.iter().map(|(_, value)| value * value).sum::<f32>();
                if step(&mut steps, duals, labels[example], squares) {
                    weights.add(vector, &steps);
                }
            }
        }
        weights
    }

    /// The score of each label for a vector.
    pub(super) fn scores(&self, vector: &Vector) -> Vec<f32> {
        let mut scores = vec![0.0; self.stride];
        self.score_into(vector, &mut scores);
        scores.truncate(self.n_labels);
        scores
    }

    /// The weights of a feature, one for each label.
    pub(super) fn of_feature(&self, feature: usize) -> &[f32] {
        &self.cells[feature * self.stride..][..self.n_labels]
    }

    pub(super) fn of_feature_mut(&mut self, feature: usize) -> &mut [f32] {
        &mut self.cells[feature * self.stride..][..self.n_labels]
    }

    pub(super) fn n_features(&self) -> usize {
        self.cells.len() / self.stride
    }

    pub(super) fn bias(&self) -> &[f32] {
        &self.bias[..self.n_labels]
    }

    fn score_into(&self, vector: &Vector, scores: &mut [f32]) {
        scores.copy_from_slice(&self.bias);
        for &(feature, value) in vector {
            let row = &self.cells[feature as usize * self.stride..][..self.stride];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += value * weight;
            }
        }
    }

    fn add(&mut self, vector: &Vector, steps: &[f32]) {
        for &(feature, value) in vector {
            let row = &mut self.cells[feature as usize * self.stride..][..self.stride];
            for (weight, step) in row.iter_mut().zip(steps) {
                *weight += value * step;
            }
        }
        for (bias, step) in self.bias.iter_mut().zip(steps) {
            *bias += BIAS * step;
        }
    }
}

/// Optimises the dual variables of one example, one for each label, given the labels' scores; leaves in place of the
/// scores what the weights have to move by along the example, and tells whether any has to.
fn step(scores: &mut [f32], duals: &mut [f32], own: usize, squares: f32) -> bool {
    let mut moved = false;
    for (label, (score, dual)) in scores.iter_mut().zip(duals).enumerate() {
        let (sign, cost) = if label == own { (1.0, COST_OF_OWN) } else { (-1.0, COST) };
        let diagonal = 0.5 / cost;
        let gradient = sign * *score - 1.0 + diagonal * *dual;
        let optimum = (*dual - gradient / (squares + diagonal)).max(0.0);
        let change = optimum - *dual;
        *dual = optimum;
        *score = sign * change;
        moved |= change.abs() > NEGLIGIBLE;
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::argmax;

    #[test]
    fn separable_labels_are_separated() {
        let vectors: Vec<Vector> = (0..30).map(|i| vec![(i % 3, 0.9), (3, 0.4)]).collect();
        let labels: Vec<usize> = (0..30).map(|i| i % 3).collect();
        let borrowed: Vec<&Vector> = vectors.iter().collect();
        let weights = Weights::learn(&borrowed, &labels, 3, 4, 1);
        for (vector, &label) in vectors.iter().zip(&labels) {
            let scores = weights.scores(vector);
            assert_eq!(argmax(&scores), label);
            assert!(scores[label] > 0.5, "{scores:?}");
        }
    }
}
