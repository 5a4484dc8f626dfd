//! `GET /suggest/v1`: what a citizen may be about to ask, while they type.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
};
use oneask_corpus::{model::DepartmentId, text::Language};
use serde::Deserialize;

use super::Server;
use crate::{
    suggest::{MAX_SUGGESTIONS, Typed},
    wire::Suggestions,
};

/// What is asked, as it stands in the address. A language or department that is not known is left out of account: the
/// field goes on suggesting.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    lang: String,
    dept: String,
    limit: Option<usize>,
}

pub(super) async fn suggest(State(server): State<Arc<Server>>, Query(asked): Query<Asked>) -> Json<Suggestions> {
    let assistant = server.assistant.load();
    let typed = Typed {
        text: &asked.q,
        language: asked.lang.parse().unwrap_or(Language::Traditional),
        department: asked.dept.parse::<DepartmentId>().ok(),
        limit: asked.limit.unwrap_or(MAX_SUGGESTIONS),
        day: server.today(),
    };
    Json(Suggestions { suggestions: assistant.suggest(&typed) })
}
