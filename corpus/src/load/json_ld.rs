//! schema.org's `GovernmentService` in JSON-LD, as rows of a table of services.
//!
//! Read are `identifier`, `name`, `alternateName`, `audience`, `serviceOperator` or `provider`, `availableChannel`
//! (`serviceUrl`, `serviceLocation`, `servicePhone`, `processingTime`), `offers` (`price` in HKD, `description`),
//! `subjectOf` (documents with `identifier`: the forms) and `url`. Terms: <https://schema.org/GovernmentService>.

use csv::StringRecord;
use serde_json::{Map, Value};

use super::{Problem, json::LineCounter, record::offset};

/// The columns of the rows, by their canonical names.
const COLUMNS: [&str; 24] = [
    "id",
    "department",
    "title_tc",
    "title_en",
    "title_sc",
    "aliases_tc",
    "aliases_en",
    "audience_tc",
    "audience_en",
    "channel",
    "channel_url",
    "channel_at_tc",
    "channel_at_en",
    "time_channel",
    "time_tc",
    "time_en",
    "fee_hkd",
    "fee_tc",
    "fee_en",
    "form_number",
    "form_title_tc",
    "form_title_en",
    "form_url",
    "source",
];

type Row = Map<String, Value>;

/// Rows of a table, the header first; only columns that some service fills.
pub(super) fn rows(file: &str, text: &str, elements: &[&str], problems: &mut Vec<Problem>) -> Vec<(usize, StringRecord)> {
    let mut rows: Vec<(usize, Row)> = Vec::new();
    let mut lines = LineCounter::new(text);
    for element in elements {
        let Ok(Value::Object(object)) = serde_json::from_str::<Value>(element) else { continue };
        let at = offset(text, element);
        let line = lines.line_of(at);
        match object.get("@type").and_then(Value::as_str) {
            Some("GovernmentService") => rows.extend(service(&object).into_iter().map(|row| (line, row))),
            other => {
                let reason = format!("`{}` is passed over: services are `GovernmentService`", other.unwrap_or("?"));
                problems.push(Problem::at(file, text, at, reason).into_warning());
            }
        }
    }
    let used: Vec<&str> = COLUMNS.into_iter().filter(|column| rows.iter().any(|(_, row)| row.contains_key(*column))).collect();
    let record = |row: &Row| used.iter().map(|column| row.get(*column).and_then(Value::as_str).unwrap_or("")).collect::<StringRecord>();
    std::iter::once((1, used.iter().copied().collect())).chain(rows.iter().map(|(line, row)| (*line, record(row)))).collect()
}

fn service(object: &Map<String, Value>) -> Vec<Row> {
    let id = text(object.get("identifier"));
    let mut first = Row::new();
    put(&mut first, "id", id.clone());
    let operator = object.get("serviceOperator").or_else(|| object.get("provider")).and_then(Value::as_object);
    put(&mut first, "department", operator.and_then(|operator| text(operator.get("identifier")).or_else(|| text(operator.get("name")))));
    localized(&mut first, object.get("name"), "title_tc", "title_en", Some("title_sc"));
    localized(&mut first, object.get("alternateName"), "aliases_tc", "aliases_en", None);
    let audience = object.get("audience").and_then(Value::as_object).and_then(|audience| audience.get("audienceType").or_else(|| audience.get("name")));
    localized(&mut first, audience, "audience_tc", "audience_en", None);
    put(&mut first, "source", text(object.get("url")));

    let mut rows = vec![first];
    let mut add = |nth: usize, part: Row| {
        while rows.len() <= nth {
            let mut row = Row::new();
            put(&mut row, "id", id.clone());
            rows.push(row);
        }
        rows[nth].extend(part);
    };
    for (nth, channel) in list(object.get("availableChannel")).enumerate() {
        let mut row = Row::new();
        let place = channel.get("serviceLocation").and_then(|place| place.get("name").or_else(|| place.get("address")));
        let phone = channel.get("servicePhone").and_then(|phone| phone.get("telephone"));
        let kind = match (text(channel.get("additionalType")), channel.contains_key("serviceUrl"), place, phone) {
            (Some(kind), ..) => kind,
            (None, true, ..) => "online".to_owned(),
            (None, false, None, Some(_)) => "phone".to_owned(),
            _ => "in_person".to_owned(),
        };
        put(&mut row, "channel", Some(kind.clone()));
        put(&mut row, "channel_url", text(channel.get("serviceUrl")));
        localized(&mut row, place.or(phone), "channel_at_tc", "channel_at_en", None);
        if channel.contains_key("processingTime") {
            localized(&mut row, channel.get("processingTime"), "time_tc", "time_en", None);
            put(&mut row, "time_channel", Some(kind));
        }
        add(nth, row);
    }
    for (nth, offer) in list(object.get("offers")).enumerate() {
        let mut row = Row::new();
        put(&mut row, "fee_hkd", text(offer.get("price")));
        localized(&mut row, offer.get("description").or_else(|| offer.get("name")), "fee_tc", "fee_en", None);
        add(nth, row);
    }
    for (nth, form) in list(object.get("subjectOf")).enumerate() {
        let mut row = Row::new();
        put(&mut row, "form_number", text(form.get("identifier")));
        localized(&mut row, form.get("name"), "form_title_tc", "form_title_en", None);
        put(&mut row, "form_url", text(form.get("url")));
        add(nth, row);
    }
    rows
}

fn put(row: &mut Row, column: &str, value: Option<String>) {
    if let Some(value) = value {
        row.insert(column.to_owned(), value.into());
    }
}

/// One object or a list of them.
fn list(value: Option<&Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let many: &[Value] = match value {
        Some(Value::Array(many)) => many,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    many.iter().filter_map(Value::as_object)
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => text(object.get("@value")).or_else(|| text(object.get("@id"))),
        Value::Array(many) => text(many.first()),
        _ => None,
    }
}

/// `{"@value", "@language"}` objects, one or many, into the columns of their languages; a plain text by its script.
fn localized(row: &mut Row, value: Option<&Value>, tc: &str, en: &str, sc: Option<&str>) {
    let many: &[Value] = match value {
        Some(Value::Array(many)) => many,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    for value in many {
        let Some(words) = text(Some(value)) else { continue };
        let language = value.get("@language").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let column = match language.as_str() {
            "zh-hans" | "zh-cn" | "sc" => match sc {
                Some(sc) => sc,
                None => continue,
            },
            language if language.starts_with("zh") || language == "yue" => tc,
            "" if words.chars().any(crate::text::is_han) => tc,
            _ => en,
        };
        match row.get_mut(column) {
            Some(Value::String(earlier)) => {
                earlier.push_str(" | ");
                earlier.push_str(&words);
            }
            _ => put(row, column, Some(words)),
        }
    }
}
