//! The suite of form questions, through the whole way of an utterance.

use std::{collections::HashMap, time::Instant};

use anyhow::Result;
use oneask::{Input, World, wire::Decision};
use oneask_corpus::{model::FormKey, shipped, text::Utterance};

use crate::{
    report::{Answer, SearchOutcome, SearchReport},
    respondent::Respondent,
    suite::FormCase,
};

/// Asks each question in a conversation of its own.
pub(super) fn ask(respondent: &Respondent, world: &World, cases: &[FormCase], data: String, progress: impl Fn()) -> Result<SearchReport> {
    let departments = departments();
    // The first question pays for what is built once.
    if let Some(case) = cases.first() {
        respondent.begin(world)?.respond(&Input::Utterance(Utterance::parse(&case.text)?))?;
    }
    let mut outcomes = Vec::new();
    for (row, case) in (2..).zip(cases) {
        let mut talk = respondent.begin(world)?;
        let input = Input::Utterance(Utterance::parse(&case.text)?);
        let started = Instant::now();
        let reply = talk.respond(&input)?;
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        progress();
        let wanted = case.services();
        let shown: Vec<FormKey> = reply.forms.iter().map(|form| FormKey::of(&form.number)).collect();
        let forms = case.forms();
        let is_right = if case.must_be_refused() {
            reply.decision == Decision::Fallback && reply.forms.is_empty()
        } else {
            reply.services.first().is_some_and(|first| wanted.contains(&first.id.as_str()))
        };
        let mut tags = case.tags();
        tags.extend(wanted.first().and_then(|id| departments.get(*id)).map(|department| ("department".to_owned(), department.clone())));
        outcomes.push(SearchOutcome {
            id: format!("forms-{row}"),
            text: case.text.clone(),
            relevant: wanted.iter().map(|id| ((*id).to_owned(), 1)).collect(),
            any_will_do: true,
            answer: Some(Answer {
                decision: format!("{:?}", reply.decision).to_lowercase(),
                has_form: (!forms.is_empty()).then(|| forms.iter().any(|form| shown.contains(&FormKey::of(form)))),
                intent: reply.intent,
                confidence: reply.confidence,
                is_right,
            }),
            found: reply.services.into_iter().map(|service| (service.id, service.score)).collect(),
            tags,
            milliseconds,
        });
    }
    Ok(SearchReport::of(data, outcomes))
}

/// The department of each service of the shipped corpus.
fn departments() -> HashMap<String, String> {
    let Ok(data) = shipped::data() else { return HashMap::new() };
    data.corpus.services().map(|(department, service)| (service.id.to_string(), department.id.to_string())).collect()
}
