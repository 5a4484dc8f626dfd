//! Measures the assistant: suites, metrics, the wrong ones.
//!
//! Nothing here trains on what it scores, and every figure is a pure function of the predictions.

mod cli;
mod dataset;
mod dialogues;
mod intents;
mod metrics;
mod search;
mod suite;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
