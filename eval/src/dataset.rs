//! Labelled utterances and test collections of others, in the formats that they come in.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use oneask_intents::dataset::{Example, read_rasa};
use serde::Deserialize;

/// Labelled utterances: Rasa NLU YAML (a file or a folder), MASSIVE JSON Lines, CLINC150 JSON, or a CSV or TSV with the
/// header `text,intent`. `part` chooses `train`, `dev` or `test` of a file that holds several.
pub(crate) fn utterances(path: &Path, part: &str) -> Result<Vec<Example>> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let examples = match extension {
        "jsonl" => massive(path, part)?,
        "json" => clinc(path, part)?,
        "csv" => table(path, b',')?,
        "tsv" => table(path, b'\t')?,
        _ => read_rasa(path).map_err(anyhow::Error::from)?,
    };
    if examples.is_empty() {
        bail!("`{}` has no utterances for `{part}`", path.display());
    }
    Ok(examples)
}

#[derive(Deserialize)]
struct MassiveRow {
    partition: String,
    intent: String,
    utt: String,
}

fn massive(path: &Path, part: &str) -> Result<Vec<Example>> {
    let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
    let mut examples = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row: MassiveRow = serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))?;
        if row.partition == part {
            examples.push(Example::new(row.utt, row.intent));
        }
    }
    Ok(examples)
}

/// The out-of-scope rows of a part belong to it, under the label `oos`.
fn clinc(path: &Path, part: &str) -> Result<Vec<Example>> {
    let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
    let parts: HashMap<String, Vec<(String, String)>> = serde_json::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
    let part = if part == "dev" { "val" } else { part };
    let names = [part.to_owned(), format!("oos_{part}")];
    Ok(names.iter().filter_map(|name| parts.get(name)).flatten().map(|(text, intent)| Example::new(text, intent)).collect())
}

fn table(path: &Path, delimiter: u8) -> Result<Vec<Example>> {
    #[derive(Deserialize)]
    struct Row {
        text: String,
        intent: String,
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_path(path).with_context(|| format!("`{}`", path.display()))?;
    let mut examples = Vec::new();
    for row in reader.deserialize() {
        let row: Row = row.with_context(|| format!("`{}`: the header is `text,intent`", path.display()))?;
        examples.push(Example::new(row.text, row.intent));
    }
    Ok(examples)
}

/// A test collection in the BEIR layout.
pub(crate) struct Collection {
    /// Id, title, text.
    pub(crate) documents: Vec<(String, String, String)>,
    /// Question and its relevant documents.
    pub(crate) questions: Vec<(String, Vec<String>)>,
}

/// Reads `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; questions without judgements are left out.
pub(crate) fn beir(folder: &Path) -> Result<Collection> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "_id")]
        id: String,
        #[serde(default)]
        title: String,
        text: String,
    }
    let rows = |name: &str| -> Result<Vec<Row>> {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))?;
        text.lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1)))
            .collect()
    };
    let path = folder.join("qrels").join("test.tsv");
    let qrels = fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))?;
    let mut relevant: HashMap<&str, Vec<String>> = HashMap::new();
    for (i, line) in qrels.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [question, document, score] = fields[..] else { bail!("{}:{}: a row has query-id, corpus-id and score", path.display(), i + 1) };
        if score.trim() != "0" {
            relevant.entry(question).or_default().push(document.to_owned());
        }
    }
    Ok(Collection {
        documents: rows("corpus.jsonl")?.into_iter().map(|row| (row.id, row.title, row.text)).collect(),
        questions: rows("queries.jsonl")?.into_iter().filter_map(|row| relevant.get(row.id.as_str()).map(|documents| (row.text, documents.clone()))).collect(),
    })
}
