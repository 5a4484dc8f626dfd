//! The release store: what is published, and what was before.
//!
//! SQLite is the truth; an index is a projection of one release that can be rebuilt at any time. A release is immutable
//! and numbered; it is made of one part per department, and parts that did not change are stored once. Publishing is
//! one transaction with `synchronous = FULL`, so a crash leaves the last release whole.

pub mod diff;
mod sqlite;

use jiff::Timestamp;
use serde::Serialize;

pub use sqlite::SqliteReleases;

use crate::model::{Corpus, DepartmentCorpus, DepartmentId};

/// A published state of the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// Its number, from 1.
    pub number: u64,
    /// When it was published.
    pub published_at: Timestamp,
    /// Who published it.
    pub author: String,
    /// Why.
    pub note: String,
    /// Identifies its content.
    pub content_hash: String,
    /// How many services it has.
    pub services: u64,
    /// How many enquiries it has.
    pub enquiries: u64,
    /// How many departments it has.
    pub departments: u64,
}

/// What is said of a release when it is published.
#[derive(Debug, Clone)]
pub struct Publication<'a> {
    /// Who publishes it.
    pub author: &'a str,
    /// Why.
    pub note: &'a str,
    /// When.
    pub at: Timestamp,
}

/// What a department is about to publish: checked, kept apart, and seen by nobody who asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The release that it was made on.
    pub base: u64,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who made it.
    pub author: String,
    /// Everything that the department will publish.
    pub part: DepartmentCorpus,
}

/// Who did what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// `import`, `discard`, `publish` or `rollback`.
    pub action: String,
    /// The release that it made, put in force, or started from.
    pub release: u64,
    /// What was said of it.
    pub note: String,
}

/// Why the release store cannot do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// SQLite refused.
    #[error("the release store: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored part is not what this version writes.
    #[error("release {release} holds a part that cannot be read ({reason}): it was written by another version, publish again")]
    Unreadable {
        /// The release.
        release: u64,
        /// What is wrong with it.
        reason: serde_json::Error,
    },
    /// No such release.
    #[error("there is no release {0}: `oneask corpus releases` lists them")]
    Unknown(u64),
    /// There is no draft to publish.
    #[error("there is no draft{}: make one with `oneask corpus import`", .0.as_ref().map_or_else(String::new, |id| format!(" of `{id}`")))]
    NoDraft(Option<DepartmentId>),
    /// The department was published by someone else since the draft was made.
    #[error(
        "`{department}` was published again in release {release}, after this draft was made on release {base}: import the files again, and look at the difference"
    )]
    Conflict {
        /// Whose part it is.
        department: DepartmentId,
        /// The release in force.
        release: u64,
        /// The release that the draft was made on.
        base: u64,
    },
    /// The database was written by a newer version.
    #[error("the release store has schema version {found}, this program knows {known}: use the newer program")]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest version that is known here.
        known: i64,
    },
}

/// Where releases are kept.
pub trait ReleaseStore {
    /// The release that is in force, if any was published.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn current(&self) -> Result<Option<Release>, ReleaseError>;

    /// All releases, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn list(&self) -> Result<Vec<Release>, ReleaseError>;

    /// The records of a release.
    ///
    /// # Errors
    /// When there is no such release or it cannot be read.
    fn corpus(&self, number: u64) -> Result<Corpus, ReleaseError>;

    /// Publishes a corpus as the next release and puts it in force. A corpus that is in force already is not published
    /// again: its release comes back.
    ///
    /// # Errors
    /// When it cannot be written; then nothing has changed.
    fn publish(&mut self, corpus: &Corpus, publication: &Publication<'_>) -> Result<Release, ReleaseError>;

    /// The drafts, by department.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn drafts(&self) -> Result<Vec<Draft>, ReleaseError>;

    /// Keeps parts as drafts on the release in force, in the place of earlier drafts of the same departments.
    ///
    /// # Errors
    /// When it cannot be written; then nothing has changed.
    fn draft(&mut self, parts: &[DepartmentCorpus], publication: &Publication<'_>) -> Result<(), ReleaseError>;

    /// Throws drafts away: of one department, or all. How many there were.
    ///
    /// # Errors
    /// When it cannot be written.
    fn discard(&mut self, department: Option<&DepartmentId>, publication: &Publication<'_>) -> Result<usize, ReleaseError>;

    /// Publishes drafts, of one department or all, over the release in force; the other departments stay as they are.
    ///
    /// # Errors
    /// When there is none, a department was published since its draft was made, or it cannot be written; then nothing has changed.
    fn publish_drafts(&mut self, department: Option<&DepartmentId>, publication: &Publication<'_>) -> Result<Release, ReleaseError>;

    /// Who did what, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn audit(&self) -> Result<Vec<AuditEntry>, ReleaseError>;

    /// Puts an earlier release in force again.
    ///
    /// # Errors
    /// When there is no such release or it cannot be written.
    fn rollback(&mut self, number: u64, publication: &Publication<'_>) -> Result<Release, ReleaseError>;
}
