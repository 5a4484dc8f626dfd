//! The integration tests of the assistant, one module each:
//!
//! - `arrows`: which of our crates may depend on which.
//! - `protocol`: every JSON block of PROTOCOL.md is a frame; every frame is in it.
//! - `command_line`: the program as a process: bad input, exit codes, `ask --json`.
//! - `server`: a real server and a real WebSocket client.
//! - `browser`: the page in headless Chromium.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod arrows;
mod browser;
mod command_line;
mod protocol;
mod server;
mod support;
