//! Accuracy.

use super::share;

/// The share of pairs (truth, prediction) that agree: `right / all`.
pub(crate) fn accuracy(pairs: &[(&str, &str)]) -> f64 {
    share(pairs.iter().filter(|(truth, predicted)| truth == predicted).count(), pairs.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        assert_eq!(accuracy(&[("a", "a"), ("a", "b"), ("b", "b"), ("c", "a"), ("a", "a")]), 0.6);
        assert_eq!(accuracy(&[]), 0.0);
    }
}
