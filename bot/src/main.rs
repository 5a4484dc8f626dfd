//! The command line of the assistant.

use std::process::ExitCode;

fn main() -> ExitCode {
    oneask::cli::run()
}
