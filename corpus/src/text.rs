//! The text pipeline: normalise, fold scripts, segment, identify the language.
//!
//! Pure functions over strings: no I/O, no clock. `index` and `intents` cut text through this module and nowhere else,
//! so that a question and a document are always cut alike. Normalised text is for matching; it is never shown to a
//! person. Text for people is converted by [`simplify`].

mod convert;
mod english;
mod fold;
mod language;
mod normalize;
mod segment;
mod utterance;

pub use convert::simplify;
pub use english::stem;
pub use language::{Language, identify};
pub use normalize::{Normalized, Span, fold, normalize};
pub use segment::{Segmenter, Token, TokenKind, is_han, stands_alone};
pub use utterance::{MAX_UTTERANCE_CHARS, Utterance, UtteranceError};

/// Raised by hand when the pipeline changes in a way that the data below does not show.
const PIPELINE_VERSION: &str = "1";

/// Identifies this pipeline together with its tables; an index or a model built under another one is not opened.
#[must_use]
pub fn fingerprint() -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(PIPELINE_VERSION.as_bytes());
    for table in [fold::VARIANTS, segment::DICTIONARY] {
        hash.update(table.as_bytes());
    }
    hash.finalize().to_hex()[..16].to_owned()
}
