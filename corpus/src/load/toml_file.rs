//! One TOML file: record by record, so that one bad record does not hide the next.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error, ValueDeserializer},
};

use super::{
    Problem, Reading,
    record::{Origin, Record},
};
use crate::model::{Department, Enquiry, Service};

fn problem(file: &str, text: &str, error: &Error, whole: Range<usize>) -> Problem {
    let reason = error.message().trim().replace('\n', "; ");
    Problem::at(file, text, error.span().unwrap_or(whole).start, reason)
}

/// A file that is one table of a known shape; the default where it is wrong.
pub(super) fn table<T: DeserializeOwned + Default>(file: &str, text: &str, problems: &mut Vec<Problem>) -> T {
    match toml::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            problems.push(problem(file, text, &error, 0..0));
            T::default()
        }
    }
}

/// A department's file: its own record and everything that it publishes.
pub(super) fn department<'t>(name: &'t str, text: &'t str, reading: &mut Reading<'t>, problems: &mut Vec<Problem>) {
    let problems_before = problems.len();
    let (root, errors) = DeTable::parse_recoverable(text);
    let syntax_is_right = errors.is_empty();
    problems.extend(errors.iter().map(|error| problem(name, text, error, 0..0)));
    let mut department: Option<Record<'t, Department>> = None;
    let mut services: Vec<Record<'t, Service>> = Vec::new();
    let mut enquiries: Vec<Record<'t, Enquiry>> = Vec::new();
    for (key, value) in root.into_inner() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("department", DeValue::Table(_)) => department = record(name, text, value, problems),
            ("service", DeValue::Array(_)) => services = records(name, text, value, problems),
            ("enquiry", DeValue::Array(_)) => enquiries = records(name, text, value, problems),
            (other, _) => problems.push(Problem::at(
                name,
                text,
                key.span().start,
                format!("`{other}` is not known here: a file has one [department], then [[service]] and [[enquiry]] records"),
            )),
        }
    }
    let Some(department) = department else {
        if syntax_is_right && problems.len() == problems_before {
            problems.push(Problem::at(name, text, 0, "the file has no [department] record: add one with `id` and `name`".into()));
        }
        return;
    };
    let id = department.value.id.clone();
    reading.services.extend(services.into_iter().map(|record| (id.clone(), record)));
    reading.enquiries.extend(enquiries.into_iter().map(|record| (id.clone(), record)));
    reading.whole.insert(id);
    reading.departments.push(department);
}

fn records<'t, T: DeserializeOwned>(file: &'t str, text: &'t str, array: Spanned<DeValue<'t>>, problems: &mut Vec<Problem>) -> Vec<Record<'t, T>> {
    let DeValue::Array(array) = array.into_inner() else { return Vec::new() };
    array.into_iter().filter_map(|value| record(file, text, value, problems)).collect()
}

fn record<'t, T: DeserializeOwned>(file: &'t str, text: &'t str, value: Spanned<DeValue<'t>>, problems: &mut Vec<Problem>) -> Option<Record<'t, T>> {
    let span = value.span();
    match T::deserialize(ValueDeserializer::from(value.clone())) {
        Ok(parsed) => Some(Record { value: parsed, origin: Origin::Toml { file, text, table: value } }),
        Err(error) => {
            problems.push(problem(file, text, &error, span));
            None
        }
    }
}
