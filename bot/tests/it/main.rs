//! The integration tests of the assistant, one module each:
//!
//! - `arrows`: which of our crates may depend on which.
//! - `protocol`: every JSON block of PROTOCOL.md is a frame; every frame is in it.
//! - `command_line`: the program as a process: bad input, exit codes, `ask --json`.
//! - `clerk`: a department's workbook on its way to a release and back, while citizens chat.
//! - `crash`: the program killed in the middle of an import, a publication or a swap.
//! - `killed`: the server killed in the middle of answers.
//! - `links`: the check of addresses, against a server that plays the web.
//! - `server`: a real server and a real WebSocket client.
//! - `chat`: conversations over HTTP, for those whose network lets no WebSocket through.
//! - `next`: "this is not what I asked".
//! - `pages`: the pages, the widget's files and what they load first.
//! - `suggest`: what a citizen may be about to ask, over the shipped corpus.
//! - `browser`: the page in headless Chromium.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod arrows;
mod browser;
mod chat;
mod clerk;
mod client;
mod command_line;
mod crash;
mod events;
#[cfg(unix)]
mod killed;
mod links;
mod next;
mod pages;
mod protocol;
mod running;
mod server;
mod suggest;
mod support;
