//! The words of the first screen.

use oneask_corpus::{model::ServiceId, text::Language};

use super::{Speaker, choices_of, weather};
use crate::{Knowledge, World, wire::Start};

/// The services as choices, and the warnings in force.
pub(crate) fn start(knowledge: &Knowledge, world: &World, services: &[ServiceId], language: Language) -> Start {
    let speaker = Speaker::new(language);
    let (warnings, issued) = weather::in_force(&world.weather, &world.now, speaker);
    Start { services: choices_of(services, knowledge, speaker), warnings, issued }
}
