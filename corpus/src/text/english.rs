//! Stems of English words.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The stem of one lower-case English word (Porter 2); anything else comes back as it is, less a possessive.
///
/// ```
/// use oneask_corpus::text::stem;
/// assert_eq!(stem("licences"), stem("licence"));
/// assert_eq!(stem("renewal"), stem("renew"));
/// ```
#[must_use]
pub fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let word = match word {
        // British and American spellings of the same word, and nouns that Porter leaves apart from their verb.
        "license" | "licenses" | "licensed" | "licensing" => "licence",
        "renewal" | "renewals" => "renew",
        "enrol" | "enroll" => "enrol",
        other => other,
    };
    STEMMER.stem(word).into_owned()
}
