//! Regular expressions over normalised text.

use oneask_corpus::text::fold;
use regex::Regex;

/// Compiles a pattern that is written in traditional characters: it is folded like the text that it will meet.
///
/// Folding lowers case, so groups are named `(?<name>` and escapes are in lower case; `(?-u:\b)` is a border of ASCII letters and digits.
pub(super) fn pattern(written: &str) -> Regex {
    Regex::new(&fold(written)).expect("a test uses every pattern")
}
