//! `POST /chat/v1/frames`: one frame of the client, for those whose network lets no WebSocket through.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    Server,
    conversation::{Conversation, Outcome},
};
use crate::wire::{CloseCode, ErrorCode, Frames, ServerFrame};

pub(super) async fn take(State(server): State<Arc<Server>>, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return answer(Outcome::bye("size", CloseCode::Size)),
        Err(rejection) => return rejection.into_response(),
    };
    // What is not UTF-8 is no JSON either, and is told so.
    let text = String::from_utf8_lossy(&body);
    answer(Conversation::new(server).take_alone(&text, token(&headers)).await)
}

/// The token of a conversation: `Authorization: Bearer 5f0c…`.
pub(super) fn token(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The frames with the status that says the same to whoever reads no frames.
pub(super) fn answer(outcome: Outcome) -> Response {
    let refused = outcome.frames.iter().find_map(|frame| match frame {
        ServerFrame::Error { code: ErrorCode::Rate, retry_after, .. } => Some(retry_after.unwrap_or(1)),
        _ => None,
    });
    let status = match outcome.close {
        Some(CloseCode::Token) => StatusCode::UNAUTHORIZED,
        Some(CloseCode::Size) => StatusCode::PAYLOAD_TOO_LARGE,
        _ if refused.is_some() => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::OK,
    };
    let mut response = (status, Json(Frames { frames: outcome.frames })).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = refused {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
