//! RESULTS.md, from the experiments.

use std::fmt::Write as _;

use super::experiment::Experiment;

/// The page: for each experiment its command and every figure, then the notes.
pub(super) fn render(experiments: &[Experiment], notes: &str) -> String {
    let mut page = String::from(concat!(
        "# Results 成績\n\n",
        "Rendered by `oneask-eval verify --render` from `experiments/`; not edited by hand. `oneask-eval verify --datasets DIR` measures every score again and fails where\n",
        "one has drifted by more than the tolerance of its experiment. Speeds, times and sizes are shown as they were measured, on 2 shared cores, and not checked.\n\n",
        "本頁由 `oneask-eval verify --render` 按 `experiments/` 產生。`oneask-eval verify` 重新量度各項分數，偏離即告失敗；速度、時間及大小按量度所得列出，不作核對。\n",
    ));
    for (group, heading) in [("intents", "Intents 意圖"), ("search", "Search 檢索"), ("dialogues", "Dialogues 對話")] {
        let members: Vec<&Experiment> = experiments.iter().filter(|experiment| experiment.group == group).collect();
        if members.is_empty() {
            continue;
        }
        write!(page, "\n## {heading}\n").expect("a string takes what is written");
        for experiment in members {
            section(&mut page, experiment).expect("a string takes what is written");
        }
    }
    if !notes.is_empty() {
        page.push('\n');
        page.push_str(notes);
    }
    page
}

fn section(page: &mut String, experiment: &Experiment) -> std::fmt::Result {
    writeln!(page, "\n### {} {}\n", experiment.title, experiment.title_zh)?;
    writeln!(page, "```sh\n{}\n```\n", experiment.shown_command())?;
    writeln!(page, "| figure | measured | to reach |\n|---|---|---|")?;
    for (metric, value) in experiment.expected.iter().chain(&experiment.measured) {
        let goal = experiment.goal.get(metric).map(|goal| shown(metric, *goal)).unwrap_or_default();
        writeln!(page, "| {} | {} | {goal} |", named(metric), shown(metric, *value))?;
    }
    Ok(())
}

/// A figure in its unit.
fn shown(metric: &str, value: f64) -> String {
    match metric {
        _ if metric.ends_with("_per_second") => format!("{}/s", grouped(value)),
        _ if metric.ends_with("_seconds") => format!("{value:.1} s"),
        _ if metric.ends_with("_bytes") => format!("{:.1} MB", value / 1e6),
        _ if metric.starts_with("latency_ms") => format!("{value:.3} ms"),
        "threshold" => format!("{value:.3}"),
        _ if value > 1.0 => grouped(value),
        _ => format!("{:.2}%", value * 100.0),
    }
}

/// `12,345`.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A metric in words.
fn named(metric: &str) -> String {
    metric.replace("slices.", "").replace(['_', '.'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_their_units() {
        for (metric, value, expected) in [
            ("accuracy", 0.8236, "82.36%"),
            ("predictions_per_second", 123_456.7, "123,457/s"),
            ("training_seconds", 1.74, "1.7 s"),
            ("model_bytes", 8_700_000.0, "8.7 MB"),
            ("latency_ms.p95", 0.0123, "0.012 ms"),
            ("in_train", 301.0, "301"),
        ] {
            assert_eq!(shown(metric, value), expected);
        }
    }
}
