//! The dialogue: what the citizen means, what to look for, and what to make of what was found.
//!
//! Pure: no socket, no clock, no network, no database.

mod ambiguity;
mod choice;
mod decide;
mod lean;
mod next;
mod plan;
mod session;
mod subject;
mod understand;

pub(crate) use ambiguity::Senses;
pub(crate) use choice::{choose, numbered_choice, payload, record};
pub(crate) use decide::{Found, Verdict, decide};
pub(crate) use lean::{TOPIC_RATHER_THAN_NOTHING, about_the_topic};
pub(crate) use next::{NEXT, next_best};
pub(crate) use plan::{FactWanted, Plan, Search, TAKES_REPORTS, plan};
pub use session::Session;
pub(crate) use session::{Pending, Report, Topic};
pub(crate) use subject::Subjects;
pub(crate) use understand::{Understanding, understand};
