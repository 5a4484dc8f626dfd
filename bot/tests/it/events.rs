//! Reads `text/event-stream` as the window does.

use oneask::wire::ServerFrame;

use crate::running::Running;

pub(crate) struct Events {
    response: reqwest::Response,
    read: Vec<u8>,
}

impl Events {
    /// Opens the stream of a conversation; the comment that comes at once has been read.
    pub(crate) async fn open(running: &Running, token: &str, last: Option<u64>) -> Self {
        let mut request = running.http.get(running.url("/chat/v1/events")).bearer_auth(token);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut events = Self { response, read: Vec::new() };
        assert_eq!(events.block().await.as_deref(), Some(": open"));
        events
    }

    /// The next event: its id and its frame; `None` when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<(Option<u64>, ServerFrame)> {
        loop {
            let block = self.block().await?;
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            if let Some(data) = field("data") {
                return Some((field("id").map(|id| id.parse().unwrap()), serde_json::from_str(data).unwrap()));
            }
        }
    }

    /// What stands before the next empty line. A chunk may end within a character.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.read.windows(2).position(|pair| pair == b"\n\n") {
                let rest = self.read.split_off(end + 2);
                let mut block = std::mem::replace(&mut self.read, rest);
                block.truncate(end);
                return Some(String::from_utf8(block).unwrap());
            }
            self.read.extend_from_slice(&self.response.chunk().await.unwrap()?);
        }
    }
}
