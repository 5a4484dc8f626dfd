//! The metrics against scikit-learn and trec_eval, whose values are in `testdata/cross_check.json`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Fixture {
    labels: Labels,
    ranking: Ranking,
}

#[derive(Deserialize)]
struct Labels {
    truth: Vec<String>,
    predicted: Vec<String>,
    confidence: Vec<f64>,
    doubt: Vec<f64>,
    accuracy: f64,
    macro_f1: f64,
    per_label: BTreeMap<String, (f64, f64, f64, usize)>,
    auroc: f64,
    ece: f64,
}

#[derive(Deserialize)]
struct Ranking {
    qrels: BTreeMap<String, BTreeMap<String, i64>>,
    run: BTreeMap<String, Vec<String>>,
    expected: BTreeMap<String, f64>,
}

/// From a ranked list and graded judgements.
type Metric<'m> = &'m dyn Fn(&[&str], &[(&str, i64)]) -> f64;

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("../../testdata/cross_check.json")).unwrap()
}

fn assert_close(name: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{name}: {found}, expected {expected}");
}

#[test]
fn labels_as_scikit_learn_has_them() {
    let Labels { truth, predicted, confidence, doubt, accuracy: expected, macro_f1: expected_f1, per_label: expected_labels, auroc, ece } = fixture().labels;
    let pairs: Vec<(&str, &str)> = truth.iter().map(String::as_str).zip(predicted.iter().map(String::as_str)).collect();
    assert_close("accuracy", accuracy(&pairs), expected);
    let scores = per_label(&pairs);
    assert_close("macro F1", macro_f1(&scores), expected_f1);
    for (label, (precision, recall, f1, support)) in expected_labels {
        let found = &scores[&label];
        assert_close(&label, found.precision, precision);
        assert_close(&label, found.recall, recall);
        assert_close(&label, found.f1, f1);
        assert_eq!(found.support, support);
    }
    let of = |outside: bool| doubt.iter().zip(&truth).filter(|(_, truth)| (*truth == "out_of_scope") == outside).map(|(doubt, _)| *doubt).collect::<Vec<_>>();
    assert_close("auroc", area_under_roc(&of(true), &of(false)), auroc);
    let calibration: Vec<(f64, bool)> = confidence.into_iter().zip(pairs.iter().map(|(truth, predicted)| truth == predicted)).collect();
    assert_close("ece", expected_calibration_error(&calibration), ece);
}

#[test]
fn rankings_as_trec_eval_has_them() {
    let Ranking { qrels, run, expected } = fixture().ranking;
    let mean_of = |metric: Metric<'_>| {
        mean(qrels.iter().map(|(question, judged)| {
            let ranked: Vec<&str> = run[question].iter().map(String::as_str).collect();
            metric(&ranked, &judged.iter().map(|(id, grade)| (id.as_str(), *grade)).collect::<Vec<_>>())
        }))
    };
    let relevant = |judged: &[(&str, i64)]| judged.iter().filter(|(_, grade)| *grade > 0).map(|(id, _)| (*id).to_owned()).collect::<Vec<_>>();
    let with_ids = |judged: &[(&str, i64)], metric: &dyn Fn(&[&str]) -> f64| {
        let ids = relevant(judged);
        metric(&ids.iter().map(String::as_str).collect::<Vec<_>>())
    };
    for k in [1, 3, 10] {
        let recall = mean_of(&|ranked, judged| with_ids(judged, &|ids| recall_at(k, ranked, ids)));
        assert_close("recall", recall, expected[&format!("recall_{k}")]);
        let success = mean_of(&|ranked, judged| with_ids(judged, &|ids| success_at(k, ranked, ids)));
        assert_close("success", success, expected[&format!("success_{k}")]);
    }
    assert_close("nDCG@10", mean_of(&|ranked, judged| ndcg_at(10, ranked, judged)), expected["ndcg_cut_10"]);
    let rr = mean_of(&|ranked, judged| with_ids(judged, &|ids| reciprocal_rank_at(10, ranked, ids)));
    assert_close("MRR@10", rr, expected["recip_rank_10"]);
}
