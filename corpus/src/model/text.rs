//! Text in the languages of an answer.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::text::{Language, simplify};

/// A text for people in Traditional Chinese and English; Simplified is converted unless it is given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Traditional Chinese, as Hong Kong writes it.
    pub tc: String,
    /// English.
    pub en: String,
    /// Simplified Chinese, where the conversion of `tc` would not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sc: Option<String>,
}

impl Text {
    /// A text in both languages.
    #[must_use]
    pub fn new(tc: impl Into<String>, en: impl Into<String>) -> Self {
        Self { tc: tc.into(), en: en.into(), sc: None }
    }

    /// The text in the language of an answer (see [`Language::of_answer`]).
    #[must_use]
    pub fn in_language(&self, language: Language) -> Cow<'_, str> {
        match language.of_answer() {
            Language::English => Cow::Borrowed(&self.en),
            Language::Simplified => self.sc.as_deref().map_or_else(|| Cow::Owned(simplify(&self.tc)), Cow::Borrowed),
            _ => Cow::Borrowed(&self.tc),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simplified_is_converted_unless_given() {
        let mut text = Text::new("食物環境衞生署", "FEHD");
        assert_eq!(text.in_language(Language::Simplified), "食物环境卫生署");
        assert_eq!(text.in_language(Language::Cantonese), "食物環境衞生署");
        assert_eq!(text.in_language(Language::English), "FEHD");
        text.sc = Some("食环署".to_owned());
        assert_eq!(text.in_language(Language::Simplified), "食环署");
    }
}
