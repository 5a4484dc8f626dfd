//! The WebSocket: limits, origin, idling, draining.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::{
        State,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade},
    },
    response::Response,
};
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

use super::{
    Server,
    conversation::{Conversation, Outcome},
};
use crate::wire::{CloseCode, ServerFrame};

/// The longest message, in bytes.
pub(super) const MAX_FRAME_BYTES: usize = 64 * 1024;
/// What is still read of a longer one, so that its sender hears why it is refused: closing a connection that has unread
/// bytes resets it, and the close code is lost.
const MAX_READ_BYTES: usize = 2 * 1024 * 1024;
/// Buffers of a connection. The default read buffer is 128 KiB for each.
const BUFFER_BYTES: usize = 4 * 1024;
/// What may wait for a slow reader before its connection is closed.
const MAX_UNSENT_BYTES: usize = 1024 * 1024;
/// How often a quiet connection is kept open.
const PING_EVERY: Duration = Duration::from_secs(30);

/// Takes a connection; [`origin`](super::origin) has asked whether its page may open one.
pub(super) async fn upgrade(State(server): State<Arc<Server>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .protocols(["oneask.v1"])
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(MAX_UNSENT_BYTES)
        .max_message_size(MAX_READ_BYTES)
        .max_frame_size(MAX_READ_BYTES)
        .on_upgrade(move |socket| converse(server, socket))
}

async fn converse(server: Arc<Server>, mut socket: WebSocket) {
    let idle = Duration::from_secs(server.config.idle_seconds);
    let mut draining = server.draining.subscribe();
    let mut conversation = Conversation::new(server);
    let mut ping = interval(PING_EVERY);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ping.reset();
    let mut last_frame = Instant::now();
    let (reason, code) = loop {
        tokio::select! {
            () = drained(&mut draining) => break ("drain", CloseCode::Drain),
            () = sleep_until(last_frame + idle) => break ("idle", CloseCode::Idle),
            _ = ping.tick() => {
                if socket.send(Message::Ping(Bytes::new())).await.is_err() {
                    return;
                }
            }
            () = conversation.stirred() => {
                let outcome = conversation.news().await;
                if deliver(&mut socket, outcome).await.is_break() {
                    return;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) if text.len() > MAX_FRAME_BYTES => break ("size", CloseCode::Size),
                Some(Ok(Message::Text(text))) => {
                    last_frame = Instant::now();
                    let outcome = conversation.take(&text).await;
                    if deliver(&mut socket, outcome).await.is_break() {
                        return;
                    }
                }
                Some(Ok(Message::Binary(_))) => break ("policy", CloseCode::Policy),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_))) | None => return,
                // The library has answered broken frames itself; nothing more can be said on this connection.
                Some(Err(_)) => return,
            },
        }
    };
    let bye = Outcome { frames: vec![ServerFrame::Bye { reason: reason.into() }], close: Some(code) };
    let _ = deliver(&mut socket, bye).await;
}

/// Resolves when the server was told to stop.
pub(super) async fn drained(draining: &mut watch::Receiver<bool>) {
    draining.wait_for(|draining| *draining).await.ok();
}

/// Sends the frames in order, then closes if that is what comes next.
async fn deliver(socket: &mut WebSocket, outcome: Outcome) -> std::ops::ControlFlow<()> {
    for frame in &outcome.frames {
        let json = serde_json::to_string(frame).expect("frames have string keys and finite numbers");
        if socket.send(Message::Text(Utf8Bytes::from(json))).await.is_err() {
            return std::ops::ControlFlow::Break(());
        }
    }
    let Some(code) = outcome.close else { return std::ops::ControlFlow::Continue(()) };
    let reason = match outcome.frames.last() {
        Some(ServerFrame::Bye { reason }) => reason.clone(),
        _ => String::new(),
    };
    let _ = socket.send(Message::Close(Some(CloseFrame { code: code as u16, reason: reason.into() }))).await;
    std::ops::ControlFlow::Break(())
}
