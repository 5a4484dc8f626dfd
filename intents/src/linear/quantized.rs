//! Weights as a model keeps them: the features that matter, a byte for each label. No learning.

use super::{svm::Weights, vocabulary::Vector};

/// A row of bytes is padded to a multiple of this, for the compiler to vectorise: what is left over is added one by one, which
/// takes as long as all the rest.
const LANES: usize = 16;

/// Weights of features in bytes. A byte is a 127th of the largest weight of its feature.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QuantizedWeights {
    /// One for each label.
    pub(super) bias: Vec<f32>,
    /// For each feature, the weight that one unit of its bytes stands for.
    pub(super) scales: Vec<f32>,
    /// One for each label of each feature, and padding after each feature's.
    cells: Vec<i8>,
}

impl QuantizedWeights {
    /// Weights from their parts; `cells` holds one byte for each label of each feature.
    pub(super) fn new(bias: Vec<f32>, scales: Vec<f32>, cells: &[i8]) -> Self {
        let mut padded = Vec::with_capacity(scales.len() * bias.len().next_multiple_of(LANES));
        for row in cells.chunks_exact(bias.len()) {
            padded.extend_from_slice(row);
            padded.resize(padded.len().next_multiple_of(LANES), 0);
        }
        Self { bias, scales, cells: padded }
    }

    /// Rounds the weights of some features.
    pub(super) fn of(weights: &Weights, features: &[u32]) -> Self {
        let n_labels = weights.bias().len();
        let mut scales = Vec::with_capacity(features.len());
        let mut cells = Vec::with_capacity(features.len() * n_labels);
        for &feature in features {
            let row = weights.of_feature(feature as usize);
            let scale = largest(row) / f32::from(i8::MAX);
            scales.push(scale);
            cells.extend(row.iter().map(|weight| if scale > 0.0 { (weight / scale).round() as i8 } else { 0 }));
        }
        Self::new(weights.bias().to_vec(), scales, &cells)
    }

    /// The bytes of each feature, one for each label.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[i8]> {
        self.cells.chunks_exact(self.stride()).map(|row| &row[..self.bias.len()])
    }

    fn stride(&self) -> usize {
        self.bias.len().next_multiple_of(LANES)
    }

    /// The score of each label for a vector.
    pub(super) fn scores(&self, vector: &Vector) -> Vec<f32> {
        let stride = self.stride();
        let mut scores = self.bias.clone();
        scores.resize(stride, 0.0);
        for &(feature, value) in vector {
            let feature = feature as usize;
            let value = value * self.scales[feature];
            let row = &self.cells[feature * stride..][..stride];
            for (scores, cells) in scores.as_chunks_mut::<LANES>().0.iter_mut().zip(row.as_chunks::<LANES>().0) {
                for (score, &cell) in scores.iter_mut().zip(cells) {
                    *score += value * f32::from(cell);
                }
            }
        }
        scores.truncate(self.bias.len());
        scores
    }
}

/// How much each feature matters: its largest weight, times its rarity.
pub(super) fn importance(weights: &Weights, idf: &[f32]) -> Vec<f32> {
    idf.iter().enumerate().map(|(feature, idf)| largest(weights.of_feature(feature)) * idf).collect()
}

/// The features that matter most, ascending, as many as fit the number.
pub(super) fn heaviest(importance: &[f32], n_kept: usize) -> Vec<u32> {
    let mut features: Vec<(f32, u32)> = importance.iter().copied().zip(0..).collect();
    if features.len() > n_kept {
        features.select_nth_unstable_by(n_kept, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        features.truncate(n_kept);
    }
    let mut features: Vec<u32> = features.into_iter().map(|(_, feature)| feature).collect();
    features.sort_unstable();
    features
}

fn largest(row: &[f32]) -> f32 {
    row.iter().fold(0.0, |largest, weight| weight.abs().max(largest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> (Weights, Vec<Vector>) {
        let vectors: Vec<Vector> = (0..30).map(|i| vec![(i % 3, 0.9), (3, 0.4)]).collect();
        let labels: Vec<usize> = (0..30).map(|i| i % 3).collect();
        (Weights::learn(&vectors.iter().collect::<Vec<_>>(), &labels, 3, 4, 1), vectors)
    }

    #[test]
    fn rounding_hardly_changes_the_scores() {
        let (weights, vectors) = weights();
        let quantized = QuantizedWeights::of(&weights, &[0, 1, 2, 3]);
        for vector in &vectors {
            for (exact, rounded) in weights.scores(vector).iter().zip(quantized.scores(vector)) {
                assert!((exact - rounded).abs() < 0.02, "{exact} {rounded}");
            }
        }
    }

    #[test]
    fn the_feature_that_every_label_shares_goes_first() {
        let (weights, _) = weights();
        assert_eq!(heaviest(&importance(&weights, &[1.0; 4]), 3), [0, 1, 2]);
        assert_eq!(heaviest(&importance(&weights, &[1.0; 4]), 9), [0, 1, 2, 3]);
    }
}
