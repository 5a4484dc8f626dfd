//! `GET /chat/v1/events` and `GET /chat/v1/poll`: the replies of a conversation as they are stored, by whichever tab or
//! transport, for those whose network lets no WebSocket through.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream::unfold;
use serde::Deserialize;
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    time::{Instant, sleep, sleep_until},
};

use super::{
    Server,
    conversation::{Conversation, Outcome},
    frames::{answer, token},
    room::MAX_STREAMS,
    socket::drained,
};
use crate::wire::{CloseCode, ErrorCode, ServerFrame};

/// How often a quiet stream is kept open.
const COMMENT_EVERY: Duration = Duration::from_secs(15);
/// How long a poll waits: less than a proxy does, which is thirty seconds at the least.
const POLL: Duration = Duration::from_secs(25);
/// When to come back where the conversation has too many streams, in seconds: one of them that is dead is noticed by then.
const COME_BACK: u64 = 15;

/// The replies as events, until the server stops, the conversation is erased, or nobody has said anything for long.
pub(super) async fn events(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    let after = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let mut conversation = Conversation::new(Arc::clone(&server));
    let missed = conversation.follow(token(&headers), after).await;
    if missed.close.is_some() {
        return answer(missed);
    }
    let Some(place) = conversation.stream() else { return answer(too_many()) };
    let idle = Duration::from_secs(server.config.idle_seconds);
    let mut stream =
        Stream { conversation, draining: server.draining.subscribe(), idle, last: Instant::now(), waiting: VecDeque::new(), over: false, _place: place };
    stream.take(missed);
    // At once, so that a proxy that holds answers back is told from a conversation in which nothing is said.
    let opening = futures_util::stream::iter([Ok::<_, Infallible>(Event::default().comment("open"))]);
    let events = unfold(stream, |mut stream| async move {
        let frame = stream.next().await?;
        Some((Ok(event(&frame)), stream))
    });
    let events = futures_util::StreamExt::chain(opening, events);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(COMMENT_EVERY)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx holds answers back otherwise.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Where a poll goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    after: Option<u64>,
}

/// The replies after a place, as soon as there is one; none after a while.
pub(super) async fn poll(State(server): State<Arc<Server>>, headers: HeaderMap, Query(After { after }): Query<After>) -> Response {
    let mut conversation = Conversation::new(Arc::clone(&server));
    let mut outcome = conversation.follow(token(&headers), after).await;
    if outcome.close.is_some() {
        return answer(outcome);
    }
    let Some(_place) = conversation.stream() else { return answer(too_many()) };
    let mut draining = server.draining.subscribe();
    let wait = sleep(POLL);
    tokio::pin!(wait);
    while outcome.frames.is_empty() {
        tokio::select! {
            () = drained(&mut draining) => outcome = Outcome::bye("drain", CloseCode::Drain),
            () = &mut wait => break,
            () = conversation.stirred() => outcome = conversation.news().await,
        }
    }
    answer(outcome)
}

fn too_many() -> Outcome {
    Outcome::frame(ServerFrame::Error {
        code: ErrorCode::Rate,
        message: format!("at most {MAX_STREAMS} streams of one conversation at a time"),
        id: None,
        retry_after: Some(COME_BACK),
    })
}

/// A frame as an event; the place of a reply is its id, so that a client that comes back names the last one.
fn event(frame: &ServerFrame) -> Event {
    let event = Event::default().data(serde_json::to_string(frame).expect("frames have string keys and finite numbers"));
    match frame {
        ServerFrame::Message { seq, .. } => event.id(seq.to_string()),
        _ => event,
    }
}

struct Stream {
    conversation: Conversation,
    draining: watch::Receiver<bool>,
    idle: Duration,
    /// When something was last said in the conversation.
    last: Instant,
    waiting: VecDeque<ServerFrame>,
    over: bool,
    _place: OwnedSemaphorePermit,
}

impl Stream {
    async fn next(&mut self) -> Option<ServerFrame> {
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                return Some(frame);
            }
            if self.over {
                return None;
            }
            let outcome = tokio::select! {
                () = drained(&mut self.draining) => Outcome::bye("drain", CloseCode::Drain),
                () = sleep_until(self.last + self.idle) => Outcome::bye("idle", CloseCode::Idle),
                () = self.conversation.stirred() => {
                    self.last = Instant::now();
                    self.conversation.news().await
                }
            };
            self.take(outcome);
        }
    }

    fn take(&mut self, outcome: Outcome) {
        self.over |= outcome.close.is_some();
        self.waiting.extend(outcome.frames);
    }
}
