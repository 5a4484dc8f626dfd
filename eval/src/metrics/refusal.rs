//! What a threshold of confidence refuses, of what is in scope and of what is not.

use super::share;

/// One prediction, as a threshold sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Doubt {
    /// The confidence of the best label that is not the one for out of scope.
    pub(crate) confidence: f64,
    /// Whether that label is right; never for what is out of scope.
    pub(crate) right: bool,
    /// Whether the utterance is in scope.
    pub(crate) in_scope: bool,
    /// Whether it is refused whatever the threshold, its best label being that for out of scope.
    pub(crate) refused: bool,
}

/// What follows from refusing below a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RefusalPoint {
    /// The threshold: a confidence below it is refused.
    pub(crate) threshold: f64,
    /// The share of what is in scope that is answered with the right label; a refusal is wrong.
    pub(crate) in_scope_accuracy: f64,
    /// The share of what is out of scope that is refused.
    pub(crate) oos_recall: f64,
    /// The share of what is in scope that is refused.
    pub(crate) false_refusals: f64,
}

/// The point of every threshold at which something changes, ascending (the trade-off of Larson et al., EMNLP 2019, where
/// the two axes are called in-scope accuracy and out-of-scope recall).
pub(crate) fn refusal_curve(predictions: &[Doubt]) -> Vec<RefusalPoint> {
    let n_inside = predictions.iter().filter(|doubt| doubt.in_scope).count();
    let n_outside = predictions.len() - n_inside;
    let mut sorted = predictions.to_vec();
    sorted.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    let count = |wanted: &dyn Fn(&Doubt) -> bool| predictions.iter().filter(|doubt| wanted(doubt)).count();
    let mut right = count(&|doubt| doubt.in_scope && doubt.right && !doubt.refused);
    let mut outside = count(&|doubt| !doubt.in_scope && doubt.refused);
    let mut inside = count(&|doubt| doubt.in_scope && doubt.refused);
    let mut points = Vec::new();
    let mut point = |threshold, right, outside, inside| {
        let (in_scope_accuracy, oos_recall, false_refusals) = (share(right, n_inside), share(outside, n_outside), share(inside, n_inside));
        points.push(RefusalPoint { threshold, in_scope_accuracy, oos_recall, false_refusals });
    };
    point(0.0, right, outside, inside);
    for tied in sorted.chunk_by(|a, b| a.confidence == b.confidence) {
        for doubt in tied.iter().filter(|doubt| !doubt.refused) {
            right -= usize::from(doubt.in_scope && doubt.right);
            outside += usize::from(!doubt.in_scope);
            inside += usize::from(doubt.in_scope);
        }
        // Halfway to the next confidence: what lies at the threshold itself is not left to rounding.
        let end = sorted.partition_point(|doubt| doubt.confidence <= tied[0].confidence);
        let next = sorted.get(end).map_or(1.0, |doubt| doubt.confidence);
        point((tied[0].confidence + next) / 2.0, right, outside, inside);
    }
    points
}

/// The threshold with the highest accuracy over everything, out of scope being one more label, as Larson et al. (EMNLP 2019)
/// choose theirs; the lowest of equals; nothing where either kind is absent.
pub(crate) fn best_threshold(predictions: &[Doubt]) -> Option<RefusalPoint> {
    let n_inside = predictions.iter().filter(|doubt| doubt.in_scope).count() as f64;
    let n_outside = predictions.len() as f64 - n_inside;
    let n_right = |point: &RefusalPoint| point.in_scope_accuracy * n_inside + point.oos_recall * n_outside;
    // Counts are whole: less than a half is rounding.
    let best = refusal_curve(predictions).into_iter().reduce(|best, point| if n_right(&point) > n_right(&best) + 0.5 { point } else { best });
    best.filter(|_| n_inside > 0.0 && n_outside > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubts() -> Vec<Doubt> {
        // In scope: 0.9 right, 0.8 right, 0.6 wrong, 0.3 right, one refused by its label. Out of scope: 0.7, 0.4, 0.2.
        let inside = [(0.9, true, false), (0.8, true, false), (0.6, false, false), (0.3, true, false), (0.5, true, true)];
        let outside = [0.7, 0.4, 0.2].map(|confidence| Doubt { confidence, right: false, in_scope: false, refused: false });
        inside.map(|(confidence, right, refused)| Doubt { confidence, right, in_scope: true, refused }).into_iter().chain(outside).collect()
    }

    #[test]
    fn the_curve_computed_by_hand() {
        let curve = refusal_curve(&doubts());
        assert_eq!(curve.len(), 9);
        let at = |threshold: f64| *curve.iter().rev().find(|point| point.threshold <= threshold).unwrap();
        assert_eq!((curve[0].in_scope_accuracy, curve[0].oos_recall, curve[0].false_refusals), (3.0 / 5.0, 0.0, 1.0 / 5.0));
        // Between 0.4 and 0.5: 0.3 is lost, 0.2 and 0.4 are refused.
        let middle = at(0.47);
        assert_eq!((middle.in_scope_accuracy, middle.oos_recall, middle.false_refusals), (2.0 / 5.0, 2.0 / 3.0, 2.0 / 5.0));
        let last = curve.last().unwrap();
        assert_eq!((last.in_scope_accuracy, last.oos_recall, last.false_refusals), (0.0, 1.0, 1.0));
    }

    #[test]
    fn the_best_threshold_lies_between_its_neighbours() {
        // Up to 0.25 three of five and one of three are right, four; between 0.7 and 0.8 two and three, five.
        let best = best_threshold(&doubts()).unwrap();
        assert!((best.threshold - 0.75).abs() < 1e-12, "{best:?}");
        assert_eq!(best_threshold(&doubts()[..5]), None, "nothing is out of scope");
    }
}
