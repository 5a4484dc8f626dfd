//! Recall and success of a ranked list.

use super::share;

/// The share of the relevant documents that is among the first `k` (trec_eval's `recall_k`).
pub(crate) fn recall_at(k: usize, ranked: &[&str], relevant: &[&str]) -> f64 {
    share(relevant.iter().filter(|id| ranked.iter().take(k).any(|found| found == *id)).count(), relevant.len())
}

/// 1 if any relevant document is among the first `k`, else 0 (trec_eval's `success_k`). The recall of a question whose
/// relevant documents are one answer in several places: having one of them is having it.
pub(crate) fn success_at(k: usize, ranked: &[&str], relevant: &[&str]) -> f64 {
    f64::from(u8::from(ranked.iter().take(k).any(|id| relevant.contains(id))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let ranked = ["a", "b", "c", "d"];
        assert_eq!(recall_at(1, &ranked, &["b"]), 0.0);
        assert_eq!(recall_at(3, &ranked, &["b", "c", "x"]), 2.0 / 3.0);
        assert_eq!(recall_at(2, &ranked, &["b", "c", "x"]), 1.0 / 3.0);
        assert_eq!((success_at(2, &ranked, &["b", "x"]), success_at(2, &ranked, &["c"])), (1.0, 0.0));
        assert_eq!(recall_at(3, &ranked, &[]), 0.0);
    }
}
