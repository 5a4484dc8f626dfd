//! Workbooks: XLSX and ODS. Each sheet that is not an explanation is a table.

use std::io::{self, Cursor, Read};

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use csv::StringRecord;
use zip::ZipArchive;

use super::{
    Problem,
    delimited::{self, MAX_COLUMNS, MAX_ROWS},
    problem::Severity,
    table::Table,
};

/// A workbook that unpacks to more is refused: some are made to fill a memory.
pub(super) const MAX_UNPACKED: u64 = 512 << 20;

/// Sheets with these names explain the others.
const EXPLANATIONS: [&str; 8] = ["說明", "填寫說明", "示例", "notes", "readme", "instructions", "explanations", "examples"];

/// The tables of a workbook, a sheet each.
pub(super) fn read(file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Table> {
    let problem = |file: &str, row, column, reason| Problem { file: file.to_owned(), row, column, severity: Severity::Error, reason };
    if let Err(reason) = unpacks_within_limit(bytes) {
        problems.push(problem(file, 1, 1, reason));
        return Vec::new();
    }
    let mut workbook = match open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            problems.push(problem(file, 1, 1, format!("this is no workbook that can be read ({error}): save it as .xlsx or .ods")));
            return Vec::new();
        }
    };
    let mut tables = Vec::new();
    for sheet in workbook.sheet_names() {
        if EXPLANATIONS.iter().any(|name| sheet.to_lowercase().starts_with(name)) {
            continue;
        }
        let name = format!("{file}[{sheet}]");
        let range = match workbook.worksheet_range(&sheet) {
            Ok(range) => range,
            Err(error) => {
                problems.push(problem(&name, 1, 1, format!("the sheet cannot be read: {error}")));
                continue;
            }
        };
        let (height, width) = range.get_size();
        if width > MAX_COLUMNS || height > MAX_ROWS {
            problems.push(problem(&name, 1, 1, format!("the sheet has {height} rows and {width} columns, the limits are {MAX_ROWS} and {MAX_COLUMNS}")));
            continue;
        }
        let (first_row, first_column) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
        let mut rows = Vec::new();
        for (i, cells) in range.rows().enumerate() {
            let record: StringRecord = std::iter::repeat_n(String::new(), first_column).chain(cells.iter().map(cell)).collect();
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push((first_row + i + 1, record));
            }
        }
        // A sheet that nobody has filled in yet says nothing.
        if !rows.is_empty() {
            match delimited::table(&name, delimited::named(&sheet), rows) {
                Ok(table) => tables.push(table),
                Err(problem) => problems.push(problem),
            }
        }
    }
    tables
}

/// A cell as a person sees it: whole numbers without a point, days as 2026-11-24.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{}", *number as i64),
        Data::Bool(true) => "yes".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(moment) => moment.split('T').next().unwrap_or(moment).to_owned(),
        other => other.to_string(),
    }
}

/// Counts what the parts of the archive unpack to, as what they declare may be a lie.
fn unpacks_within_limit(bytes: &[u8]) -> Result<(), String> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("this is no workbook that can be read ({error}): save it as .xlsx or .ods"))?;
    let mut unpacked = 0;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|error| format!("the workbook is damaged: {error}"))?;
        let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
        let left = MAX_UNPACKED - unpacked;
        unpacked += io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| format!("`{name}` in the workbook is damaged: {error}"))?;
        if unpacked > MAX_UNPACKED {
            return Err(format!("the workbook unpacks to more than {} MiB, which is the limit", MAX_UNPACKED >> 20));
        }
    }
    Ok(())
}
