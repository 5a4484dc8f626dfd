//! The products of the Observatory's open data, parsed leniently into types of our own.
//!
//! Any field may be missing, `null`, `""` or of another JSON type; it then counts as absent, and each item of a list is
//! read alone. Codes, icons and chances of rain that we do not know stay as the text that they were. Nothing here knows
//! the network, the clock, or the words of an answer.

mod current;
mod forecast;
mod json;
mod warning;

use jiff::Timestamp;
use serde_json::Value;

pub(crate) use current::{CurrentWeather, Uv};
pub(crate) use forecast::{ForecastDay, LocalForecast, NineDayForecast};
pub(crate) use warning::{Tips, Warning, WarningDetail, WarningDetails, WarningSummary};

/// A product of the open data, by what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Product {
    /// `rhrread`: the weather now.
    Current,
    /// `fnd`: the nine-day forecast.
    NineDays,
    /// `flw`: the forecast of today and tonight, or of tonight and tomorrow.
    Local,
    /// `warnsum`: which warnings are in force.
    WarningSummary,
    /// `warningInfo`: their bulletins.
    WarningDetails,
    /// `swt`: special weather tips.
    Tips,
}

impl Product {
    /// All of them, the most urgent first.
    pub(crate) const ALL: [Self; 6] = [Self::WarningSummary, Self::WarningDetails, Self::Tips, Self::Current, Self::Local, Self::NineDays];

    /// The `dataType` of a request, and the beginning of a recorded file's name.
    pub(crate) const fn data_type(self) -> &'static str {
        match self {
            Self::Current => "rhrread",
            Self::NineDays => "fnd",
            Self::Local => "flw",
            Self::WarningSummary => "warnsum",
            Self::WarningDetails => "warningInfo",
            Self::Tips => "swt",
        }
    }
}

/// A language of the open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FeedLanguage {
    Traditional,
    English,
    Simplified,
}

impl FeedLanguage {
    /// All of them, in the order of [`Self::position`].
    pub(crate) const ALL: [Self; 3] = [Self::Traditional, Self::English, Self::Simplified];

    /// The `lang` of a request, and the end of a recorded file's name.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Traditional => "tc",
            Self::English => "en",
            Self::Simplified => "sc",
        }
    }

    /// Its place in [`Self::ALL`].
    pub(crate) const fn position(self) -> usize {
        self as usize
    }
}

/// Why a body is not a bulletin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FeedError {
    /// It is not JSON.
    #[error("not JSON")]
    NotJson(#[from] serde_json::Error),
    /// It is JSON of another shape.
    #[error("not a JSON object")]
    NotAnObject,
    /// It is an object in which nothing of this product was found.
    #[error("it says nothing of `{0}`")]
    Empty(&'static str),
}

/// What one answer of the Observatory says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Bulletin {
    Current(CurrentWeather),
    NineDays(NineDayForecast),
    Local(LocalForecast),
    WarningSummary(WarningSummary),
    WarningDetails(WarningDetails),
    Tips(Tips),
}

impl Bulletin {
    /// Reads the body of an answer, or a recorded file.
    ///
    /// Only a body of which nothing could be used is an error, so that it never takes the place of a good one.
    pub(crate) fn read(product: Product, body: &[u8]) -> Result<Self, FeedError> {
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        let value: Value = serde_json::from_slice(body)?;
        // PHP, which serves the feed, may write an object with nothing in it as `[]`.
        let nothing = value.as_array().is_some_and(Vec::is_empty);
        if !value.is_object() && !nothing {
            return Err(FeedError::NotAnObject);
        }
        let (bulletin, useful) = match product {
            Product::Current => {
                let current = CurrentWeather::from_json(&value);
                let useful = current.says_something();
                (Self::Current(current), useful)
            }
            Product::NineDays => {
                let forecast = NineDayForecast::from_json(&value);
                let useful = !forecast.days.is_empty();
                (Self::NineDays(forecast), useful)
            }
            Product::Local => {
                let forecast = LocalForecast::from_json(&value);
                let useful = forecast.says_something();
                (Self::Local(forecast), useful)
            }
            Product::WarningSummary => {
                let summary = WarningSummary::from_json(&value);
                let useful = summary.complete || !summary.warnings.is_empty();
                (Self::WarningSummary(summary), useful)
            }
            Product::WarningDetails => {
                let details = WarningDetails::from_json(&value);
                let useful = details.complete || !details.details.is_empty();
                (Self::WarningDetails(details), useful)
            }
            Product::Tips => (Self::Tips(Tips::from_json(&value)), true),
        };
        if useful { Ok(bulletin) } else { Err(FeedError::Empty(product.data_type())) }
    }

    /// When the Observatory issued it, as far as it says.
    pub(crate) fn issued_at(&self) -> Option<Timestamp> {
        match self {
            Self::Current(current) => current.issued_at,
            Self::NineDays(forecast) => forecast.issued_at,
            Self::Local(forecast) => forecast.issued_at,
            Self::WarningSummary(summary) => summary.issued_at(),
            Self::WarningDetails(details) => details.issued_at(),
            Self::Tips(tips) => tips.issued_at(),
        }
    }
}

#[cfg(test)]
mod tests;
