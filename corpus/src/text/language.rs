//! Which language an utterance is in.

use std::{fmt, str::FromStr, sync::LazyLock};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{fold::fold_char, is_han};

/// The languages of a conversation. An answer has one of three: Cantonese and mixed questions are answered in written
/// Traditional Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Cantonese in Chinese characters.
    #[serde(rename = "yue")]
    Cantonese,
    /// Written Chinese in traditional script.
    #[serde(rename = "zh-Hant")]
    Traditional,
    /// Chinese in simplified script.
    #[serde(rename = "zh-Hans")]
    Simplified,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Chinese with English words in it.
    #[serde(rename = "mix")]
    Mixed,
}

impl Language {
    /// All of them, in the order in which reports list them.
    pub const ALL: [Self; 5] = [Self::Cantonese, Self::Traditional, Self::Simplified, Self::English, Self::Mixed];

    /// The tag on the wire.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Cantonese => "yue",
            Self::Traditional => "zh-Hant",
            Self::Simplified => "zh-Hans",
            Self::English => "en",
            Self::Mixed => "mix",
        }
    }

    /// The language of an answer to a question in this one: traditional, simplified or English.
    #[must_use]
    pub const fn of_answer(self) -> Self {
        match self {
            Self::English => Self::English,
            Self::Simplified => Self::Simplified,
            Self::Cantonese | Self::Traditional | Self::Mixed => Self::Traditional,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A language tag that is not one of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of this assistant: yue, zh-Hant, zh-Hans, en or mix")]
pub struct UnknownLanguage(String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Accepts our tags and the common longer ones (`zh-HK`, `zh-Hant-HK`, `zh-CN`, `en-GB`).
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Ok(match tag {
            "yue" | "yue-HK" | "yue-Hant-HK" => Self::Cantonese,
            "zh" | "zh-Hant" | "zh-Hant-HK" | "zh-HK" | "zh-TW" | "tc" => Self::Traditional,
            "zh-Hans" | "zh-CN" | "zh-SG" | "zh-Hans-CN" | "sc" => Self::Simplified,
            "mix" => Self::Mixed,
            en if en == "en" || en.starts_with("en-") => Self::English,
            other => return Err(UnknownLanguage(other.to_owned())),
        })
    }
}

/// Characters that written Chinese hardly uses and Cantonese uses all the time.
const CANTONESE_CHARACTERS: &str = "嘅咗喺唔冇嚟嗰啲乜嘢咩嘥佢哋㗎囉喎嘞啫咁噉攞搵揸瞓睇𨋢攰嗌畀俾嘢啱掟揾冚唥";
/// Words that mark Cantonese though their characters are common.
const CANTONESE_WORDS: [&str; 28] = [
    "點樣",
    "點搞",
    "點算",
    "點解",
    "點續",
    "點申",
    "點做",
    "點交",
    "點去",
    "邊度",
    "邊個",
    "邊間",
    "幾多",
    "幾錢",
    "幾耐",
    "幾時",
    "幾點",
    "係咪",
    "得唔得",
    "呢個",
    "呢度",
    "聽日",
    "琴日",
    "尋日",
    "而家",
    "今朝",
    "得閒",
    "屋企",
];

/// Tells the language of a text from its scripts and its function words; deterministic, and good on two characters.
///
/// Form numbers and bare codes do not make a question English or mixed. A Chinese text with no character that tells the
/// scripts apart counts as traditional, which is what Hong Kong writes.
///
/// ```
/// use oneask_corpus::text::{Language, identify};
/// assert_eq!(identify("個車牌就到期，點續？"), Language::Cantonese);
/// assert_eq!(identify("如何續領駕駛執照"), Language::Traditional);
/// assert_eq!(identify("驾照怎么续期"), Language::Simplified);
/// assert_eq!(identify("how do I renew TD 557"), Language::English);
/// assert_eq!(identify("個 passport 點 renew"), Language::Mixed);
/// ```
#[must_use]
pub fn identify(text: &str) -> Language {
    let mut han = 0_usize;
    let (mut traditional, mut simplified) = (0_usize, 0_usize);
    let mut cantonese = 0_usize;
    for character in text.chars().filter(|&c| is_han(c)) {
        han += 1;
        cantonese += usize::from(CANTONESE_CHARACTERS.contains(character));
        if fold_char(character) != character {
            traditional += 1;
        } else if is_simplified_only(character) {
            simplified += 1;
        }
    }
    let english_words = text.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|word| is_english_word(word)).count();
    if han == 0 {
        // A bare code says nothing; English is the language of codes.
        return Language::English;
    }
    if english_words > 0 {
        // A Chinese name or place in an English sentence does not make it mixed.
        return if english_words > 3 && han <= english_words { Language::English } else { Language::Mixed };
    }
    if simplified > traditional {
        return Language::Simplified;
    }
    cantonese += CANTONESE_WORDS.iter().filter(|word| text.contains(*word)).count();
    if cantonese > 0 { Language::Cantonese } else { Language::Traditional }
}

/// Two or more letters, not all capitals with digits (a form number), not a lone abbreviation such as `TD`.
fn is_english_word(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits == 0 && letters >= 3 && letters == word.chars().count()
}

/// A character that Big5 does not have and that another character folds to: simplified script alone uses it.
fn is_simplified_only(character: char) -> bool {
    static SIMPLIFIED: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
        let in_big5 = |c: char| !encoding_rs::BIG5.encode(c.encode_utf8(&mut [0; 4])).2;
        ('\u{4e00}'..='\u{9fff}')
            .map(|traditional| (traditional, fold_char(traditional)))
            .filter(|&(traditional, folded)| folded != traditional && !in_big5(folded))
            .map(|(_, folded)| folded)
            .collect()
    });
    SIMPLIFIED.contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_question() {
        for (text, expected) in [
            ("續車牌要填咩表", Language::Cantonese),
            ("網上得唔得？", Language::Cantonese),
            ("聽日會唔會落雨", Language::Cantonese),
            ("申請公屋需要甚麼文件", Language::Traditional),
            ("TD557", Language::English),
            ("TD 557 幾多錢", Language::Cantonese),
            ("公屋", Language::Traditional),
            ("里程", Language::Traditional),
            ("皇后大道", Language::Traditional),
            ("申请公屋需要什么文件", Language::Simplified),
            ("办理护照要多久", Language::Simplified),
            ("apply 公屋要咩 document", Language::Mixed),
            ("Where is 金鐘 office of Immigration Department please", Language::English),
        ] {
            assert_eq!(identify(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_round_trip() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse::<Language>().unwrap(), language);
            assert_eq!(serde_json::to_string(&language).unwrap(), format!("\"{}\"", language.tag()));
        }
        assert!("fr".parse::<Language>().is_err());
    }
}
