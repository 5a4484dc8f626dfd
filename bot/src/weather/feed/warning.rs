//! `warnsum`, `warningInfo` and `swt`: which warnings are in force, their bulletins, and special weather tips.

use jiff::Timestamp;
use serde_json::Value;

use super::json;

/// The warnings that the Observatory lists.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WarningSummary {
    pub(crate) warnings: Vec<Warning>,
    /// Whether all of it could be read. Otherwise an empty list does not mean that nothing is in force.
    pub(crate) complete: bool,
}

/// One warning of the summary, in force or just cancelled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Warning {
    /// Which warning: `WTCSGNL`, `WRAIN`.
    pub(crate) statement: String,
    /// Which degree of it: `TC8NE`, `WRAINB`; the same as the statement where there are none.
    pub(crate) code: String,
    /// Its name, in the language of the feed.
    pub(crate) name: Option<String>,
    /// Its degree in words, in the language of the feed: 黃色, 三號強風信號.
    pub(crate) degree: Option<String>,
    /// `ISSUE`, `REISSUE`, `EXTEND`, `UPDATE` or `CANCEL`.
    pub(crate) action: Option<String>,
    pub(crate) issued_at: Option<Timestamp>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) updated_at: Option<Timestamp>,
}

/// The bulletins of the warnings in force.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WarningDetails {
    pub(crate) details: Vec<WarningDetail>,
    /// As in [`WarningSummary`].
    pub(crate) complete: bool,
}

/// One bulletin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WarningDetail {
    /// Which warning: `WTCSGNL`, `WTCPRE8`.
    pub(crate) statement: String,
    /// Which degree of it, where there are some: `TC3`.
    pub(crate) subtype: Option<String>,
    /// Its paragraphs, in the language of the feed.
    pub(crate) contents: Vec<String>,
    pub(crate) updated_at: Option<Timestamp>,
}

/// Special weather tips.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tips {
    pub(crate) tips: Vec<Tip>,
}

/// One tip.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tip {
    /// What it says, in the language of the feed.
    pub(crate) text: String,
    pub(crate) updated_at: Option<Timestamp>,
}

impl WarningSummary {
    pub(super) fn from_json(value: &Value) -> Self {
        let mut summary = Self { warnings: Vec::new(), complete: true };
        for (key, item) in value.as_object().into_iter().flatten() {
            // The keys name the warnings in capitals; anything else is not of this product (`error`, `message`).
            if !key.starts_with(|c: char| c.is_ascii_uppercase()) {
                summary.complete = false;
            } else if !is_absent(item) {
                summary.warnings.push(Warning::from_json(key, item));
            }
        }
        summary
    }

    pub(super) fn issued_at(&self) -> Option<Timestamp> {
        self.warnings.iter().flat_map(|warning| [warning.updated_at, warning.issued_at]).flatten().max()
    }
}

impl Warning {
    /// The key alone tells that a warning is in force, so an item is never lost, whatever it holds.
    fn from_json(key: &str, item: &Value) -> Self {
        Self {
            statement: key.to_owned(),
            code: json::text(item, "code").unwrap_or_else(|| key.to_owned()),
            name: json::text(item, "name"),
            degree: json::text(item, "type"),
            action: json::text(item, "actionCode"),
            issued_at: json::time(item, "issueTime"),
            expires_at: json::time(item, "expireTime"),
            updated_at: json::time(item, "updateTime"),
        }
    }

    /// Whether the Observatory lists it only to say that it was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.code == "CANCEL" || self.action.as_deref() == Some("CANCEL")
    }

    /// Whether it is in force at a time.
    pub(crate) fn is_in_force(&self, now: Timestamp) -> bool {
        !self.is_cancelled() && self.expires_at.is_none_or(|end| now < end)
    }
}

impl WarningDetails {
    pub(super) fn from_json(value: &Value) -> Self {
        let items = json::items(&value["details"]);
        let details: Vec<WarningDetail> = items.iter().filter_map(WarningDetail::from_json).collect();
        let of_this_product = value.as_object().is_none_or(|fields| fields.keys().all(|key| key == "details"));
        let complete = of_this_product && details.len() == items.len();
        Self { details, complete }
    }

    pub(super) fn issued_at(&self) -> Option<Timestamp> {
        self.details.iter().filter_map(|detail| detail.updated_at).max()
    }
}

impl WarningDetail {
    fn from_json(item: &Value) -> Option<Self> {
        let subtype = json::text(item, "subtype");
        Some(Self {
            statement: json::text(item, "warningStatementCode").or_else(|| subtype.clone())?,
            subtype,
            contents: json::texts(&item["contents"]),
            updated_at: json::time(item, "updateTime"),
        })
    }
}

impl Tips {
    pub(super) fn from_json(value: &Value) -> Self {
        let tip = |item: &Value| {
            let text = json::text(item, "desc").or_else(|| json::as_text(item))?;
            Some(Tip { text, updated_at: json::time(item, "updateTime") })
        };
        Self { tips: json::items(&value["swt"]).iter().filter_map(tip).collect() }
    }

    pub(super) fn issued_at(&self) -> Option<Timestamp> {
        self.tips.iter().filter_map(|tip| tip.updated_at).max()
    }
}

/// `null`, `""` and `[]`, with which the feed says that there is none.
fn is_absent(item: &Value) -> bool {
    match item {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
