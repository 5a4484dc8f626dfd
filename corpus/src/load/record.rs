//! A record and the place where it was written.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde_json::value::RawValue;
use toml::{Spanned, de::DeValue};

use super::{Problem, columns::Columns, problem::Severity};

/// A record that was read, and where.
pub(super) struct Record<'t, T> {
    pub(super) value: T,
    pub(super) origin: Origin<'t>,
}

/// Where a record was written; it finds the place of every field.
pub(super) enum Origin<'t> {
    /// A table of a TOML file.
    Toml { file: &'t str, text: &'t str, table: Spanned<DeValue<'t>> },
    /// An object of a JSON text.
    Json { file: &'t str, text: &'t str, object: &'t str },
    /// Rows of a table.
    Rows { file: Arc<str>, first: usize, items: Vec<(&'static str, usize)>, columns: Arc<Columns> },
}

/// A step into a record: a key or a position in a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    Key(&'s str),
    At(usize),
}

impl<T> Record<'_, T> {
    /// An error at a field of the record; where the path leads nowhere, at the last step that exists.
    pub(super) fn problem(&self, path: &[Step<'_>], reason: String) -> Problem {
        self.origin.problem(path, reason)
    }
}

impl Origin<'_> {
    /// An error at the place where a path leads.
    pub(super) fn problem(&self, path: &[Step<'_>], reason: String) -> Problem {
        match self {
            Self::Toml { file, text, table } => Problem::at(file, text, toml_place(table, path), reason),
            Self::Json { file, text, object } => Problem::at(file, text, offset(text, json_place(object, path)), reason),
            Self::Rows { file, first, items, columns } => {
                let (row, column) = cell_place(*first, items, columns, path);
                Problem { file: file.to_string(), row, column, severity: Severity::Error, reason }
            }
        }
    }
}

fn toml_place(table: &Spanned<DeValue<'_>>, path: &[Step<'_>]) -> usize {
    let mut place = table;
    for step in path {
        let next = match (step, place.get_ref()) {
            (Step::Key(key), DeValue::Table(table)) => table.get(*key),
            (Step::At(i), DeValue::Array(array)) => array.get(*i),
            _ => None,
        };
        let Some(next) = next else { break };
        place = next;
    }
    place.span().start
}

/// The part of a JSON text that a path leads to. Nothing is kept for it: only a problem asks, and problems are rare.
fn json_place<'t>(object: &'t str, path: &[Step<'_>]) -> &'t str {
    let mut place = object;
    for step in path {
        let next: Option<&'t str> = match step {
            Step::Key(key) => serde_json::from_str::<BTreeMap<Cow<'t, str>, &'t RawValue>>(place).ok().and_then(|map| map.get(*key).map(|raw| raw.get())),
            Step::At(i) => serde_json::from_str::<Vec<&'t RawValue>>(place).ok().and_then(|list| list.get(*i).map(|raw| raw.get())),
        };
        let Some(next) = next else { break };
        place = next;
    }
    place
}

/// Where a part of a text begins in it, in bytes.
pub(super) fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

/// The row and column of a field: items of a list stand in rows of their own.
fn cell_place(first: usize, items: &[(&'static str, usize)], columns: &Columns, path: &[Step<'_>]) -> (usize, usize) {
    let mut name = String::new();
    let mut row = first;
    let mut list = "";
    for step in path {
        match step {
            Step::Key(key) => {
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(key);
                list = key;
            }
            Step::At(i) => {
                if let Some(&(_, at)) = items.iter().filter(|(key, _)| *key == list).nth(*i) {
                    row = at;
                }
                name.push_str("[]");
            }
        }
    }
    (row, columns.nearest(&name))
}
