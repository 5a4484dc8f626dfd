//! Workbooks: the release as sheets, and the empty one that a clerk fills in.

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use spreadsheet_ods::{Sheet, WorkBook, write_ods};

use super::{ExportError, rows};
use crate::{
    load::{TableKind, columns::Column},
    model::Corpus,
};

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// The name of a kind's sheet: 服務 services.
fn sheet_name(kind: TableKind) -> String {
    let (en, tc) = kind.name();
    format!("{tc} {en}")
}

pub(super) fn xlsx(corpus: &Corpus, path: &Path) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    for kind in TableKind::ALL {
        let (columns, rows) = rows(corpus, kind);
        fill(workbook.add_worksheet(), &sheet_name(kind), &columns, &rows)?;
    }
    Ok(workbook.save(path)?)
}

fn fill(sheet: &mut Worksheet, name: &str, columns: &[&'static Column], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_background_color("#E8EEF7");
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (c, column) in (0u16..).zip(columns) {
        sheet.write_string_with_format(0, c, column.names[0], &bold)?;
        sheet.set_column_width(c, 18)?;
    }
    for (r, row) in (1u32..).zip(rows) {
        for (c, cell) in (0u16..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(r, c, cell)?;
        }
    }
    Ok(())
}

pub(super) fn ods(corpus: &Corpus, path: &Path) -> Result<(), ExportError> {
    let mut workbook = WorkBook::new_empty();
    for kind in TableKind::ALL {
        let (columns, rows) = rows(corpus, kind);
        let mut sheet = Sheet::new(sheet_name(kind));
        for (c, column) in (0u32..).zip(&columns) {
            sheet.set_value(0, c, column.names[0]);
        }
        for (r, row) in (1u32..).zip(&rows) {
            for (c, cell) in (0u32..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
                sheet.set_value(r, c, cell.as_str());
            }
        }
        workbook.push_sheet(sheet);
    }
    write_ods(&mut workbook, path).map_err(|error| ExportError::Workbook(error.to_string()))
}

/// Writes the empty workbook: a sheet to fill in for each kind of record, examples, and what every column means.
///
/// # Errors
/// When it cannot be written.
pub fn template(examples: &Corpus, path: &Path) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    for kind in [TableKind::Services, TableKind::Enquiries, TableKind::Departments] {
        let columns: Vec<&'static Column> = kind.columns().collect();
        fill(workbook.add_worksheet(), &sheet_name(kind), &columns, &[])?;
    }
    for kind in [TableKind::Services, TableKind::Enquiries, TableKind::Departments] {
        let (columns, rows) = rows(examples, kind);
        fill(workbook.add_worksheet(), &format!("示例 {}", kind.name().0), &columns, &rows)?;
    }
    explain(workbook.add_worksheet())?;
    Ok(workbook.save(path)?)
}

/// The sheet of explanations, in both languages.
fn explain(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const RULES: [(&str, &str); 6] = [
        (
            "填寫「服務」、「查詢」、「部門」各表；「示例」及本表不會讀取。",
            "Fill in the sheets of services, enquiries and departments; examples and this sheet are not read.",
        ),
        (
            "一項記錄可佔多行：第一行填寫全部資料，以下各行重複編號，再填下一份文件、下一項收費或下一份表格。",
            "A record may take several rows: the first has everything, the rows below repeat the id and give the next document, fee or form.",
        ),
        ("刪去整欄，即保留已發布的資料；欄內留空，即表示沒有。", "A column that is taken out leaves what is published; a blank cell means that there is none."),
        (
            "每項資料都要有來源；沒有來源欄，即以部門網頁為來源。",
            "Every fact needs a source; without the columns of sources, the department's page stands for it.",
        ),
        ("日期寫作 2026-11-24；金額寫作 420，免費寫 0。", "Days are written 2026-11-24; amounts 420, and 0 for free."),
        ("先用 oneask corpus check 檢查，再 import、diff、publish。", "Run oneask corpus check first, then import, diff and publish."),
    ];
    let bold = Format::new().set_bold();
    sheet.set_name("說明 Notes")?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 60)?;
    sheet.set_column_width(2, 70)?;
    let mut row = 0;
    for (tc, en) in RULES {
        sheet.write_string(row, 1, tc)?;
        sheet.write_string(row, 2, en)?;
        row += 1;
    }
    for kind in [TableKind::Services, TableKind::Enquiries, TableKind::Departments] {
        row += 1;
        sheet.write_string_with_format(row, 0, sheet_name(kind), &bold)?;
        row += 1;
        for column in kind.columns() {
            sheet.write_string(row, 0, column.names[0])?;
            sheet.write_string(row, 1, column.about.0)?;
            sheet.write_string(row, 2, column.about.1)?;
            row += 1;
        }
    }
    Ok(())
}
