//! "This is not what I asked": the next best of what was found, once, and then a question back.

use oneask_corpus::model::ServiceId;
use serde::{Deserialize, Serialize};

use super::{FactWanted, Plan, Session, Understanding, choice};

/// The payload that says so.
pub(crate) const NEXT: &str = "next";

/// What else was found, the best first, and which fact was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct NextBest {
    services: Vec<ServiceId>,
    wanted: String,
    /// Whether the last turn was such a next one: twice is enough.
    given: bool,
}

impl NextBest {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What a turn leaves behind: the rest of its ranked list. A turn that ranked nothing but what it is about (a fact
    /// of the topic, a choice) leaves what was there.
    pub(crate) fn after(self, plan: &Plan, ranked: impl Iterator<Item = ServiceId>, answered: Option<&ServiceId>) -> Self {
        let (wanted, given) = match plan {
            Plan::Search(search) => (search.wanted, false),
            Plan::OfTopic(_, wanted) => (*wanted, false),
            Plan::NextBest(_, wanted) => (*wanted, true),
            Plan::Form(_) => (FactWanted::Overview, false),
            _ => return Self::default(),
        };
        let not_answered = |id: &ServiceId| Some(id) != answered;
        let mut services: Vec<ServiceId> = ranked.filter(not_answered).collect();
        if services.is_empty() {
            services = self.services.into_iter().filter(not_answered).collect();
        }
        Self { services, wanted: wanted.name().to_owned(), given }
    }
}

/// Reads the press: the next best service with the fact that was asked for, or the question to say it in other words.
pub(crate) fn next_best(session: &Session) -> (Understanding, Plan) {
    let NextBest { services, wanted, given } = &session.next_best;
    let wanted = FactWanted::named(wanted);
    let next = services.first().filter(|_| !given);
    let plan = next.map_or(Plan::Reword, |id| Plan::NextBest(id.clone(), wanted));
    (choice::pressed(wanted, session), plan)
}
