//! CSV and TSV with the header `text,intent`; further columns are passed over.

use anyhow::{Context, Result};
use oneask_intents::dataset::Example;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    text: String,
    intent: String,
}

pub(super) fn parse(text: &str, delimiter: u8) -> Result<Vec<Example>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.deserialize().map(|row| row.map(|Row { text, intent }| Example::new(text, intent)));
    rows.collect::<Result<_, _>>().context("the header is `text,intent`")
}
