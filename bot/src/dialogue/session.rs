//! What a conversation remembers from turn to turn.

use oneask_corpus::{
    model::{DepartmentId, EnquiryId, ServiceId},
    text::Language,
};
use oneask_intents::Intent;
use serde::{Deserialize, Serialize};

use super::next::NextBest;

/// The state of one conversation. It is a value: a turn takes one and gives the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The language that the citizen asked for; it wins over that of the utterance.
    pub asked_language: Option<Language>,
    /// The language of the last utterance that had one.
    pub(crate) last_language: Option<Language>,
    /// What the last turn was about.
    pub(crate) topic: Option<Topic>,
    /// What the assistant asked back.
    pub(crate) pending: Option<Pending>,
    /// What else the last search found.
    #[serde(skip_serializing_if = "NextBest::is_empty")]
    pub(crate) next_best: NextBest,
}

impl Session {
    /// The language of the page, for a conversation that begins with a press and has no words to tell it by. Whether it was
    /// needed.
    pub fn begin_in(&mut self, language: Language) -> bool {
        let needed = self.last_language.is_none();
        self.last_language.get_or_insert(language);
        needed
    }
}

/// What a turn was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Topic {
    Service(ServiceId),
    Enquiry(EnquiryId),
    Department(DepartmentId),
    Weather { place: Option<String>, intent: Intent },
    Holiday,
}

/// A question of the assistant that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Pending {
    /// Choices were offered; `wanted` is the fact that the question asked for, `asked` the question where it was not answered.
    Choice {
        payloads: Vec<String>,
        wanted: String,
        #[serde(default)]
        asked: Option<String>,
    },
    /// A report is being taken down.
    Report(Report),
    /// A bus question lacks its route or stop.
    Transport { route: Option<String>, stop: Option<String> },
    /// A fact was asked for, of no service; `wanted` is the intent.
    Service { wanted: String },
}

/// A report of something broken, dirty, noisy or dangerous: shown back, never lodged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) what: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) contact: Option<String>,
}
