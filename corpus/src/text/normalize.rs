//! Normalisation that keeps its alignment with the original.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold_char, fold_words};

/// A range of **bytes of the original utterance**, on character boundaries.
pub type Span = Range<usize>;

/// A text in the one form that matching uses: NFKC, lower case, half width, simplified and variant-free characters.
///
/// For matching only: rare Hong Kong characters change under folding, so this text is never shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized {
    text: String,
    /// For each byte of `text`, where its character begins in the original; one more entry for the end.
    starts: Vec<u32>,
}

impl Normalized {
    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The span in the original of a range of bytes of the normalised text.
    ///
    /// Adjacent ranges have adjacent spans, so what covers the whole text covers the whole original. Where one original
    /// character became several (㍿), the first carries the whole span and the rest are empty.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        self.starts[range.start] as usize..self.starts[range.end] as usize
    }
}

/// Normalises a text, keeping track of where each character came from. Normalising twice changes nothing.
///
/// ```
/// use oneask_corpus::text::normalize;
/// let normalized = normalize("ＴＤ ５５７ 衞生署");
/// assert_eq!(normalized.as_str(), "td 557 卫生署");
/// let range = normalized.as_str().find("卫").unwrap()..normalized.as_str().len();
/// assert_eq!(&"ＴＤ ５５７ 衞生署"[normalized.span(range)], "衞生署");
/// ```
#[must_use]
pub fn normalize(original: &str) -> Normalized {
    let mut characters = pass(original);
    // One pass can leave work for another (a mark that only now meets its letter): repeat until nothing changes.
    for _ in 0..4 {
        let text: String = characters.iter().map(|(c, _)| *c).collect();
        let again = pass(&text);
        if again.iter().map(|(c, _)| *c).eq(text.chars()) {
            break;
        }
        let begins: Vec<u32> = characters.iter().flat_map(|&(c, start)| std::iter::repeat_n(start, c.len_utf8())).collect();
        characters = again.into_iter().map(|(c, start)| (c, begins[start as usize])).collect();
    }
    if let Some(first) = characters.first_mut() {
        first.1 = 0;
    }
    let mut text = String::with_capacity(original.len());
    let mut starts = Vec::with_capacity(original.len() + 1);
    // What one original character became several of: the first carries the span.
    let mut rest_of_cluster = characters.iter().map(|&(_, start)| start).skip(1).collect::<Vec<_>>();
    rest_of_cluster.push(original.len() as u32);
    let mut previous = None;
    for (i, &(character, start)) in characters.iter().enumerate() {
        text.push(character);
        let begin = if previous == Some(start) && i > 0 { next_start(&rest_of_cluster, i, start) } else { start };
        starts.extend(std::iter::repeat_n(begin, character.len_utf8()));
        previous = Some(start);
    }
    starts.push(original.len() as u32);
    Normalized { text, starts }
}

/// Where the next cluster begins, seen from character `i` of the cluster that begins at `start`.
fn next_start(starts_after: &[u32], i: usize, start: u32) -> u32 {
    starts_after[i..].iter().copied().find(|&s| s != start).unwrap_or(start)
}

/// The folded form alone, for keys and lists that need no spans.
#[must_use]
pub fn fold(text: &str) -> String {
    normalize(text).text
}

/// One pass over the grapheme clusters: each becomes one or more characters that remember where it began.
fn pass(text: &str) -> Vec<(char, u32)> {
    let mut characters: Vec<(char, u32)> = Vec::with_capacity(text.len());
    for (start, cluster) in text.grapheme_indices(true) {
        let start = start as u32;
        if let [byte] = cluster.as_bytes() {
            push(&mut characters, byte.to_ascii_lowercase() as char, start);
        } else {
            for character in cluster.nfkc().flat_map(char::to_lowercase) {
                push(&mut characters, fold_char(character), start);
            }
        }
    }
    let mut folded: Vec<char> = characters.iter().map(|(c, _)| *c).collect();
    fold_words(&mut folded);
    for (character, folded) in characters.iter_mut().zip(folded) {
        character.0 = folded;
    }
    characters
}

fn push(characters: &mut Vec<(char, u32)>, character: char, start: u32) {
    let invisible = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}');
    if invisible {
        return;
    }
    let character = match character {
        c if c.is_whitespace() || c.is_control() => ' ',
        '\u{2018}' | '\u{2019}' => '\'',
        c => c,
    };
    characters.push((character, start));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_and_script_fold() {
        for (original, expected) in [
            ("ＩＲ５６Ｂ", "ir56b"),
            ("香港身分證", "香港身份证"),
            ("㍿", "株式会社"),
            ("ﾊﾞｽ", "バス"),
            ("e\u{301}", "é"),
            ("driver’s", "driver's"),
            ("a\u{200b}b", "ab"),
        ] {
            assert_eq!(normalize(original).as_str(), expected, "{original}");
        }
    }

    #[test]
    fn spans_point_into_the_original() {
        let original = "補領香港身份證";
        let normalized = normalize(original);
        let start = normalized.as_str().find("身份证").unwrap();
        assert_eq!(&original[normalized.span(start..normalized.as_str().len())], "身份證");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn spans_of_characters_tile_the_original(text in "\\PC{0,40}") {
            let normalized = normalize(&text);
            let mut at = 0;
            for (start, character) in normalized.as_str().char_indices() {
                let span = normalized.span(start..start + character.len_utf8());
                prop_assert_eq!(span.start, at);
                prop_assert!(span.end >= span.start);
                prop_assert!(text.get(span.clone()).is_some());
                at = span.end;
            }
            if !normalized.as_str().is_empty() {
                prop_assert_eq!(at, text.len());
            }
        }
    }
}
