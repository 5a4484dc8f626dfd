//! Departments, and the tables that belong to the whole of Hong Kong: holidays and places.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{id::DepartmentId, service::date, source::Source, text::Text};

/// A government department or public body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its short name in lower case.
    pub id: DepartmentId,
    /// Its full name.
    pub name: Text,
    /// Short names in either language.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// The number to call.
    #[serde(default)]
    pub hotline: Option<String>,
    /// Where it is.
    #[serde(default)]
    pub address: Option<Text>,
    /// When it is open.
    #[serde(default)]
    pub hours: Option<Text>,
    /// Its site.
    #[serde(default)]
    pub website: Option<String>,
    /// Whether 1823 answers for it, if known.
    #[serde(default)]
    pub served_by_1823: Option<bool>,
    /// In force from this day.
    #[serde(default, deserialize_with = "date::optional")]
    pub effective_from: Option<Date>,
    /// In force until this day, inclusive.
    #[serde(default, deserialize_with = "date::optional")]
    pub effective_to: Option<Date>,
    /// For editors, never shown.
    #[serde(default)]
    pub notes: Option<String>,
    /// Where all this was read.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// The general holidays of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayYear {
    /// The year.
    pub year: i16,
    /// Where the list was read.
    pub source: Source,
    /// The days other than Sundays, in order.
    pub days: Vec<Holiday>,
}

/// A general holiday other than a Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    #[serde(deserialize_with = "date::required")]
    pub date: Date,
    /// Its name in Chinese.
    pub tc: String,
    /// Its name in English.
    pub en: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// One of the 18 districts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// Its name in lower-case English joined by hyphens.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The Observatory's station that stands for it.
    #[serde(default)]
    pub station: Option<Station>,
}

/// A neighbourhood that people name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name.
    pub name: Text,
    /// The district that it lies in.
    pub district: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The Observatory's station, where one is nearer than the district's.
    #[serde(default)]
    pub station: Option<Station>,
}

/// A station of the Observatory, by the names that its feed uses.
pub type Station = Text;
