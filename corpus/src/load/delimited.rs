//! CSV and TSV.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::{Problem, columns::TableKind, problem::Severity, table::Table};

/// More columns than any office's table has.
pub(super) const MAX_COLUMNS: usize = 1024;
/// More rows than any office's table has.
pub(super) const MAX_ROWS: usize = 1_000_000;

/// Reads a table. The delimiter is the one of tab, comma and semicolon that the header has most of, unless it is given.
///
/// # Errors
/// Where the table is no CSV, or larger than the limits.
pub(super) fn read(file: &str, text: &str, delimiter: Option<u8>) -> Result<Table, Problem> {
    let first_line = text.lines().next().unwrap_or("");
    let count = |byte: u8| first_line.bytes().filter(|b| *b == byte).count();
    let delimiter = delimiter.unwrap_or_else(|| [b',', b'\t', b';'].into_iter().max_by_key(|byte| (count(*byte), *byte == b',')).unwrap_or(b','));
    let problem = |row: usize, column: usize, reason: String| Problem { file: file.to_owned(), row, column, severity: Severity::Error, reason };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<(usize, StringRecord)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| problem(error.position().map_or(1, |place| place.line() as usize), 1, error.to_string()))?;
        let row = record.position().map_or(1, |place| place.line() as usize);
        if record.len() > MAX_COLUMNS {
            return Err(problem(row, MAX_COLUMNS + 1, format!("the row has {} columns, the limit is {MAX_COLUMNS}", record.len())));
        }
        if rows.len() > MAX_ROWS {
            return Err(problem(row, 1, format!("the table has more than {MAX_ROWS} rows, which is the limit")));
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((row, record));
        }
    }
    table(file, named(file), rows)
}

/// A table of rows whose first is the header.
pub(super) fn table(file: &str, named: Option<TableKind>, mut rows: Vec<(usize, StringRecord)>) -> Result<Table, Problem> {
    if rows.is_empty() {
        return Err(Problem {
            file: file.to_owned(),
            row: 1,
            column: 1,
            severity: Severity::Error,
            reason: "the table is empty: its first row names the columns".into(),
        });
    }
    let (header_row, header) = rows.remove(0);
    if let Some((row, record)) = rows.iter().find(|(_, record)| record.iter().skip(header.len()).any(|cell| !cell.trim().is_empty())) {
        let reason = format!("the row has {} cells, the header {}: quote a cell that holds a comma", record.len(), header.len());
        return Err(Problem { file: file.to_owned(), row: *row, column: header.len() + 1, severity: Severity::Error, reason });
    }
    let headers = header.iter().map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned()).collect();
    Ok(Table { file: Arc::from(file), named, header_row, headers, rows, blank_keeps: false })
}

/// What the name of a file or sheet says that it holds.
pub(super) fn named(name: &str) -> Option<TableKind> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    [TableKind::Services, TableKind::Enquiries, TableKind::Departments].into_iter().find(|kind| {
        let (en, tc) = kind.name();
        stem.starts_with(en) || stem.starts_with(tc)
    })
}
