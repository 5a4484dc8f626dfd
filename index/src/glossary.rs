//! The glossary: what people say, and what departments write.

use aho_corasick::{AhoCorasick, MatchKind};
use oneask_corpus::{
    load::Glossary as Pairs,
    text::{fold, stands_alone},
};

/// A question put with formal words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rewrite {
    /// The question.
    pub(crate) text: String,
    /// The words that were replaced, apart by spaces.
    pub(crate) colloquial: String,
    /// The words that stand for them, apart by spaces.
    pub(crate) formal: String,
}

/// Finds colloquial words in a question and writes it again with the formal ones.
pub(crate) struct Glossary {
    finder: Option<AhoCorasick>,
    formal: Vec<Vec<String>>,
}

impl Glossary {
    pub(crate) fn new(pairs: &Pairs) -> Self {
        let keys: Vec<String> = pairs.iter().map(|(colloquial, _)| fold(colloquial)).collect();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&keys).ok();
        Self { finder, formal: pairs.iter().map(|(_, formal)| formal.iter().map(|word| fold(word)).collect()).collect() }
    }

    /// The question with each colloquial word replaced by its first formal one, by its second, and so on, and last by
    /// all of them; empty if it has none. At most four.
    pub(crate) fn rewrites(&self, question: &str) -> Vec<Rewrite> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let folded = fold(question);
        let found: Vec<_> = finder.find_iter(&folded).filter(|m| stands_alone(&folded, m.range())).collect();
        let most = found.iter().map(|m| self.formal[m.pattern().as_usize()].len()).max().unwrap_or(0).min(3);
        let all = if most > 1 { Some(usize::MAX) } else { None };
        (0..most)
            .chain(all)
            .map(|choice| {
                let mut rewrite = Rewrite { text: String::with_capacity(folded.len() * 2), colloquial: String::new(), formal: String::new() };
                let mut at = 0;
                for m in &found {
                    let formal = &self.formal[m.pattern().as_usize()];
                    let formal = if choice == usize::MAX { formal.concat() } else { formal.get(choice).or(formal.first()).cloned().unwrap_or_default() };
                    rewrite.text.push_str(&folded[at..m.start()]);
                    rewrite.text.push_str(&formal);
                    rewrite.colloquial.push_str(&folded[m.range()]);
                    rewrite.colloquial.push(' ');
                    rewrite.formal.push_str(&formal);
                    rewrite.formal.push(' ');
                    at = m.end();
                }
                rewrite.text.push_str(&folded[at..]);
                rewrite
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        Glossary::new(&vec![("生果金".into(), vec!["高齡津貼".into(), "長者生活津貼".into()]), ("hos".into(), vec!["居者有其屋".into()])])
    }

    #[test]
    fn colloquial_words_are_rewritten() {
        let texts = |question: &str| glossary().rewrites(question).into_iter().map(|rewrite| rewrite.text).collect::<Vec<_>>();
        assert_eq!(texts("點樣攞生果金"), ["点样攞高龄津贴", "点样攞长者生活津贴", "点样攞高龄津贴长者生活津贴"]);
        assert_eq!(texts("apply HOS flat"), ["apply 居者有其屋 flat"]);
        assert_eq!(glossary().rewrites("apply HOS flat")[0].colloquial.trim(), "hos");
        assert!(glossary().rewrites("hospital fee").is_empty());
    }
}
