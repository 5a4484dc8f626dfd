//! The reply to one utterance.

use jiff::civil::Date;
use oneask_corpus::text::Language;
use serde::{Deserialize, Serialize};

/// The whole reply, as in DESIGN's contract. Text is in the language of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The id of the message that it answers.
    pub id: String,
    /// The session.
    pub session: String,
    /// The language of the utterance (or the one that the citizen asked for).
    pub language: Language,
    /// What the citizen wants; `null` when no intent was recognised.
    pub intent: Option<String>,
    /// How sure the classifier is of the intent, 0 to 1.
    pub confidence: f64,
    /// Which fact is wanted, beside the intent.
    pub aspect: Option<String>,
    /// What the utterance is about.
    pub slots: Slots,
    /// Whether this answers, asks back, or declines.
    pub decision: Decision,
    /// The service that the turn is about.
    pub service: Option<String>,
    /// The enquiry that the turn is about.
    pub enquiry: Option<String>,
    /// Forms of the service that the turn is about, best first, 3 at most.
    pub forms: Vec<FormRef>,
    /// The ranked list, 10 at most; empty where nothing was searched.
    pub services: Vec<ServiceRef>,
    /// The whole answer without markup.
    pub text: String,
    /// The same answer, structured.
    pub parts: Vec<Part>,
    /// What one might ask next, as texts to send.
    pub suggestions: Vec<String>,
    /// Where the facts shown were read.
    pub sources: Vec<SourceRef>,
}

/// What the assistant did with the utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It answers.
    Answer,
    /// It asks one question back.
    Clarify,
    /// It says that it cannot answer, and where to turn.
    Fallback,
}

/// Slots found in the utterance; absent ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are the slots of the design")]
pub struct Slots {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place_of_report: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
}

/// A form of the service that the turn is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRef {
    /// Its number as the department writes it; empty where it has none.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The department's name.
    pub department: String,
    /// Where it can be had.
    pub url: Option<String>,
}

/// A service in the ranked list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceRef {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Titles,
    /// Its department.
    pub department: DepartmentRef,
    /// Its form numbers.
    pub forms: Vec<String>,
    /// Its search score.
    pub score: f64,
}

/// A title in two languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titles {
    /// Traditional Chinese.
    pub tc: String,
    /// English.
    pub en: String,
}

/// A department in the ranked list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentRef {
    /// Its id.
    pub id: String,
    /// Its name in Traditional Chinese.
    pub tc: String,
    /// Its name in English.
    pub en: String,
}

/// A source of a fact that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// The page.
    pub url: String,
    /// The date that the page states, if any.
    pub page_date: Option<Date>,
    /// The day it was read.
    pub checked: Date,
}

/// One piece of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Part {
    /// A sentence or two. The first one is the short answer.
    Text {
        /// What it says.
        text: String,
    },
    /// The card of a service: its heading. Its facts and forms follow as parts of their own.
    Service {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// The department's name.
        department: String,
        /// The department's page or the service's online page, if known.
        url: Option<String>,
    },
    /// A form.
    Form {
        /// Its number; empty where it has none.
        number: String,
        /// Its title.
        title: String,
        /// The department's name.
        department: String,
        /// Where it can be had.
        url: Option<String>,
        /// The languages that it comes in, as `zh-Hant` and `en`, where they are known.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        languages: Vec<String>,
    },
    /// Facts of one field of the service.
    Fact {
        /// Which field: `fees`, `documents`, `channels`, `processing_time`, `deadline`, `penalty`, `eligibility`, `payment`,
        /// `validity`, `signature`, `not_online`, `contact`.
        field: String,
        /// The heading, as 費用.
        title: String,
        /// What it says, one item each.
        items: Vec<FactItem>,
        /// The advice to confirm, when the fact is old, of unknown date, or not from an official page.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        advice: Option<String>,
        /// Where it was read: positions in the reply's `sources`.
        #[serde(default)]
        sources: Vec<usize>,
    },
    /// Choices to press.
    Choices {
        /// Each one.
        items: Vec<Choice>,
    },
    /// The weather.
    Weather {
        /// What of it.
        product: WeatherProduct,
        /// The heading.
        title: String,
        /// Who says so, named in the language of the answer.
        source: String,
        /// When the Observatory issued it, RFC 3339.
        issued_at: Option<String>,
        /// The same as a person reads it.
        issued: String,
        /// Whether it is older than it should be.
        stale: bool,
        /// Now, at one place.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        now: Option<WeatherNow>,
        /// The days that were asked about, or all nine.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        days: Vec<WeatherDay>,
        /// Warnings in force.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        warnings: Vec<WeatherWarning>,
    },
    /// A link.
    Link {
        /// Its text.
        title: String,
        /// Its address.
        url: String,
    },
    /// A caution: not lodged, not connected, to be confirmed.
    Notice {
        /// What it says.
        text: String,
    },
}

/// One item of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactItem {
    /// What it says: `HK$900，有效期十年`.
    pub text: String,
    /// On what condition, or with what detail.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// Where to go, for a channel.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// A choice to press; its payload goes back in a `choice` frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the button says.
    pub title: String,
    /// What is sent back: `service:driving-licence-full-renewal`, or `say:` and a text.
    pub payload: String,
}

/// Which product of the Observatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeatherProduct {
    /// The weather now.
    Current,
    /// The forecast.
    Forecast,
    /// Warnings and signals.
    Warning,
}

/// The weather at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeatherNow {
    /// The station.
    pub place: String,
    /// Degrees Celsius.
    pub temperature_celsius: Option<f64>,
    /// Per cent, at the Observatory's headquarters.
    pub humidity_percent: Option<f64>,
    /// The most rain in the past hour in the district, in millimetres.
    pub rainfall_mm: Option<f64>,
    /// The UV index with its word.
    pub uv: Option<String>,
    /// The icon's number.
    pub icon: Option<i64>,
    /// The icon in words.
    pub description: Option<String>,
}

/// The forecast of one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeatherDay {
    /// The day.
    pub date: Date,
    /// The day of the week in words.
    pub weekday: String,
    /// The weather in words.
    pub weather: String,
    /// The wind in words.
    pub wind: String,
    /// Degrees Celsius.
    pub min_celsius: Option<f64>,
    /// Degrees Celsius.
    pub max_celsius: Option<f64>,
    /// Per cent.
    pub min_humidity_percent: Option<f64>,
    /// Per cent.
    pub max_humidity_percent: Option<f64>,
    /// The chance of significant rain in words.
    pub rain_chance: Option<String>,
    /// The icon's number.
    pub icon: Option<i64>,
}

/// A warning in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeatherWarning {
    /// The Observatory's code: `WRAINB`, `TC8NE`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When it was issued, RFC 3339.
    pub issued_at: Option<String>,
    /// What the bulletin says.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub contents: Vec<String>,
}
