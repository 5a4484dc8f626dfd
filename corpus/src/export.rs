//! Writing a corpus to the formats that it can be read from.
//!
//! What is written reads back to the same records: every field has its column, and a list takes as many rows as it
//! needs. The government app's two feeds and JSON-LD have no place for some fields; read over the release that they were
//! written from, they change nothing.

mod json_ld;
mod sheets;

use std::{fs, io, path::Path};

use serde::Serialize;
use serde_json::{Map, Value, json};

pub use self::sheets::template;
use crate::{
    load::{
        TableKind,
        columns::Column,
        table::{escape_formula, rows_of},
    },
    model::{ChannelKind, Corpus, Department, DepartmentCorpus, Enquiry, Service},
};

/// A format that a corpus is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A folder with a table for each kind of record and `datapackage.json`, which describes them.
    Csv,
    /// The same with tabs.
    Tsv,
    /// A workbook with a sheet for each kind of record.
    Xlsx,
    /// The same for OpenDocument programs.
    Ods,
    /// One JSON document.
    Json,
    /// A record a line.
    JsonLines,
    /// A folder with a file for each department.
    Toml,
    /// schema.org's `GovernmentService`.
    JsonLd,
    /// The government app's list of electronic forms.
    Eform,
    /// The government app's list of departments' services.
    GovDepData,
}

impl Format {
    /// The format of a path: what it ends in; a folder is TOML.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension().and_then(|extension| extension.to_str()) {
            None => Some(Self::Toml),
            Some("xlsx") => Some(Self::Xlsx),
            Some("ods") => Some(Self::Ods),
            Some("json") => Some(Self::Json),
            Some("jsonl" | "ndjson") => Some(Self::JsonLines),
            Some("jsonld") => Some(Self::JsonLd),
            Some(_) => None,
        }
    }

    /// Whether it is a folder of files.
    #[must_use]
    pub const fn is_folder(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::Toml)
    }
}

/// Why a corpus cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file or folder.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The table.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// The workbook.
    #[error("the workbook: {0}")]
    Workbook(String),
    /// JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// TOML.
    #[error("{0}")]
    Toml(#[from] toml::ser::Error),
}

/// Writes a corpus; folders are made, files replaced.
///
/// # Errors
/// When something cannot be written.
pub fn export(corpus: &Corpus, format: Format, path: &Path) -> Result<(), ExportError> {
    match format {
        Format::Csv => delimited(corpus, path, b',', "csv"),
        Format::Tsv => delimited(corpus, path, b'\t', "tsv"),
        Format::Xlsx => sheets::xlsx(corpus, path),
        Format::Ods => sheets::ods(corpus, path),
        Format::Json => write(path, &corpus),
        Format::JsonLines => lines(corpus, path),
        Format::Toml => toml_folder(corpus, path),
        Format::JsonLd => write(path, &json_ld::document(corpus)),
        Format::Eform => write(path, &feed(corpus, "title", |service| service.channels.iter().any(|channel| channel.kind == ChannelKind::Online))),
        Format::GovDepData => write(path, &feed(corpus, "fun", |_| true)),
    }
}

fn write(path: &Path, value: &impl Serialize) -> Result<(), ExportError> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(fs::write(path, text)?)
}

fn lines(corpus: &Corpus, path: &Path) -> Result<(), ExportError> {
    let mut text = String::new();
    let mut line = |kind: &str, department: Option<&Department>, record: Value| -> Result<(), ExportError> {
        let mut object = Map::from_iter([("kind".to_owned(), Value::from(kind))]);
        if let Some(department) = department {
            object.insert("department".to_owned(), department.id.as_str().into());
        }
        object.extend(map(record));
        text.push_str(&serde_json::to_string(&object)?);
        text.push('\n');
        Ok(())
    };
    for part in &corpus.departments {
        line("department", None, serde_json::to_value(&part.department)?)?;
        for service in &part.services {
            line("service", Some(&part.department), serde_json::to_value(service)?)?;
        }
        for enquiry in &part.enquiries {
            line("enquiry", Some(&part.department), serde_json::to_value(enquiry)?)?;
        }
    }
    Ok(fs::write(path, text)?)
}

fn toml_folder(corpus: &Corpus, path: &Path) -> Result<(), ExportError> {
    #[derive(Serialize)]
    struct File<'c> {
        department: &'c Department,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        service: &'c [Service],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        enquiry: &'c [Enquiry],
    }
    fs::create_dir_all(path)?;
    for DepartmentCorpus { department, services, enquiries } in &corpus.departments {
        let text = toml::to_string(&File { department, service: services, enquiry: enquiries })?;
        fs::write(path.join(format!("{}.toml", department.id)), text)?;
    }
    Ok(())
}

/// The government app's feeds: a flat object a service, in three languages.
fn feed(corpus: &Corpus, name: &str, is_listed: fn(&Service) -> bool) -> Vec<Map<String, Value>> {
    let listed = corpus.services().filter(|(_, service)| is_listed(service));
    listed
        .map(|(department, service)| {
            let mut object = Map::new();
            let url = service.channels.iter().find_map(|channel| channel.url.clone()).unwrap_or_default();
            for (prefix, language) in
                [("en", crate::text::Language::English), ("tc", crate::text::Language::Traditional), ("sc", crate::text::Language::Simplified)]
            {
                object.insert(format!("{prefix}_department"), department.name.in_language(language).into());
                object.insert(format!("{prefix}_{name}"), service.title.in_language(language).into());
                object.insert(format!("{prefix}_url"), url.clone().into());
            }
            object
        })
        .collect()
}

/// The rows of one kind of record under all its columns.
fn rows(corpus: &Corpus, kind: TableKind) -> (Vec<&'static Column>, Vec<Vec<String>>) {
    let columns: Vec<&'static Column> = kind.columns().collect();
    let mut rows = Vec::new();
    for part in &corpus.departments {
        let id = part.department.id.as_str();
        let mut add = |record: Value, department: Option<&str>| rows.extend(rows_of(&map(record), department, &columns));
        match kind {
            TableKind::Departments => add(json!(part.department), None),
            TableKind::Services => part.services.iter().for_each(|service| add(json!(service), Some(id))),
            TableKind::Enquiries => part.enquiries.iter().for_each(|enquiry| add(json!(enquiry), Some(id))),
        }
    }
    (columns, rows)
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn delimited(corpus: &Corpus, path: &Path, delimiter: u8, extension: &str) -> Result<(), ExportError> {
    fs::create_dir_all(path)?;
    let mut resources = Vec::new();
    for kind in TableKind::ALL {
        let (columns, rows) = rows(corpus, kind);
        let file = format!("{}.{extension}", kind.name().0);
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_path(path.join(&file))?;
        writer.write_record(columns.iter().map(|column| column.names[0]))?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| escape_formula(cell)))?;
        }
        writer.flush()?;
        resources.push(json!({
            "name": kind.name().0,
            "path": file,
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": { "delimiter": char::from(delimiter).to_string() },
            "schema": { "fields": columns.iter().map(|column| json!({
                "name": column.names[0], "type": column.kind.table_schema_type(), "title": column.about.0, "description": column.about.1,
            })).collect::<Vec<_>>() },
        }));
    }
    write(&path.join("datapackage.json"), &json!({ "name": "oneask-corpus", "profile": "tabular-data-package", "resources": resources }))
}
