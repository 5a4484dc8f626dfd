//! Identifiers: newtypes with one gate.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an identifier: lower-case letters and digits joined by single hyphens, at most 80")]
pub struct IdError(String);

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80 && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

macro_rules! identifier {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(IdError(text.to_owned())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                if is_id(&text) { Ok(Self(text)) } else { Err(IdError(text)) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(DepartmentId, "A department's short name: `td`, `immd`.");
identifier!(ServiceId, "A service: `driving-licence-full-renewal`.");
identifier!(EnquiryId, "An enquiry: `shop-front-goods-on-pavement`.");

/// A form number as a key: capitals and digits only, so that every way of typing it meets.
///
/// A language letter in brackets (`ID(E) 91`) is not part of the number.
///
/// ```
/// use oneask_corpus::model::FormKey;
/// assert_eq!(FormKey::of("td557"), FormKey::of("TD 557"));
/// assert_eq!(FormKey::of("ID(E) 91"), FormKey::of("id91"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormKey(String);

impl FormKey {
    /// The key of a form number, however it is written.
    #[must_use]
    pub fn of(number: &str) -> Self {
        let folded = crate::text::fold(number).to_ascii_uppercase();
        let mut key = String::with_capacity(folded.len());
        let mut rest = folded.as_str();
        while let Some(character) = rest.chars().next() {
            if let Some(after) = ["(E)", "(C)", "(S)"].iter().find_map(|language| rest.strip_prefix(language))
                && after.chars().any(|c| c.is_ascii_digit())
            {
                rest = after;
                continue;
            }
            if character.is_alphanumeric() {
                key.push(character);
            }
            rest = &rest[character.len_utf8()..];
        }
        Self(key)
    }

    /// The key as text: `TD557`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_one_gate() {
        assert!("driving-licence-full-renewal".parse::<ServiceId>().is_ok());
        for bad in ["", "Driving", "a--b", "-a", "a-", "a b", "駕駛"] {
            assert!(bad.parse::<ServiceId>().is_err(), "{bad}");
            assert!(serde_json::from_value::<ServiceId>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn form_keys_meet() {
        for (one, other) in [("ＴＤ５５７", "td-557"), ("IR56B", "ir 56 b"), ("SFO107B(1)", "SFO 107B (1)"), ("L.R. 164", "lr164"), ("MR 1(S)", "MR1S")] {
            assert_eq!(FormKey::of(one), FormKey::of(other), "{one} {other}");
        }
        assert_ne!(FormKey::of("IR56B"), FormKey::of("IR56E"));
    }
}
