//! The frame of a page, and the pieces that several pages have.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::report::{Latency, Slices};

const STYLE: &str = include_str!("page.css");

/// A text in both languages, of which one is shown.
pub(super) fn both(zh: &str, en: &str) -> Markup {
    html! { span.zh lang="zh-Hant-HK" { (zh) } span.en lang="en" { (en) } }
}

/// The same inside of a text of an SVG.
pub(super) fn both_in_svg(zh: &str, en: &str) -> Markup {
    html! { tspan.zh { (zh) } tspan.en { (en) } }
}

/// The page.
pub(super) fn page((zh, en): (&str, &str), data: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-Hant-HK" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "OneAsk " (zh) " " (en) ": " (data) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        h1 { "一問通 OneAsk " (both(zh, en)) small { (data) } }
                        div.languages role="radiogroup" aria-label="語言 Language" {
                            label { input #zh type="radio" name="language" checked; "中文" }
                            label { input #en type="radio" name="language"; "English" }
                        }
                    }
                    (body)
                    footer { (both("由 oneask-eval 產生；每項數字都可由同一份 JSON 重新計算。", "Made by oneask-eval; every figure can be computed again from the same JSON.")) }
                }
            }
        }
    }
}

/// A large figure with its name.
pub(super) struct Figure {
    pub(super) name: (&'static str, &'static str),
    pub(super) value: String,
}

/// A share as a figure.
pub(super) fn share(zh: &'static str, en: &'static str, value: f64) -> Figure {
    Figure { name: (zh, en), value: percent(value) }
}

/// Anything else as a figure.
pub(super) fn figure(zh: &'static str, en: &'static str, value: impl Into<String>) -> Figure {
    Figure { name: (zh, en), value: value.into() }
}

/// Figures side by side, the first one marked.
pub(super) fn figures(figures: &[Figure]) -> Markup {
    html! {
        div.figures {
            @for (i, Figure { name: (zh, en), value }) in figures.iter().enumerate() {
                div.figure.first[i == 0] { b { (value) } (both(zh, en)) }
            }
        }
    }
}

/// A section with its heading and a sentence that tells how to read it.
pub(super) fn section(heading: (&str, &str), lead: (&str, &str), content: &Markup) -> Markup {
    html! {
        section {
            h2 { (both(heading.0, heading.1)) }
            p.lead { (both(lead.0, lead.1)) }
            div.wide { (content) }
        }
    }
}

/// A table for each tag, one row a value.
pub(super) fn slices(slices: &Slices) -> Markup {
    let named = |tag: &str| match tag {
        "language" => both("語言", "Language"),
        "style" => both("文體", "Style"),
        "department" => both("部門", "Department"),
        other => html! { (other) },
    };
    // What has few values is read first.
    let mut tags: Vec<_> = slices.iter().collect();
    tags.sort_by_key(|(_, values)| values.len());
    html! {
        @for (tag, values) in tags {
            @let metrics: Vec<&String> = values.values().next().map(|slice| slice.figures.keys().collect()).unwrap_or_default();
            section {
                h2 { (both("按", "By ")) (named(tag)) }
                table {
                    thead { tr {
                        th { (named(tag)) }
                        th.number { (both("題數", "Examples")) }
                        @for metric in &metrics { th.number { (metric) } th {} }
                    } }
                    tbody {
                        @for (value, slice) in values {
                            tr {
                                td { code { (value) } }
                                td.number { (slice.examples) }
                                @for metric in &metrics {
                                    @let figure = slice.figures.get(*metric).copied().unwrap_or_default();
                                    td.number { (percent(figure)) }
                                    td { (super::chart::strip(figure)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn percent(value: f64) -> String {
    format!("{:.1}%", value * 100.0)
}

/// The median and its tail in words.
pub(super) fn milliseconds(latency: &Latency) -> String {
    match latency.p95 {
        p95 if p95 < 1.0 => format!("{} / {} µs", short(latency.p50 * 1000.0), short(p95 * 1000.0)),
        p95 => format!("{} / {} ms", short(latency.p50), short(p95)),
    }
}

/// A number with as many digits as tell something.
pub(super) fn short(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 0.1 => format!("{v:.2}"),
        v => format!("{v:.4}"),
    }
}
