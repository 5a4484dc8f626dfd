//! Form numbers, however they are typed: those of the corpus, and what looks like one but is none of them.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::AhoCorasick;
use oneask_corpus::model::{Corpus, FormKey};
use regex::Regex;
use rustc_hash::FxHashSet;

use super::{
    pattern::pattern,
    slot::{Slot, Text, stands_alone},
    transport,
};

/// A form number, known or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormNumber {
    /// The key under which the corpus has it, or would.
    pub key: FormKey,
    /// As the department writes it; as the citizen did where the corpus does not have it.
    pub written: String,
    /// Whether the corpus has it.
    pub known: bool,
}

/// A form number and where it stands.
pub type FormNumberSlot = Slot<FormNumber>;

/// The form numbers of a corpus.
pub(super) struct FormNumbers {
    keys: AhoCorasick,
    /// For each pattern of `keys`, the number as the department writes it.
    written: Vec<String>,
    /// The letters that numbers begin with, in lower case: `td`, `ir`.
    series: FxHashSet<String>,
}

impl FormNumbers {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let (mut keys, mut written, mut series) = (Vec::new(), Vec::new(), FxHashSet::default());
        for form in corpus.services().flat_map(|(_, service)| &service.forms) {
            for typed in form.number.iter().chain(&form.also) {
                let key = FormKey::of(typed).as_str().to_lowercase();
                let letters: String = key.chars().take_while(char::is_ascii_lowercase).collect();
                if letters.is_empty() || !key.is_ascii() {
                    continue;
                }
                if letters.len() > 1 && letters.len() < key.len() {
                    series.insert(letters);
                }
                keys.push(key);
                written.push(form.number.as_ref().unwrap_or(typed).clone());
            }
        }
        let keys = AhoCorasick::new(keys).expect("the keys of a corpus are few and short");
        Self { keys, written, series }
    }

    /// The first form number that the corpus has, else the first that looks like one.
    pub(super) fn find(&self, text: &Text<'_>) -> Option<FormNumberSlot> {
        self.known(text).or_else(|| self.unknown(text))
    }

    fn known(&self, text: &Text<'_>) -> Option<FormNumberSlot> {
        let normalized = text.as_str();
        let compact = Compact::of(normalized);
        let says_form = says_form(normalized);
        let mut best: Option<(Range<usize>, usize)> = None;
        for found in self.keys.find_overlapping_iter(&compact.text) {
            let range = compact.range(found.range());
            let key = &compact.text[found.range()];
            // T8, R6 and D1 are also a signal, a route and a doorway.
            let ambiguous = key.bytes().filter(u8::is_ascii_lowercase).count() < 2;
            if !stands_alone(normalized, &range) || (ambiguous && !says_form) {
                continue;
            }
            if best.as_ref().is_none_or(|(best, _)| (range.start, best.end) < (best.start, range.end)) {
                best = Some((range, found.pattern().as_usize()));
            }
        }
        let (range, pattern) = best?;
        let written = self.written[pattern].clone();
        // The key is that of the number as it was typed: another spelling of the same form has another key.
        let key = FormKey::of(&compact.text[compact.places_of(&range)]);
        Some(text.slot(range, FormNumber { key, written, known: true }))
    }

    fn unknown(&self, text: &Text<'_>) -> Option<FormNumberSlot> {
        /// Letters, with or without points, up to six digits, perhaps a letter or three (W-8BEN) or a part in brackets.
        static CODE: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"(?-u:\b)(?<series>[a-z]{1,5}|(?:[a-z]\.){2,4})(?<joint> ?(?:\([a-z]\))? ?| ?- ?)(?<number>[0-9]{1,6}[a-z]{0,3}(?:\([0-9a-z]\))?)(?-u:\b|$)",
            )
        });
        /// A number that the word for a form stands before.
        static AFTER_FORM: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"(?:表格|(?-u:\b)form) ?(?:no\.? ?)?(?<number>[0-9]{1,6}[a-z]?(?:\([0-9a-z]\))?)(?:$|[^0-9a-z份張]|[份張]?表)"));
        let normalized = text.as_str();
        if transport::is_context(normalized) && !says_form(normalized) {
            return None;
        }
        let code = CODE.captures_iter(normalized).find(|code| self.is_plausible(code, text)).and_then(|code| code.get(0).map(|m| m.range()));
        let range = code.or_else(|| Some(AFTER_FORM.captures(normalized)?.get(0)?.range())).map(|range| trimmed(normalized, range))?;
        let written = text.typed(range.clone()).to_owned();
        let key = FormKey::of(&written.replace("表格", "Form"));
        Some(text.slot(range, FormNumber { key, written, known: false }))
    }

    /// Whether letters and digits are a form number rather than a model, a price or an age.
    fn is_plausible(&self, code: &regex::Captures<'_>, text: &Text<'_>) -> bool {
        /// What stands before a number and is no form's series.
        const NEVER: [&str; 31] = [
            "hk", "hkd", "usd", "rmb", "no", "rm", "room", "flat", "floor", "block", "phase", "age", "aged", "covid", "mp", "ps", "gpt", "web", "level",
            "tower", "the", "and", "for", "in", "at", "on", "of", "form", "is", "to", "or",
        ];
        let (series, joint) = (code["series"].replace('.', ""), &code["joint"]);
        let series = series.as_str();
        if NEVER.contains(&series) {
            return false;
        }
        let before = &text.as_str()[..code.get(0).map_or(0, |m| m.start())];
        let after_form = ["form", "表格"].iter().any(|word| before.trim_end().ends_with(word));
        if after_form {
            return true;
        }
        let typed = text.typed(code.name("series").map_or(0..0, |m| m.range()));
        let capitals = typed.chars().all(|c| c.is_uppercase() || c == '.');
        let shouting = !text.original.chars().any(char::is_lowercase) && text.original.split_whitespace().count() > 3;
        let known_series = self.series.contains(series);
        match (series.len(), joint.trim(), joint.is_empty()) {
            // I-485, W-2; A21 and T8 are other things.
            (1, "-", _) => capitals,
            (1, ..) => false,
            (_, _, true) | (_, "-", _) => known_series || (capitals && !shouting),
            // With a space between, words come close: "id 2 years ago".
            _ => (capitals && !shouting) || (known_series && code["number"].len() > 1 && series != "id"),
        }
    }
}

/// Whether the utterance has a word for a form.
fn says_form(normalized: &str) -> bool {
    static FORM: LazyLock<Regex> = LazyLock::new(|| pattern(r"表|(?-u:\b)forms?(?-u:\b)"));
    FORM.is_match(normalized)
}

/// A range without the one character of context at its end, and without spaces.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let kept = text[range.clone()].trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != ')');
    range.start..range.start + kept.len()
}

/// A text as form keys are made: without separators and language letters, 表格 as "form".
struct Compact {
    text: String,
    /// For each byte of `text`, the bytes of the normalised text that it stands for.
    places: Vec<Range<usize>>,
}

impl Compact {
    fn of(normalized: &str) -> Self {
        let mut compact = Self { text: String::with_capacity(normalized.len()), places: Vec::with_capacity(normalized.len()) };
        let mut at = 0;
        while let Some(character) = normalized[at..].chars().next() {
            let rest = &normalized[at..];
            let (skip, put) = if rest.starts_with("表格") {
                ("表格".len(), "form")
            } else if ["(e)", "(c)", "(s)"].iter().any(|language| rest.starts_with(language))
                && rest[3..].trim_start().starts_with(|c: char| c.is_ascii_digit())
            {
                (3, "")
            } else if matches!(character, ' ' | '-' | '.' | '/' | '(' | ')') {
                (1, "")
            } else {
                (character.len_utf8(), &rest[..character.len_utf8()])
            };
            compact.text.push_str(put);
            compact.places.extend(std::iter::repeat_n(at..at + skip, put.len()));
            at += skip;
        }
        compact
    }

    /// The bytes of the normalised text that a range of the compact one stands for, its closing bracket among them.
    fn range(&self, compact: Range<usize>) -> Range<usize> {
        self.places[compact.start].start..self.places[compact.end - 1].end
    }

    fn places_of(&self, normalized: &Range<usize>) -> Range<usize> {
        let start = self.places.partition_point(|place| place.start < normalized.start);
        let end = self.places.partition_point(|place| place.end <= normalized.end);
        start..end
    }
}
