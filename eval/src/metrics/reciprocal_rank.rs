//! The reciprocal rank.

/// `1 / rank` of the first relevant document among the first `k`, else 0 (Voorhees, TREC-8 question answering, 1999).
pub(crate) fn reciprocal_rank_at(k: usize, ranked: &[&str], relevant: &[&str]) -> f64 {
    ranked.iter().take(k).position(|id| relevant.contains(id)).map_or(0.0, |at| 1.0 / (at + 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let ranked = ["a", "b", "c", "d"];
        assert_eq!(reciprocal_rank_at(10, &ranked, &["c", "d"]), 1.0 / 3.0);
        assert_eq!(reciprocal_rank_at(2, &ranked, &["c"]), 0.0);
    }
}
