//! The subject of a question: what is left when the words that name a fact (費用, online, how long) are taken away.

use aho_corasick::{AhoCorasick, MatchKind};
use oneask_corpus::text::{fold, stands_alone};

use super::FactWanted;

const FACT_WORDS: &str = include_str!("fact_words.txt");
const ELLIPSIS: &str = include_str!("ellipsis.txt");
const VARIANTS: &str = include_str!("variants.txt");
const GENERIC: &str = include_str!("generic.txt");
const FOREIGN: &str = include_str!("foreign.txt");

/// Finds the subject of questions.
pub(crate) struct Subjects {
    fact_words: AhoCorasick,
    ellipsis: AhoCorasick,
    foreign: AhoCorasick,
    variants: AhoCorasick,
    generic: AhoCorasick,
    contact: AhoCorasick,
    correction: AhoCorasick,
    another: AhoCorasick,
    /// The sections of the fact words, each with the fact that it names.
    sections: Vec<(FactWanted, AhoCorasick)>,
}

impl Subjects {
    pub(crate) fn new() -> Self {
        let mut sections: Vec<(FactWanted, String)> = Vec::new();
        for line in FACT_WORDS.lines() {
            if let Some(name) = line.strip_prefix("# section ") {
                sections.push((FactWanted::named(name.trim()), String::new()));
            } else if let Some((_, words)) = sections.last_mut() {
                words.push_str(line);
                words.push('\n');
            }
        }
        Self {
            fact_words: finder(FACT_WORDS),
            ellipsis: finder(ELLIPSIS),
            foreign: finder(FOREIGN),
            variants: finder(VARIANTS),
            generic: finder(GENERIC),
            another: finder(section(ELLIPSIS, "# section another")),
            correction: finder(section(ELLIPSIS, "# section correction")),
            contact: finder(section(FACT_WORDS, "# a department's contact")),
            sections: sections.into_iter().map(|(fact, words)| (fact, finder(&words))).collect(),
        }
    }

    /// The fact that the words of a question name, where its intent does not say it.
    pub(crate) fn fact(&self, text: &str) -> Option<FactWanted> {
        let folded = fold(text);
        self.sections.iter().find(|(_, words)| has_word(words, &folded)).map(|(fact, _)| *fact)
    }

    /// What is left of a folded subject without the words that any service may have in its questions.
    pub(crate) fn specific(&self, subject: &str) -> String {
        without(&self.generic, subject)
    }

    /// Whether the subject is nothing but people and actions, which are no service and tell those of one topic apart.
    pub(crate) fn is_only_variant(&self, text: &str) -> bool {
        let rest = self.specific(&without(&self.variants, &self.subject(text)));
        // 「九歲」, "she's 9": an age is a person's as well.
        !oneask_index::has_content(&rest.replace(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c), " "))
    }

    /// Whether a question asks for a telephone number, opening hours or the like.
    pub(crate) fn asks_for_contact(&self, text: &str) -> bool {
        has_word(&self.contact, &fold(text))
    }

    /// The words by which a question names another government and not Hong Kong.
    pub(crate) fn foreign(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        // 「由英國搬返嚟」 comes home.
        let ours = ["香港", "本港", "hong kong", "hksar", "特区", "返嚟", "返港", "回港", "来港"].iter().any(|name| folded.contains(name))
            || folded.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "hk");
        let words: Vec<&str> =
            self.foreign.find_iter(&folded).map(|m| m.range()).filter(|range| stands_alone(&folded, range.clone())).map(|range| &folded[range]).collect();
        (!ours && !words.is_empty()).then(|| words.join(" "))
    }

    /// The folded question without the words that name a fact; for searching, never for showing.
    pub(crate) fn subject(&self, text: &str) -> String {
        without(&self.fact_words, &without(&self.ellipsis, &fold(text)))
    }

    /// Whether a text speaks of a day that was named before: 那天, that day.
    pub(crate) fn names_that_day(&self, text: &str) -> bool {
        let folded = fold(text);
        ["那天", "那日", "嗰日", "当日", "that day"].iter().any(|words| folded.contains(words))
    }

    /// Whether the question corrects what the assistant understood: 「我係問電單車嗰種」, "no, I meant …".
    pub(crate) fn is_correction(&self, text: &str) -> bool {
        has_word(&self.correction, &fold(text))
    }

    /// Whether the question says itself that it turns to something else: 「另外想問」, by the way.
    pub(crate) fn turns_to_another(&self, text: &str) -> bool {
        has_word(&self.another, &fold(text))
    }

    /// Whether the question leans on the one before: 「咁電單車呢？」, "what about for children?".
    pub(crate) fn is_elliptical(&self, text: &str) -> bool {
        let folded = fold(text);
        // 「沙田呢」: a few characters and the particle that asks for the same of something else.
        let short_with_particle = folded.chars().count() <= 8 && folded.trim_end_matches(['?', ' ', '!']).ends_with('呢');
        let goes_on = ["and ", "but ", "or ", "又", "咁", "仲"].iter().any(|word| folded.starts_with(word));
        short_with_particle || goes_on || has_word(&self.ellipsis, &folded)
    }
}

/// The lines of a file from a heading to the next.
fn section<'f>(file: &'f str, heading: &str) -> &'f str {
    let after = file.split_once(heading).map_or("", |(_, after)| after);
    after.split("\n#").next().unwrap_or(after)
}

fn has_word(finder: &AhoCorasick, folded: &str) -> bool {
    finder.find_iter(folded).any(|m| stands_alone(folded, m.range()))
}

fn finder(words: &str) -> AhoCorasick {
    let words = words.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty());
    let words: Vec<String> = words.flat_map(|line| line.split('|')).map(|word| fold(word.trim())).filter(|word| !word.is_empty()).collect();
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).expect("a list of plain words")
}

fn without(finder: &AhoCorasick, folded: &str) -> String {
    let mut kept = String::with_capacity(folded.len());
    let mut at = 0;
    for m in finder.find_iter(folded).filter(|m| stands_alone(folded, m.range())) {
        kept.push_str(&folded[at..m.start()]);
        kept.push(' ');
        at = m.end();
    }
    kept.push_str(&folded[at..]);
    kept
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
        for (text, fact) in [
            ("收幾多費用", Some(FactWanted::Fees)),
            ("Can it be done online?", Some(FactWanted::Channels)),
            ("要帶咩文件", Some(FactWanted::Documents)),
            ("續車牌", None),
        ] {
            assert_eq!(subjects.fact(text), fact, "{text}");
        }
        for (text, foreign) in [
            ("日本簽證點申請", true),
            ("renew my British passport", true),
            ("swap my UK licence for a HK one", false),
            ("we trust us", true),
            ("續車牌", false),
        ] {
            assert_eq!(subjects.foreign(text).is_some(), foreign, "{text}");
        }
        assert!(subjects.is_only_variant("咁小朋友呢？") && subjects.is_only_variant("what about for children?"));
        assert!(!subjects.is_only_variant("兒童護照"));
        assert!(subjects.is_elliptical("what about for children?"));
        assert!(subjects.is_elliptical("咁電單車呢？"));
        assert!(subjects.is_elliptical("我係問電單車嗰種"));
        assert!(!subjects.is_elliptical("續車牌幾錢"));
    }
}
