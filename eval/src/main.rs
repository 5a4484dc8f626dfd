//! The bench: measures how often the assistant is right, on its own suites and on data sets of others, and compares two
//! versions of it.
//!
//! Nothing here trains on what it scores, and every figure is a pure function of the predictions.

mod cli;

mod collection;
mod dataset;
mod suite;

mod measure;
mod respondent;

mod metrics;
mod report;

mod compare;
mod verify;
mod write;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
