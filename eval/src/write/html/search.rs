//! The page of `search`.

use maud::{Markup, html};

use super::{
    chart::{self, Axis, Line},
    page::{both, figure, figures, milliseconds, section, share, slices},
};
use crate::{
    metrics::mean,
    report::{SearchOutcome, SearchReport},
};

/// How many of the worst are listed.
const WORST: usize = 60;

pub(super) fn sections(report: &SearchReport) -> Markup {
    let mut all = vec![
        share("首位命中", "recall@1", report.recall_1),
        share("首三位命中", "recall@3", report.recall_3),
        share("首十位命中", "recall@10", report.recall_10),
        share("平均倒數排名", "MRR@10", report.mrr_10),
        share("nDCG@10", "nDCG@10", report.ndcg_10),
    ];
    if let Some(answers) = &report.answers {
        all.extend([
            share("表格正確", "forms right", answers.forms_right),
            share("應拒而拒", "refused of none", answers.refused),
            share("誤拒", "false refusals", answers.false_refusals),
            share("有信心而錯", "confidently wrong", answers.wrong_confident),
        ]);
    }
    all.extend([
        figure("題數", "questions", report.questions.to_string()),
        figure("每秒題數", "questions a second", format!("{:.0}", report.queries_per_second)),
        figure("用時中位 / 95%", "time, median / 95%", milliseconds(&report.latency_ms)),
    ]);
    html! {
        (figures(&all))
        div.pair {
            (recall(report))
            (section(("每題用時", "Time of each question"), ("由收到問題至有結果。", "From the question to what was found."), &chart::histogram(&report.outcomes.iter().map(|outcome| outcome.milliseconds).collect::<Vec<_>>())))
        }
        (slices(&report.slices))
        (worst(report))
    }
}

fn recall(report: &SearchReport) -> Markup {
    let to_answer: Vec<&SearchOutcome> = report.outcomes.iter().filter(|outcome| !outcome.must_be_refused()).collect();
    let at = |k: usize| mean(to_answer.iter().map(|outcome| outcome.recall(k)));
    let axis = Axis { name: ("k", "k"), marks: (1..=10).map(|k| (f64::from(k - 1) / 9.0, k.to_string())).collect() };
    let line =
        Line {
            name: ("首 k 位命中", "recall@k"), class: "accent-line", points: (1..=10_u8).map(|k| (f64::from(k - 1) / 9.0, at(usize::from(k)))).collect()
        };
    section(
        ("首 k 位命中率", "Recall at k"),
        ("正確答案在首 k 位之內的比例。", "How often the right one is among the first k."),
        &chart::lines(&axis, &[line], None),
    )
}

fn worst(report: &SearchReport) -> Markup {
    let mut wrong: Vec<&SearchOutcome> = report.outcomes.iter().filter(|outcome| !outcome.is_right()).collect();
    wrong.sort_by(|a, b| a.reciprocal_rank().total_cmp(&b.reciprocal_rank()));
    let ids = |pairs: &mut dyn Iterator<Item = &String>| pairs.take(4).cloned().collect::<Vec<_>>().join("\n");
    section(
        ("最差的例子", "The worst examples"),
        ("正確答案排得最後的在前。", "Where the right one is furthest down, first."),
        &html! {
            table {
                thead { tr { th { (both("問題", "Question")) } th { (both("應得", "Wanted")) } th { (both("所得", "Found")) } th { (both("決定", "Decision")) } } }
                tbody { @for outcome in wrong.iter().take(WORST) {
                    @let wanted = ids(&mut outcome.relevant.iter().filter(|(_, grade)| *grade > 0).map(|(id, _)| id));
                    tr {
                        td.text { (outcome.text) }
                        td { @for id in wanted.lines() { code { (id) } " " } @if wanted.is_empty() { (both("拒答", "a refusal")) } }
                        td { @for id in ids(&mut outcome.found.iter().map(|(id, _)| id)).lines() { code.wrong { (id) } " " } }
                        td { @if let Some(answer) = &outcome.answer { (answer.decision) " · " code { (answer.intent.as_deref().unwrap_or("–")) } } }
                    }
                } }
            }
        },
    )
}
