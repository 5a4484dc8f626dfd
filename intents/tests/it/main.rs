//! One suite for every classifier, through the trait; and the training data that ships.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

/// What holds of any classifier.
mod suite;

/// The linear classifier, by the suite and by its files.
mod linear;

/// How well the shipped examples are told apart.
mod shipped;

/// The transformer, by the suite and by its folders.
#[cfg(feature = "bert")]
mod bert;
