//! The program as a whole: what a script that calls it relies on.
//!
//! - `command_line`: exit codes, JSON, the files that are written

mod command_line;
