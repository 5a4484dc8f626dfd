//! One page for one report, all in one file: no script, no request, plots as inline SVG that take their colours from the
//! page, so that they follow the reader's light or dark. Both languages are in the page; two buttons choose.
//!
//! The marks are drawn here and not by a plotting crate: those write fixed colours, and none draws a confusion matrix that
//! can be read at sixty labels.

mod chart;
mod dialogues;
mod intents;
mod load;
mod matrix;
mod page;
mod search;

use maud::Markup;

use crate::report::{IntentReport, Report};

/// The page of a report.
pub(crate) fn html(report: &Report) -> String {
    let (title, body): ((&str, &str), Markup) = match report {
        Report::Intents(report) => (("意圖", "Intents"), intents::sections(report)),
        Report::Search(report) => (("檢索", "Search"), search::sections(report)),
        Report::Dialogues(report) => (("對話", "Dialogues"), dialogues::sections(report)),
        Report::Load(report) => (("負載", "Load"), load::sections(report)),
    };
    page::page(title, report.data(), &body).into_string()
}

/// The confusion matrix alone, with colours of its own.
pub(crate) fn confusion_svg(report: &IntentReport) -> String {
    matrix::alone(&report.per_intent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Answer, DialogueReport, IntentOutcome, LoadReport, SearchOutcome, SearchReport, TurnOutcome};

    fn intents() -> Report {
        let outcome = |i: usize| IntentOutcome {
            text: format!("<b>問題 & {i}</b>"),
            intent: format!("intent_{}", i % 60),
            predicted: format!("intent_{}", if i.is_multiple_of(7) { (i + 1) % 60 } else { i % 60 }),
            best: format!("intent_{}", i % 60),
            confidence: (i % 10) as f64 / 10.0,
            tags: [("language".to_owned(), "yue".to_owned())].into(),
            milliseconds: 0.01 * (1 + i % 5) as f64,
            ..IntentOutcome::default()
        };
        Report::Intents(Box::new(IntentReport::of("made up".into(), "linear".into(), "oos".into(), (0..300).map(outcome).collect())))
    }

    fn search() -> Report {
        let outcome = SearchOutcome {
            text: "續牌".into(),
            relevant: vec![("a".into(), 1)],
            found: vec![("b".into(), 2.0)],
            answer: Some(Answer { decision: "answer".into(), ..Answer::default() }),
            milliseconds: 0.4,
            ..SearchOutcome::default()
        };
        Report::Search(Box::new(SearchReport::of("suite".into(), vec![outcome])))
    }

    #[test]
    fn every_kind_of_report_is_a_page_without_requests() {
        let turn = TurnOutcome { missed: vec!["x".into()], said: "hi".into(), ..TurnOutcome::default() };
        let dialogues = Report::Dialogues(Box::new(DialogueReport::of("d".into(), vec![turn], Vec::new())));
        let load = Report::Load(Box::new(LoadReport { milliseconds: vec![1.0, 2.0], ..LoadReport::default() }));
        let empty = Report::Intents(Box::new(IntentReport::of("none".into(), "linear".into(), "oos".into(), Vec::new())));
        for report in [intents(), search(), dialogues, load, empty] {
            let page = html(&report);
            assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<svg") && page.ends_with("</html>"));
            assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("@import") && !page.contains("url("), "a request");
            assert!(!page.contains("NaN") && !page.contains("inf\""), "a number that is none");
        }
    }

    #[test]
    fn texts_are_escaped_and_stand_in_both_languages() {
        let page = html(&intents());
        assert!(page.contains("&lt;b&gt;問題 &amp; 7&lt;/b&gt;") && !page.contains("<b>問題"));
        assert!(page.contains("混淆矩陣") && page.contains("Confusion matrix"));
    }
}
