//! One product in three languages, of which any may be missing.

use std::sync::Arc;

use oneask_corpus::text::Language;

use super::{FeedLanguage, Freshness, Reader, Received};

/// The latest bulletin of one product in each language.
#[derive(Debug)]
pub(super) struct Editions<T>([Option<Arc<Received<T>>>; FeedLanguage::ALL.len()]);

// Derived, these would ask the same of `T`, which is only shared.
impl<T> Default for Editions<T> {
    fn default() -> Self {
        Self([None, None, None])
    }
}

impl<T> Clone for Editions<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Editions<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    pub(super) fn put(&mut self, received: Received<T>) {
        let position = received.language.position();
        self.0[position] = Some(Arc::new(received));
    }

    /// The bulletin that serves a reader best: the first fresh one in the order of languages, else the first.
    ///
    /// Another language's bulletin has the same figures; only its sentences cannot be shown.
    pub(super) fn best(&self, reader: Reader) -> Option<&Arc<Received<T>>> {
        let editions = || preference(reader.language).into_iter().filter_map(|language| self.0[language.position()].as_ref());
        editions().find(|edition| edition.freshness(reader.now) == Freshness::Fresh).or_else(|| editions().next())
    }
}

/// The languages of the feed, best first, for an answer in a language.
const fn preference(language: Language) -> [FeedLanguage; 3] {
    use FeedLanguage::{English, Simplified, Traditional};
    match language.of_answer() {
        Language::English => [English, Traditional, Simplified],
        Language::Simplified => [Simplified, Traditional, English],
        _ => [Traditional, Simplified, English],
    }
}
