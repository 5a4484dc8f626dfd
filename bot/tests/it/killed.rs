//! The server killed in the middle of answers and started again: what was acknowledged is there, what is sent again is
//! answered once, over HTTP and over the socket alike.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use futures_util::future::join_all;
use oneask::wire::{ClientFrame, Frames, ServerFrame};

use crate::{client::Client, support};

/// How often it is killed.
const KILLS: usize = 5;
/// Messages that are on their way when it is killed.
const AT_ONCE: usize = 24;

struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_oneask"))
            .args(["serve", "--offline", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("ONEASK__SERVER__MESSAGES_PER_MINUTE", "10000")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.split_whitespace().find_map(|word| word.strip_prefix("http://")).unwrap().parse().unwrap();
        Self { child, address }
    }

    /// Posts a frame; `None` where the server is gone before it has answered.
    async fn post(&self, http: &reqwest::Client, token: Option<&str>, frame: &ClientFrame) -> Option<Vec<ServerFrame>> {
        let mut request = http.post(format!("http://{}/chat/v1/frames", self.address)).body(serde_json::to_string(frame).unwrap());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let body = request.send().await.ok()?.text().await.ok()?;
        Some(serde_json::from_str::<Frames>(&body).unwrap().frames)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_acknowledged_is_lost_and_nothing_is_answered_twice() {
    let data = support::data();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let message = |id: &str| ClientFrame::Message { id: id.into(), text: "續車牌幾錢".into() };
    let mut server = Process::start(&data);
    let hello = ClientFrame::Hello { token: None, last_seq: None, language: None };
    let Some(ServerFrame::Welcome { token, .. }) = server.post(&http, None, &hello).await.unwrap().pop() else { panic!("a welcome") };
    let mut acknowledged: BTreeMap<String, Vec<ServerFrame>> = BTreeMap::new();
    let mut sent: Vec<String> = Vec::new();
    let mut cut_off = 0;
    for kill in 0..KILLS {
        let ids: Vec<String> = (0..AT_ONCE).map(|n| format!("{kill}-{n}")).collect();
        let posts = ids.iter().map(|id| async {
            let frame = message(id);
            server.post(&http, Some(&token), &frame).await.map(|frames| (id.clone(), frames))
        });
        // Killed by number, when some of them have been answered and the others are on their way.
        let process = server.child.id();
        let (answered, ()) = tokio::join!(join_all(posts), async {
            server.post(&http, Some(&token), &message(&format!("{kill}-first"))).await;
            Command::new("kill").args(["-9", &process.to_string()]).status().unwrap();
        });
        cut_off += answered.iter().filter(|answer| answer.is_none()).count();
        acknowledged.extend(answered.into_iter().flatten());
        sent.push(format!("{kill}-first"));
        sent.extend(ids);
        server = Process::start(&data);
    }
    assert!(cut_off > 0, "no message was on its way when the server was killed");

    // Resumed over the socket: every reply is there once; what was stored and not answered has its answer by now.
    let mut client = Client::connect(server.address).await;
    assert!(client.hello(Some(token.clone()), Some(0)).await.1);
    let mut replies: BTreeMap<u64, ServerFrame> = BTreeMap::new();
    for id in &sent {
        let frames = server.post(&http, Some(&token), &message(id)).await.unwrap();
        let [ServerFrame::Ack { .. }, answer @ ServerFrame::Message { seq, in_reply_to, .. }] = &frames[..] else { panic!("{frames:?}") };
        assert_eq!(in_reply_to, id);
        assert!(replies.insert(*seq, answer.clone()).is_none(), "{id} has a place of its own");
        if let Some(before) = acknowledged.get(id) {
            assert_eq!(&frames, before, "{id} was acknowledged before the server was killed");
        }
    }
    for (_, reply) in replies.iter() {
        assert_eq!(client.next().await, *reply, "the socket has the same replies in the same order");
    }
}
