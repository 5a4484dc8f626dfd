//! `GET /start/v1`: the first screen.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Json,
    extract::{Query, State},
};
use jiff::ToSpan;
use oneask_corpus::{model::DepartmentId, text::Language};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::Server;
use crate::{World, start, wire::Start};

/// How long a count is good enough.
const COUNT_EVERY: Duration = Duration::from_secs(60);

/// How often each service was asked for, the most first.
type Count = Arc<[(String, u64)]>;

/// What was counted last, and when.
#[derive(Default)]
pub(super) struct Counted(Mutex<Option<(Instant, Count)>>);

/// Whose first screen it is, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    lang: String,
    dept: String,
}

pub(super) async fn first_screen(State(server): State<Arc<Server>>, Query(asked): Query<Asked>) -> Json<Start> {
    let counted = server.counted.now(&server).await;
    let world = World::now(server.weather.load_full());
    let assistant = server.assistant.load();
    // A page of no department that is known here is one of all.
    let department = asked.dept.parse::<DepartmentId>().ok().filter(|id| assistant.knowledge().department(id).is_some());
    let language = asked.lang.parse().unwrap_or(Language::Traditional);
    Json(start::start(assistant.knowledge(), &world, &counted, language, department.as_ref()))
}

impl Counted {
    /// The count of the days for which conversations are kept. Where it cannot be had, the first screen is an editor's.
    async fn now(&self, server: &Server) -> Count {
        let mut counted = self.0.lock().await;
        if let Some((at, count)) = &*counted
            && at.elapsed() < COUNT_EVERY
        {
            return Arc::clone(count);
        }
        let since = server.today().saturating_sub(i64::from(server.config.retention_days).days());
        let count: Count = match server.store.most_asked(since).await {
            Ok(count) => count.into(),
            Err(error) => {
                tracing::error!(%error, "what is asked most cannot be counted");
                Arc::default()
            }
        };
        *counted = Some((Instant::now(), Arc::clone(&count)));
        count
    }
}
