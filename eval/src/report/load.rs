//! The report of `load`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Latency;

/// What a server bore.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LoadReport {
    /// The server.
    pub(crate) data: String,
    pub(crate) connections: usize,
    /// Connections that were refused or broke.
    pub(crate) connections_failed: usize,
    /// Messages a second that were to be sent.
    pub(crate) rate: f64,
    /// From the first message that was due to the last reply.
    pub(crate) seconds: f64,
    pub(crate) sent: usize,
    pub(crate) answered: usize,
    pub(crate) answered_per_second: f64,
    /// Messages that were not answered, by reason.
    pub(crate) errors: BTreeMap<String, usize>,
    /// From the moment at which a message was due, whether or not it could be sent then, to its reply: a server that makes
    /// its clients wait is charged for it.
    pub(crate) latency_ms: Latency,
    /// The same to the acknowledgement, which follows the durable write.
    pub(crate) ack_ms: Latency,
    /// From dialling to `welcome`.
    pub(crate) connect_ms: Latency,
    /// Each reply's latency.
    pub(crate) milliseconds: Vec<f64>,
}
