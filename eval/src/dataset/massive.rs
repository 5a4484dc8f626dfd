//! MASSIVE (FitzGerald et al. 2022): JSON Lines with `partition`, `intent` and `utt`.

use anyhow::{Context, Result};
use oneask_intents::dataset::Example;
use serde::Deserialize;

use super::Split;

#[derive(Deserialize)]
struct Row {
    partition: String,
    intent: String,
    utt: String,
}

pub(super) fn parse(text: &str, split: Split) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row: Row = serde_json::from_str(line).with_context(|| format!("row {}: not a row of MASSIVE", i + 1))?;
        if row.partition == split.name() {
            examples.push(Example::new(row.utt, row.intent));
        }
    }
    Ok(examples)
}
