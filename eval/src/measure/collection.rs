//! Searching test collections of others, and judging runs of others.

use std::{path::Path, time::Instant};

use anyhow::Result;
use oneask_index::{Document, DocumentId, Index, Query};

use crate::{
    cli::bar,
    collection::{CollectionDocument, read_beir, read_qrels, read_run},
    report::{SearchOutcome, SearchReport},
};

/// How many documents are asked for.
const DEPTH: usize = 10;

/// Indexes a BEIR folder with the product's own analysis and ranking, and searches it.
pub(super) fn search(folder: &Path) -> Result<SearchReport> {
    let collection = read_beir(folder)?;
    let documents: Vec<Document> = collection.documents.into_iter().map(document).collect();
    let index = Index::in_memory(&documents, &Vec::new())?;
    let bar = bar("search", collection.questions.len());
    // The first question pays for what is built once.
    if let Some((_, text)) = collection.questions.first() {
        index.search(&Query::new(text.clone()), DEPTH)?;
    }
    let mut outcomes = Vec::new();
    for (id, text) in collection.questions {
        let started = Instant::now();
        let hits = index.search(&Query::new(text.clone()), DEPTH)?;
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        bar.inc(1);
        let found = hits.into_iter().filter_map(|hit| match hit.id {
            DocumentId::Other(document) => Some((document, f64::from(hit.score.get()))),
            _ => None,
        });
        let relevant = collection.qrels.get(&id).cloned().unwrap_or_default();
        outcomes.push(SearchOutcome { id, text, relevant, found: found.collect(), milliseconds, ..SearchOutcome::default() });
    }
    Ok(SearchReport::of(name(folder), outcomes))
}

/// A document whose title is its name, if it has one, and whose text is its body.
fn document(CollectionDocument { id, title, text }: CollectionDocument) -> Document {
    Document {
        id: DocumentId::Other(id),
        titles: if title.is_empty() { Vec::new() } else { vec![title] },
        aliases: Vec::new(),
        questions: Vec::new(),
        body: vec![text],
        forms: Vec::new(),
        department: None,
        channels: Vec::new(),
        free: None,
    }
}

/// Judges a run. A question that was judged and is not in the run found nothing.
pub(super) fn judge(qrels: &Path, run: &Path) -> Result<SearchReport> {
    let mut found = read_run(run)?;
    let judged = read_qrels(qrels)?.into_iter().filter(|(_, judged)| judged.iter().any(|(_, grade)| *grade > 0));
    let outcomes = judged.map(|(id, relevant)| {
        let mut found = found.remove(&id).unwrap_or_default();
        found.truncate(DEPTH);
        SearchOutcome { text: id.clone(), id, relevant, found, ..SearchOutcome::default() }
    });
    Ok(SearchReport::of(name(run), outcomes.collect()))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn testdata(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
    }

    #[test]
    fn a_collection_is_indexed_and_searched() {
        let report = search(&testdata("beir")).unwrap();
        assert_eq!((report.data.as_str(), report.questions), ("beir", 2));
        // q1 has one relevant document, q2 two, of which one has none of the question's words.
        assert_eq!((report.recall_1, report.mrr_10, report.recall_10), (0.75, 1.0, 0.75));
    }

    #[test]
    fn a_run_is_judged_by_its_scores() {
        let report = judge(&testdata("qrels.txt"), &testdata("run.txt")).unwrap();
        assert_eq!((report.recall_1, report.recall_3, report.mrr_10), (0.75, 0.75, 1.0));
    }
}
