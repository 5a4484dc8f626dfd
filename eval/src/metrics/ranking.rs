//! Metrics of ranked lists with binary relevance.
//!
//! A question with no relevant document is left out of every average by the callers.

/// The share of questions' relevant documents among the first `k`: here 1 if any is there, as each question has one
/// right answer or several equally right ones (success@k; equal to recall@k where one document is relevant).
pub(crate) fn recall_at(k: usize, ranked: &[&str], relevant: &[&str]) -> f64 {
    f64::from(u8::from(ranked.iter().take(k).any(|id| relevant.contains(id))))
}

/// `1 / rank` of the first relevant document among the first `k`, else 0 (Voorhees, TREC-8 QA, 1999).
pub(crate) fn reciprocal_rank_at(k: usize, ranked: &[&str], relevant: &[&str]) -> f64 {
    ranked.iter().take(k).position(|id| relevant.contains(id)).map_or(0.0, |at| 1.0 / (at + 1) as f64)
}

/// `DCG@k / ideal DCG@k` with gain 1 and discount `log2(rank + 1)` (Järvelin and Kekäläinen, 2002).
pub(crate) fn ndcg_at(k: usize, ranked: &[&str], relevant: &[&str]) -> f64 {
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let dcg: f64 = ranked.iter().take(k).enumerate().filter(|(_, id)| relevant.contains(id)).map(|(rank, _)| discount(rank)).sum();
    let ideal: f64 = (0..relevant.len().min(k)).map(discount).sum();
    if ideal == 0.0 { 0.0 } else { dcg / ideal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let ranked = ["a", "b", "c", "d"];
        assert_eq!(recall_at(1, &ranked, &["b"]), 0.0);
        assert_eq!(recall_at(3, &ranked, &["b"]), 1.0);
        assert_eq!(reciprocal_rank_at(10, &ranked, &["c", "d"]), 1.0 / 3.0);
        assert_eq!(reciprocal_rank_at(2, &ranked, &["c"]), 0.0);
        // DCG = 1/log2(3) + 1/log2(5); ideal = 1 + 1/log2(3).
        let expected = (1.0 / 3f64.log2() + 1.0 / 5f64.log2()) / (1.0 + 1.0 / 3f64.log2());
        assert!((ndcg_at(10, &ranked, &["b", "d"]) - expected).abs() < 1e-12);
        assert_eq!(ndcg_at(10, &ranked, &["z"]), 0.0);
    }
}
