//! The server: page, widget, conversations over WebSocket and HTTP, health. It shares one assistant among all conversations and takes a new
//! release without a restart.

mod assets;
mod conversation;
mod first_screen;
mod frames;
mod offline;
mod origin;
mod room;
mod socket;
mod stream;
mod suggest;

use std::{
    future::Future,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use arc_swap::ArcSwap;
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::IntoResponse,
    routing::{any, get, post},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::{Timestamp, civil::Date};
use tokio::{net::TcpListener, sync::watch};
use tower_http::{compression::CompressionLayer, set_header::SetResponseHeaderLayer};

use crate::{
    Assistant,
    config::ServerConfig,
    hong_kong,
    store::{ConversationId, Store},
    weather::Weather,
};

/// How long conversations have to end after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(8);
/// How often conversations that nobody uses any more are looked for.
const EXPIRE_EVERY: Duration = Duration::from_secs(3600);

/// What all connections share.
pub struct Server {
    /// The assistant of the release in force; replaced when another is published.
    pub assistant: ArcSwap<Assistant>,
    /// The latest that the Observatory said.
    pub weather: Arc<ArcSwap<Weather>>,
    /// The conversations.
    pub store: Arc<dyn Store>,
    /// The settings.
    pub config: ServerConfig,
    rooms: Arc<room::Rooms>,
    counted: first_screen::Counted,
    offline: offline::Made,
    limiter: DefaultKeyedRateLimiter<ConversationId>,
    draining: watch::Sender<bool>,
    ready: AtomicBool,
}

impl Server {
    /// A server that is ready as soon as it listens.
    #[must_use]
    pub fn new(assistant: Assistant, weather: Arc<ArcSwap<Weather>>, store: Arc<dyn Store>, config: ServerConfig) -> Arc<Self> {
        assistant.suggester();
        let quota = Quota::per_minute(NonZeroU32::new(config.messages_per_minute).unwrap_or(NonZeroU32::MIN));
        Arc::new(Self {
            assistant: ArcSwap::from_pointee(assistant),
            weather,
            store,
            config,
            rooms: Arc::default(),
            counted: first_screen::Counted::default(),
            offline: offline::Made::default(),
            limiter: RateLimiter::keyed(quota),
            draining: watch::Sender::new(false),
            ready: AtomicBool::new(true),
        })
    }

    /// Today in Hong Kong.
    fn today(&self) -> Date {
        hong_kong(Timestamp::now()).date()
    }

    /// Whether the server was told to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Serves until `shutdown` resolves, then drains: not ready at once, every connection told to come back (1012), gone
    /// within ten seconds.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self: Arc<Self>, listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let expiring = tokio::spawn(Arc::clone(&self).expire());
        let server = Arc::clone(&self);
        let drain = async move {
            shutdown.await;
            server.ready.store(false, Ordering::Release);
            server.draining.send_replace(true);
        };
        let mut drained = self.draining.subscribe();
        let serving = axum::serve(listener, router(Arc::clone(&self))).with_graceful_shutdown(drain);
        tokio::select! {
            served = serving => served?,
            () = async { drained.wait_for(|draining| *draining).await.ok(); tokio::time::sleep(DRAIN).await } => tracing::warn!("some connections did not end in time"),
        }
        expiring.abort();
        Ok(())
    }

    async fn expire(self: Arc<Self>) {
        loop {
            match self.store.expire(self.config.retention_days).await {
                Ok(0) => {}
                Ok(conversations) => tracing::info!(conversations, "erased conversations that nobody used for {} days", self.config.retention_days),
                Err(error) => tracing::error!(%error, "old conversations could not be erased"),
            }
            self.limiter.retain_recent();
            tokio::time::sleep(EXPIRE_EVERY).await;
        }
    }
}

fn router(server: Arc<Server>) -> Router {
    let header = |name: HeaderName, value: &'static str| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    // What a page of another site may ask, if it is on the list.
    let talk = Router::new()
        .route("/ws/v1", any(socket::upgrade))
        .route("/chat/v1/frames", post(frames::take).layer(DefaultBodyLimit::max(socket::MAX_FRAME_BYTES)))
        .route("/chat/v1/events", get(stream::events))
        .route("/chat/v1/poll", get(stream::poll))
        .route("/suggest/v1", get(suggest::suggest))
        .route("/start/v1", get(first_screen::first_screen))
        .layer(from_fn_with_state(Arc::clone(&server), origin::check));
    Router::new()
        // The citizen.
        .merge(talk)
        .route("/", get(assets::page))
        .route("/embed/{department}", get(assets::embed))
        .route("/page/{*file}", get(assets::of_page))
        .route("/icons/{*file}", get(assets::icon))
        .route("/manifest.webmanifest", get(assets::manifest))
        .route("/sw.js", get(assets::worker))
        .route("/offline/v1/forms.json", get(offline::forms))
        // Who embeds it.
        .route("/widget", get(assets::to_playground))
        .route("/widget/", get(assets::playground))
        .route("/widget/v1/{*file}", get(assets::widget))
        // Who runs it.
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .fallback(assets::nowhere)
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(CompressionLayer::new())
        .with_state(server)
}

async fn ready(State(server): State<Arc<Server>>) -> impl IntoResponse {
    if server.ready.load(Ordering::Acquire) { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "draining") }
}
