//! The page of `intents`.

use maud::{Markup, html};

use super::{
    chart::{self, Axis, Line},
    matrix,
    page::{both, figure, figures, milliseconds, percent, section, share, slices},
};
use crate::{
    metrics::{bins, refusal_curve},
    report::{IntentOutcome, IntentReport},
};

/// How many of the worst are listed.
const WORST: usize = 40;

pub(super) fn sections(report: &IntentReport) -> Markup {
    let refuses = report.outcomes.iter().any(|outcome| outcome.refused || outcome.intent == report.refused_label);
    html! {
        (head(report, refuses))
        div.pair {
            (section(
                ("可靠度", "Reliability"),
                ("每十分之一信心區間內答對的比例（柱）與其所稱的信心（橙線）；越近越好，柱越闊題數越多。", "How often each tenth of confidence is right (bars), and how sure it says it is (orange). The closer the better; a wide bar stands for many utterances."),
                &chart::reliability(&bins(&report.outcomes.iter().map(|outcome| (outcome.confidence, outcome.best == outcome.intent)).collect::<Vec<_>>())),
            ))
            @if refuses { (refusal(report)) }
            (section(
                ("每句用時", "Time of each prediction"),
                ("單核心逐句量度。", "One utterance after another on one core."),
                &chart::histogram(&report.outcomes.iter().map(|outcome| outcome.milliseconds).collect::<Vec<_>>()),
            ))
        }
        (confusion(report))
        (per_intent(report))
        (slices(&report.slices))
        (worst(report))
    }
}

fn head(report: &IntentReport, refuses: bool) -> Markup {
    let mut all = vec![share("準確率", "accuracy", report.accuracy), share("宏平均 F1", "macro F1", report.macro_f1)];
    all.extend(report.accuracy_without_in_train.map(|accuracy| share("準確率，不計訓練集內有的", "accuracy without those in train", accuracy)));
    if refuses {
        all.extend([
            share("範圍內準確率", "in-scope accuracy", report.in_scope_accuracy),
            share("範圍外召回率", "out-of-scope recall", report.oos_recall),
            share("範圍外 F1", "out-of-scope F1", report.oos_f1),
            share("範圍外 AUROC", "out-of-scope AUROC", report.oos_auroc),
            share("誤拒", "false refusals", report.false_refusals),
            share("有信心而錯", "confidently wrong", report.wrong_confident),
        ]);
    }
    all.extend([
        share("校準誤差", "calibration error", report.ece),
        figure("句數", "utterances", report.utterances.to_string()),
        figure("每秒預測", "predictions a second", format!("{:.0}", report.predictions_per_second)),
        figure("用時中位 / 95%", "time, median / 95%", milliseconds(&report.latency_ms)),
    ]);
    all.extend(report.training_seconds.map(|seconds| figure("訓練", "training", format!("{seconds:.1} s"))));
    all.extend(report.model_bytes.map(|bytes| figure("模型", "model", format!("{:.1} MB", bytes as f64 / 1e6))));
    figures(&all)
}

fn refusal(report: &IntentReport) -> Markup {
    let curve = refusal_curve(&report.doubts());
    let line = |name, class, value: &dyn Fn(&crate::metrics::RefusalPoint) -> f64| Line {
        name,
        class,
        points: curve.iter().map(|point| (point.threshold, value(point))).collect(),
    };
    let lines = [
        line(("範圍內準確率", "in-scope accuracy"), "accent-line", &|point| point.in_scope_accuracy),
        line(("範圍外召回率", "out-of-scope recall"), "warm-line", &|point| point.oos_recall),
    ];
    section(
        ("拒答曲線", "Refusal curve"),
        (
            "門檻提高，範圍外拒得越多，範圍內答得越少；虛線是現用門檻。",
            "A higher threshold refuses more of what is out of scope, and answers less of what is in it. The dashed line is the threshold in use.",
        ),
        &chart::lines(&Axis::of_shares("門檻", "Threshold"), &lines, report.threshold),
    )
}

fn confusion(report: &IntentReport) -> Markup {
    let (shown, left_out) = matrix::shown(&report.per_intent);
    let zh = format!(
        "橫行是實際意圖，直行是預測；藍是對，紅是錯，深淺是佔該行的比例。{}",
        if left_out > 0 { format!("只列最易混淆的 {} 個，其餘 {left_out} 個從略。", shown.len()) } else { String::new() }
    );
    let en = format!(
        "Truth by row, prediction by column; blue is right, red is wrong, as deep as its share of the row.{}",
        if left_out > 0 { format!(" The {} that are confused most; {left_out} others are left out.", shown.len()) } else { String::new() }
    );
    let mut pairs: Vec<(usize, &str, &str)> = report
        .per_intent
        .iter()
        .flat_map(|(truth, scores)| scores.confused_with.iter().map(move |(predicted, count)| (*count, truth.as_str(), predicted.as_str())))
        .collect();
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    html! {
        (section(("混淆矩陣", "Confusion matrix"), (&zh, &en), &matrix::matrix(&report.per_intent)))
        (section(("最常混淆", "Confused most often"), ("實際意圖、誤作的意圖和次數。", "The true intent, what it was taken for, and how often."), &html! {
            table { tbody { @for (count, truth, predicted) in pairs.iter().take(15) {
                tr { td { code { (truth) } } td { "→ " code { (predicted) } } td.number { (count) } }
            } } }
        }))
    }
}

fn per_intent(report: &IntentReport) -> Markup {
    let mut rows: Vec<_> = report.per_intent.iter().filter(|(_, scores)| scores.support > 0).collect();
    rows.sort_by(|a, b| a.1.f1.total_cmp(&b.1.f1).then(a.0.cmp(b.0)));
    let remark = |scores: &crate::metrics::IntentScores| format!("P {:.0}  R {:.0}  n {}", scores.precision * 100.0, scores.recall * 100.0, scores.support);
    let rows: Vec<(String, f64, String)> = rows.into_iter().map(|(intent, scores)| (intent.clone(), scores.f1, remark(scores))).collect();
    section(
        ("各意圖 F1", "F1 of each intent"),
        ("由低至高；P 精確率、R 召回率、n 題數。", "Lowest first; P precision, R recall, n utterances."),
        &chart::bars(&rows),
    )
}

fn worst(report: &IntentReport) -> Markup {
    let mut wrong: Vec<&IntentOutcome> = report.outcomes.iter().filter(|outcome| !outcome.is_right()).collect();
    wrong.sort_by(|a, b| a.refused.cmp(&b.refused).then(b.confidence.total_cmp(&a.confidence)));
    section(
        ("最差的例子", "The worst examples"),
        ("答錯而最有信心的排最前。", "Wrong, and surest of it, first."),
        &html! {
            table {
                thead { tr { th { (both("句子", "Utterance")) } th { (both("實際", "Truth")) } th { (both("預測", "Prediction")) } th.number { (both("信心", "Confidence")) } } }
                tbody { @for outcome in wrong.iter().take(WORST) {
                    tr { td.text { (outcome.text) } td { code { (outcome.intent) } } td { code.wrong { (outcome.predicted) } } td.number { (percent(outcome.confidence)) } }
                } }
            }
        },
    )
}
