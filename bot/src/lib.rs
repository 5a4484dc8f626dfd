//! The assistant: dialogue and answers, live data, the server, the widget, the command line.
//!
//! [`Assistant::respond`] is the way of one utterance, top-down in one function. The dialogue is pure: what it needs of
//! the world is handed in as a [`World`].

mod assistant;
pub mod cli;
mod compose;
pub mod config;
pub mod data;
mod dialogue;
mod knowledge;
pub mod server;
pub mod start;
pub mod store;
pub mod suggest;
pub mod weather;
pub mod wire;

pub use assistant::{Assistant, Input, Turn, World, hong_kong};
pub use dialogue::Session;
pub use knowledge::Knowledge;
