//! Where a fact was read, and how far it can be relied on.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::service::Service;

/// The fields of a service that a source can cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the service is: title, audience, background.
    About,
    /// What it costs.
    Fees,
    /// What to bring.
    Documents,
    /// Where and how.
    Channels,
    /// How long it takes.
    ProcessingTime,
    /// By when.
    Deadline,
    /// What it costs to be late or to break the rule.
    Penalty,
    /// Who can have it.
    Eligibility,
    /// The forms.
    Forms,
    /// How to pay.
    Payment,
    /// How long it is valid.
    Validity,
    /// How to sign.
    Signature,
    /// Why it cannot be done online.
    NotOnline,
}

impl Field {
    /// All fields that carry facts, in the order in which reports list them.
    pub const FACTS: [Self; 12] = [
        Self::Fees,
        Self::Documents,
        Self::Channels,
        Self::ProcessingTime,
        Self::Deadline,
        Self::Penalty,
        Self::Eligibility,
        Self::Forms,
        Self::Payment,
        Self::Validity,
        Self::Signature,
        Self::NotOnline,
    ];

    /// The name in the data files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Fees => "fees",
            Self::Documents => "documents",
            Self::Channels => "channels",
            Self::ProcessingTime => "processing_time",
            Self::Deadline => "deadline",
            Self::Penalty => "penalty",
            Self::Eligibility => "eligibility",
            Self::Forms => "forms",
            Self::Payment => "payment",
            Self::Validity => "validity",
            Self::Signature => "signature",
            Self::NotOnline => "not_online",
        }
    }

    /// Whether a service says anything in this field.
    #[must_use]
    pub fn is_filled(self, service: &Service) -> bool {
        match self {
            Self::About => true,
            Self::Fees => !service.fees.is_empty(),
            Self::Documents => !service.documents.is_empty(),
            Self::Channels => !service.channels.is_empty(),
            Self::ProcessingTime => !service.processing_time.is_empty(),
            Self::Deadline => service.deadline.is_some(),
            Self::Penalty => service.penalty.is_some(),
            Self::Eligibility => !service.eligibility.is_empty(),
            Self::Forms => !service.forms.is_empty(),
            Self::Payment => !service.payment.is_empty(),
            Self::Validity => service.validity.is_some(),
            Self::Signature => !service.signature.is_empty(),
            Self::NotOnline => service.not_online.is_some(),
        }
    }
}

/// A page that a record was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// The fields that it states; none named means the whole record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Field>,
    /// For editors: which facts stand there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date that the page itself states. A fact's age counts from it; unknown counts as stale.
    #[serde(default, deserialize_with = "super::service::date::optional", skip_serializing_if = "Option::is_none")]
    pub page_date: Option<Date>,
    /// The day that it was read.
    #[serde(deserialize_with = "super::service::date::required")]
    pub checked: Date,
    /// A copy of the official page or another site: shown with the advice to confirm.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub third_party: bool,
}

impl Source {
    /// Whether the source states this field.
    #[must_use]
    pub fn covers(&self, field: Field) -> bool {
        self.covers.is_empty() || self.covers.contains(&field)
    }
}

/// How far a fact can be relied on. Only [`Standing::Verified`] is shown without the advice to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An official page that states a date within the last twelve months.
    Verified {
        /// The date that the page states.
        page_date: Date,
    },
    /// An official page that is older, or that states no date.
    Stale {
        /// The date that the page states, if any.
        page_date: Option<Date>,
    },
    /// Only other sites say so.
    ThirdParty,
    /// No source: not a fact.
    Unsourced,
}

impl Standing {
    /// The standing on a day of what these sources say about a field: that of the best source.
    ///
    /// A page dated after `today` has age 0.
    #[must_use]
    pub fn of(sources: &[Source], field: Field, today: Date) -> Self {
        let covering: Vec<&Source> = sources.iter().filter(|source| source.covers(field)).collect();
        if covering.is_empty() {
            return Self::Unsourced;
        }
        let official = covering.iter().filter(|source| !source.third_party);
        let Some(newest) = official.map(|source| source.page_date).max() else { return Self::ThirdParty };
        match newest {
            Some(page_date) if page_date >= today.saturating_sub(12.months()) => Self::Verified { page_date },
            page_date => Self::Stale { page_date },
        }
    }

    /// Whether the fact is shown without the advice to confirm it.
    #[must_use]
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::Verified { .. })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn source(page_date: Option<Date>, covers: &[Field], third_party: bool) -> Source {
        Source { url: "https://example.gov.hk/".into(), covers: covers.to_vec(), note: None, page_date, checked: date(2026, 11, 24), third_party }
    }

    #[test]
    fn the_best_source_gives_the_standing() {
        let today = date(2026, 11, 24);
        let standing = |sources: &[Source]| Standing::of(sources, Field::Fees, today);
        assert_eq!(standing(&[]), Standing::Unsourced);
        assert_eq!(standing(&[source(None, &[Field::Documents], false)]), Standing::Unsourced);
        assert_eq!(standing(&[source(Some(today), &[], true)]), Standing::ThirdParty);
        assert_eq!(standing(&[source(None, &[], false)]), Standing::Stale { page_date: None });
        let old = date(2025, 11, 23);
        assert_eq!(standing(&[source(Some(old), &[], false)]), Standing::Stale { page_date: Some(old) });
        let edge = date(2025, 11, 24);
        assert_eq!(standing(&[source(None, &[], false), source(Some(edge), &[Field::Fees], false)]), Standing::Verified { page_date: edge });
        let future = date(2027, 1, 1);
        assert_eq!(standing(&[source(Some(future), &[], false)]), Standing::Verified { page_date: future });
    }
}
