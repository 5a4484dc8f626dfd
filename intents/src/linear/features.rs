//! The features of an utterance: hashed n-grams of characters and of words. No weights and no vocabulary.

use oneask_corpus::text::{Normalized, Segmenter, TokenKind, is_han, normalize, stem};

/// One hash for each n-gram that occurs, repeated as often as it does.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Grams {
    /// Of characters, across words.
    pub(super) characters: Vec<u32>,
    /// Of words and, for English, of their stems.
    pub(super) words: Vec<u32>,
    /// Of two words that are near each other, in either order.
    pub(super) pairs: Vec<u32>,
}

/// Three Chinese characters say as much as five letters. On the development parts of MASSIVE, 2, 3 and 4 are within
/// 0.3 points of each other, as are 4, 5 and 6 letters.
const LONGEST_HAN: usize = 3;
const LONGEST_OTHER: usize = 4;
/// How many words on the second word of a pair may be. Questions say the same in many orders: 幾錢 and 車牌 make a question
/// of a fee wherever they stand. Pairs lift the development parts of MASSIVE by 0.1 to 0.6 points and that of CLINC150 by 0.3;
/// 5, 8 and any distance measured within 0.2 points of each other.
const PAIR_REACH: usize = 8;

/// Normalised text has no control characters, so these two mark its ends unmistakably.
const BEGIN: char = '\u{2}';
const END: char = '\u{3}';

/// The n-grams of an utterance, after normalisation.
pub(super) fn grams(utterance: &str) -> Grams {
    let normalized = normalize(utterance);
    let (words, pairs) = word_grams(&normalized);
    Grams { characters: character_grams(normalized.as_str()), words, pairs }
}

/// All n-grams of 1 to 3 characters that begin with a Chinese one, and of 1 to 5 that begin with any other.
fn character_grams(text: &str) -> Vec<u32> {
    let mut characters = Vec::with_capacity(text.len() + 2);
    characters.push(BEGIN);
    for character in text.trim().chars() {
        if character != ' ' || characters.last() != Some(&' ') {
            characters.push(character);
        }
    }
    characters.push(END);
    let mut grams = Vec::with_capacity(characters.len() * LONGEST_OTHER);
    for (start, &first) in characters.iter().enumerate() {
        let longest = if is_han(first) { LONGEST_HAN } else { LONGEST_OTHER };
        let mut hash = Hash::of_characters();
        for (length, &character) in (1..=longest).zip(&characters[start..]) {
            hash.add(u64::from(character));
            // A lone space or boundary stands in every utterance.
            if length > 1 || !matches!(first, BEGIN | END | ' ') {
                grams.push(hash.finish());
            }
        }
    }
    grams
}

/// Words, stems of English words, and neighbours in their order; then pairs in any order. Both are of stems, so that
/// "renewing licences" is a pair of "renew licence".
fn word_grams(normalized: &Normalized) -> (Vec<u32>, Vec<u32>) {
    let tokens = Segmenter::shipped().words(normalized);
    let mut grams = Vec::with_capacity(tokens.len() * 3);
    let mut stems = Vec::with_capacity(tokens.len());
    let mut previous = Hash::of_word(&[BEGIN as u8]);
    for token in tokens.iter().filter(|token| matches!(token.kind, TokenKind::Han | TokenKind::Word)) {
        let mut word = Hash::of_word(token.text.as_bytes());
        grams.push(word.finish());
        if token.text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            word = Hash::of_stem(stem(token.text).as_bytes());
            grams.push(word.finish());
        }
        grams.push(previous.then(&word));
        stems.push(word);
        previous = word;
    }
    grams.push(previous.then(&Hash::of_word(&[END as u8])));
    let mut pairs = Vec::with_capacity(stems.len() * PAIR_REACH);
    for (i, one) in stems.iter().enumerate() {
        pairs.extend(stems[i + 1..].iter().take(PAIR_REACH).filter(|other| other.0 != one.0).map(|other| one.beside(other)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    (grams, pairs)
}

/// A hash that grows with its n-gram, as FxHash does: one rotation and one multiplication a step.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    /// The hash of this word and another, whichever comes first.
    fn beside(&self, other: &Self) -> u32 {
        let mut both = Self(4);
        both.add(self.0.min(other.0));
        both.add(self.0.max(other.0));
        both.finish()
    }

    const fn of_characters() -> Self {
        Self(1)
    }

    fn of_word(word: &[u8]) -> Self {
        Self(2).with_all(word)
    }

    fn of_stem(stem: &[u8]) -> Self {
        Self(3).with_all(stem)
    }

    fn with_all(mut self, bytes: &[u8]) -> Self {
        bytes.iter().for_each(|&byte| self.add(u64::from(byte)));
        self
    }

    const fn add(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    /// The hash of this n-gram followed by another.
    const fn then(mut self, next: &Self) -> u32 {
        self.add(next.0);
        self.finish()
    }

    /// The upper half, which the multiplication mixes best. Among 100,000 features one unseen n-gram in 40,000 is
    /// mistaken for another.
    const fn finish(&self) -> u32 {
        (self.0 >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_do_not_depend_on_script_width_or_spacing() {
        for (one, other) in [("續領身份證", "续领身份证"), ("ＴＤ５５７", "td557"), (" 續車牌  幾錢 ", "續車牌 幾錢")] {
            assert_eq!(grams(one), grams(other), "{one} {other}");
        }
    }

    #[test]
    fn grams_are_counted_as_designed() {
        // 車, 牌, and from the marks: ^車, ^車牌, ^車牌$; 車牌, 車牌$; 牌$.
        assert_eq!(character_grams("車牌").len(), 8);
        // 你好; ^你好, 你好$.
        assert_eq!(grams("你好").words.len(), 3);
        // renewing, renew; ^renew, renew$.
        assert_eq!(grams("renewing").words.len(), 4);
        assert_eq!(grams("").characters.len(), 1);
        // a b, a c, b c; the second a makes none of its own.
        assert_eq!(grams("a b c a").pairs.len(), 3);
        assert!(grams("你好").pairs.is_empty());
    }

    #[test]
    fn pairs_do_not_depend_on_the_order_of_words() {
        assert_eq!(grams("licence renewal fee").pairs, grams("fee licences renewal").pairs);
        assert_ne!(grams("licence fee").pairs, grams("licence form").pairs);
    }

    #[test]
    fn a_long_utterance_has_no_more_pairs_than_its_length_allows() {
        let words: Vec<String> = (0..300).map(|i| format!("w{i}")).collect();
        assert!(grams(&words.join(" ")).pairs.len() <= 300 * PAIR_REACH);
    }

    #[test]
    fn inflected_words_share_a_stem() {
        let (one, other) = (grams("renewing licences").words, grams("renew licence").words);
        assert!(one.iter().filter(|gram| other.contains(gram)).count() >= 5, "{one:?} {other:?}");
    }
}
