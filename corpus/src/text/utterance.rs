//! What a citizen typed, within its limits.

use std::fmt;

/// The longest utterance, in characters. GOV.UK Chat allows 300; Chinese says more in fewer.
pub const MAX_UTTERANCE_CHARS: usize = 500;

/// One message of a citizen: not empty, at most [`MAX_UTTERANCE_CHARS`] characters, no control characters.
///
/// ```
/// use oneask_corpus::text::Utterance;
/// let utterance = Utterance::parse("  個車牌就到期，點續？ ").unwrap();
/// assert_eq!(utterance.as_str(), "個車牌就到期，點續？");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Utterance(String);

/// Why a text is not an utterance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UtteranceError {
    /// Nothing but space and control characters.
    #[error("the utterance is empty")]
    Empty,
    /// Longer than the limit.
    #[error("the utterance has {chars} characters, the limit is {MAX_UTTERANCE_CHARS}")]
    TooLong {
        /// How many characters it has.
        chars: usize,
    },
}

impl Utterance {
    /// Trims, turns control characters (line breaks among them) into spaces and drops invisible tag characters, which
    /// are used to smuggle text past a reader.
    ///
    /// # Errors
    /// [`UtteranceError`] when nothing is left or too much.
    pub fn parse(text: &str) -> Result<Self, UtteranceError> {
        let cleaned: String = text.chars().filter(|c| !('\u{e0000}'..='\u{e007f}').contains(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let cleaned = cleaned.trim();
        let chars = cleaned.chars().count();
        match chars {
            0 => Err(UtteranceError::Empty),
            n if n > MAX_UTTERANCE_CHARS => Err(UtteranceError::TooLong { chars }),
            _ => Ok(Self(cleaned.to_owned())),
        }
    }

    /// The text as it was typed, trimmed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Utterance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_named() {
        assert_eq!(Utterance::parse(" \n\t\u{0}"), Err(UtteranceError::Empty));
        let long = "車".repeat(812);
        assert_eq!(Utterance::parse(&long).unwrap_err().to_string(), "the utterance has 812 characters, the limit is 500");
        assert!(Utterance::parse(&"車".repeat(500)).is_ok());
    }

    #[test]
    fn invisible_tags_and_line_breaks_go() {
        let hidden = "續牌\u{e0069}\u{e0067}\n幾錢";
        assert_eq!(Utterance::parse(hidden).unwrap().as_str(), "續牌 幾錢");
    }
}
