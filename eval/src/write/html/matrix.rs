//! The confusion matrix: truth by row, prediction by column. What is right is blue and what is wrong is red, each as deep as
//! its share of the row; a cell tells its numbers when pointed at.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::page::both_in_svg;
use crate::metrics::IntentScores;

/// More labels than this are too many for a page: those that are confused most are shown.
const MOST: usize = 64;
/// Up to so many labels, every cell has room for its number.
const NUMBERED: usize = 24;
/// Colours for where there is no page around it.
const ALONE: &str = "text{font:11px sans-serif;fill:#1d2328}.muted{fill:#667079}.grid{stroke:#dfe2e5;fill:none}.accent{fill:#1f6f8b}.warm{fill:#c2491d}.on-dark{fill:#fff}.zh{display:none}";

/// The matrix for a page.
pub(super) fn matrix(per_intent: &BTreeMap<String, IntentScores>) -> Markup {
    draw(per_intent, None)
}

/// The matrix as a file of its own.
pub(super) fn alone(per_intent: &BTreeMap<String, IntentScores>) -> String {
    draw(per_intent, Some(ALONE)).into_string()
}

/// The labels that are shown, and how many are not.
pub(super) fn shown(per_intent: &BTreeMap<String, IntentScores>) -> (Vec<&str>, usize) {
    let mut labels: Vec<&str> = per_intent.keys().map(String::as_str).collect();
    let left_out = labels.len().saturating_sub(MOST);
    if left_out > 0 {
        let errors = |label: &str| {
            let own = &per_intent[label];
            let hits = (own.recall * own.support as f64).round() as usize;
            own.support - hits + (own.predicted - hits.min(own.predicted))
        };
        labels.sort_by(|a, b| errors(b).cmp(&errors(a)).then(a.cmp(b)));
        labels.truncate(MOST);
        // Names of a kind stand together: alarm_query, alarm_set.
        labels.sort_unstable();
    }
    (labels, left_out)
}

fn draw(per_intent: &BTreeMap<String, IntentScores>, style: Option<&str>) -> Markup {
    let (labels, _) = shown(per_intent);
    let n = labels.len();
    let cell = if n <= NUMBERED { 28.0 } else { 13.5 };
    let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0) as f64;
    let left = longest * 6.0 + 16.0;
    // Column labels lean by 60 degrees.
    let top = longest * 6.0 * 0.87 + 26.0;
    let side = n as f64 * cell;
    let (width, height) = (left + side + longest * 3.0 + 6.0, top + side + 8.0);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width:.0} {height:.0}")) width=(format!("{width:.0}")) role="img" aria-label="Confusion matrix" {
            @if let Some(style) = style { style { (PreEscaped(style)) } }
            text.muted x=(left - 8.0) y=(top - 8.0) text-anchor="end" { (both_in_svg("實際 ↓　預測 →", "truth ↓  prediction →")) }
            @for (i, label) in labels.iter().enumerate() {
                @let at = i as f64 * cell;
                @if i % 5 == 0 || n <= NUMBERED {
                    line.grid x1=(left) x2=(left + side) y1=(top + at) y2=(top + at) {}
                    line.grid x1=(left + at) x2=(left + at) y1=(top) y2=(top + side) {}
                }
                text x=(left - 6.0) y=(top + at + cell / 2.0 + 4.0) text-anchor="end" { (label) }
                @let (px, py) = (left + at + cell / 2.0 + 3.0, top - 5.0);
                text x=(px) y=(py) transform=(format!("rotate(-60 {px:.1} {py:.1})")) { (label) }
            }
            rect.grid x=(left) y=(top) width=(side) height=(side) {}
            @for (row, truth) in labels.iter().enumerate() {
                @let own = &per_intent[*truth];
                @for (column, predicted) in labels.iter().enumerate() {
                    @let count = if row == column { (own.recall * own.support as f64).round() as usize } else { own.confused_with.get(*predicted).copied().unwrap_or(0) };
                    @if count > 0 {
                        @let share = count as f64 / own.support.max(1) as f64;
                        // Even a single error has to be seen.
                        @let depth = if row == column { 0.12 + 0.78 * share } else { (0.25 + 1.5 * share).min(1.0) };
                        rect class=(if row == column { "accent" } else { "warm" }) fill-opacity=(format!("{depth:.2}"))
                            x=(left + column as f64 * cell + 0.5) y=(top + row as f64 * cell + 0.5) width=(cell - 1.0) height=(cell - 1.0) {
                            title { (truth) " → " (predicted) ": " (count) " / " (own.support) }
                        }
                        @if n <= NUMBERED {
                            text.on-dark[depth > 0.55] x=(left + (column as f64 + 0.5) * cell) y=(top + (row as f64 + 0.5) * cell + 4.0) text-anchor="middle" pointer-events="none" { (count) }
                        }
                    }
                }
            }
        }
    }
}
