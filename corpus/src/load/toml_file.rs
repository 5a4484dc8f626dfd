//! One TOML file: record by record, so that one bad record does not hide the next.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error, ValueDeserializer},
};

use super::Problem;
use crate::model::{Department, DepartmentCorpus, Enquiry, Service};

/// A record and the table that it was written as, for finding the place of a field.
pub(super) struct Record<'t, T> {
    pub(super) value: T,
    table: Spanned<DeValue<'t>>,
}

/// The records of one file.
pub(super) struct DepartmentFile<'t> {
    pub(super) name: &'t str,
    text: &'t str,
    pub(super) department: Option<Record<'t, Department>>,
    pub(super) services: Vec<Record<'t, Service>>,
    pub(super) enquiries: Vec<Record<'t, Enquiry>>,
}

/// A step into a record: a key or a position in a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    Key(&'s str),
    At(usize),
}

impl DepartmentFile<'_> {
    pub(super) fn into_corpus(self) -> Option<DepartmentCorpus> {
        Some(DepartmentCorpus {
            department: self.department?.value,
            services: self.services.into_iter().map(|record| record.value).collect(),
            enquiries: self.enquiries.into_iter().map(|record| record.value).collect(),
        })
    }

    /// An error at a field of a record; where the path leads nowhere, at the last step that exists.
    pub(super) fn problem<T>(&self, record: &Record<'_, T>, path: &[Step<'_>], reason: String) -> Problem {
        let mut place = &record.table;
        for step in path {
            let next = match (step, place.get_ref()) {
                (Step::Key(key), DeValue::Table(table)) => table.get(*key),
                (Step::At(i), DeValue::Array(array)) => array.get(*i),
                _ => None,
            };
            let Some(next) = next else { break };
            place = next;
        }
        Problem::at(self.name, self.text, place.span().start, reason)
    }
}

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

/// A department's file.
pub(super) fn department<'t>(name: &'t str, text: &'t str, problems: &mut Vec<Problem>) -> DepartmentFile<'t> {
    let mut file = DepartmentFile { name, text, department: None, services: Vec::new(), enquiries: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    let syntax_is_right = errors.is_empty();
    problems.extend(errors.iter().map(|error| problem(name, text, error, 0..0)));
    for (key, value) in root.into_inner() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("department", DeValue::Table(_)) => file.department = record(name, text, value, problems),
            ("service", DeValue::Array(_)) => file.services = records(name, text, value, problems),
            ("enquiry", DeValue::Array(_)) => file.enquiries = records(name, text, value, problems),
            (other, _) => problems.push(Problem::at(
                name,
                text,
                key.span().start,
                format!("`{other}` is not known here: a file has one [department], then [[service]] and [[enquiry]] records"),
            )),
        }
    }
    if file.department.is_none() && syntax_is_right && !problems.iter().any(|p| p.file == name) {
        problems.push(Problem::at(name, text, 0, "the file has no [department] record: add one with `id` and `name`".into()));
    }
    file
}

fn records<'t, T: DeserializeOwned>(file: &str, text: &str, array: Spanned<DeValue<'t>>, problems: &mut Vec<Problem>) -> Vec<Record<'t, T>> {
    let DeValue::Array(array) = array.into_inner() else { return Vec::new() };
    array.into_iter().filter_map(|value| record(file, text, value, problems)).collect()
}

fn record<'t, T: DeserializeOwned>(file: &str, text: &str, value: Spanned<DeValue<'t>>, problems: &mut Vec<Problem>) -> Option<Record<'t, T>> {
    let span = value.span();
    match T::deserialize(ValueDeserializer::from(value.clone())) {
        Ok(parsed) => Some(Record { value: parsed, table: value }),
        Err(error) => {
            problems.push(problem(file, text, &error, span));
            None
        }
    }
}
