//! A slot, and the text that slots are found in.

use std::ops::Range;

use oneask_corpus::text::{Normalized, Span};

/// A value and where it stands in the utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot<T> {
    /// What was understood.
    pub value: T,
    /// Where it stands, in bytes of the original utterance.
    pub span: Span,
}

/// An utterance as it was typed, and normalised.
pub(super) struct Text<'t> {
    pub(super) original: &'t str,
    pub(super) normalized: &'t Normalized,
}

impl<'t> Text<'t> {
    /// The text to match on.
    pub(super) fn as_str(&self) -> &'t str {
        self.normalized.as_str()
    }

    /// A slot at a range of bytes of the normalised text.
    pub(super) fn slot<T>(&self, range: Range<usize>, value: T) -> Slot<T> {
        Slot { value, span: self.normalized.span(range) }
    }

    /// What was typed where a range of bytes of the normalised text stands.
    pub(super) fn typed(&self, range: Range<usize>) -> &'t str {
        self.original.get(self.normalized.span(range)).unwrap_or_default()
    }
}

/// Whether a range of a text is not part of a longer run of ASCII letters and digits. Chinese on either side is a border.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let joined = |left: Option<&u8>, right: Option<&u8>| left.zip(right).is_some_and(|(l, r)| l.is_ascii_alphanumeric() && r.is_ascii_alphanumeric());
    !joined(range.start.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(range.start))
        && !joined(range.end.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(range.end))
}

/// Whether two ranges share a byte.
pub(super) fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
