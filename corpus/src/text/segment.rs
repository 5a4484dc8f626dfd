//! Cutting normalised text into words.

use std::{io::BufReader, sync::LazyLock};

use jieba_rs::{Jieba, TokenizeMode};

use super::normalize::{Normalized, Span, fold};

pub(super) const DICTIONARY: &str = include_str!("../../data/words/dictionary.txt");

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Chinese characters.
    Han,
    /// Letters and digits of any other script; a form number typed together is one token.
    Word,
    /// White space.
    Space,
    /// Punctuation and symbols.
    Mark,
}

/// A piece of normalised text and where it stands in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// The normalised text of the token.
    pub text: &'t str,
    /// Its place in the original utterance, in bytes.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Cuts text into words: Chinese by jieba over folded text with the dictionary of Hong Kong words, other scripts at
/// their borders.
///
/// jieba's hidden Markov model stays off: it glues verbs to what precedes them (我想续).
pub struct Segmenter {
    jieba: Jieba,
}

impl Segmenter {
    /// The segmenter with the dictionary that ships. Building it takes a good part of a second, so there is one.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(DICTIONARY));
        &SHIPPED
    }

    /// jieba's own dictionary and these words, one a line, in either script; `#` begins a comment.
    #[must_use]
    pub fn new(dictionary: &str) -> Self {
        let mut jieba = Jieba::new();
        let lines: String = dictionary
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim())
            .filter(|word| !word.is_empty())
            .map(|word| format!("{} 20000 n\n", fold(word)))
            .collect();
        jieba.load_dict(&mut BufReader::new(lines.as_bytes())).expect("each line is a word, a frequency and a tag");
        Self { jieba }
    }

    /// The words of a text, in order. Their texts concatenate to the normalised text and their spans tile the original.
    ///
    /// ```
    /// use oneask_corpus::text::{Segmenter, normalize};
    /// let normalized = normalize("補領身份證 TD557");
    /// let words: Vec<&str> = Segmenter::shipped().words(&normalized).iter().map(|t| t.text).collect();
    /// assert_eq!(words, ["补领", "身份证", " ", "td557"]);
    /// ```
    #[must_use]
    pub fn words<'t>(&self, normalized: &'t Normalized) -> Vec<Token<'t>> {
        self.cut(normalized, TokenizeMode::Default)
    }

    /// The words of a text and the shorter words inside them, for an index: they overlap, sorted by where they begin.
    #[must_use]
    pub fn words_for_search<'t>(&self, normalized: &'t Normalized) -> Vec<Token<'t>> {
        let mut tokens = self.cut(normalized, TokenizeMode::Search);
        tokens.sort_by_key(|token| token.span.start);
        tokens
    }

    fn cut<'t>(&self, normalized: &'t Normalized, mode: TokenizeMode) -> Vec<Token<'t>> {
        let text = normalized.as_str();
        let mut tokens = Vec::with_capacity(text.len() / 3);
        for run in runs(text) {
            let (start, kind) = (run.start, run.kind);
            if kind == TokenKind::Han {
                for word in self.jieba.tokenize(&text[start..run.end], mode, false) {
                    let (from, to) = (start + word.byte_start, start + word.byte_end);
                    tokens.push(Token { text: &text[from..to], span: normalized.span(from..to), kind });
                }
            } else {
                tokens.push(Token { text: &text[start..run.end], span: normalized.span(start..run.end), kind });
            }
        }
        tokens
    }
}

struct Run {
    start: usize,
    end: usize,
    kind: TokenKind,
}

/// Maximal runs of one kind; a mark stands alone, and an apostrophe or a point inside a word or number belongs to it.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let end = start + character.len_utf8();
        let mut kind = kind_of(character);
        if matches!(character, '\'' | '.')
            && runs.last().is_some_and(|run| run.kind == TokenKind::Word && run.end == start)
            && characters.peek().is_some_and(|&(_, next)| joins(character, text[..start].chars().next_back(), next))
        {
            kind = TokenKind::Word;
        }
        match runs.last_mut() {
            Some(run) if run.kind == kind && kind != TokenKind::Mark => run.end = end,
            _ => runs.push(Run { start, end, kind }),
        }
    }
    runs
}

fn joins(mark: char, before: Option<char>, after: char) -> bool {
    match mark {
        '\'' => after.is_ascii_alphabetic() && before.is_some_and(|c| c.is_ascii_alphabetic()),
        _ => after.is_ascii_digit() && before.is_some_and(|c| c.is_ascii_digit()),
    }
}

fn kind_of(character: char) -> TokenKind {
    match character {
        c if is_han(c) => TokenKind::Han,
        c if c.is_alphanumeric() => TokenKind::Word,
        c if c.is_whitespace() => TokenKind::Space,
        _ => TokenKind::Mark,
    }
}

/// Whether what stands at a range of bytes is a word of its own. Chinese always is; letters and digits are not where
/// more of them touch: `hos` is not in `hospital`, and is in 買 HOS 單位.
///
/// ```
/// use oneask_corpus::text::stands_alone;
/// assert!(stands_alone("buy hos flat", 4..7));
/// assert!(!stands_alone("hospital", 0..3));
/// assert!(stands_alone("續車牌", 3..9));
/// ```
#[must_use]
pub fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, first) = (text[..range.start].chars().next_back(), text[range.start..].chars().next());
    let (last, after) = (text[..range.end].chars().next_back(), text[range.end..].chars().next());
    let touches_before = latin(before) && latin(first);
    let touches_after = latin(last) && latin(after);
    !touches_before && !touches_after
}

/// Whether a character is a Chinese ideograph (HKSCS's supplementary planes among them).
#[must_use]
pub const fn is_han(character: char) -> bool {
    matches!(character, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::normalize;

    fn words(text: &str) -> Vec<String> {
        let normalized = normalize(text);
        Segmenter::shipped().words(&normalized).iter().map(|t| t.text.to_owned()).collect()
    }

    #[test]
    fn hong_kong_words_stay_whole() {
        for (text, expected) in [
            ("國際駕駛許可證", vec!["国际驾驶许可证"]),
            ("高齡津貼", vec!["高龄津贴"]),
            ("生果金點樣申請", vec!["生果金", "点样", "申请"]),
            ("換領身份證", vec!["换领", "身份证"]),
            ("良民證", vec!["良民证"]),
            ("it's IR56B, 1.5 h", vec!["it's", " ", "ir56b", ",", " ", "1.5", " ", "h"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn search_mode_finds_words_inside_words() {
        let normalized = normalize("食物環境衞生署");
        let tokens = Segmenter::shipped().words_for_search(&normalized);
        assert!(tokens.iter().any(|t| t.text == "环境"), "{tokens:?}");
        assert!(tokens.is_sorted_by_key(|t| t.span.start));
    }

    proptest! {
        #[test]
        fn words_concatenate_and_their_spans_tile(text in "[ a-zA-Z0-9.'，。車牌續領身份證點樣㍿é\u{3099}]{0,30}") {
            let normalized = normalize(&text);
            let tokens = Segmenter::shipped().words(&normalized);
            prop_assert_eq!(tokens.iter().map(|t| t.text).collect::<String>(), normalized.as_str());
            let mut at = 0;
            for token in &tokens {
                prop_assert_eq!(token.span.start, at);
                at = token.span.end;
            }
            if !tokens.is_empty() {
                prop_assert_eq!(at, text.len());
            }
        }
    }
}
