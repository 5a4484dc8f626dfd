//! What of the weather is asked after, by the words of the question.

use std::sync::LazyLock;

use oneask_corpus::text::{fold, is_han};
use serde::Deserialize;

/// Something of the weather that a question may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Wish {
    /// 會唔會落雨.
    Rain,
    /// 使唔使帶遮.
    Umbrella,
    Temperature,
    Humidity,
    /// The ultraviolet index.
    Uv,
    Wind,
    /// Whether schools are closed.
    School,
    /// 今日, 今晚: a forecast for today, where no date was made out.
    Today,
    /// A warning or signal.
    Warning,
}

/// A warning that a question may name, by the code of a warning or of a degree of one.
pub(super) type WarningCode = &'static str;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    wish: Vec<WishWords>,
    warning: Vec<WarningWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WishWords {
    wish: Wish,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WarningWords {
    code: String,
    words: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = toml::from_str(include_str!("words.toml")).expect("a test parses words.toml");
    let lists = words.wish.iter_mut().map(|wish| &mut wish.words).chain(words.warning.iter_mut().map(|warning| &mut warning.words));
    // Written in the traditional script of Hong Kong, compared with folded text.
    lists.flatten().for_each(|word| *word = fold(word));
    words
});

/// What a folded question names.
pub(super) fn wishes(folded: &str) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = WORDS.wish.iter().filter(|wish| wish.words.iter().any(|word| names(folded, word))).map(|wish| wish.wish).collect();
    if warning_asked(folded).is_some() && !wishes.contains(&Wish::Warning) {
        wishes.push(Wish::Warning);
    }
    wishes
}

/// The warning that a folded question names, the more exact before the more general: 八號風球 is a No. 8 signal, not
/// just any.
pub(super) fn warning_asked(folded: &str) -> Option<WarningCode> {
    WORDS.warning.iter().find(|warning| warning.words.iter().any(|word| names(folded, word))).map(|warning| warning.code.as_str())
}

/// Whether a text has a word in it. Letters and digits must not go on at either end (`t1` is not in `t10`, `rain` not
/// in `train`); Chinese has no ends of words to keep.
fn names(text: &str, word: &str) -> bool {
    let goes_on = |outside: Option<char>, inside: Option<char>| {
        let part_of_word = |c: char| c.is_alphanumeric() && !is_han(c);
        outside.is_some_and(part_of_word) && inside.is_some_and(part_of_word)
    };
    text.match_indices(word).any(|(start, _)| {
        let end = start + word.len();
        !goes_on(text[..start].chars().next_back(), word.chars().next()) && !goes_on(text[end..].chars().next(), word.chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weather::warning_name;

    #[test]
    fn every_warning_has_a_name() {
        for warning in &WORDS.warning {
            assert!(warning_name(&warning.code).is_some(), "{}", warning.code);
        }
    }

    #[test]
    fn questions_and_what_they_name() {
        for (text, expected) in [
            ("聽日會唔會落雨", &[Wish::Rain][..]),
            ("要唔要帶遮", &[Wish::Umbrella]),
            ("而家幾多度", &[Wish::Temperature]),
            ("而家熱唔熱", &[Wish::Temperature]),
            ("濕度幾多", &[Wish::Humidity]),
            ("紫外線指數幾多", &[Wish::Uv]),
            ("宜家幾號風球", &[Wish::Warning]),
            ("今晚會唔會落雨", &[Wish::Rain, Wish::Today]),
            ("有冇黑雨", &[Wish::Rain, Wish::Warning]),
            ("觀塘落緊雨", &[Wish::Rain]),
            ("明天会下雨吗", &[Wish::Rain]),
            ("Will it rain tomorrow?", &[Wish::Rain]),
            ("Do I need an umbrella", &[Wish::Umbrella]),
            ("how hot is it", &[Wish::Temperature]),
            ("is T8 hoisted", &[Wish::Warning]),
            ("train to Lo Wu", &[]),
            ("天氣點", &[]),
        ] {
            assert_eq!(wishes(&fold(text)), expected, "{text}");
        }
    }

    #[test]
    fn the_exact_warning_before_the_general() {
        for (text, expected) in [
            ("八號風球掛咗未", Some("TC8")),
            ("8號波", Some("TC8")),
            ("十號風球", Some("TC10")),
            ("10號風球", Some("TC10")),
            ("一號風球", Some("TC1")),
            ("1號風球", Some("TC1")),
            ("is signal no. 10 up", Some("TC10")),
            ("is T1 up", Some("TC1")),
            ("而家幾號風球", Some("WTCSGNL")),
            ("打唔打風", Some("WTCSGNL")),
            ("紅雨定黑雨", Some("WRAINB")),
            ("有冇暴雨警告", Some("WRAIN")),
            ("黃色暴雨警告", Some("WRAINA")),
            ("酷熱天氣警告", Some("WHOT")),
            ("行雷未", Some("WTS")),
            ("red fire danger warning", Some("WFIRE")),
            ("有咩警告", None),
        ] {
            assert_eq!(warning_asked(&fold(text)), expected, "{text}");
        }
    }
}
