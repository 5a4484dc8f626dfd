//! What `GET /start/v1` and `GET /offline/v1/forms.json` answer.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Choice;

/// The first screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The most asked services, as choices to press.
    pub services: Vec<Choice>,
    /// The Observatory's warnings in force, the gravest first.
    pub warnings: Vec<Warning>,
    /// From when the list of warnings is, in words; `null` where none was received.
    pub issued: Option<String>,
}

/// A warning in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Its name.
    pub title: String,
    /// What the bulletin says; empty where it cannot be shown in the language of the page.
    pub text: String,
    /// When it was issued, in words, and that it may be out of date where it may be.
    pub issued: String,
    /// The Observatory's page.
    pub url: String,
    /// Whether the list is older than it should be.
    pub stale: bool,
}

/// The forms, for a page that is offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineForms {
    /// The day the list was made.
    pub made: Date,
    /// Each form.
    pub forms: Vec<OfflineForm>,
    /// The names of the departments in Traditional Chinese and English, by id.
    pub departments: BTreeMap<String, (String, String)>,
}

/// A form as `[number, title in Traditional Chinese, in English, department, address or null, title in Simplified]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OfflineForm(pub String, pub String, pub String, pub String, pub Option<String>, pub String);
