//! `rhrread`: the weather now, as stations and districts report it.

use jiff::Timestamp;
use serde_json::Value;

use super::json;

/// The weather now.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CurrentWeather {
    /// Temperatures by station.
    pub(crate) temperatures: Vec<Temperature>,
    /// Relative humidity in per cent, at the Observatory's headquarters.
    pub(crate) humidity_percent: Option<f64>,
    /// Rain by district.
    pub(crate) rainfall: Vec<Rainfall>,
    /// The end of the hour in which that rain fell.
    pub(crate) rainfall_until: Option<Timestamp>,
    /// The UV index; absent at night, when it is not measured.
    pub(crate) uv: Option<Uv>,
    /// The numbers of the icons that stand for the weather.
    pub(crate) icons: Vec<String>,
    /// Sentences about warnings in force.
    pub(crate) warning_messages: Vec<String>,
    /// Sentences about a tropical cyclone.
    pub(crate) cyclone_messages: Vec<String>,
    pub(crate) issued_at: Option<Timestamp>,
}

/// The temperature at a station.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Temperature {
    /// The station, in the language of the feed.
    pub(crate) station: String,
    pub(crate) celsius: f64,
}

/// The rain of the past hour in a district.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rainfall {
    /// The district, in the language of the feed.
    pub(crate) district: String,
    /// The most that a gauge of the district measured, in millimetres.
    pub(crate) max_mm: f64,
}

/// The UV index of the past hour.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Uv {
    pub(crate) index: f64,
    /// How strong that is, in the language of the feed: 低, `moderate`.
    pub(crate) word: Option<String>,
}

impl CurrentWeather {
    pub(super) fn from_json(value: &Value) -> Self {
        let rainfall = &value["rainfall"];
        Self {
            temperatures: json::items(&value["temperature"]["data"]).iter().filter_map(Temperature::from_json).collect(),
            humidity_percent: json::items(&value["humidity"]["data"]).iter().find_map(|item| json::figure(item, "value", 0.0..=100.0)),
            rainfall: json::items(&rainfall["data"]).iter().filter_map(Rainfall::from_json).collect(),
            rainfall_until: json::time(rainfall, "endTime"),
            uv: json::items(&value["uvindex"]["data"]).iter().find_map(Uv::from_json),
            icons: icons(&value["icon"]),
            warning_messages: json::texts(&value["warningMessage"]),
            cyclone_messages: json::texts(&value["tcmessage"]),
            issued_at: json::time(value, "updateTime"),
        }
    }

    /// Whether there is anything to tell.
    pub(super) fn says_something(&self) -> bool {
        !self.temperatures.is_empty() || !self.rainfall.is_empty() || !self.icons.is_empty() || self.humidity_percent.is_some() || self.uv.is_some()
    }
}

impl Temperature {
    /// Hong Kong has seen -6 °C on its highest peak and 39 °C in the New Territories.
    fn from_json(item: &Value) -> Option<Self> {
        Some(Self { station: json::text(item, "place")?, celsius: json::figure(item, "value", -15.0..=45.0)? })
    }
}

impl Rainfall {
    fn from_json(item: &Value) -> Option<Self> {
        // A gauge under maintenance reports 0, which is not to say that no rain fell.
        let maintenance = item["main"] == true || json::text(item, "main").is_some_and(|main| main.eq_ignore_ascii_case("true"));
        if maintenance {
            return None;
        }
        Some(Self { district: json::text(item, "place")?, max_mm: json::figure(item, "max", 0.0..=500.0)? })
    }
}

impl Uv {
    fn from_json(item: &Value) -> Option<Self> {
        Some(Self { index: json::figure(item, "value", 0.0..=20.0)?, word: json::text(item, "desc") })
    }
}

/// The icons, whether the field is the list that it should be or one number.
fn icons(value: &Value) -> Vec<String> {
    match value {
        Value::Array(_) => json::texts(value),
        other => json::as_text(other).into_iter().collect(),
    }
}
