//! The subject of a question: what is left when the words that name a fact (費用, online, how long) are taken away.

use aho_corasick::{AhoCorasick, MatchKind};
use oneask_corpus::text::fold;

const FACT_WORDS: &str = include_str!("fact_words.txt");
const ELLIPSIS: &str = include_str!("ellipsis.txt");

/// Finds the subject of questions.
pub(crate) struct Subjects {
    fact_words: AhoCorasick,
    ellipsis: AhoCorasick,
}

impl Subjects {
    pub(crate) fn new() -> Self {
        Self { fact_words: finder(FACT_WORDS), ellipsis: finder(ELLIPSIS) }
    }

    /// The folded question without the words that name a fact; for searching, never for showing.
    pub(crate) fn subject(&self, text: &str) -> String {
        without(&self.fact_words, &without(&self.ellipsis, &fold(text)))
    }

    /// Whether the question leans on the one before: 「咁電單車呢？」, "what about for children?".
    pub(crate) fn is_elliptical(&self, text: &str) -> bool {
        let folded = fold(text);
        let found = self.ellipsis.find_iter(&folded).any(|m| is_whole_word(&folded, m.start(), m.end()));
        found
    }
}

fn finder(words: &str) -> AhoCorasick {
    let words = words.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty());
    let words: Vec<String> = words.flat_map(|line| line.split('|')).map(|word| fold(word.trim())).filter(|word| !word.is_empty()).collect();
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).expect("a list of plain words")
}

fn without(finder: &AhoCorasick, folded: &str) -> String {
    let mut kept = String::with_capacity(folded.len());
    let mut at = 0;
    for m in finder.find_iter(folded).filter(|m| is_whole_word(folded, m.start(), m.end())) {
        kept.push_str(&folded[at..m.start()]);
        kept.push(' ');
        at = m.end();
    }
    kept.push_str(&folded[at..]);
    kept
}

/// A Latin word counts only whole.
fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, first) = (text[..start].chars().next_back(), text[start..].chars().next());
    let (last, after) = (text[..end].chars().next_back(), text[end..].chars().next());
    !(latin(before) && latin(first)) && !(latin(last) && latin(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_taken_away_and_subjects_stay() {
        let subjects = Subjects::new();
        for (text, has_content) in [
            ("收幾多費用", false),
            ("網上得唔得？", false),
            ("喺屋企辦到嗎", false),
            ("how long does it take", false),
            ("what documents do I need?", false),
            ("要帶咩文件", false),
            ("續車牌幾錢", true),
            ("dog licence fee", true),
            ("what about for children?", true),
        ] {
            assert_eq!(oneask_index::has_content(&subjects.subject(text)), has_content, "{text}: {}", subjects.subject(text));
        }
        assert!(subjects.is_elliptical("what about for children?"));
        assert!(subjects.is_elliptical("咁電單車呢？"));
        assert!(subjects.is_elliptical("我係問電單車嗰種"));
        assert!(!subjects.is_elliptical("續車牌幾錢"));
    }
}
