//! Metrics, each a pure function with its formula and source.

mod calibration;
mod classification;
mod ranking;

pub(crate) use calibration::expected_calibration_error;
pub(crate) use classification::{Classification, IntentScores, area_under_roc};
pub(crate) use ranking::{ndcg_at, recall_at, reciprocal_rank_at};
