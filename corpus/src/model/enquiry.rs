//! An enquiry: a question with a short answer that is not a form.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    id::{EnquiryId, ServiceId},
    service::date,
    source::{Field, Source, Standing},
    text::Text,
};

/// A question of the 1823 kind, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enquiry {
    /// Unique in the whole corpus, and never changed.
    pub id: EnquiryId,
    /// The question as people put it.
    pub questions: Questions,
    /// The short answer.
    pub answer: Text,
    /// Services that help further.
    #[serde(default)]
    pub related: Vec<ServiceId>,
    /// In force from this day.
    #[serde(default, deserialize_with = "date::optional")]
    pub effective_from: Option<Date>,
    /// In force until this day, inclusive.
    #[serde(default, deserialize_with = "date::optional")]
    pub effective_to: Option<Date>,
    /// For editors, never shown.
    #[serde(default)]
    pub notes: Option<String>,
    /// Where the answer was read.
    pub sources: Vec<Source>,
}

/// Ways to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Questions {
    /// In Chinese, spoken or written.
    pub tc: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

impl Questions {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.tc.iter().chain(&self.en).map(String::as_str)
    }
}

impl Enquiry {
    /// How far the answer can be relied on, on a day.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        Standing::of(&self.sources, Field::About, today)
    }

    /// The questions in every language.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.questions.all()
    }
}
