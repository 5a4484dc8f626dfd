//! The report of `search`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Latency, Slices, Tags, slices};
use crate::metrics::{mean, ndcg_at, recall_at, reciprocal_rank_at, share, success_at};

/// What is measured of ranked lists.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SearchReport {
    /// What was searched.
    pub(crate) data: String,
    /// The questions that have an answer; all averages are over them.
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
    pub(crate) latency_ms: Latency,
    /// What a suite of whole answers measures besides.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(crate) answers: Option<AnswerFigures>,
    pub(crate) slices: Slices,
    pub(crate) outcomes: Vec<SearchOutcome>,
}

/// Figures of answers, where whole answers were given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct AnswerFigures {
    /// Of the questions that name forms, the share whose reply has one of them among its forms.
    pub(crate) forms_right: f64,
    /// Of what must be refused, the share that is: a fallback with no forms.
    pub(crate) refused: f64,
    /// Of what must be answered, the share that is declined.
    pub(crate) false_refusals: f64,
    /// The share of all questions that get an answer, with no question back, and a wrong one.
    pub(crate) wrong_confident: f64,
}

/// A question and what was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SearchOutcome {
    pub(crate) id: String,
    pub(crate) text: String,
    /// The relevant documents with their grades; empty where the question must be refused.
    pub(crate) relevant: Vec<(String, i64)>,
    /// Whether the relevant ones are one answer in several places, of which one is enough.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) any_will_do: bool,
    /// What was found, with scores, best first, ten at most.
    pub(crate) found: Vec<(String, f64)>,
    /// What became of it, where a whole answer was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Answer>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: Tags,
    pub(crate) milliseconds: f64,
}

/// What the assistant made of a question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    /// `answer`, `clarify` or `fallback`.
    pub(crate) decision: String,
    pub(crate) intent: Option<String>,
    pub(crate) confidence: f64,
    /// Whether one of the forms that the case names is among those of the reply; nothing where it names none.
    pub(crate) has_form: Option<bool>,
    /// Whether the reply is right as a whole: of what must be refused, that it is; of the rest, that its first service is.
    pub(crate) is_right: bool,
}

impl SearchOutcome {
    pub(crate) fn must_be_refused(&self) -> bool {
        self.relevant.is_empty()
    }

    /// Recall among the first `k`: whether any is there where any will do, else the share that is.
    pub(crate) fn recall(&self, k: usize) -> f64 {
        let (ranked, relevant) = (self.ranked(), self.relevant_ids());
        if self.any_will_do { success_at(k, &ranked, &relevant) } else { recall_at(k, &ranked, &relevant) }
    }

    pub(crate) fn reciprocal_rank(&self) -> f64 {
        reciprocal_rank_at(10, &self.ranked(), &self.relevant_ids())
    }

    pub(crate) fn ndcg(&self) -> f64 {
        let graded: Vec<(&str, i64)> = self.relevant.iter().map(|(id, grade)| (id.as_str(), *grade)).collect();
        // Of several places of one answer, the first that is found is all that can be gained.
        if self.any_will_do {
            let first = self.ranked().into_iter().find(|id| self.relevant_ids().contains(id)).unwrap_or(graded[0].0);
            return ndcg_at(10, &self.ranked(), &[(first, 1)]);
        }
        ndcg_at(10, &self.ranked(), &graded)
    }

    fn ranked(&self) -> Vec<&str> {
        self.found.iter().map(|(id, _)| id.as_str()).collect()
    }

    fn relevant_ids(&self) -> Vec<&str> {
        self.relevant.iter().filter(|(_, grade)| *grade > 0).map(|(id, _)| id.as_str()).collect()
    }

    /// Whether the first is right; of what must be refused, whether it is.
    pub(crate) fn is_right(&self) -> bool {
        self.answer.as_ref().map_or_else(|| self.recall(1) > 0.0, |answer| answer.is_right)
    }
}

impl SearchReport {
    /// All figures that follow from the outcomes.
    pub(crate) fn of(data: String, outcomes: Vec<SearchOutcome>) -> Self {
        let (to_refuse, to_answer): (Vec<&SearchOutcome>, Vec<&SearchOutcome>) = outcomes.iter().partition(|outcome| outcome.must_be_refused());
        let over = |metric: &dyn Fn(&SearchOutcome) -> f64| mean(to_answer.iter().map(|outcome| metric(outcome)));
        let seconds = outcomes.iter().map(|outcome| outcome.milliseconds).sum::<f64>() / 1000.0;
        let answers = outcomes.iter().any(|outcome| outcome.answer.is_some()).then(|| {
            let decided = |outcome: &&SearchOutcome, decision: &str| outcome.answer.as_ref().is_some_and(|answer| answer.decision == decision);
            let with_forms: Vec<bool> = outcomes.iter().filter_map(|outcome| outcome.answer.as_ref()?.has_form).collect();
            AnswerFigures {
                forms_right: share(with_forms.iter().filter(|has| **has).count(), with_forms.len()),
                refused: share(to_refuse.iter().filter(|outcome| outcome.is_right()).count(), to_refuse.len()),
                false_refusals: share(to_answer.iter().filter(|outcome| decided(outcome, "fallback")).count(), to_answer.len()),
                wrong_confident: share(outcomes.iter().filter(|outcome| decided(outcome, "answer") && !outcome.is_right()).count(), outcomes.len()),
            }
        });
        Self {
            questions: to_answer.len(),
            recall_1: over(&|outcome| outcome.recall(1)),
            recall_3: over(&|outcome| outcome.recall(3)),
            recall_10: over(&|outcome| outcome.recall(10)),
            mrr_10: over(&SearchOutcome::reciprocal_rank),
            ndcg_10: over(&SearchOutcome::ndcg),
            queries_per_second: outcomes.len() as f64 / seconds.max(1e-9),
            latency_ms: Latency::of(outcomes.iter().map(|outcome| outcome.milliseconds)),
            answers,
            slices: slices(["recall@1", "recall@3"], to_answer.iter().map(|outcome| (&outcome.tags, [outcome.recall(1), outcome.recall(3)]))),
            data,
            outcomes,
        }
    }

    pub(super) fn by_example(&self) -> BTreeMap<&'static str, Vec<(String, f64)>> {
        let of = |metric: &dyn Fn(&SearchOutcome) -> f64| -> Vec<(String, f64)> {
            self.outcomes.iter().filter(|outcome| !outcome.must_be_refused()).map(|outcome| (outcome.text.clone(), metric(outcome))).collect()
        };
        BTreeMap::from([
            ("recall@1", of(&|outcome| outcome.recall(1))),
            ("recall@3", of(&|outcome| outcome.recall(3))),
            ("recall@10", of(&|outcome| outcome.recall(10))),
            ("mrr@10", of(&SearchOutcome::reciprocal_rank)),
            ("ndcg@10", of(&SearchOutcome::ndcg)),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(relevant: &[(&str, i64)], any_will_do: bool, found: &[&str], answer: Option<(&str, bool)>) -> SearchOutcome {
        SearchOutcome {
            relevant: relevant.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect(),
            any_will_do,
            found: found.iter().map(|id| ((*id).to_owned(), 1.0)).collect(),
            answer: answer.map(|(decision, is_right)| Answer { decision: decision.into(), is_right, ..Answer::default() }),
            milliseconds: 2.0,
            ..SearchOutcome::default()
        }
    }

    #[test]
    fn graded_collections_by_hand() {
        let report = SearchReport::of(
            "c".into(),
            vec![outcome(&[("a", 1), ("b", 2), ("x", 0)], false, &["x", "a", "c", "b"], None), outcome(&[("d", 1)], false, &["d"], None)],
        );
        assert_eq!((report.recall_1, report.recall_3, report.recall_10), (0.5, 0.75, 1.0));
        assert_eq!((report.mrr_10, report.answers), (0.75, None));
        let log = |rank: f64| (rank + 1.0).log2();
        let first = (1.0 / log(2.0) + 2.0 / log(4.0)) / (2.0 + 1.0 / log(2.0));
        assert!((report.ndcg_10 - f64::midpoint(first, 1.0)).abs() < 1e-12);
    }

    #[test]
    fn answers_by_hand() {
        let report = SearchReport::of(
            "s".into(),
            vec![
                outcome(&[("a", 1), ("b", 1)], true, &["c", "b"], Some(("answer", false))),
                outcome(&[("d", 1)], true, &["d"], Some(("fallback", true))),
                outcome(&[], false, &["e"], Some(("answer", false))),
                outcome(&[], false, &[], Some(("fallback", true))),
            ],
        );
        assert_eq!((report.questions, report.recall_1, report.recall_3), (2, 0.5, 1.0));
        let answers = report.answers.unwrap();
        assert_eq!((answers.refused, answers.false_refusals, answers.wrong_confident), (0.5, 0.5, 0.5));
        assert!((report.ndcg_10 - f64::midpoint(1.0 / 3f64.log2(), 1.0)).abs() < 1e-12);
        assert_eq!(report.queries_per_second, 500.0);
    }
}
