//! From a text to what is indexed and matched: words and character bigrams for Chinese, stems for the rest.
//!
//! Words alone lose three to ten points of recall on Traditional Chinese (jieba's dictionary is a mainland one), so every
//! Chinese text is indexed as bigrams as well.

use std::{hash::Hasher, sync::LazyLock};

use oneask_corpus::text::{Normalized, Segmenter, Token, TokenKind, fold, normalize, stem};
use rustc_hash::{FxHashSet, FxHasher};

const STOPWORDS: &str = include_str!("stopwords.txt");

/// Words that ask rather than name, folded; they stand in almost every question and tell nothing of its subject.
static STOP: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| STOPWORDS.lines().map(|line| line.split('#').next().unwrap_or_default()).flat_map(str::split_whitespace).map(fold).collect());

pub(crate) fn stopwords_table() -> &'static str {
    STOPWORDS
}

/// The terms of one text, for the index's fields.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Chinese words and the shorter words inside them.
    pub(crate) words: Vec<String>,
    /// Chinese characters two by two; a lone one by itself.
    pub(crate) bigrams: Vec<String>,
    /// Stems of words in other scripts.
    pub(crate) stems: Vec<String>,
}

/// The terms of a record's text: all of them.
pub(crate) fn terms(text: &str) -> Terms {
    let normalized = normalize(text);
    let tokens = Segmenter::shipped().words_for_search(&normalized);
    let mut terms = Terms::default();
    for token in &tokens {
        match token.kind {
            TokenKind::Han => terms.words.push(token.text.to_owned()),
            TokenKind::Word => terms.stems.push(stem(token.text)),
            TokenKind::Space | TokenKind::Mark => {}
        }
    }
    for run in han_runs(normalized.as_str()) {
        bigrams(run, &mut terms.bigrams);
    }
    terms
}

/// The terms of a question, without the words that only ask. If nothing else is left, the asking words are kept.
pub(crate) fn query_terms(text: &str) -> Terms {
    let normalized = normalize(text);
    let kept = without_stopwords(&normalized);
    let mut terms = Terms::default();
    for run in &kept {
        let part = normalize(run);
        for token in Segmenter::shipped().words_for_search(&part) {
            match token.kind {
                TokenKind::Han => terms.words.push(token.text.to_owned()),
                TokenKind::Word => terms.stems.push(stem(token.text)),
                TokenKind::Space | TokenKind::Mark => {}
            }
        }
        for run in han_runs(run) {
            bigrams(run, &mut terms.bigrams);
        }
    }
    for list in [&mut terms.words, &mut terms.bigrams, &mut terms.stems] {
        list.sort_unstable();
        list.dedup();
    }
    terms
}

/// The stretches of a normalised text between words that only ask.
fn without_stopwords(normalized: &Normalized) -> Vec<String> {
    let tokens = Segmenter::shipped().words(normalized);
    let stretches = |keep: &dyn Fn(&Token<'_>) -> bool| {
        let mut stretches: Vec<String> = Vec::new();
        let mut open = false;
        for token in &tokens {
            if matches!(token.kind, TokenKind::Han | TokenKind::Word) && keep(token) {
                match stretches.last_mut() {
                    Some(last) if open => {
                        // Two Latin words that lost the space between them would become one.
                        if token.kind == TokenKind::Word {
                            last.push(' ');
                        }
                        last.push_str(token.text);
                    }
                    _ => stretches.push(token.text.to_owned()),
                }
                open = true;
            } else if token.kind != TokenKind::Space {
                open = false;
            }
        }
        stretches
    };
    let kept = stretches(&|token| !STOP.contains(token.text));
    if kept.is_empty() { stretches(&|_| true) } else { kept }
}

/// How many characters a text has in words that name something: 點樣呀 has none, 點樣續牌 has two.
#[must_use]
pub fn content_length(text: &str) -> usize {
    let normalized = normalize(text);
    let tokens = Segmenter::shipped().words(&normalized);
    let naming = tokens.iter().filter(|token| matches!(token.kind, TokenKind::Han | TokenKind::Word) && !STOP.contains(token.text));
    naming.map(|token| token.text.chars().count()).sum()
}

/// Whether a text says anything beside words that only ask.
#[must_use]
pub fn has_content(text: &str) -> bool {
    content_length(text) > 0
}

fn han_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !oneask_corpus::text::is_han(c)).filter(|run| !run.is_empty())
}

fn bigrams(run: &str, into: &mut Vec<String>) {
    let starts: Vec<usize> = run.char_indices().map(|(start, _)| start).chain([run.len()]).collect();
    if starts.len() == 2 {
        into.push(run.to_owned());
    }
    into.extend(starts.windows(3).map(|window| run[window[0]..window[2]].to_owned()));
}

/// A hashed piece of a name: a character, a pair of characters, or a stem; stems are odd numbers.
pub(crate) type Unit = u32;

/// The units of a name or a question: characters and bigrams of its Chinese, stems of the rest, each once, sorted.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let normalized = normalize(text);
    let mut units = Vec::new();
    for stretch in without_stopwords(&normalized) {
        units_of_stretch(&stretch, &mut units);
    }
    units.sort_unstable();
    units.dedup();
    units
}

/// The units of a body, sentence by sentence, with its asking words.
pub(crate) fn sentences(texts: &[String]) -> Vec<Vec<Unit>> {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n');
    let sentences = texts.iter().flat_map(|text| text.split(ends).flat_map(|part| part.split(". ")));
    let units = sentences.map(|sentence| {
        let mut units = Vec::new();
        units_of_stretch(&fold(sentence), &mut units);
        units.sort_unstable();
        units.dedup();
        units
    });
    units.filter(|units| !units.is_empty()).collect()
}

fn units_of_stretch(stretch: &str, units: &mut Vec<Unit>) {
    for run in han_runs(stretch) {
        let mut pairs = Vec::new();
        bigrams(run, &mut pairs);
        units.extend(pairs.iter().map(|pair| unit(pair)));
        units.extend(run.chars().map(|c| unit(c.encode_utf8(&mut [0; 4]))));
    }
    let words = stretch.split(|c: char| oneask_corpus::text::is_han(c) || !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty());
    units.extend(words.map(|word| unit(&stem(word))));
}

/// The hash of one piece.
pub(crate) fn unit(piece: &str) -> Unit {
    let mut hasher = FxHasher::default();
    hasher.write(piece.as_bytes());
    let hash = hasher.finish();
    let hash = (hash ^ (hash >> 32)) as u32;
    if piece.chars().next().is_some_and(oneask_corpus::text::is_han) { hash & !1 } else { hash | 1 }
}

/// Whether a unit is a stem rather than Chinese.
pub(crate) const fn is_stem(unit: Unit) -> bool {
    unit & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_words_and_bigrams_and_the_rest_is_stems() {
        let terms = terms("補領身份證 renewal of licences");
        assert_eq!(terms.bigrams, ["补领", "领身", "身份", "份证"]);
        assert!(terms.words.contains(&"身份证".to_owned()));
        assert_eq!(terms.stems, ["renew", "of", "licenc"]);
    }

    #[test]
    fn asking_words_are_left_out_of_questions() {
        let terms = query_terms("請問點樣補領身份證呀？");
        assert_eq!(terms.bigrams, ["份证", "补领", "身份", "领身"]);
        assert_eq!(query_terms("點樣").bigrams, ["点样"], "nothing else is left");
    }

    #[test]
    fn units_meet_across_scripts() {
        assert_eq!(units("續領駕駛執照"), units("续领驾驶执照"));
    }
}
