//! Percentiles.

/// The value at a share (0 to 1) of ascending values: the least that so many are not above (nearest rank); 0 of nothing.
pub(crate) fn percentile(ascending: &[f64], share: f64) -> f64 {
    let rank = (share * ascending.len() as f64).ceil() as usize;
    ascending.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        assert_eq!([0.0, 0.2, 0.5, 0.95, 1.0].map(|share| percentile(&values, share)), [1.0, 1.0, 4.0, 16.0, 16.0]);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }
}
