//! Metrics, each a pure function with its formula and source, tested on cases computed by hand and once against
//! scikit-learn and trec_eval (`testdata/README.md`). No file is read and no model asked here.
//!
//! Where nothing is divided by, a metric is 0: of no examples, nothing is right.

mod accuracy;
mod f1;

mod auroc;
mod calibration;
mod refusal;

mod ndcg;
mod recall;
mod reciprocal_rank;

mod bootstrap;
mod percentile;
mod permutation;

#[cfg(test)]
mod cross_check;

pub(crate) use accuracy::accuracy;
pub(crate) use auroc::area_under_roc;
pub(crate) use bootstrap::bootstrap_difference;
pub(crate) use calibration::{Bin, bins, expected_calibration_error};
pub(crate) use f1::{IntentScores, f1, macro_f1, per_label};
pub(crate) use ndcg::ndcg_at;
pub(crate) use percentile::percentile;
pub(crate) use permutation::sign_flip_p_value;
pub(crate) use recall::{recall_at, success_at};
pub(crate) use reciprocal_rank::reciprocal_rank_at;
pub(crate) use refusal::{Doubt, RefusalPoint, best_threshold, refusal_curve};

/// `part / whole`; 0 of nothing.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The arithmetic mean; 0 of nothing.
pub(crate) fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, n) = values.into_iter().fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    if n == 0 { 0.0 } else { sum / n as f64 }
}
