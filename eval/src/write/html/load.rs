//! The page of `load`.

use maud::{Markup, html};

use super::{
    chart,
    page::{both, figure, figures, milliseconds, section},
};
use crate::report::LoadReport;

pub(super) fn sections(report: &LoadReport) -> Markup {
    html! {
        (figures(&[
            figure("回覆中位 / 95%", "reply, median / 95%", milliseconds(&report.latency_ms)),
            figure("確認中位 / 95%", "ack, median / 95%", milliseconds(&report.ack_ms)),
            figure("連線中位 / 95%", "connect, median / 95%", milliseconds(&report.connect_ms)),
            figure("每秒回覆", "replies a second", format!("{:.1}", report.answered_per_second)),
            figure("已回覆 / 已發", "answered / sent", format!("{} / {}", report.answered, report.sent)),
            figure("連線（失敗）", "connections (failed)", format!("{} ({})", report.connections, report.connections_failed)),
        ]))
        (section(("回覆用時", "Time to the reply"), ("由訊息按時程應發出的一刻起計。", "From the moment at which the message was due."), &chart::histogram(&report.milliseconds)))
        (section(("錯誤", "Errors"), ("沒有得到回覆的訊息，按原因。", "Messages that were not answered, by reason."), &html! {
            table { tbody {
                @for (reason, count) in &report.errors { tr { td { code { (reason) } } td.number { (count) } } }
                @if report.errors.is_empty() { tr { td { (both("沒有", "none")) } } }
            } }
        }))
    }
}
