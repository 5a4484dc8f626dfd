//! Why an index cannot be built or searched.

use std::io;

/// An error of the index. A question that finds nothing is not an error.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Built by another version of this program or from other data.
    #[error("the index was built from {found}, this program wants {wanted}: rebuild it (`oneask index` does, and so does the next start)")]
    Mismatch {
        /// What the index says of itself.
        found: String,
        /// What is wanted.
        wanted: String,
    },
    /// Its files are missing or damaged.
    #[error("the index cannot be read ({0}): rebuild it (`oneask index` does, and so does the next start)")]
    Damaged(String),
    /// tantivy failed.
    #[error("the index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// The folder cannot be written or read.
    #[error("the index: {0}")]
    Io(#[from] io::Error),
}
