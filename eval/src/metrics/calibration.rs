//! Whether confidence means what it says.

/// Expected calibration error over ten equal bins: the mean of `|accuracy - confidence|` in each bin, weighted by how
/// many predictions fall into it (Naeini et al., AAAI 2015).
pub(crate) fn expected_calibration_error(predictions: &[(f64, bool)]) -> f64 {
    const BINS: usize = 10;
    let mut bins = [(0.0, 0.0, 0.0); BINS];
    for &(confidence, right) in predictions {
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += 1.0;
        bin.1 += confidence;
        bin.2 += f64::from(u8::from(right));
    }
    let n = predictions.len() as f64;
    bins.iter().filter(|(count, ..)| *count > 0.0).map(|(_, confidence, right)| (right - confidence).abs() / n).sum()
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
    }
}
