//! The page of `dialogues`.

use maud::{Markup, html};

use super::{
    chart,
    page::{both, figure, figures, milliseconds, section, share, slices},
};
use crate::report::DialogueReport;

pub(super) fn sections(report: &DialogueReport) -> Markup {
    html! {
        (figures(&[
            share("對話輪正確", "turns right", report.turns_right),
            share("整段正確", "dialogues right", report.dialogues_right),
            share("有信心而錯", "confidently wrong", report.wrong_confident),
            figure("對話", "dialogues", report.dialogues.to_string()),
            figure("輪數", "turns", report.turns.to_string()),
            figure("用時中位 / 95%", "time, median / 95%", milliseconds(&report.latency_ms)),
        ]))
        (section(("每輪用時", "Time of each turn"), ("由收到說話至有回覆。", "From what was said to the reply."), &chart::histogram(&report.outcomes.iter().map(|outcome| outcome.milliseconds).collect::<Vec<_>>())))
        (slices(&report.slices))
        (section(("未如預期的輪次", "Turns that went wrong"), ("所說的話、差在哪裏、回覆全文。", "What was said, what was missed, and the reply."), &html! {
            table {
                thead { tr { th { (both("對話", "Dialogue")) } th { (both("說", "Said")) } th { (both("差誤", "Missed")) } th { (both("回覆", "Reply")) } } }
                tbody { @for outcome in report.outcomes.iter().filter(|outcome| !outcome.is_right()) {
                    tr {
                        td { code { (outcome.dialogue) } " " (outcome.turn) }
                        td.text { (outcome.said) }
                        td.text { @for missed in &outcome.missed { div.wrong { (missed) } } }
                        td.text { (outcome.text.chars().take(160).collect::<String>()) @if outcome.text.chars().nth(160).is_some() { "…" } }
                    }
                } }
            }
        }))
    }
}
