//! A choice that was pressed.

use oneask_corpus::{
    model::ServiceId,
    text::{Language, Utterance, fold},
};
use oneask_intents::slots::Slots;

use super::{FactWanted, Pending, Plan, Session, Topic, Understanding};

/// The payload of a service, as it stands in choices.
pub(crate) fn payload(id: &ServiceId) -> String {
    format!("service:{id}")
}

/// The record that a payload names, if it is one.
pub(crate) fn record(payload: &str) -> Option<Topic> {
    match payload.split_once(':')? {
        ("service", id) => id.parse().ok().map(Topic::Service),
        ("enquiry", id) => id.parse().ok().map(Topic::Enquiry),
        _ => None,
    }
}

/// The choice that a typed number names, where choices were offered: people answer a list with 「2」.
pub(crate) fn numbered_choice<'s>(utterance: &Utterance, session: &'s Session) -> Option<&'s str> {
    let Some(Pending::Choice { payloads, .. }) = &session.pending else { return None };
    let number: usize = fold(utterance.as_str()).parse().ok()?;
    payloads.get(number.checked_sub(1)?).map(String::as_str)
}

/// Reads a payload that names a record. The fact that was asked for before the choice is what is answered.
pub(crate) fn choose(payload: &str, session: &Session) -> (Understanding, Plan) {
    let wanted = match &session.pending {
        Some(Pending::Choice { wanted, .. } | Pending::Service { wanted }) => FactWanted::named(wanted),
        _ => FactWanted::Overview,
    };
    let plan = record(payload).map_or(Plan::Refuse, |topic| Plan::OfTopic(topic, wanted));
    (pressed(wanted, session), plan)
}

/// A press has no words: its language is the conversation's, its intent that of the fact which it asks for.
pub(super) fn pressed(wanted: FactWanted, session: &Session) -> Understanding {
    Understanding {
        text: String::new(),
        language: session.asked_language.or(session.last_language).unwrap_or(Language::Traditional),
        asked_language: None,
        intent: Some(wanted.intent()),
        confidence: 1.0,
        slots: Slots::default(),
    }
}
