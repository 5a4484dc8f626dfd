//! The area under the receiver operating characteristic.

/// The probability that a positive scores higher than a negative, ties counting half (Hanley and McNeil, Radiology 1982;
/// the statistic of Mann and Whitney).
pub(crate) fn area_under_roc(positives: &[f64], negatives: &[f64]) -> f64 {
    if positives.is_empty() || negatives.is_empty() {
        return 0.0;
    }
    let mut all: Vec<(f64, bool)> = positives.iter().map(|&s| (s, true)).chain(negatives.iter().map(|&s| (s, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Sum of the positives' ranks, ties sharing the mean of theirs.
    let mut rank_sum = 0.0;
    let mut start = 0;
    for tied in all.chunk_by(|a, b| a.0 == b.0) {
        let mean_rank = (2 * start + tied.len() + 1) as f64 / 2.0;
        rank_sum += mean_rank * tied.iter().filter(|(_, positive)| *positive).count() as f64;
        start += tied.len();
    }
    let (p, n) = (positives.len() as f64, negatives.len() as f64);
    (rank_sum - p * (p + 1.0) / 2.0) / (p * n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        // Pairs: 0.9 beats 0.5, 0.1 and 0.1; 0.5 ties with 0.5 (half) and beats 0.1 twice: 5.5 of 6.
        assert!((area_under_roc(&[0.9, 0.5], &[0.5, 0.1, 0.1]) - 5.5 / 6.0).abs() < 1e-12);
        assert_eq!(area_under_roc(&[0.1], &[0.9]), 0.0);
        assert_eq!(area_under_roc(&[], &[0.9]), 0.0);
    }
}
