//! `datapackage.json` beside tables: a Frictionless Data Package with Table Schemas.
//!
//! Honoured are the dialect's delimiter, missing values, types, constraints, primary, unique and foreign keys:
//! <https://specs.frictionlessdata.io/table-schema/> and version 2 at <https://datapackage.org/standard/table-schema/>.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

use super::{Problem, problem::Severity, table::Table};

/// What the descriptor says of the tables beside it.
#[derive(Debug, Deserialize)]
pub(super) struct Package {
    resources: Vec<Resource>,
}

#[derive(Debug, Deserialize)]
struct Resource {
    name: Option<String>,
    path: Option<OneOrMany>,
    dialect: Option<Dialect>,
    schema: Option<Schema>,
}

#[derive(Debug, Deserialize)]
struct Dialect {
    delimiter: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    missing_values: Vec<MissingValue>,
    primary_key: Option<OneOrMany>,
    #[serde(default)]
    unique_keys: Vec<OneOrMany>,
    #[serde(default)]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    title: Option<String>,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    constraints: Constraints,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Constraints {
    required: bool,
    unique: bool,
    #[serde(rename = "enum")]
    one_of: Vec<Value>,
    pattern: Option<String>,
    minimum: Option<Value>,
    maximum: Option<Value>,
    min_length: Option<usize>,
    max_length: Option<usize>,
}

#[derive(Debug, Deserialize)]
struct ForeignKey {
    fields: OneOrMany,
    reference: Reference,
}

#[derive(Debug, Deserialize)]
struct Reference {
    /// Empty or left out: the same table.
    #[serde(default)]
    resource: String,
    fields: OneOrMany,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum MissingValue {
    Plain(String),
    /// As version 2 writes it.
    Labelled {
        value: String,
    },
}

impl Package {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        serde_json::from_str(text).map_err(|error| {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            Problem::at(file, text, line_start + error.column().saturating_sub(1), format!("not a data package: {error}"))
        })
    }

    fn resource(&self, base: &str) -> Option<&Resource> {
        let is_it = |path: &String| path.rsplit(['/', '\\']).next() == Some(base);
        self.resources.iter().find(|resource| resource.path.as_ref().is_some_and(|path| path.names().iter().any(is_it)))
    }

    /// The delimiter that the dialect of a table names.
    pub(super) fn delimiter(&self, base: &str) -> Option<u8> {
        self.resource(base)?.dialect.as_ref()?.delimiter.as_ref()?.bytes().next()
    }

    /// Checks tables against their schemas, blanks what is missing, and calls columns by their titles where those say more.
    pub(super) fn apply(&self, tables: &mut [Table], problems: &mut Vec<Problem>) {
        let schemas: Vec<Option<(&Resource, &Schema)>> =
            tables.iter().map(|table| self.resource(base_name(&table.file)).and_then(|resource| Some((resource, resource.schema.as_ref()?)))).collect();
        for (table, schema) in tables.iter_mut().zip(&schemas) {
            if let Some((_, schema)) = schema {
                schema.blank_missing(table);
            }
        }
        // Foreign keys look into the other tables, so these are all read first.
        let keys: HashMap<(&str, Vec<String>), HashSet<Vec<String>>> = self.referenced(tables, &schemas);
        for (table, schema) in tables.iter().zip(&schemas) {
            if let Some((resource, schema)) = schema {
                schema.check(table, resource, &keys, problems);
            }
        }
        for (table, schema) in tables.iter_mut().zip(&schemas) {
            for field in schema.iter().flat_map(|(_, schema)| &schema.fields) {
                let (Some(title), Some(at)) = (&field.title, position(table, &field.name)) else { continue };
                if !super::columns::is_known(table.kind(), &field.name) && super::columns::is_known(table.kind(), title) {
                    table.headers[at].clone_from(title);
                }
            }
        }
    }

    fn referenced<'p>(&'p self, tables: &[Table], schemas: &[Option<(&'p Resource, &'p Schema)>]) -> HashMap<(&'p str, Vec<String>), HashSet<Vec<String>>> {
        let mut keys = HashMap::new();
        for (resource, schema) in schemas.iter().flatten() {
            for key in &schema.foreign_keys {
                let name = if key.reference.resource.is_empty() { resource.name.as_deref().unwrap_or("") } else { &key.reference.resource };
                let target = schemas.iter().position(|schema| schema.is_some_and(|(resource, _)| resource.name.as_deref() == Some(name)));
                let fields = key.reference.fields.names().to_vec();
                let values = target.map(|target| values_of(&tables[target], &fields)).unwrap_or_default();
                keys.insert((name, fields), values.into_iter().map(|(_, _, value)| value).collect());
            }
        }
        keys
    }
}

/// The values of some columns, row by row: row number, column of the first (from 1), values. Blank ones are left out.
fn values_of(table: &Table, fields: &[String]) -> Vec<(usize, usize, Vec<String>)> {
    let Some(columns) = fields.iter().map(|field| position(table, field)).collect::<Option<Vec<usize>>>() else { return Vec::new() };
    let first = columns.first().map_or(1, |column| column + 1);
    let row = |record: &csv::StringRecord| columns.iter().map(|&column| record.get(column).unwrap_or("").trim().to_owned()).collect::<Vec<_>>();
    table.rows.iter().map(|(number, record)| (*number, first, row(record))).filter(|(_, _, values)| values.iter().any(|value| !value.is_empty())).collect()
}

fn base_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn position(table: &Table, field: &str) -> Option<usize> {
    table.headers.iter().position(|header| header == field)
}

fn problem(table: &Table, row: usize, column: usize, reason: String) -> Problem {
    Problem { file: table.file.to_string(), row, column, severity: Severity::Error, reason }
}

impl Schema {
    fn blank_missing(&self, table: &mut Table) {
        let missing: HashSet<&str> = self
            .missing_values
            .iter()
            .map(|value| match value {
                MissingValue::Plain(value) | MissingValue::Labelled { value } => value.as_str(),
            })
            .filter(|value| !value.is_empty())
            .collect();
        if missing.is_empty() {
            return;
        }
        for (_, record) in &mut table.rows {
            if record.iter().any(|cell| missing.contains(cell)) {
                *record = record.iter().map(|cell| if missing.contains(cell) { "" } else { cell }).collect();
            }
        }
    }

    fn check(&self, table: &Table, resource: &Resource, keys: &HashMap<(&str, Vec<String>), HashSet<Vec<String>>>, problems: &mut Vec<Problem>) {
        for field in &self.fields {
            match position(table, &field.name) {
                Some(at) => field.check(table, at, problems),
                None if field.constraints.required => {
                    let reason = format!("the column `{}` is not there, and datapackage.json requires it", field.name);
                    problems.push(problem(table, table.header_row, 1, reason));
                }
                None => {}
            }
        }
        for key in self.primary_key.iter().chain(&self.unique_keys) {
            unique(table, key.names(), "the key", problems);
        }
        for key in &self.foreign_keys {
            let name = if key.reference.resource.is_empty() { resource.name.as_deref().unwrap_or("") } else { &key.reference.resource };
            let Some(known) = keys.get(&(name, key.reference.fields.names().to_vec())) else { continue };
            for (row, column, values) in values_of(table, key.fields.names()) {
                if !known.contains(&values) {
                    problems.push(problem(
                        table,
                        row,
                        column,
                        format!("`{}` is not among the `{}` of `{name}`", values.join(", "), key.reference.fields.names().join(", ")),
                    ));
                }
            }
        }
    }
}

fn unique(table: &Table, fields: &[String], what: &str, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
    for (row, column, values) in values_of(table, fields) {
        if let Some(first) = seen.get(&values) {
            problems.push(problem(table, row, column, format!("{what} `{}` stands in row {first} already", values.join(", "))));
        } else {
            seen.insert(values, row);
        }
    }
}

impl Field {
    fn check(&self, table: &Table, at: usize, problems: &mut Vec<Problem>) {
        let pattern = match self.constraints.pattern.as_deref().map(|pattern| Regex::new(&format!("^(?:{pattern})$"))).transpose() {
            Ok(pattern) => pattern,
            Err(error) => {
                problems.push(problem(table, table.header_row, at + 1, format!("the pattern of `{}` in datapackage.json is wrong: {error}", self.name)));
                None
            }
        };
        for (row, record) in &table.rows {
            let cell = record.get(at).unwrap_or("").trim();
            if let Err(reason) = self.check_cell(cell, pattern.as_ref()) {
                problems.push(problem(table, *row, at + 1, reason));
            }
        }
        if self.constraints.unique {
            unique(table, std::slice::from_ref(&self.name), "the value", problems);
        }
    }

    fn check_cell(&self, cell: &str, pattern: Option<&Regex>) -> Result<(), String> {
        let constraints = &self.constraints;
        if cell.is_empty() {
            return if constraints.required { Err(format!("`{}` must not be blank", self.name)) } else { Ok(()) };
        }
        let kind = self.kind.as_deref().unwrap_or("string");
        let is_of_type = match kind {
            "integer" => cell.parse::<i64>().is_ok(),
            "number" => cell.parse::<f64>().is_ok_and(f64::is_finite),
            "boolean" => ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"].contains(&cell),
            "date" => cell.parse::<Date>().is_ok(),
            "year" => cell.len() == 4 && cell.bytes().all(|b| b.is_ascii_digit()),
            _ => true,
        };
        if !is_of_type {
            return Err(format!("`{cell}` is not of the type `{kind}` that datapackage.json gives `{}`", self.name));
        }
        if !constraints.one_of.is_empty() && !constraints.one_of.iter().any(|value| text(value) == cell) {
            let all = constraints.one_of.iter().map(text).collect::<Vec<_>>().join(", ");
            return Err(format!("`{cell}` is not one of {all}"));
        }
        if let Some(pattern) = pattern.filter(|pattern| !pattern.is_match(cell)) {
            return Err(format!("`{cell}` does not match the pattern `{}`", pattern.as_str()));
        }
        let length = cell.chars().count();
        if let Some(least) = constraints.min_length.filter(|least| length < *least) {
            return Err(format!("`{cell}` has {length} characters, the least is {least}"));
        }
        if let Some(most) = constraints.max_length.filter(|most| length > *most) {
            return Err(format!("`{cell}` has {length} characters, the limit is {most}"));
        }
        // Days written 2026-11-24 compare as text.
        let compare = |limit: &Value| match (cell.parse::<f64>(), text(limit).parse::<f64>()) {
            (Ok(number), Ok(limit)) => number.total_cmp(&limit),
            _ => cell.cmp(text(limit).as_str()),
        };
        if let Some(minimum) = constraints.minimum.as_ref().filter(|minimum| compare(minimum).is_lt()) {
            return Err(format!("`{cell}` is below {}, which is the least", text(minimum)));
        }
        if let Some(maximum) = constraints.maximum.as_ref().filter(|maximum| compare(maximum).is_gt()) {
            return Err(format!("`{cell}` is above {}, which is the limit", text(maximum)));
        }
        Ok(())
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
