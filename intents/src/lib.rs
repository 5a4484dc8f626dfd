//! What the citizen wants, and about what: intents and slots of OneAsk.
//!
//! A [`Classifier`] ranks the labels that it was trained on for one utterance; [`LinearModel`] is the one that ships, and
//! the feature `bert` adds a transformer behind the same trait. A [`slots::SlotFiller`] finds form numbers, departments,
//! places, dates and the like. This crate knows no search and no network, and "no intent" is a value, not an error.

mod intent;

pub mod dataset;

mod calibration;
mod classifier;
mod labels;
mod random;

mod linear;

#[cfg(feature = "bert")]
pub mod bert;

mod averaged;

pub mod slots;

pub use averaged::{Averaged, OtherLabels};
pub use classifier::{Classifier, Confidence, ModelError, Ranking, Scored, TrainingError, TrainingOptions};
pub use intent::{Aspect, Intent, UnknownAspect, UnknownIntent};
pub use linear::LinearModel;
