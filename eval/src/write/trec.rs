//! A run of trec_eval.

use crate::{collection::write_run, report::SearchReport};

/// What was found for each question, one line a document.
pub(crate) fn trec(report: &SearchReport) -> String {
    write_run(report.outcomes.iter().map(|outcome| (outcome.id.as_str(), outcome.found.as_slice())))
}
