//! A real server on port 0, and what tests ask of it over HTTP.

use std::{net::SocketAddr, path::Path, sync::Arc};

use arc_swap::ArcSwap;
use oneask::{
    config::ServerConfig,
    data::{ClassifierKind, DataDirectory},
    server::Server,
    store::SqliteStore,
    weather::Weather,
    wire::{ClientFrame, Frames, Reply, ServerFrame},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::support;

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) serving: JoinHandle<anyhow::Result<()>>,
    pub(crate) http: reqwest::Client,
}

/// A server that keeps its conversations in memory.
pub(crate) async fn start(config: ServerConfig) -> Running {
    start_with(config, SqliteStore::in_memory().unwrap(), Weather::default()).await
}

/// A server over these conversations and this weather.
pub(crate) async fn start_with(config: ServerConfig, store: SqliteStore, weather: Weather) -> Running {
    let data = DataDirectory::open(Some(&support::data())).unwrap();
    let (assistant, _) = data.assistant(ClassifierKind::Linear).unwrap();
    let server = Server::new(assistant, Arc::new(ArcSwap::from_pointee(weather)), Arc::new(store), config);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(server.serve(listener, async {
        stopped.await.ok();
    }));
    Running { address, stop, serving, http: reqwest::Client::builder().no_proxy().build().unwrap() }
}

/// The Observatory's answers of 22 March 2026.
pub(crate) fn recorded_weather() -> Weather {
    Weather::from_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/weather/20260322")).unwrap()
}

impl Running {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Status and body.
    pub(crate) async fn get(&self, path: &str, query: &[(&str, &str)]) -> (u16, String) {
        let mut url: url::Url = self.url(path).parse().unwrap();
        url.query_pairs_mut().extend_pairs(query);
        let response = self.http.get(url).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Posts one frame: the status and the frames that come back.
    pub(crate) async fn post(&self, token: Option<&str>, frame: &ClientFrame) -> (u16, Vec<ServerFrame>) {
        let mut request = self.http.post(self.url("/chat/v1/frames")).body(serde_json::to_string(frame).unwrap());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let frames: Frames = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        (status, frames.frames)
    }

    /// A new conversation over HTTP: its token.
    pub(crate) async fn hello(&self) -> String {
        match self.post(None, &ClientFrame::Hello { token: None, last_seq: None, language: None }).await {
            (200, frames) => match &frames[..] {
                [ServerFrame::Welcome { token, resumed: false, .. }] => token.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    /// Says something over HTTP: the frames that come back.
    pub(crate) async fn say(&self, token: &str, id: &str, text: &str) -> Vec<ServerFrame> {
        self.post(Some(token), &ClientFrame::Message { id: id.into(), text: text.into() }).await.1
    }

    /// Presses a choice in a conversation of its own.
    pub(crate) async fn press(&self, payload: &str) -> Reply {
        let token = self.hello().await;
        let pressed = ClientFrame::Choice { id: "press".into(), payload: payload.into(), language: None };
        match self.post(Some(&token), &pressed).await.1.pop() {
            Some(ServerFrame::Message { reply, .. }) => *reply,
            other => panic!("{payload}: {other:?}"),
        }
    }
}
