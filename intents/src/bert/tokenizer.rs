//! Word pieces: the vocabulary of a network that is trained here, and the tokenizer of any. Texts come folded or as typed;
//! this does not tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use oneask_corpus::text::{Segmenter, TokenKind, normalize};
use tokenizers::{
    Tokenizer, TruncationParams, models::wordpiece::WordPiece, normalizers::bert::BertNormalizer, pre_tokenizers::bert::BertPreTokenizer,
    processors::bert::BertProcessing,
};

pub(super) const PADDING: &str = "[PAD]";
const UNKNOWN: &str = "[UNK]";
const CLASSIFY: &str = "[CLS]";
const SEPARATE: &str = "[SEP]";
/// The tokens that are no text, in the order of the original BERT's vocabulary.
pub(super) const SPECIAL: [&str; 5] = [PADDING, UNKNOWN, CLASSIFY, SEPARATE, "[MASK]"];
/// A word that occurs this often is a piece of its own; others are spelt.
const FREQUENT: usize = 3;

/// A vocabulary for texts: every character, every letter or digit as the continuation of a word, every frequent word.
pub(super) fn vocabulary<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut pieces = BTreeSet::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let normalized = normalize(text);
        for token in Segmenter::shipped().words(&normalized) {
            for character in token.text.chars().filter(|c| !c.is_whitespace()) {
                pieces.insert(character.to_string());
                if token.kind == TokenKind::Word {
                    pieces.insert(format!("##{character}"));
                }
            }
            if token.kind == TokenKind::Word {
                *words.entry(token.text.to_owned()).or_default() += 1;
            }
        }
    }
    pieces.extend(words.into_iter().filter(|&(_, n)| n >= FREQUENT).map(|(word, _)| word));
    SPECIAL.iter().map(ToString::to_string).chain(pieces).collect()
}

/// A WordPiece tokenizer that cuts texts after `max_tokens` tokens.
///
/// # Errors
/// What the vocabulary lacks or has twice.
pub(super) fn tokenizer(vocabulary: &[String], lower_case: bool, max_tokens: usize) -> Result<Tokenizer, String> {
    let numbered: Vec<(String, u32)> = vocabulary.iter().cloned().zip(0..).collect();
    let id = |special: &str| -> Result<(String, u32), String> {
        numbered.iter().find(|(piece, _)| piece == special).cloned().ok_or_else(|| format!("the token `{special}` is missing"))
    };
    let processing = BertProcessing::new(id(SEPARATE)?, id(CLASSIFY)?);
    id(PADDING)?;
    id(UNKNOWN)?;
    // The builder asks for a hash map of a crate that is not ours to name; its serialised form asks for none.
    let vocab: serde_json::Map<String, serde_json::Value> = numbered.iter().map(|(piece, id)| (piece.clone(), (*id).into())).collect();
    let model = serde_json::json!({
        "type": "WordPiece", "vocab": vocab, "unk_token": UNKNOWN, "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
    });
    let model: WordPiece = serde_json::from_str(&model.to_string()).map_err(|error| error.to_string())?;
    let mut tokenizer = Tokenizer::new(model);
    tokenizer.with_normalizer(Some(BertNormalizer::new(true, true, None, lower_case)));
    tokenizer.with_pre_tokenizer(Some(BertPreTokenizer));
    tokenizer.with_post_processor(Some(processing));
    let truncation = TruncationParams { max_length: max_tokens, ..TruncationParams::default() };
    tokenizer.with_truncation(Some(truncation)).map_err(|error| error.to_string())?;
    Ok(tokenizer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_by_character_and_frequent_words_stay_whole() {
        let vocabulary = vocabulary(["续牌 renew", "renew 护照", "renew it"].into_iter());
        let tokenizer = tokenizer(&vocabulary, true, 8).unwrap();
        let tokens = |text: &str| tokenizer.encode(text, true).unwrap().get_tokens().to_vec();
        assert_eq!(tokens("续牌renew"), ["[CLS]", "续", "牌", "[UNK]", "[SEP]"].map(|t| if t == "[UNK]" { "renew" } else { t }));
        assert_eq!(tokens("tier 龘"), ["[CLS]", "t", "##i", "##e", "##r", "[UNK]", "[SEP]"].map(String::from));
        assert_eq!(tokens("续续续续续续续续续").len(), 8);
    }

    #[test]
    fn a_vocabulary_without_its_special_tokens_is_an_error() {
        assert_eq!(tokenizer(&["[UNK]".to_owned()], true, 8).unwrap_err(), "the token `[SEP]` is missing");
    }
}
