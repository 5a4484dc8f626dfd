//! What the Observatory last said, as one value.

mod editions;
mod folder;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use oneask_corpus::text::{Language, is_han};

use editions::Editions;
pub use folder::FolderError;

use super::feed::{Bulletin, CurrentWeather, FeedLanguage, LocalForecast, NineDayForecast, Product, Tips, WarningDetails, WarningSummary};

/// The latest bulletin of each product in each language. The default knows nothing: the feed was never reached.
///
/// Cheap to clone: the bulletins are shared.
#[derive(Debug, Clone, Default)]
pub struct Weather {
    current: Editions<CurrentWeather>,
    nine_days: Editions<NineDayForecast>,
    local: Editions<LocalForecast>,
    warning_summary: Editions<WarningSummary>,
    warning_details: Editions<WarningDetails>,
    tips: Editions<Tips>,
}

/// A bulletin with where and when it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Received<T> {
    pub(crate) value: T,
    product: Product,
    language: FeedLanguage,
    /// When the Observatory issued it, as far as it says.
    pub(crate) issued_at: Option<Timestamp>,
    /// The time that it speaks for, from which its age counts.
    pub(crate) as_of: Option<Timestamp>,
}

/// Whether a bulletin can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    Fresh,
    /// Older than it should be, with its age.
    Stale(SignedDuration),
    /// It does not say from when it is.
    Undated,
}

/// How a citizen reads a bulletin, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    /// The language of the answer.
    pub(crate) language: Language,
    pub(crate) now: Timestamp,
}

impl Weather {
    /// Whether nothing was ever received.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.current.is_empty()
            && self.nine_days.is_empty()
            && self.local.is_empty()
            && self.warning_summary.is_empty()
            && self.warning_details.is_empty()
            && self.tips.is_empty()
    }

    /// Takes a bulletin in place of the one before it. `fetched_at` is when it was last known to be the latest.
    pub(crate) fn receive(&mut self, language: FeedLanguage, bulletin: Bulletin, fetched_at: Option<Timestamp>) {
        let issued_at = bulletin.issued_at();
        match bulletin {
            Bulletin::Current(value) => self.current.put(Received::new(value, Product::Current, language, issued_at, fetched_at)),
            Bulletin::NineDays(value) => self.nine_days.put(Received::new(value, Product::NineDays, language, issued_at, fetched_at)),
            Bulletin::Local(value) => self.local.put(Received::new(value, Product::Local, language, issued_at, fetched_at)),
            Bulletin::WarningSummary(value) => {
                self.warning_summary.put(Received::new(value, Product::WarningSummary, language, issued_at, fetched_at));
            }
            Bulletin::WarningDetails(value) => {
                self.warning_details.put(Received::new(value, Product::WarningDetails, language, issued_at, fetched_at));
            }
            Bulletin::Tips(value) => self.tips.put(Received::new(value, Product::Tips, language, issued_at, fetched_at)),
        }
    }

    /// The weather now.
    pub(crate) fn current(&self, reader: Reader) -> Option<&Arc<Received<CurrentWeather>>> {
        self.current.best(reader)
    }

    /// The nine-day forecast.
    pub(crate) fn nine_days(&self, reader: Reader) -> Option<&Arc<Received<NineDayForecast>>> {
        self.nine_days.best(reader)
    }

    /// The local forecast.
    pub(crate) fn local(&self, reader: Reader) -> Option<&Arc<Received<LocalForecast>>> {
        self.local.best(reader)
    }

    /// The list of warnings.
    pub(crate) fn warning_summary(&self, reader: Reader) -> Option<&Arc<Received<WarningSummary>>> {
        self.warning_summary.best(reader)
    }

    /// The bulletins of warnings.
    pub(crate) fn warning_details(&self, reader: Reader) -> Option<&Arc<Received<WarningDetails>>> {
        self.warning_details.best(reader)
    }

    /// Special weather tips.
    pub(crate) fn tips(&self, reader: Reader) -> Option<&Arc<Received<Tips>>> {
        self.tips.best(reader)
    }
}

impl<T> Received<T> {
    fn new(value: T, product: Product, language: FeedLanguage, issued_at: Option<Timestamp>, fetched_at: Option<Timestamp>) -> Self {
        // A warning may be in force for days: what matters is when it was last seen to be so. The rest is issued anew
        // every hour or twice a day, and one that is not is old, however lately it was fetched.
        let as_of = match product {
            Product::WarningSummary | Product::WarningDetails | Product::Tips => fetched_at.or(issued_at),
            Product::Current | Product::Local | Product::NineDays => issued_at.or(fetched_at),
        };
        Self { value, product, language, issued_at, as_of }
    }

    /// Whether it can be relied on at a time. One from the future is fresh: clocks differ by seconds.
    pub(crate) fn freshness(&self, now: Timestamp) -> Freshness {
        let Some(as_of) = self.as_of else { return Freshness::Undated };
        let age = now.duration_since(as_of);
        if age > max_age(self.product) { Freshness::Stale(age) } else { Freshness::Fresh }
    }

    /// A sentence or name of this bulletin, if it can be shown in the language of an answer: Traditional Chinese serves
    /// Simplified by conversion, nothing else serves another language.
    pub(crate) fn in_words(&self, text: &str, language: Language) -> Option<String> {
        match (self.language, language.of_answer()) {
            (FeedLanguage::English, Language::English) => (!text.chars().any(is_han)).then(|| text.to_owned()),
            (FeedLanguage::Traditional, Language::Traditional) | (FeedLanguage::Simplified, Language::Simplified) => Some(text.to_owned()),
            (FeedLanguage::Traditional, Language::Simplified) => Some(oneask_corpus::text::simplify(text)),
            _ => None,
        }
    }
}

/// The age from which a bulletin is stale: the Observatory would have issued another, or we would have fetched it.
const fn max_age(product: Product) -> SignedDuration {
    match product {
        Product::Current | Product::Local => SignedDuration::from_hours(2),
        Product::NineDays => SignedDuration::from_hours(18),
        Product::WarningSummary | Product::WarningDetails | Product::Tips => SignedDuration::from_mins(30),
    }
}

#[cfg(test)]
mod tests;
