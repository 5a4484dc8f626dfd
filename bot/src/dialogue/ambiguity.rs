//! Names that mean several things: 車牌 is a driving licence, a vehicle licence and a plate number.

use aho_corasick::{AhoCorasick, MatchKind};
use oneask_corpus::{
    load,
    model::ServiceId,
    text::{fold, stands_alone},
};
use oneask_index::has_content;

/// Finds ambiguous names in questions.
pub(crate) struct Senses {
    finder: AhoCorasick,
    services: Vec<Vec<ServiceId>>,
}

/// An ambiguous name in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ambiguous<'s> {
    /// The services that may be meant, the likeliest first.
    pub(crate) services: &'s [ServiceId],
    /// Whether the question says nothing beside the name.
    pub(crate) bare: bool,
}

impl Senses {
    pub(crate) fn new(senses: &load::Senses) -> Self {
        let finder =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(senses.iter().map(|(name, _)| fold(name))).expect("a list of plain words");
        Self { finder, services: senses.iter().map(|(_, services)| services.clone()).collect() }
    }

    /// The first ambiguous name of a folded subject, if it has one.
    pub(crate) fn of(&self, subject: &str) -> Option<Ambiguous<'_>> {
        let found = self.finder.find(subject)?;
        let (before, after) = (&subject[..found.start()], &subject[found.end()..]);
        if !stands_alone(subject, found.range()) {
            return None;
        }
        Some(Ambiguous { services: &self.services[found.pattern().as_usize()], bare: !has_content(before) && !has_content(after) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_ambiguous_and_more_words_make_it_less_so() {
        let ids: Vec<ServiceId> = ["driving", "vehicle"].iter().map(|id| id.parse().unwrap()).collect();
        let senses = Senses::new(&vec![("車牌".into(), ids.clone()), ("visa".into(), ids.clone())]);
        assert_eq!(senses.of(&fold("車牌呀")), Some(Ambiguous { services: &ids, bare: true }));
        assert!(!senses.of(&fold("車牌到期")).unwrap().bare);
        assert!(senses.of("visas").is_none());
        assert!(senses.of(&fold("狗牌")).is_none());
    }
}
