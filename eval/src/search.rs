//! How often the right form is found.

use std::{collections::BTreeMap, path::Path, time::Instant};

use anyhow::Result;
use oneask::{Assistant, Input, Session, World, wire::Decision};
use oneask_corpus::{model::FormKey, text::Utterance};
use oneask_index::{Document, DocumentId, Index, Query};
use serde::Serialize;

use crate::{
    dataset,
    metrics::{ndcg_at, recall_at, reciprocal_rank_at},
    suite::FormCase,
};

/// What is measured of ranked lists.
#[derive(Debug, Serialize)]
pub(crate) struct SearchReport {
    pub(crate) questions: usize,
    #[serde(rename = "recall@1")]
    pub(crate) recall_1: f64,
    #[serde(rename = "recall@3")]
    pub(crate) recall_3: f64,
    #[serde(rename = "recall@10")]
    pub(crate) recall_10: f64,
    #[serde(rename = "mrr@10")]
    pub(crate) mrr_10: f64,
    #[serde(rename = "ndcg@10")]
    pub(crate) ndcg_10: f64,
    pub(crate) queries_per_second: f64,
    /// Of the questions that name forms, the share whose reply has one of them among its forms.
    pub(crate) forms_right: f64,
    /// Of what must be refused, the share that is: a fallback with no forms.
    pub(crate) refused: f64,
    /// Of what must be answered, the share that is declined.
    pub(crate) false_refusals: f64,
    /// Recall at 3 by language and by style.
    pub(crate) by_slice: BTreeMap<String, f64>,
    pub(crate) wrong: Vec<WrongForm>,
}

/// A question whose service was not first.
#[derive(Debug, Serialize)]
pub(crate) struct WrongForm {
    pub(crate) text: String,
    pub(crate) wanted: Vec<String>,
    pub(crate) found: Vec<String>,
    pub(crate) intent: Option<String>,
    pub(crate) decision: Decision,
}

/// Runs the suite of form questions through the whole way of an utterance.
pub(crate) fn on_suite(assistant: &Assistant, world: &World, cases: &[FormCase], progress: impl Fn()) -> Result<SearchReport> {
    let mut totals = Totals::default();
    let mut slices: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    let (mut refused, mut must_refuse, mut declined) = (0, 0, 0);
    let (mut forms_right, mut with_forms) = (0, 0);
    let mut wrong = Vec::new();
    let started = Instant::now();
    for case in cases {
        let turn = assistant.respond(&Session::default(), &Input::Utterance(Utterance::parse(&case.text)?), world)?;
        progress();
        let reply = turn.reply;
        let ranked: Vec<&str> = reply.services.iter().map(|service| service.id.as_str()).collect();
        if case.must_be_refused() {
            must_refuse += 1;
            let right = reply.decision == Decision::Fallback && reply.forms.is_empty();
            refused += usize::from(right);
            if !right {
                wrong.push(WrongForm {
                    text: case.text.clone(),
                    wanted: vec!["none".into()],
                    found: own(&ranked),
                    intent: reply.intent,
                    decision: reply.decision,
                });
            }
            continue;
        }
        let wanted = case.services();
        totals.add(&ranked, &wanted);
        declined += usize::from(reply.decision == Decision::Fallback);
        let hit = recall_at(3, &ranked, &wanted);
        for slice in [&case.language, &case.style] {
            let entry = slices.entry(slice.clone()).or_default();
            entry.0 += hit;
            entry.1 += 1;
        }
        let forms = case.forms();
        if !forms.is_empty() {
            with_forms += 1;
            let shown: Vec<FormKey> = reply.forms.iter().map(|form| FormKey::of(&form.number)).collect();
            forms_right += usize::from(forms.iter().any(|form| shown.contains(&FormKey::of(form))));
        }
        if ranked.first().is_none_or(|first| !wanted.contains(first)) {
            wrong.push(WrongForm { text: case.text.clone(), wanted: own(&wanted), found: own(&ranked), intent: reply.intent, decision: reply.decision });
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    Ok(SearchReport {
        forms_right: share(forms_right, with_forms),
        refused: share(refused, must_refuse),
        false_refusals: share(declined, cases.len() - must_refuse),
        by_slice: slices.into_iter().map(|(name, (hits, n))| (name, hits / n as f64)).collect(),
        wrong,
        queries_per_second: cases.len() as f64 / seconds.max(1e-9),
        ..totals.report()
    })
}

fn own(ids: &[&str]) -> Vec<String> {
    ids.iter().take(5).map(|id| (*id).to_owned()).collect()
}

/// Indexes a BEIR folder with the product's own analysis and ranking, and searches it.
pub(crate) fn on_collection(folder: &Path, progress: impl Fn()) -> Result<SearchReport> {
    let collection = dataset::beir(folder)?;
    let documents: Vec<Document> = collection
        .documents
        .into_iter()
        .map(|(id, title, text)| Document {
            id: DocumentId::Other(id),
            titles: if title.is_empty() { Vec::new() } else { vec![title] },
            aliases: Vec::new(),
            body: vec![text],
            forms: Vec::new(),
            department: None,
            channels: Vec::new(),
            free: None,
        })
        .collect();
    let index = Index::in_memory(&documents, &Vec::new())?;
    let mut totals = Totals::default();
    let started = Instant::now();
    for (question, relevant) in &collection.questions {
        let hits = index.search(&Query::new(question.clone()), 10)?;
        progress();
        let ranked: Vec<&str> = hits
            .iter()
            .filter_map(|hit| match &hit.id {
                DocumentId::Other(id) => Some(id.as_str()),
                _ => None,
            })
            .collect();
        totals.add(&ranked, &relevant.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(SearchReport { queries_per_second: collection.questions.len() as f64 / seconds.max(1e-9), ..totals.report() })
}

#[derive(Default)]
struct Totals {
    n: usize,
    sums: [f64; 5],
}

impl Totals {
    fn add(&mut self, ranked: &[&str], relevant: &[&str]) {
        self.n += 1;
        let values = [
            recall_at(1, ranked, relevant),
            recall_at(3, ranked, relevant),
            recall_at(10, ranked, relevant),
            reciprocal_rank_at(10, ranked, relevant),
            ndcg_at(10, ranked, relevant),
        ];
        self.sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    }

    fn report(&self) -> SearchReport {
        let mean = |i: usize| if self.n == 0 { 0.0 } else { self.sums[i] / self.n as f64 };
        SearchReport {
            questions: self.n,
            recall_1: mean(0),
            recall_3: mean(1),
            recall_10: mean(2),
            mrr_10: mean(3),
            ndcg_10: mean(4),
            queries_per_second: 0.0,
            forms_right: 0.0,
            refused: 0.0,
            false_refusals: 0.0,
            by_slice: BTreeMap::new(),
            wrong: Vec::new(),
        }
    }
}
