//! The Hong Kong Observatory's open data: read leniently, kept in memory, polled in the background.
//!
//! [`Weather`] is a value: what the Observatory last said, per product and language, with the time of issue and of
//! fetching. Answering reads it and waits for nothing; [`poll()`] replaces it as new bulletins arrive, and
//! [`Weather::from_folder`] reads a recorded feed. What is said to a person is the business of `compose::weather`.

mod feed;
mod names;
mod poll;
mod snapshot;

pub(crate) use feed::{CurrentWeather, ForecastDay, LocalForecast, NineDayForecast, Uv, Warning, WarningDetail, WarningDetails, WarningSummary};
pub(crate) use names::{icon_name, place_name, rain_chance_name, same_place, warning_name};
pub use poll::{PollConfig, poll};
pub use snapshot::{FolderError, Weather};
pub(crate) use snapshot::{Freshness, Reader, Received};

use jiff::tz::{Offset, TimeZone};

/// Hong Kong's time: eight hours ahead of UTC, without summer time since 1979. Fixed, so that it needs no time zone
/// database on the machine.
pub(crate) const HONG_KONG: TimeZone = TimeZone::fixed(HONG_KONG_OFFSET);

/// The same as an offset.
pub(crate) const HONG_KONG_OFFSET: Offset = Offset::constant(8);
