//! Forgives one typing error in a Latin word that no document has.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Unit, unit};

/// The shortest word that is corrected; shorter ones have too many neighbours.
const MIN_LETTERS: usize = 4;

/// The stems of the documents, by what is left of each when one letter is taken away: two words that are one insertion,
/// deletion, substitution or transposition apart share such a remainder (the symmetric delete method).
#[derive(Default)]
pub(crate) struct Spelling {
    known: FxHashSet<Unit>,
    stems: Vec<(String, u32)>,
    by_remainder: FxHashMap<Unit, Vec<u32>>,
}

impl Spelling {
    /// From stems and the number of documents that have each.
    pub(crate) fn new(stems: impl Iterator<Item = (String, u32)>) -> Self {
        let mut spelling = Self::default();
        for (stem, documents) in stems {
            spelling.known.insert(unit(&stem));
            if stem.len() < MIN_LETTERS || !stem.bytes().all(|b| b.is_ascii_lowercase()) {
                continue;
            }
            let number = spelling.stems.len() as u32;
            for remainder in remainders(&stem).chain([stem.clone()]) {
                spelling.by_remainder.entry(unit(&remainder)).or_default().push(number);
            }
            spelling.stems.push((stem, documents));
        }
        spelling
    }

    /// The nearest stem to one that no document has; the most frequent of several.
    pub(crate) fn correct(&self, stem: &str) -> Option<&str> {
        if stem.len() < MIN_LETTERS || self.known.contains(&unit(stem)) || !stem.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        remainders(stem)
            .chain([stem.to_owned()])
            .filter_map(|remainder| self.by_remainder.get(&unit(&remainder)))
            .flatten()
            .map(|&number| &self.stems[number as usize])
            .filter(|(candidate, _)| strsim::osa_distance(candidate, stem) == 1)
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
            .map(|(candidate, _)| candidate.as_str())
    }
}

fn remainders(word: &str) -> impl Iterator<Item = String> {
    (0..word.len()).map(move |i| format!("{}{}", &word[..i], &word[i + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_is_forgiven() {
        let spelling = Spelling::new([("passport", 9), ("licenc", 20), ("renew", 30), ("tax", 5)].map(|(s, n)| (s.to_owned(), n)).into_iter());
        for (typed, meant) in [("pasport", "passport"), ("passprot", "passport"), ("lisenc", "licenc"), ("rennew", "renew")] {
            assert_eq!(spelling.correct(typed), Some(meant), "{typed}");
        }
        for typed in ["passport", "xyzzy", "tx", "pssprt"] {
            assert_eq!(spelling.correct(typed), None, "{typed}");
        }
    }
}
