//! What is searched for.

use oneask_corpus::model::{ChannelKind, DepartmentId};

/// A question for the index.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The words, as the citizen typed them.
    pub text: String,
    /// The whole question, where `text` is only its subject: what it has beside the subject counts less.
    pub whole: Option<String>,
    /// What a hit must have.
    pub filter: Filter,
    /// A department that the question names: its documents rank higher, others are not shut out.
    pub prefer_department: Option<DepartmentId>,
}

impl Query {
    /// A question with no filter.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// What a hit must have; empty means anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this department.
    pub department: Option<DepartmentId>,
    /// Can be done by this channel.
    pub channel: Option<ChannelKind>,
    /// Free of charge, or not.
    pub free: Option<bool>,
    /// Services only, or enquiries only.
    pub kind: Option<&'static str>,
}

impl Filter {
    /// The filter for services.
    pub const SERVICE: &'static str = "service";
    /// The filter for enquiries.
    pub const ENQUIRY: &'static str = "enquiry";
}
