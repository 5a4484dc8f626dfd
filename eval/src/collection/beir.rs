//! The BEIR layout (Thakur et al. 2021): `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Collection, CollectionDocument, Qrels};

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// Reads a folder.
///
/// # Errors
/// When a file is missing or a row is not of its format; the error names file and row.
pub(crate) fn read(folder: &Path) -> Result<Collection> {
    let qrels = qrels(&folder.join("qrels").join("test.tsv"))?;
    let judged = |id: &str| qrels.get(id).is_some_and(|judged| judged.iter().any(|(_, grade)| *grade > 0));
    let document = |Row { id, title, text }| CollectionDocument { id, title, text };
    Ok(Collection {
        documents: rows(&folder.join("corpus.jsonl"))?.into_iter().map(document).collect(),
        questions: rows(&folder.join("queries.jsonl"))?.into_iter().filter(|row| judged(&row.id)).map(|row| (row.id, row.text)).collect(),
        qrels,
    })
}

fn rows(path: &Path) -> Result<Vec<Row>> {
    let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))).collect()
}

/// Tab-separated query-id, corpus-id and score, under a header of these names.
fn qrels(path: &Path) -> Result<Qrels> {
    let text = fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?;
    let mut qrels = Qrels::new();
    for (i, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [question, document, grade] = fields[..] else { bail!("{}:{}: a row has query-id, corpus-id and score", path.display(), i + 1) };
        let grade = grade.parse().with_context(|| format!("{}:{}: the score `{grade}` is not a whole number", path.display(), i + 1))?;
        qrels.entry(question.to_owned()).or_default().push((document.to_owned(), grade));
    }
    Ok(qrels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_and_unjudged_questions_are_left_out() {
        let collection = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/beir")).unwrap();
        assert_eq!(collection.documents.len(), 3);
        assert_eq!(collection.documents[2].title, "");
        assert_eq!(collection.questions.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["q1", "q2"]);
        assert_eq!(collection.qrels["q1"], [("d2".to_owned(), 2), ("d1".to_owned(), 0)]);
    }
}
