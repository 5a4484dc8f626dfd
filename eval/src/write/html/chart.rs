//! Charts with axes: lines, bars, a histogram. Colours are classes of the page's style.

use maud::{Markup, html};

use super::page::{both_in_svg, short};
use crate::metrics::Bin;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 40.0;

fn x(share: f64) -> f64 {
    LEFT + share * (WIDTH - LEFT - RIGHT)
}

fn y(share: f64) -> f64 {
    HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
}

/// A line with its name, of points from 0 to 1 either way.
pub(super) struct Line {
    pub(super) name: (&'static str, &'static str),
    pub(super) class: &'static str,
    pub(super) points: Vec<(f64, f64)>,
}

/// What stands along the lower axis: its name, and marks from 0 to 1 with their texts.
pub(super) struct Axis {
    pub(super) name: (&'static str, &'static str),
    pub(super) marks: Vec<(f64, String)>,
}

impl Axis {
    /// Tenths, two by two.
    pub(super) fn of_shares(zh: &'static str, en: &'static str) -> Self {
        Self { name: (zh, en), marks: (0..=5).map(|i| (f64::from(i) / 5.0, format!("{:.1}", f64::from(i) / 5.0))).collect() }
    }
}

fn frame(axis: &Axis, label: &str, content: &Markup) -> Markup {
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) role="img" aria-label=(label) {
            @for i in 0..=4 {
                @let share = f64::from(i) / 4.0;
                line.grid x1=(x(0.0)) x2=(x(1.0)) y1=(y(share)) y2=(y(share)) {}
                text.muted x=(LEFT - 6.0) y=(y(share) + 4.0) text-anchor="end" { (format!("{}%", i * 25)) }
            }
            @for (at, text) in &axis.marks {
                text.muted x=(x(*at)) y=(HEIGHT - BOTTOM + 16.0) text-anchor="middle" { (text) }
            }
            text.muted x=(x(0.5)) y=(HEIGHT - 6.0) text-anchor="middle" { (both_in_svg(axis.name.0, axis.name.1)) }
            (content)
        }
    }
}

/// Lines in one frame, each named at its side; a dashed upright at `marked`, if anywhere.
pub(super) fn lines(axis: &Axis, lines: &[Line], marked: Option<f64>) -> Markup {
    let path = |points: &[(f64, f64)]| points.iter().map(|&(px, py)| format!("{:.1},{:.1}", x(px), y(py))).collect::<Vec<_>>().join(" ");
    let content = html! {
        @if let Some(at) = marked { line.dashed x1=(x(at)) x2=(x(at)) y1=(y(0.0)) y2=(y(1.0)) {} }
        @for (i, line) in lines.iter().enumerate() {
            polyline class=(line.class) points=(path(&line.points)) {}
            @if line.points.len() <= 12 {
                @for &(px, py) in &line.points {
                    circle class=(line.class.trim_end_matches("-line")) cx=(x(px)) cy=(y(py)) r="3" { title { (format!("{:.1}%", py * 100.0)) } }
                }
            }
            @let at = (x(0.04), y(0.06 + 0.075 * (lines.len() - 1 - i) as f64));
            line class=(line.class) x1=(at.0) x2=(at.0 + 18.0) y1=(at.1 - 4.0) y2=(at.1 - 4.0) {}
            text x=(at.0 + 24.0) y=(at.1) { (both_in_svg(line.name.0, line.name.1)) }
        }
    };
    frame(axis, axis.name.1, &content)
}

/// A reliability diagram: how often each tenth of confidence is right, against how often it says that it is. The width of
/// a bar tells how many predictions it stands for.
pub(super) fn reliability(bins: &[Bin]) -> Markup {
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1) as f64;
    let axis = Axis::of_shares("信心", "Confidence");
    let width = (WIDTH - LEFT - RIGHT) / bins.len() as f64;
    let content = html! {
        line.dashed x1=(x(0.0)) y1=(y(0.0)) x2=(x(1.0)) y2=(y(1.0)) {}
        @for (i, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
            @let own = (width - 4.0) * (0.25 + 0.75 * (bin.count as f64 / most).sqrt());
            @let middle = x((i as f64 + 0.5) / bins.len() as f64);
            rect.accent fill-opacity="0.75" x=(middle - own / 2.0) y=(y(bin.accuracy)) width=(own) height=(y(0.0) - y(bin.accuracy)) {
                title { (format!("{} predictions: {:.1}% right, confidence {:.1}%", bin.count, bin.accuracy * 100.0, bin.confidence * 100.0)) }
            }
            line.warm-line x1=(middle - width / 2.0 + 1.0) x2=(middle + width / 2.0 - 1.0) y1=(y(bin.confidence)) y2=(y(bin.confidence)) {}
        }
    };
    frame(&axis, "Reliability", &content)
}

/// A histogram of times over a logarithmic axis.
pub(super) fn histogram(milliseconds: &[f64]) -> Markup {
    const BARS: usize = 36;
    let positive = || milliseconds.iter().copied().filter(|value| *value > 0.0);
    let (least, most) = positive().fold((f64::INFINITY, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
    if most == 0.0 {
        return html! { svg viewBox="0 0 1 1" width="1" {} };
    }
    let (low, high) = (least.log10(), most.log10().max(least.log10() + 0.1));
    let share = |value: f64| ((value.log10() - low) / (high - low)).clamp(0.0, 1.0);
    let mut counts = [0_usize; BARS];
    positive().for_each(|value| counts[((share(value) * BARS as f64) as usize).min(BARS - 1)] += 1);
    let tallest = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
    let decades = (low.floor() as i32..=high.ceil() as i32).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(power)));
    let marks: Vec<(f64, f64)> = decades.filter(|value| (low..=high).contains(&value.log10())).map(|value| (share(value), value)).collect();
    let step = marks.len().div_ceil(6).max(1);
    let width = (WIDTH - LEFT - RIGHT) / BARS as f64;
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) role="img" aria-label="Latency" {
            line.axis x1=(x(0.0)) x2=(x(1.0)) y1=(y(0.0)) y2=(y(0.0)) {}
            @for (i, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let height = (y(0.0) - y(1.0)) * count as f64 / tallest;
                rect.accent x=(x(i as f64 / BARS as f64) + 1.0) y=(y(0.0) - height) width=(width - 2.0) height=(height) { title { (count) } }
            }
            @for (at, value) in marks.iter().step_by(step) {
                text.muted x=(x(*at)) y=(HEIGHT - BOTTOM + 16.0) text-anchor="middle" { (short(*value).trim_end_matches('0').trim_end_matches('.')) }
            }
            text.muted x=(x(0.5)) y=(HEIGHT - 6.0) text-anchor="middle" { (both_in_svg("毫秒（對數）", "Milliseconds (logarithmic)")) }
        }
    }
}

/// A bar for each row: its name, a value from 0 to 1, and a remark.
pub(super) fn bars(rows: &[(String, f64, String)]) -> Markup {
    const ROW: f64 = 18.0;
    let names = rows.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0) as f64 * 6.6 + 10.0;
    let (bar, height) = (360.0, rows.len() as f64 * ROW + 4.0);
    html! {
        svg viewBox=(format!("0 0 {} {height}", names + bar + 150.0)) width=(names + bar + 150.0) role="img" aria-label="Bars" {
            @for (i, (name, value, remark)) in rows.iter().enumerate() {
                @let top = i as f64 * ROW + 3.0;
                text x=(names - 8.0) y=(top + 11.0) text-anchor="end" { (name) }
                rect.soft x=(names) y=(top) width=(bar) height=(ROW - 5.0) rx="2" {}
                rect.accent x=(names) y=(top) width=(bar * value.clamp(0.0, 1.0)) height=(ROW - 5.0) rx="2" { title { (name) ": " (format!("{:.1}%", value * 100.0)) } }
                text x=(names + bar + 8.0) y=(top + 11.0) { (format!("{:.1}%", value * 100.0)) }
                text.muted x=(names + bar + 56.0) y=(top + 11.0) { (remark) }
            }
        }
    }
}

/// A thin bar for a cell of a table.
pub(super) fn strip(value: f64) -> Markup {
    html! {
        svg viewBox="0 0 120 10" width="120" aria-hidden="true" {
            rect.soft width="120" height="10" rx="2" {}
            rect.accent width=(120.0 * value.clamp(0.0, 1.0)) height="10" rx="2" {}
        }
    }
}
