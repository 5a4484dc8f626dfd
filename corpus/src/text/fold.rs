//! Folding of scripts and spellings: one written form for traditional, simplified and variant characters.
//!
//! Folding is by single character, so a character folds the same wherever it stands and a question in one script finds
//! a record in the other. OpenCC's Hong Kong table (`hk2s`) does most of it; `words/variants.toml` adds what it leaves
//! apart (衞, 祕) and spellings of whole words (身分 -> 身份).

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use rustc_hash::FxHashMap;
use serde::Deserialize;

pub(super) const VARIANTS: &str = include_str!("../../data/words/variants.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variants {
    characters: FxHashMap<String, String>,
    words: FxHashMap<String, String>,
}

/// A spelling of a word and the one that it folds to.
type Spelling = (Vec<char>, Vec<char>);

struct Tables {
    characters: FxHashMap<char, char>,
    /// Word variants by their first character; both sides have as many characters.
    words: FxHashMap<char, Vec<Spelling>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let variants: Variants = toml::from_str(VARIANTS).expect("a test parses words/variants.toml");
    let opencc = OpenCC::from_config(BuiltinConfig::Hk2s).expect("the table is part of the binary");
    let mut characters = FxHashMap::default();
    let blocks = ['\u{3400}'..='\u{4dbf}', '\u{4e00}'..='\u{9fff}', '\u{f900}'..='\u{faff}', '\u{20000}'..='\u{2a6df}'];
    for character in blocks.into_iter().flatten() {
        let mut utf8 = [0; 4];
        let folded = opencc.convert(character.encode_utf8(&mut utf8));
        let mut folded = folded.chars();
        if let (Some(to), None) = (folded.next(), folded.next())
            && to != character
        {
            characters.insert(character, to);
        }
    }
    for (from, to) in &variants.characters {
        let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) else { continue };
        characters.insert(from, to);
    }
    // A chain (衞 -> 衛 -> 卫) is followed to its end, so that folding twice changes nothing.
    let ends: FxHashMap<char, char> = characters.keys().map(|&from| (from, end_of_chain(&characters, from))).collect();
    let fold = |text: &str| text.chars().map(|c| *ends.get(&c).unwrap_or(&c)).collect::<Vec<char>>();
    let mut words: FxHashMap<char, Vec<Spelling>> = FxHashMap::default();
    for (from, to) in &variants.words {
        let (from, to) = (fold(from), fold(to));
        if from.len() == to.len() && from != to {
            words.entry(from[0]).or_default().push((from, to));
        }
    }
    for variants in words.values_mut() {
        variants.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    Tables { characters: ends, words }
});

fn end_of_chain(table: &FxHashMap<char, char>, from: char) -> char {
    let mut at = from;
    for _ in 0..4 {
        match table.get(&at) {
            Some(&next) if next != at => at = next,
            _ => break,
        }
    }
    at
}

/// The folded form of one character.
pub(super) fn fold_char(character: char) -> char {
    if (character as u32) < 0x3400 { character } else { *TABLES.characters.get(&character).unwrap_or(&character) }
}

/// Replaces spellings of whole words in characters that are folded already; the length does not change.
pub(super) fn fold_words(characters: &mut [char]) {
    for start in 0..characters.len() {
        let Some(variants) = TABLES.words.get(&characters[start]) else { continue };
        for (from, to) in variants {
            if characters[start..].starts_with(from) {
                characters[start..start + to.len()].copy_from_slice(to);
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_well_formed() {
        let variants: Variants = toml::from_str(VARIANTS).unwrap();
        for (from, to) in variants.characters {
            assert_eq!((from.chars().count(), to.chars().count()), (1, 1), "{from} = {to}");
        }
        for (from, to) in variants.words {
            assert_eq!(from.chars().count(), to.chars().count(), "{from} = {to}");
        }
    }

    #[test]
    fn hong_kong_forms_meet() {
        for (one, other) in [("衞生署", "衛生署"), ("身份證", "身分證"), ("綫路", "線路"), ("裏面", "裡面"), ("衞生", "卫生")] {
            let fold = |text: &str| {
                let mut characters: Vec<char> = text.chars().map(fold_char).collect();
                fold_words(&mut characters);
                characters
            };
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }
}
