//! JSON and JSON Lines: our own records, lists of flat objects, and schema.org's `GovernmentService`.

use std::{borrow::Cow, collections::BTreeMap};

use csv::StringRecord;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, value::RawValue};
use serde_path_to_error::Segment;

use super::{
    Problem, Reading, delimited, json_ld,
    record::{Origin, Record, Step, offset},
    table::Table,
};
use crate::model::{Department, DepartmentId, Enquiry, Service};

/// A step of a path that owns its key.
pub(super) enum OwnedStep {
    Key(String),
    At(usize),
}

impl OwnedStep {
    pub(super) fn as_step(&self) -> Step<'_> {
        match self {
            Self::Key(key) => Step::Key(key),
            Self::At(i) => Step::At(*i),
        }
    }
}

/// Types a value; where it does not fit, the path to the place and the reason.
pub(super) fn typed<T: DeserializeOwned>(value: Value) -> Result<T, (Vec<OwnedStep>, String)> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error
            .path()
            .iter()
            .filter_map(|segment| match segment {
                Segment::Seq { index } => Some(OwnedStep::At(*index)),
                Segment::Map { key } => Some(OwnedStep::Key(key.clone())),
                Segment::Enum { .. } | Segment::Unknown => None,
            })
            .collect();
        (path, reason(error.inner()))
    })
}

/// What is wrong, without the position in a text that the person did not write.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    match text.strip_prefix("missing field ") {
        Some(field) => format!("{field} is missing"),
        None => text.to_owned(),
    }
}

/// A list of flat objects becomes a table; our own records go into the reading.
pub(super) fn read<'t>(file: &'t str, text: &'t str, reading: &mut Reading<'t>, problems: &mut Vec<Problem>) -> Option<Table> {
    let elements: Vec<&'t str> = match top(text) {
        Ok(elements) => elements,
        Err(error) => {
            problems.push(syntax(file, text, text, &error));
            return None;
        }
    };
    records(file, text, &elements, reading, problems)
}

/// The same of a text with one value a line.
pub(super) fn read_lines<'t>(file: &'t str, text: &'t str, reading: &mut Reading<'t>, problems: &mut Vec<Problem>) -> Option<Table> {
    let mut elements = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<&RawValue>(line) {
            Ok(raw) => elements.push(raw.get()),
            Err(error) => problems.push(syntax(file, text, line, &error)),
        }
    }
    records(file, text, &elements, reading, problems)
}

/// The elements of a list, the members of `departments`, `@graph` or of the one list of an object, or the object.
fn top(text: &str) -> Result<Vec<&str>, serde_json::Error> {
    if text.trim_start().starts_with('[') {
        return Ok(serde_json::from_str::<Vec<&RawValue>>(text)?.into_iter().map(RawValue::get).collect());
    }
    let object: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text)?;
    let lists: Vec<&&RawValue> = object.values().filter(|raw| raw.get().starts_with('[')).collect();
    let inner = object.get("departments").or_else(|| object.get("@graph")).or_else(|| (object.len() == 1).then(|| lists.first().copied()).flatten());
    match inner.filter(|raw| raw.get().starts_with('[')) {
        Some(list) => Ok(serde_json::from_str::<Vec<&RawValue>>(list.get())?.into_iter().map(RawValue::get).collect()),
        None => Ok(vec![text.trim()]),
    }
}

fn syntax(file: &str, text: &str, part: &str, error: &serde_json::Error) -> Problem {
    let start = offset(text, part);
    let line_start: usize = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let message = if message.starts_with("recursion limit") { "the JSON is nested deeper than 128 levels, which is the limit" } else { message };
    Problem::at(file, text, start + line_start + error.column().saturating_sub(1), format!("not JSON here: {message}"))
}

/// What kind of object it is, by its members.
#[derive(Deserialize)]
struct Shape<'t> {
    #[serde(rename = "@type", borrow)]
    schema_type: Option<&'t RawValue>,
    kind: Option<Cow<'t, str>>,
    #[serde(borrow)]
    department: Option<&'t RawValue>,
    #[serde(borrow)]
    services: Option<&'t RawValue>,
    #[serde(borrow)]
    enquiries: Option<&'t RawValue>,
}

fn records<'t>(file: &'t str, text: &'t str, elements: &[&'t str], reading: &mut Reading<'t>, problems: &mut Vec<Problem>) -> Option<Table> {
    let mut flat: Vec<&'t str> = Vec::new();
    let mut linked: Vec<&'t str> = Vec::new();
    for &element in elements {
        let shape: Shape<'t> = match serde_json::from_str(element) {
            Ok(shape) => shape,
            Err(error) if error.is_data() => {
                problems.push(Problem::at(file, text, offset(text, element), "not an object: each record is `{ … }` with its fields by name".into()));
                continue;
            }
            Err(error) => {
                problems.push(syntax(file, text, element, &error));
                continue;
            }
        };
        let of_department = || shape.department.and_then(|raw| serde_json::from_str::<DepartmentId>(raw.get()).ok());
        match (shape.schema_type, shape.kind.as_deref(), shape.services.or(shape.enquiries)) {
            (Some(_), _, _) => linked.push(element),
            (None, _, Some(_)) => whole_department(file, text, &shape, reading, problems),
            (None, Some("department"), _) => reading.departments.extend(record::<Department>(file, text, element, &["kind"], problems)),
            (None, Some("service"), _) => {
                if let (Some(id), Some(record)) = (of_department(), record::<Service>(file, text, element, &["kind", "department"], problems)) {
                    reading.services.push((id, record));
                }
            }
            (None, Some("enquiry"), _) => {
                if let (Some(id), Some(record)) = (of_department(), record::<Enquiry>(file, text, element, &["kind", "department"], problems)) {
                    reading.enquiries.push((id, record));
                }
            }
            _ => flat.push(element),
        }
    }
    let rows = if linked.is_empty() { flat_rows(file, text, &flat, problems) } else { json_ld::rows(file, text, &linked, problems) };
    if rows.len() < 2 {
        return None;
    }
    let table = delimited::table(file, delimited::named(file), rows).map_err(|problem| problems.push(problem)).ok()?;
    Some(Table { blank_keeps: true, ..table })
}

/// `{ "department": {…}, "services": […], "enquiries": […] }`: everything that a department publishes.
fn whole_department<'t>(file: &'t str, text: &'t str, shape: &Shape<'t>, reading: &mut Reading<'t>, problems: &mut Vec<Problem>) {
    let Some(department) = shape.department.and_then(|raw| record::<Department>(file, text, raw.get(), &[], problems)) else { return };
    let id = department.value.id.clone();
    let list = |raw: Option<&'t RawValue>| raw.and_then(|raw| serde_json::from_str::<Vec<&'t RawValue>>(raw.get()).ok()).unwrap_or_default();
    for raw in list(shape.services) {
        reading.services.extend(record(file, text, raw.get(), &[], problems).map(|record| (id.clone(), record)));
    }
    for raw in list(shape.enquiries) {
        reading.enquiries.extend(record(file, text, raw.get(), &[], problems).map(|record| (id.clone(), record)));
    }
    reading.whole.insert(id);
    reading.departments.push(department);
}

fn record<'t, T: DeserializeOwned>(file: &'t str, text: &'t str, object: &'t str, without: &[&str], problems: &mut Vec<Problem>) -> Option<Record<'t, T>> {
    let origin = Origin::Json { file, text, object };
    let mut value: Value = match serde_json::from_str(object) {
        Ok(value) => value,
        Err(error) => {
            problems.push(syntax(file, text, object, &error));
            return None;
        }
    };
    if let Some(object) = value.as_object_mut() {
        without.iter().for_each(|key| {
            object.remove(*key);
        });
    }
    match typed(value) {
        Ok(value) => Some(Record { value, origin }),
        Err((path, reason)) => {
            let steps: Vec<Step<'_>> = path.iter().map(OwnedStep::as_step).collect();
            problems.push(origin.problem(&steps, reason));
            None
        }
    }
}

/// Flat objects as rows under the union of their keys; rows carry the lines that the objects begin on.
fn flat_rows(file: &str, text: &str, elements: &[&str], problems: &mut Vec<Problem>) -> Vec<(usize, StringRecord)> {
    let mut headers: Vec<String> = Vec::new();
    let mut rows: Vec<(usize, BTreeMap<usize, String>)> = Vec::new();
    let mut lines = LineCounter::new(text);
    for element in elements {
        let object: Map<String, Value> = match serde_json::from_str(element) {
            Ok(object) => object,
            Err(error) => {
                problems.push(syntax(file, text, element, &error));
                continue;
            }
        };
        let mut row = BTreeMap::new();
        for (key, value) in object {
            let column = headers.iter().position(|header| *header == key).unwrap_or_else(|| {
                headers.push(key.clone());
                headers.len() - 1
            });
            let cell = match value {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Array(list) if list.iter().all(Value::is_string) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
                Value::Object(_) | Value::Array(_) => {
                    let reason = format!("`{key}` holds an object: a flat record has texts and numbers; a record of ours says `\"kind\": \"service\"`");
                    problems.push(Problem::at(file, text, offset(text, element), reason));
                    continue;
                }
                other => other.to_string(),
            };
            row.insert(column, cell);
        }
        rows.push((lines.line_of(offset(text, element)), row));
    }
    let width = headers.len();
    let record = |row: &BTreeMap<usize, String>| (0..width).map(|column| row.get(&column).map_or("", String::as_str)).collect::<StringRecord>();
    std::iter::once((1, headers.iter().map(String::as_str).collect())).chain(rows.iter().map(|(line, row)| (*line, record(row)))).collect()
}

/// Line numbers of places that come in order.
pub(super) struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> LineCounter<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    pub(super) fn line_of(&mut self, byte: usize) -> usize {
        let between = self.text.as_bytes().get(self.at..byte).unwrap_or_default();
        self.line += between.iter().filter(|b| **b == b'\n').count();
        self.at = self.at.max(byte);
        self.line
    }
}
