//! What is recognised by set phrases: the aspect of a question, and the language that an answer is wanted in. The phrases
//! are in `phrases.toml`.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use aho_corasick::AhoCorasick;
use oneask_corpus::text::{Language, fold, normalize};
use serde::Deserialize;

use super::slot::{Text, stands_alone};
use crate::Aspect;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let written: Written = toml::from_str(include_str!("phrases.toml")).expect("a test reads phrases.toml");
    let language = written.language.into_iter().map(|(tag, phrases)| (tag.parse().expect("a test reads phrases.toml"), phrases));
    Phrases { aspect: Values::new(written.aspect), language: Values::new(language) }
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    aspect: BTreeMap<Aspect, Vec<String>>,
    language: BTreeMap<String, Vec<String>>,
}

struct Phrases {
    aspect: Values<Aspect>,
    language: Values<Language>,
}

/// Values, each with the phrases that name it.
struct Values<T> {
    values: Vec<(T, Vec<Phrase>)>,
    /// Finds the parts of all phrases in one pass over a text; a part is a pattern by its number.
    parts: AhoCorasick,
}

/// Which fact an utterance asks for: that of the longest phrase in it.
pub(super) fn aspect(text: &Text<'_>) -> Option<Aspect> {
    PHRASES.aspect.longest(text.as_str())
}

/// The language that the citizen asks to be answered in, if they ask for one.
///
/// ```
/// use oneask_corpus::text::Language;
/// use oneask_intents::slots::wants_language;
/// assert_eq!(wants_language("可唔可以講英文"), Some(Language::English));
/// assert_eq!(wants_language("用简体字回答"), Some(Language::Simplified));
/// assert_eq!(wants_language("有冇英文表格"), None);
/// ```
#[must_use]
pub fn wants_language(utterance: &str) -> Option<Language> {
    PHRASES.language.longest(normalize(utterance).as_str())
}

impl<T: Copy> Values<T> {
    fn new(written: impl IntoIterator<Item = (T, Vec<String>)>) -> Self {
        let mut parts = Vec::new();
        let values = written.into_iter().map(|(value, phrases)| (value, phrases.iter().map(|phrase| Phrase::of(phrase, &mut parts)).collect())).collect();
        Self { values, parts: AhoCorasick::new(&parts).expect("a list of plain words") }
    }

    /// The value whose longest phrase in a text is the longest of all, the first of equals.
    fn longest(&self, text: &str) -> Option<T> {
        let mut occurs = vec![false; self.parts.patterns_len()];
        for found in self.parts.find_overlapping_iter(text) {
            occurs[found.pattern().as_usize()] = true;
        }
        let mut best = (0, None);
        for (value, phrases) in &self.values {
            let is_in = |phrase: &&Phrase| occurs[phrase.numbers.clone()].iter().all(|occurs| *occurs) && phrase.is_in(text);
            let length = phrases.iter().filter(is_in).map(|phrase| phrase.length).max();
            if length > Some(best.0) {
                best = (length.unwrap_or_default(), Some(*value));
            }
        }
        best.1
    }
}

/// Parts that stand in a text in this order; a phrase that begins with `=` is the whole text.
struct Phrase {
    parts: Vec<String>,
    /// The numbers of its parts among those of all phrases.
    numbers: Range<usize>,
    whole: bool,
    /// In bytes, of all parts.
    length: usize,
}

impl Phrase {
    /// A phrase as it is written, its parts added to those of all.
    fn of(written: &str, all: &mut Vec<String>) -> Self {
        let whole = written.starts_with('=');
        // Folding makes three points of an ellipsis.
        let parts: Vec<String> = written.trim_start_matches('=').split('…').map(fold).collect();
        let numbers = all.len()..all.len() + parts.len();
        all.extend(parts.iter().cloned());
        Self { length: parts.iter().map(String::len).sum(), parts, numbers, whole }
    }

    fn is_in(&self, text: &str) -> bool {
        if self.whole {
            return text.trim_matches([' ', '.', '!', '?', '。']) == self.parts[0];
        }
        let mut from = 0;
        self.parts.iter().all(|part| {
            let found = text[from..].match_indices(part).map(|(at, _)| from + at..from + at + part.len()).find(|at| stands_alone(text, at));
            found.inspect(|at| from = at.end).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aspect_of(utterance: &str) -> Option<Aspect> {
        let normalized = normalize(utterance);
        aspect(&Text { original: utterance, normalized: &normalized })
    }

    #[test]
    fn aspects() {
        for (utterance, expected) in [
            ("點俾錢", Aspect::Payment),
            ("點畀錢呀", Aspect::Payment),
            ("付款方法有咩", Aspect::Payment),
            ("可唔可以用八達通", Aspect::Payment),
            ("可以用信用卡吗", Aspect::Payment),
            ("how do I pay", Aspect::Payment),
            ("can I pay by FPS?", Aspect::Payment),
            ("使唔使智方便", Aspect::Credential),
            ("要唔要數碼證書", Aspect::Credential),
            ("do I need iAM Smart+", Aspect::Credential),
            ("點解唔可以網上", Aspect::NotOnlineReason),
            ("點解呢張表唔可以網上交", Aspect::NotOnlineReason),
            ("why can't I do it online", Aspect::NotOnlineReason),
            ("為什麼一定要親身", Aspect::NotOnlineReason),
            ("我夠唔夠資格", Aspect::Eligibility),
            ("邊個可以申請", Aspect::Eligibility),
            ("who can apply", Aspect::Eligibility),
            ("am I eligible", Aspect::Eligibility),
            ("幾時之前要交", Aspect::Deadline),
            ("截止日期係幾時", Aspect::Deadline),
            ("what is the deadline", Aspect::Deadline),
            ("遲咗會罰幾多", Aspect::Penalty),
            ("逾期會點", Aspect::Penalty),
            ("is there a fine for late filing", Aspect::Penalty),
            ("有效期幾耐", Aspect::Validity),
            ("車牌有幾多年有效", Aspect::Validity),
            ("how long is it valid", Aspect::Validity),
        ] {
            assert_eq!(aspect_of(utterance), Some(expected), "{utterance}");
        }
        for utterance in ["續車牌要填咩表", "I want to refine my search", "收幾多費用", "聽日會唔會落雨"] {
            assert_eq!(aspect_of(utterance), None, "{utterance}");
        }
    }

    #[test]
    fn languages() {
        for (utterance, expected) in [
            ("please answer in English", Some(Language::English)),
            ("講英文", Some(Language::English)),
            ("English please", Some(Language::English)),
            ("English", Some(Language::English)),
            ("用中文答", Some(Language::Traditional)),
            ("用简体", Some(Language::Simplified)),
            ("請用簡體字", Some(Language::Simplified)),
            ("speak Cantonese", Some(Language::Cantonese)),
            ("講廣東話得唔得", Some(Language::Cantonese)),
            ("英文表格喺邊", None),
            ("is the form in English or Chinese", None),
            ("可唔可以用英文填表", None),
        ] {
            assert_eq!(wants_language(utterance), expected, "{utterance}");
        }
    }
}
