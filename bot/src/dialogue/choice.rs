//! A choice that was pressed.

use oneask_corpus::{model::ServiceId, text::Language};
use oneask_intents::slots::Slots;

use super::{FactWanted, Pending, Plan, Session, Topic, Understanding};

/// The payload of a service, as it stands in choices.
pub(crate) fn payload(id: &ServiceId) -> String {
    format!("service:{id}")
}

/// Reads a payload that names a service. The fact that was asked for before the choice is what is answered.
pub(crate) fn choose(payload: &str, session: &Session) -> (Understanding, Plan) {
    let wanted = match &session.pending {
        Some(Pending::Choice { wanted, .. } | Pending::Service { wanted }) => FactWanted::named(wanted),
        _ => FactWanted::Overview,
    };
    let understanding = Understanding {
        text: String::new(),
        language: session.asked_language.or(session.last_language).unwrap_or(Language::Traditional),
        asked_language: None,
        intent: Some(wanted.intent()),
        confidence: 1.0,
        slots: Slots::default(),
    };
    let plan = match payload.strip_prefix("service:").and_then(|id| id.parse().ok()) {
        Some(id) => Plan::OfTopic(Topic::Service(id), wanted),
        None => Plan::Refuse,
    };
    (understanding, plan)
}
