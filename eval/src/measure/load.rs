//! Many conversations with a server at a fixed rate.
//!
//! The schedule is set beforehand and does not wait for replies (an open loop): a server that stalls is charged for all that
//! was due meanwhile. A closed loop, where each client waits before it sends again, hides that (Schroeder et al., NSDI 2006).

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use oneask::Input;
use oneask_corpus::text::Utterance;

use crate::{
    cli::{bar, note},
    report::{Latency, LoadReport},
    respondent::{Refused, Socket, address},
};

/// What to do.
pub(super) struct Plan {
    pub(super) url: String,
    pub(super) connections: u32,
    /// Messages a second over all connections.
    pub(super) rate: f64,
    pub(super) seconds: u64,
}

/// What came of one connection.
#[derive(Default)]
struct Outcome {
    connect: Option<Duration>,
    sent: usize,
    replies: Vec<Duration>,
    acks: Vec<Duration>,
    errors: BTreeMap<String, usize>,
    last: Option<Instant>,
}

/// Opens the conversations, then sends at the rate.
pub(super) fn load(plan: &Plan, texts: &[String]) -> Result<LoadReport> {
    let address = address(&plan.url)?;
    let inputs: Vec<Input> = texts.iter().map(|text| Ok(Input::Utterance(Utterance::parse(text)?))).collect::<Result<_>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(plan, &address, &Arc::from(inputs)))
}

async fn run(plan: &Plan, address: &str, inputs: &Arc<[Input]>) -> Result<LoadReport> {
    let n_messages = (plan.rate * plan.seconds as f64).floor() as usize;
    let bar = bar("load", n_messages);
    let mut sockets = Vec::new();
    let mut failed = BTreeMap::new();
    for _ in 0..plan.connections {
        let started = Instant::now();
        match Socket::open(address).await {
            Ok(socket) => sockets.push((socket, started.elapsed())),
            Err(error) if sockets.is_empty() => return Err(error),
            Err(error) => *failed.entry(reason(&error)).or_insert(0) += 1,
        }
    }
    let n_connections = sockets.len();
    let limit = sockets[0].0.limits().messages_per_minute;
    if plan.rate * 60.0 / n_connections as f64 > f64::from(limit) {
        note(&format!("each conversation may send {limit} messages a minute: more connections or a lower rate, or the server will refuse some"));
    }
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for (first, (socket, connect)) in sockets.into_iter().enumerate() {
        // Message m is due at m / rate and goes to connection m modulo their number.
        let due: Vec<(usize, Instant)> =
            (first..n_messages).step_by(n_connections).map(|m| (m % inputs.len(), begin + Duration::from_secs_f64(m as f64 / plan.rate))).collect();
        let (inputs, bar) = (Arc::clone(inputs), bar.clone());
        tasks.push(tokio::spawn(async move { Outcome { connect: Some(connect), ..converse(socket, &due, &inputs, &bar).await } }));
    }
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.context("a conversation failed")?);
    }
    Ok(report(plan, address, begin, &outcomes, failed))
}

async fn converse(mut socket: Socket, due: &[(usize, Instant)], inputs: &[Input], bar: &indicatif::ProgressBar) -> Outcome {
    let mut outcome = Outcome::default();
    for &(input, due) in due {
        tokio::time::sleep_until(due.into()).await;
        outcome.sent += 1;
        match socket.exchange(&inputs[input]).await {
            Ok(exchange) => {
                let now = Instant::now();
                outcome.replies.push(now - due);
                outcome.acks.push(exchange.acknowledged - due);
                outcome.last = Some(now);
            }
            Err(error) => {
                *outcome.errors.entry(reason(&error)).or_default() += 1;
                // A refusal leaves the connection; anything else ends it.
                if !error.is::<Refused>() {
                    break;
                }
            }
        }
        bar.inc(1);
    }
    outcome
}

fn reason(error: &anyhow::Error) -> String {
    error.downcast_ref::<Refused>().map_or_else(|| error.to_string(), |refused| refused.code.clone())
}

fn report(plan: &Plan, address: &str, begin: Instant, outcomes: &[Outcome], failed: BTreeMap<String, usize>) -> LoadReport {
    let milliseconds = |durations: &mut dyn Iterator<Item = Duration>| -> Vec<f64> { durations.map(|duration| duration.as_secs_f64() * 1000.0).collect() };
    let replies = milliseconds(&mut outcomes.iter().flat_map(|outcome| outcome.replies.iter().copied()));
    let seconds = outcomes.iter().filter_map(|outcome| outcome.last).max().map_or(0.0, |last| (last - begin).as_secs_f64());
    let connections_failed = failed.values().sum();
    let mut errors = failed;
    for (reason, count) in outcomes.iter().flat_map(|outcome| &outcome.errors) {
        *errors.entry(reason.clone()).or_default() += count;
    }
    LoadReport {
        data: address.to_owned(),
        connections: plan.connections as usize,
        connections_failed,
        rate: plan.rate,
        seconds,
        sent: outcomes.iter().map(|outcome| outcome.sent).sum(),
        answered: replies.len(),
        answered_per_second: if seconds > 0.0 { replies.len() as f64 / seconds } else { 0.0 },
        errors,
        latency_ms: Latency::of(replies.iter().copied()),
        ack_ms: Latency::of(milliseconds(&mut outcomes.iter().flat_map(|outcome| outcome.acks.iter().copied()))),
        connect_ms: Latency::of(milliseconds(&mut outcomes.iter().filter_map(|outcome| outcome.connect))),
        milliseconds: replies,
    }
}
