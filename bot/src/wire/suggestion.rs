//! What `GET /suggest/v1` answers while a citizen types.

use serde::{Deserialize, Serialize};

/// The answer: suggestions, the best first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// At most as many as were asked for.
    pub suggestions: Vec<Suggestion>,
}

/// One thing that a citizen may be about to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What the line says.
    pub title: String,
    /// What stands beside it: form numbers, the department.
    pub detail: String,
    /// What is sent as a message where there is no payload, and shown as said where there is one.
    pub text: String,
    /// What is sent as a choice, if it names a record.
    pub payload: Option<String>,
}

/// The kinds of suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestionKind {
    /// A service by its title.
    Service,
    /// A form by its number.
    Form,
    /// An enquiry by one of its questions.
    Enquiry,
    /// A service as people ask for it.
    Question,
}
