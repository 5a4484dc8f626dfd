//! Reading a JSON value that may hold anything: what cannot be read is absent, never an error.

use std::ops::RangeInclusive;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde_json::Value;

use crate::weather::HONG_KONG;

/// The text of a field. A number counts as its digits; blank text counts as none.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    as_text(&value[key])
}

/// A value as text, as in [`text`].
pub(super) fn as_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The figure of a field, or of the `value` of the object that it is; a number may be written as text.
///
/// A figure outside `plausible` is a fault of an instrument or of the feed, and is not told.
pub(super) fn figure(value: &Value, key: &str, plausible: RangeInclusive<f64>) -> Option<f64> {
    let field = &value[key];
    let field = if field.is_object() { &field["value"] } else { field };
    let number = match field {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    plausible.contains(&number).then_some(number)
}

/// The items of a list. The feed writes `""` for an empty list; a lone object or text counts as a list of one.
pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Object(_) => std::slice::from_ref(value),
        Value::String(text) if !text.trim().is_empty() => std::slice::from_ref(value),
        _ => &[],
    }
}

/// The texts of a list.
pub(super) fn texts(value: &Value) -> Vec<String> {
    items(value).iter().filter_map(as_text).collect()
}

/// The time of a field in RFC 3339; without an offset it is Hong Kong's.
pub(super) fn time(value: &Value, key: &str) -> Option<Timestamp> {
    let text = text(value, key)?;
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        Some(local.to_zoned_datetime(HONG_KONG).ok()?.timestamp())
    })
}

/// The date of a field, written `20260323` or `2026-03-23`.
pub(super) fn date(value: &Value, key: &str) -> Option<Date> {
    let text = text(value, key)?;
    Date::strptime("%Y%m%d", &text).ok().or_else(|| text.parse().ok())
}
