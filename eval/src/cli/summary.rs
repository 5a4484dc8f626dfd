//! Reports as lines for a terminal.

use crate::{
    compare::Comparison,
    report::{DialogueReport, IntentReport, Latency, LoadReport, Report, SearchReport, Slices},
};

/// The lines of a report: the figures, then what went wrong.
pub(super) fn of(report: &Report) -> Vec<String> {
    match report {
        Report::Intents(report) => intents(report),
        Report::Search(report) => search(report),
        Report::Dialogues(report) => dialogues(report),
        Report::Load(report) => load(report),
    }
}

fn intents(report: &IntentReport) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {} utterances, classifier {}", report.data, report.utterances, report.classifier),
        percent("accuracy", report.accuracy),
        percent("macro F1", report.macro_f1),
    ];
    lines.extend(report.accuracy_without_in_train.map(|accuracy| percent("… without those in train", accuracy)));
    if !report.fold_accuracy.is_empty() {
        let folds: Vec<String> = report.fold_accuracy.iter().map(|accuracy| format!("{:.2}", accuracy * 100.0)).collect();
        lines.push(format!("{:>26} {}", "folds", folds.join(" ")));
    }
    if report.outcomes.iter().any(|outcome| outcome.refused || outcome.intent == report.refused_label) {
        lines.extend([
            percent("in-scope accuracy", report.in_scope_accuracy),
            percent("out-of-scope recall", report.oos_recall),
            percent("out-of-scope precision", report.oos_precision),
            percent("out-of-scope F1", report.oos_f1),
            percent("out-of-scope AUROC", report.oos_auroc),
            percent("false refusals", report.false_refusals),
            percent("confidently wrong", report.wrong_confident),
        ]);
        lines.extend(report.threshold.map(|threshold| format!("{:>26} {threshold:9.3}", "threshold")));
    }
    if let Some(dev) = &report.dev {
        lines.push(format!(
            "{:>26} {:8.2}%  in scope {:.2}%, out-of-scope recall {:.2}%, AUROC {:.2}%, false refusals {:.2}%",
            "dev: accuracy",
            dev.accuracy * 100.0,
            dev.in_scope_accuracy * 100.0,
            dev.oos_recall * 100.0,
            dev.oos_auroc * 100.0,
            dev.false_refusals * 100.0
        ));
    }
    lines.extend([
        percent("calibration error", report.ece),
        format!("{:>26} {:8.0}/s", "predictions", report.predictions_per_second),
        latency("latency", &report.latency_ms),
    ]);
    lines.extend(report.training_seconds.map(|seconds| format!("{:>26} {seconds:8.1} s", "training")));
    lines.extend(report.model_bytes.map(|bytes| format!("{:>26} {:8.1} MB", "model", bytes as f64 / 1e6)));
    lines.extend(report.peak_memory_bytes.map(|bytes| format!("{:>26} {:8.0} MB", "memory at most", bytes as f64 / 1e6)));
    lines.extend(slices(&report.slices));
    let wrong = report.outcomes.iter().filter(|outcome| !outcome.is_right());
    lines.extend(wrong.map(|outcome| format!("  {} -> {} ({:.2})  {}", outcome.intent, outcome.predicted, outcome.confidence, outcome.text)));
    lines
}

fn search(report: &SearchReport) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {} questions", report.data, report.questions),
        percent("recall@1", report.recall_1),
        percent("recall@3", report.recall_3),
        percent("recall@10", report.recall_10),
        percent("MRR@10", report.mrr_10),
        percent("nDCG@10", report.ndcg_10),
    ];
    if let Some(answers) = &report.answers {
        lines.extend([
            percent("forms right", answers.forms_right),
            percent("refused of none", answers.refused),
            percent("false refusals", answers.false_refusals),
            percent("confidently wrong", answers.wrong_confident),
        ]);
    }
    lines.extend([format!("{:>26} {:8.0}/s", "questions", report.queries_per_second), latency("latency", &report.latency_ms)]);
    lines.extend(slices(&report.slices));
    for outcome in report.outcomes.iter().filter(|outcome| !outcome.is_right()) {
        let wanted: Vec<&str> = outcome.relevant.iter().filter(|(_, grade)| *grade > 0).map(|(id, _)| id.as_str()).collect();
        let found: Vec<&str> = outcome.found.iter().take(5).map(|(id, _)| id.as_str()).collect();
        let how = outcome.answer.as_ref().map(|answer| format!(" [{}, {}]", answer.intent.as_deref().unwrap_or("-"), answer.decision)).unwrap_or_default();
        let wanted = if wanted.is_empty() { "none".to_owned() } else { wanted.join(" | ") };
        lines.push(format!("  {}\n      wanted {wanted}  got {}{how}", outcome.text, found.join(" ")));
    }
    lines
}

fn dialogues(report: &DialogueReport) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {} dialogues, {} turns", report.data, report.dialogues, report.turns),
        percent("turns right", report.turns_right),
        percent("dialogues right", report.dialogues_right),
        percent("confidently wrong", report.wrong_confident),
        latency("latency", &report.latency_ms),
    ];
    lines.extend(slices(&report.slices));
    if !report.skipped.is_empty() {
        lines.push(format!("left out, for want of their recorded feed (--feeds) or of their clock: {}", report.skipped.join(", ")));
    }
    for outcome in report.outcomes.iter().filter(|outcome| !outcome.is_right()) {
        let language = outcome.tags.get("language").map(String::as_str).unwrap_or_default();
        lines.push(format!("  {} ({language}) turn {}: {}", outcome.dialogue, outcome.turn, outcome.said));
        lines.extend(outcome.missed.iter().map(|missed| format!("      {missed}")));
    }
    lines
}

fn load(report: &LoadReport) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}: {} connections ({} failed), {} messages a second for {:.1} s",
            report.data, report.connections, report.connections_failed, report.rate, report.seconds
        ),
        format!("{:>26} {:8} of {}, {:.1}/s", "answered", report.answered, report.sent, report.answered_per_second),
        latency("reply", &report.latency_ms),
        latency("ack", &report.ack_ms),
        latency("connect", &report.connect_ms),
    ];
    lines.extend(report.errors.iter().map(|(reason, count)| format!("{reason:>26} {count:8}")));
    lines
}

pub(super) fn comparison(comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![format!(
        "{} -> {}: {} examples in both, {} only before, {} only after",
        comparison.before, comparison.after, comparison.paired, comparison.only_before, comparison.only_after
    )];
    for (metric, change) in &comparison.metrics {
        lines.push(format!(
            "{metric:>26} {:8.2}% -> {:.2}%  {:+.2} [{:+.2}, {:+.2}]  p = {:.4}  {} better, {} worse",
            change.before * 100.0,
            change.after * 100.0,
            change.difference * 100.0,
            change.low * 100.0,
            change.high * 100.0,
            change.p_value,
            change.better.len(),
            change.worse.len()
        ));
    }
    if let Some((metric, change)) = comparison.metrics.iter().next() {
        lines.push(format!("by {metric}:"));
        lines.extend(change.better.iter().map(|text| format!("  + {text}")));
        lines.extend(change.worse.iter().map(|text| format!("  - {text}")));
    }
    lines
}

fn slices(slices: &Slices) -> Vec<String> {
    let mut lines = Vec::new();
    for (tag, values) in slices {
        for (value, slice) in values {
            let figures: Vec<String> = slice.figures.iter().map(|(name, value)| format!("{name} {:.1}%", value * 100.0)).collect();
            lines.push(format!("{:>26} {:6}  {}", format!("{tag} {value}"), slice.examples, figures.join("  ")));
        }
    }
    lines
}

fn percent(name: &str, value: f64) -> String {
    format!("{name:>26} {:8.2}%", value * 100.0)
}

fn latency(name: &str, latency: &Latency) -> String {
    format!("{name:>26} {:8.3} ms (p95 {:.3}, p99 {:.3}, max {:.3})", latency.p50, latency.p95, latency.p99, latency.max)
}
