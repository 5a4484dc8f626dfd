//! Normalised discounted cumulative gain.

/// `DCG@k / ideal DCG@k` with the grade as gain and the discount `log2(rank + 1)` (Järvelin and Kekäläinen, TOIS 2002, as
/// trec_eval's `ndcg_cut` has it; Burges' variant takes `2^grade - 1` as gain). `relevant` holds each document with its
/// grade; what is graded 0 or less gains nothing.
pub(crate) fn ndcg_at(k: usize, ranked: &[&str], relevant: &[(&str, i64)]) -> f64 {
    let discounted = |(rank, gain): (usize, i64)| gain.max(0) as f64 / ((rank + 2) as f64).log2();
    let grade = |id: &&str| relevant.iter().find(|(other, _)| other == id).map_or(0, |(_, grade)| *grade);
    let dcg: f64 = ranked.iter().take(k).map(grade).enumerate().map(discounted).sum();
    let mut best: Vec<i64> = relevant.iter().map(|(_, grade)| *grade).collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal: f64 = best.into_iter().take(k).enumerate().map(discounted).sum();
    if ideal == 0.0 { 0.0 } else { dcg / ideal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_by_hand() {
        let ranked = ["a", "b", "c", "d"];
        // DCG = 1/log2(3) + 1/log2(5); ideal = 1 + 1/log2(3).
        let expected = (1.0 / 3f64.log2() + 1.0 / 5f64.log2()) / (1.0 + 1.0 / 3f64.log2());
        assert!((ndcg_at(10, &ranked, &[("b", 1), ("d", 1)]) - expected).abs() < 1e-12);
        // Graded: DCG = 1/log2(3) + 3/log2(4) = 0.6309 + 1.5; ideal = 3 + 1/log2(3).
        let graded = (1.0 / 3f64.log2() + 1.5) / (3.0 + 1.0 / 3f64.log2());
        assert!((ndcg_at(10, &ranked, &[("b", 1), ("c", 3)]) - graded).abs() < 1e-12);
        assert_eq!(ndcg_at(1, &ranked, &[("b", 1)]), 0.0);
        assert_eq!(ndcg_at(10, &ranked, &[("a", 0)]), 0.0);
    }
}
