//! Test collections of others: documents, questions, and who judged what relevant to what.

mod beir;
mod trec;

use std::collections::BTreeMap;

pub(crate) use beir::read as read_beir;
pub(crate) use trec::{read_qrels, read_run, write_run};

/// What was judged of each question: documents with their grade, of which 0 and less are not relevant.
pub(crate) type Qrels = BTreeMap<String, Vec<(String, i64)>>;

/// What was found for each question: documents with their score, best first.
pub(crate) type Run = BTreeMap<String, Vec<(String, f64)>>;

/// A document of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CollectionDocument {
    pub(crate) id: String,
    /// Empty where it has none.
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A collection that can be indexed and asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Collection {
    pub(crate) documents: Vec<CollectionDocument>,
    /// The questions that have a relevant document, with their ids, in the order of the file. Others are left out of every
    /// average, as trec_eval leaves them out.
    pub(crate) questions: Vec<(String, String)>,
    pub(crate) qrels: Qrels,
}
