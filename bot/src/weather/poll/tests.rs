//! The poller against a server that plays the Observatory. One feed is played by hand, request by request, so that
//! nothing depends on how fast the machine is; the others always answer.

use std::{collections::BTreeMap, future::pending};

use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use oneask_corpus::text::Language;
use tokio::sync::{mpsc, oneshot};

use super::*;
use crate::weather::snapshot::Reader;

/// What the Observatory does with one request.
enum Play {
    Answer(StatusCode, String),
    Silence,
}

fn ok(celsius: i64) -> Play {
    let body = serde_json::json!({ "temperature": { "data": [{ "place": "香港天文台", "value": celsius }] }, "updateTime": "2026-03-22T17:02:00+08:00" });
    Play::Answer(StatusCode::OK, body.to_string())
}

type Stage = mpsc::UnboundedSender<oneshot::Sender<Play>>;

async fn handle(State(stage): State<Stage>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let product = query["dataType"].as_str();
    if (product, query["lang"].as_str()) != ("rhrread", "tc") {
        let body = match product {
            // Down for good, so that no other language serves the reader.
            "rhrread" => "{}",
            "flw" => r#"{"outlook":"Fine."}"#,
            "fnd" => r#"{"weatherForecast":[{"forecastDate":"20260323"}]}"#,
            _ => "{}",
        };
        return body.into_response();
    }
    let (play, played) = oneshot::channel();
    stage.send(play).unwrap();
    match played.await {
        Ok(Play::Answer(status, body)) => (status, body).into_response(),
        Ok(Play::Silence) | Err(_) => pending().await,
    }
}

/// The server, the poller, and what it writes to.
struct Scene {
    requests: mpsc::UnboundedReceiver<oneshot::Sender<Play>>,
    weather: Arc<ArcSwap<Weather>>,
    shutdown: oneshot::Sender<()>,
    poller: tokio::task::JoinHandle<()>,
}

impl Scene {
    async fn set(timeout: Duration) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/weather.php", listener.local_addr().unwrap());
        let (stage, requests) = mpsc::unbounded_channel();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handle).with_state(stage)).await });
        let soon = Duration::from_millis(1);
        let config = PollConfig { base_url, observations_every: soon, first_retry: soon, last_retry: soon, timeout, ..PollConfig::default() };
        let weather = Arc::new(ArcSwap::from_pointee(Weather::default()));
        let (shutdown, stop) = oneshot::channel();
        let poller = tokio::spawn(poll(config, Arc::clone(&weather), async { stop.await.unwrap_or_default() }));
        Self { requests, weather, shutdown, poller }
    }

    /// The next request. That it comes shows that the answer to the one before was dealt with.
    async fn request(&mut self) -> oneshot::Sender<Play> {
        self.requests.recv().await.unwrap()
    }

    /// The temperature that a citizen would be told.
    fn celsius(&self) -> Option<f64> {
        let reader = Reader { language: Language::Cantonese, now: "2026-03-22T17:30:00+08:00".parse().unwrap() };
        self.weather.load().current(reader).map(|current| current.value.temperatures[0].celsius)
    }

    async fn end(self) {
        self.shutdown.send(()).unwrap();
        self.poller.await.unwrap();
    }
}

#[tokio::test]
async fn keeps_the_last_good_bulletin_until_the_next() {
    // Long enough that a busy machine does not time out by itself.
    let mut scene = Scene::set(Duration::from_mins(5)).await;
    let request = scene.request().await;
    assert_eq!(scene.celsius(), None, "nothing is known before the first answer");
    let _ = request.send(ok(24));
    let bad = [
        Play::Answer(StatusCode::INTERNAL_SERVER_ERROR, r#"{"temperature":{"data":[{"place":"香港天文台","value":1}]}}"#.to_owned()),
        Play::Answer(StatusCode::OK, "<html>Service unavailable</html>".to_owned()),
        Play::Answer(StatusCode::OK, r#"{"error":"try again"}"#.to_owned()),
        Play::Answer(StatusCode::OK, String::new()),
        Play::Answer(StatusCode::OK, format!(r#"{{"icon":[50],"padding":"{}"}}"#, "x".repeat(1024 * 1024))),
    ];
    for play in bad {
        let request = scene.request().await;
        assert_eq!(scene.celsius(), Some(24.0));
        let _ = request.send(play);
    }
    let request = scene.request().await;
    assert_eq!(scene.celsius(), Some(24.0));
    let _ = request.send(ok(23));
    let request = scene.request().await;
    assert_eq!(scene.celsius(), Some(23.0), "it recovers by itself");
    drop(request);
    scene.end().await;
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_and_asked_again() {
    let mut scene = Scene::set(Duration::from_millis(50)).await;
    let _ = scene.request().await.send(Play::Silence);
    // On a busy machine further requests may time out as well, so it is answered until it has heard.
    while scene.celsius().is_none() {
        let _ = scene.request().await.send(ok(22));
    }
    assert_eq!(scene.celsius(), Some(22.0));
    scene.end().await;
}

#[tokio::test]
async fn shutdown_does_not_wait_for_an_answer() {
    let mut scene = Scene::set(Duration::from_mins(5)).await;
    let _unanswered = scene.request().await;
    scene.end().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_no_panic() {
    let config = PollConfig { base_url: "not an address".to_owned(), ..PollConfig::default() };
    poll(config, Arc::new(ArcSwap::from_pointee(Weather::default())), pending()).await;
}

#[test]
fn jitter_is_a_share() {
    assert!((0..100).map(|_| jitter()).all(|share| (0.0..=1.0).contains(&share)));
}
