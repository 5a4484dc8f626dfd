//! Says things in the language of the answer.

use std::borrow::Cow;

use oneask_corpus::{
    model::Text,
    text::{Language, simplify},
};

/// Picks the words of an answer: Traditional Chinese or English as written, Simplified by conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speaker {
    language: Language,
}

impl Speaker {
    /// Speaks the language in which an utterance of this language is answered.
    pub(crate) fn new(language: Language) -> Self {
        Self { language: language.of_answer() }
    }

    /// One of two phrasings of the same thing.
    pub(crate) fn say(self, tc: impl AsRef<str>, en: impl Into<String>) -> String {
        match self.language {
            Language::English => en.into(),
            Language::Simplified => simplify(tc.as_ref()),
            _ => tc.as_ref().to_owned(),
        }
    }

    /// A text of the corpus.
    pub(crate) fn text(self, text: &Text) -> Cow<'_, str> {
        text.in_language(self.language)
    }

    /// Whether this is English.
    pub(crate) fn is_english(self) -> bool {
        self.language == Language::English
    }

    /// The language: traditional, simplified or English.
    pub(crate) const fn language(self) -> Language {
        self.language
    }
}
