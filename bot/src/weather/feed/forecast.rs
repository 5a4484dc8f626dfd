//! `fnd` and `flw`: the nine-day forecast in figures and sentences, and the local forecast in sentences.

use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use super::json;

/// The nine-day forecast.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct NineDayForecast {
    /// The days in order; nine of them, unless some could not be read.
    pub(crate) days: Vec<ForecastDay>,
    pub(crate) issued_at: Option<Timestamp>,
}

/// The forecast of one day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ForecastDay {
    pub(crate) date: Date,
    /// The weather in the language of the feed.
    pub(crate) weather: Option<String>,
    /// The wind in the language of the feed.
    pub(crate) wind: Option<String>,
    pub(crate) min_celsius: Option<f64>,
    pub(crate) max_celsius: Option<f64>,
    pub(crate) min_humidity_percent: Option<f64>,
    pub(crate) max_humidity_percent: Option<f64>,
    /// The icon's number.
    pub(crate) icon: Option<String>,
    /// The chance of 10 mm of rain or more, in the language of the feed: 低, `Medium High`.
    pub(crate) rain_chance: Option<String>,
}

/// The local forecast: of today, of tonight, or of tonight and tomorrow, as its period says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LocalForecast {
    /// Where a tropical cyclone is.
    pub(crate) cyclone: Option<String>,
    /// What the forecast is for: 本港地區今晚及明日天氣預測.
    pub(crate) period: Option<String>,
    /// The forecast.
    pub(crate) description: Option<String>,
    /// The days after.
    pub(crate) outlook: Option<String>,
    pub(crate) issued_at: Option<Timestamp>,
}

impl NineDayForecast {
    pub(super) fn from_json(value: &Value) -> Self {
        let mut days: Vec<ForecastDay> = json::items(&value["weatherForecast"]).iter().filter_map(ForecastDay::from_json).collect();
        days.sort_by_key(|day| day.date);
        days.dedup_by_key(|day| day.date);
        Self { days, issued_at: json::time(value, "updateTime") }
    }
}

impl ForecastDay {
    /// A day is nothing without its date; everything else may be missing.
    fn from_json(item: &Value) -> Option<Self> {
        Some(Self {
            date: json::date(item, "forecastDate")?,
            weather: json::text(item, "forecastWeather"),
            wind: json::text(item, "forecastWind"),
            min_celsius: json::figure(item, "forecastMintemp", -15.0..=45.0),
            max_celsius: json::figure(item, "forecastMaxtemp", -15.0..=45.0),
            min_humidity_percent: json::figure(item, "forecastMinrh", 0.0..=100.0),
            max_humidity_percent: json::figure(item, "forecastMaxrh", 0.0..=100.0),
            // These two are written with capitals, unlike the rest.
            icon: json::text(item, "ForecastIcon"),
            rain_chance: json::text(item, "PSR"),
        })
    }
}

impl LocalForecast {
    pub(super) fn from_json(value: &Value) -> Self {
        Self {
            cyclone: json::text(value, "tcInfo"),
            period: json::text(value, "forecastPeriod"),
            description: json::text(value, "forecastDesc"),
            outlook: json::text(value, "outlook"),
            issued_at: json::time(value, "updateTime"),
        }
    }

    /// Whether there is anything to tell.
    pub(super) fn says_something(&self) -> bool {
        self.description.is_some() || self.outlook.is_some() || self.cyclone.is_some()
    }
}
