//! The words and the records of OneAsk: the text pipeline, the domain model, the loaders, and the release store.
//!
//! This crate knows file formats and the SQLite tables of releases; nothing else of ours does. It knows no search,
//! no intents and no network.

pub mod export;
pub mod load;
pub mod model;
pub mod release;
pub mod shipped;
pub mod stats;
pub mod text;
