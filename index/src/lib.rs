//! Ranked search over one release of the corpus.
//!
//! The only crate that names tantivy. A question is cut like a record (by `corpus::text`), widened by the glossary and
//! by forgiven typing errors, ranked by BM25 over words and character bigrams, and ranked again by how well it matches
//! a name of each candidate. It knows no intents and no dialogue.

mod analysis;
mod document;
mod error;
mod explain;
mod glossary;
mod hit;
mod index;
mod names;
mod query;
mod question;
mod schema;
mod spelling;
mod wording;
mod write;

pub use analysis::{content_length, has_content};
pub use document::{Document, DocumentId, documents};
pub use error::IndexError;
pub use explain::Explanation;
pub use hit::{Fit, Hit, Score};
pub use index::Index;
pub use query::{Filter, Query};
pub use wording::Wording;
