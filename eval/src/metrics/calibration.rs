//! Whether confidence means what it says.

use super::share;

/// Equal widths of confidence.
const BINS: usize = 10;

/// The predictions whose confidence lies in one tenth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Bin {
    /// How many there are.
    pub(crate) count: usize,
    /// Their mean confidence.
    pub(crate) confidence: f64,
    /// The share of them that is right.
    pub(crate) accuracy: f64,
}

/// The bins of a reliability diagram, from 0 to 1, over (confidence, whether right) (DeGroot and Fienberg, 1983).
pub(crate) fn bins(predictions: &[(f64, bool)]) -> [Bin; BINS] {
    let mut sums = [(0_usize, 0.0, 0_usize); BINS];
    for &(confidence, right) in predictions {
        let bin = &mut sums[((confidence * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + 1, bin.1 + confidence, bin.2 + usize::from(right));
    }
    sums.map(|(count, confidence, right)| Bin { count, confidence: if count == 0 { 0.0 } else { confidence / count as f64 }, accuracy: share(right, count) })
}

/// The mean of `|accuracy - confidence|` over ten equal bins, weighted by how many predictions fall into each (Naeini et
/// al., AAAI 2015).
pub(crate) fn expected_calibration_error(predictions: &[(f64, bool)]) -> f64 {
    bins(predictions).iter().map(|bin| share(bin.count, predictions.len()) * (bin.accuracy - bin.confidence).abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        // Bin 0.9: three predictions of mean confidence 0.95, two right; bin 0.2: one of 0.25, wrong.
        let predictions = [(0.95, true), (0.95, true), (0.95, false), (0.25, false)];
        let expected = 3.0 / 4.0 * (0.95 - 2.0 / 3.0) + 1.0 / 4.0 * 0.25;
        assert!((expected_calibration_error(&predictions) - expected).abs() < 1e-12);
        assert_eq!(bins(&predictions)[9].count, 3);
        assert_eq!(bins(&[(1.0, true)])[9].count, 1, "full confidence is in the last bin");
        assert_eq!(expected_calibration_error(&[]), 0.0);
    }
}
