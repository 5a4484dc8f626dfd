//! Conversations over HTTP: frames posted, replies as events and by polling, and tabs that follow each other.

use oneask::{
    config::ServerConfig,
    store::{Said, SqliteStore, Store},
    weather::Weather,
    wire::{ClientFrame, ErrorCode, Frames, ServerFrame},
};
use oneask_corpus::text::Language;

use crate::{
    client::{Client, reply},
    events::Events,
    running::{start, start_with},
};

#[tokio::test]
async fn a_conversation_goes_on_over_posts_and_the_socket() {
    let running = start(ServerConfig::default()).await;
    let token = running.hello().await;
    let frames = running.say(&token, "a", "個車牌就到期，點續？").await;
    let [ServerFrame::Ack { id, seq: 1 }, first @ ServerFrame::Message { seq: 2, .. }] = &frames[..] else { panic!("{frames:?}") };
    assert_eq!(id, "a");
    assert_eq!(running.say(&token, "a", "個車牌就到期，點續？").await, frames, "the same id gets the same ack and reply");

    // The socket knows the topic, and the posts know what was said on the socket.
    let mut client = Client::connect(running.address).await;
    assert!(client.hello(Some(token.clone()), Some(0)).await.1);
    assert_eq!(client.next().await, *first);
    let follow_up = reply(client.ask("b", "網上得唔得？").await.1);
    assert_eq!(follow_up.service.as_deref(), Some("driving-licence-full-renewal"));
    let by_post = reply(running.say(&token, "c", "要等幾耐").await.pop().unwrap());
    assert_eq!(by_post.service.as_deref(), Some("driving-licence-full-renewal"));
    assert_eq!(reply(client.next().await), by_post, "the tab with the socket follows");

    let resumed = running.post(Some(&token), &ClientFrame::Hello { token: None, last_seq: Some(4), language: Some(Language::English) }).await.1;
    assert!(matches!(&resumed[..], [ServerFrame::Welcome { resumed: true, .. }, ServerFrame::Message { seq: 6, .. }]), "{resumed:?}");
    assert_eq!(reply(running.say(&token, "d", "幾錢").await.pop().unwrap()).language, Language::English, "the language that was chosen stays");
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_with_its_status() {
    let running = start(ServerConfig { messages_per_minute: 1, ..ServerConfig::default() }).await;
    let message = ClientFrame::Message { id: "a".into(), text: "你好".into() };
    for token in [None, Some("5f0c2a9d1e7b4c3f8a6d0b9e2c1f7a48")] {
        let (status, frames) = running.post(token, &message).await;
        assert_eq!((status, frames), (401, vec![ServerFrame::Bye { reason: "token".into() }]));
    }
    let token = running.hello().await;
    running.post(Some(&token), &message).await;
    let response =
        running.http.post(running.url("/chat/v1/frames")).bearer_auth(&token).body(r#"{"type":"message","id":"b","text":"你好"}"#).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert!(response.headers()["retry-after"].to_str().unwrap().parse::<u64>().is_ok_and(|seconds| seconds <= 61));
    for (body, status) in [("x".repeat(70_000), 413), ("{".into(), 200), (r#"{"type":"typing"}"#.into(), 200)] {
        let response = running.http.post(running.url("/chat/v1/frames")).bearer_auth(&token).body(body).send().await.unwrap();
        assert_eq!(response.status(), status);
        let frames: Frames = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        match &frames.frames[..] {
            [] => assert_eq!(status, 200),
            [ServerFrame::Bye { reason }] => assert_eq!((reason.as_str(), status), ("size", 413)),
            [ServerFrame::Error { code: ErrorCode::BadFrame, .. }] => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn events_come_from_every_tab_and_go_on_after_the_last_one_seen() {
    let running = start(ServerConfig::default()).await;
    let token = running.hello().await;
    let mut events = Events::open(&running, &token, None).await;
    let first = running.say(&token, "a", "狗牌幾錢").await.pop().unwrap();
    assert_eq!(events.next().await, Some((Some(2), first)));
    let mut client = Client::connect(running.address).await;
    client.hello(Some(token.clone()), None).await;
    let (_, second) = client.ask("b", "要帶咩文件").await;
    assert_eq!(events.next().await, Some((Some(4), second.clone())));
    drop(events);

    let third = running.say(&token, "c", "要等幾耐").await.pop().unwrap();
    assert_eq!(client.next().await, third);
    let mut events = Events::open(&running, &token, Some(2)).await;
    assert_eq!(events.next().await, Some((Some(4), second)));
    assert_eq!(events.next().await, Some((Some(6), third)));

    // Erased in one tab, gone in all.
    client.send(&ClientFrame::Erase).await;
    assert_eq!(events.next().await, Some((None, ServerFrame::Bye { reason: "erased".into() })));
    assert_eq!(events.next().await, None);
    assert_eq!(running.http.get(running.url("/chat/v1/events")).bearer_auth(&token).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_poll_waits_for_the_next_reply_and_brings_what_is_there_at_once() {
    let running = start(ServerConfig::default()).await;
    let token = running.hello().await;
    let poll = |after: u64| {
        let request = running.http.get(running.url(&format!("/chat/v1/poll?after={after}"))).bearer_auth(&token);
        async move { serde_json::from_str::<Frames>(&request.send().await.unwrap().text().await.unwrap()).unwrap().frames }
    };
    let (polled, said) = tokio::join!(poll(0), running.say(&token, "a", "狗牌幾錢"));
    assert_eq!(polled, [said[1].clone()]);
    assert_eq!(poll(0).await, polled);
    assert_eq!(running.http.get(running.url("/chat/v1/poll")).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_conversation_has_so_many_streams_and_no_more() {
    let running = start(ServerConfig::default()).await;
    let token = running.hello().await;
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(Events::open(&running, &token, None).await);
    }
    let refused = running.http.get(running.url("/chat/v1/events")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    let other = running.hello().await;
    Events::open(&running, &other, None).await;
}

#[tokio::test]
async fn a_quiet_stream_ends_and_a_server_that_stops_says_so() {
    let running = start(ServerConfig { idle_seconds: 0, ..ServerConfig::default() }).await;
    let token = running.hello().await;
    assert_eq!(Events::open(&running, &token, None).await.next().await, Some((None, ServerFrame::Bye { reason: "idle".into() })));

    let running = start(ServerConfig::default()).await;
    let token = running.hello().await;
    let mut events = Events::open(&running, &token, None).await;
    let poll = running.http.get(running.url("/chat/v1/poll?after=0")).bearer_auth(&token).send();
    let stop = async { running.stop.send(()).unwrap() };
    let (polled, ()) = tokio::join!(poll, stop);
    // The poll may have been on its way when the server stopped listening.
    if let Ok(polled) = polled {
        assert!(polled.text().await.unwrap().contains("drain"));
    }
    assert_eq!(events.next().await, Some((None, ServerFrame::Bye { reason: "drain".into() })));
    assert_eq!(events.next().await, None);
    running.serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn pages_of_other_sites_may_talk_only_where_they_are_on_the_list() {
    let running = start(ServerConfig { allowed_origins: vec!["https://www.td.gov.hk".into()], ..ServerConfig::default() }).await;
    for path in ["/suggest/v1?q=td", "/start/v1", "/chat/v1/poll", "/chat/v1/events"] {
        let from = |origin: &'static str| running.http.get(running.url(path)).header("origin", origin).send();
        assert_eq!(from("https://evil.example").await.unwrap().status(), 403, "{path}");
        let allowed = from("https://www.td.gov.hk").await.unwrap();
        assert_eq!(allowed.headers()["access-control-allow-origin"], "https://www.td.gov.hk", "{path}");
        assert!(allowed.headers().get_all("vary").iter().any(|vary| vary == "origin"));
    }
    let asks = |origin: &'static str| {
        let request = running.http.request(reqwest::Method::OPTIONS, running.url("/chat/v1/frames")).header("origin", origin);
        request.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization").send()
    };
    assert_eq!(asks("https://evil.example").await.unwrap().status(), 403);
    let allowed = asks("https://www.td.gov.hk").await.unwrap();
    assert_eq!(allowed.status(), 204);
    assert!(allowed.headers()["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
}

#[tokio::test]
async fn a_reply_says_what_it_answers_to_a_tab_that_was_away() {
    let running = start(ServerConfig::default()).await;
    let token = running.hello().await;
    let mut sent = running.say(&token, "a", "狗牌幾錢").await.split_off(1);
    let choices = [("b", "service:dog-licence"), ("c", "next")];
    for (id, payload) in choices {
        let choice = ClientFrame::Choice { id: id.into(), payload: payload.into(), language: None };
        sent.extend(running.post(Some(&token), &choice).await.1.split_off(1));
    }
    running.post(Some(&token), &ClientFrame::Hello { token: None, last_seq: Some(9), language: Some(Language::English) }).await;
    let choice = ClientFrame::Choice { id: "d".into(), payload: "service:dog-licence".into(), language: None };
    sent.extend(running.post(Some(&token), &choice).await.1.split_off(1));
    let said: Vec<Option<&str>> = sent
        .iter()
        .map(|frame| match frame {
            ServerFrame::Message { said, .. } => said.as_deref(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(said, [Some("狗牌幾錢"), Some("狗隻牌照（領牌及續牌）"), Some("不是我想問的"), Some("Dog licence (new and renewal)")]);

    let mut events = Events::open(&running, &token, Some(0)).await;
    for frame in sent {
        assert_eq!(events.next().await.unwrap().1, frame);
    }
}

/// The database is what is left of a server that was killed: a message that was stored, acknowledged or not, and not answered.
#[tokio::test]
async fn what_a_killed_server_left_unanswered_is_answered_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("conversations.db");
    let token = {
        let running = start_with(ServerConfig::default(), SqliteStore::open(&path).unwrap(), Weather::default()).await;
        let token = running.hello().await;
        running.say(&token, "a", "狗牌幾錢").await;
        token
    };
    // Killed after the message was written and before the reply was.
    let connection = rusqlite::Connection::open(&path).unwrap();
    assert_eq!(connection.execute("delete from message where in_reply_to = 'a'", []).unwrap(), 1);
    drop(connection);
    let running = start_with(ServerConfig::default(), SqliteStore::open(&path).unwrap(), Weather::default()).await;
    let answered = Events::open(&running, &token, Some(1)).await.next().await.unwrap().1;
    let ServerFrame::Message { in_reply_to, .. } = &answered else { panic!("{answered:?}") };
    assert_eq!(in_reply_to, "a");
    let again = running.say(&token, "a", "狗牌幾錢").await;
    assert_eq!(again, [ServerFrame::Ack { id: "a".into(), seq: 1 }, answered]);
}

/// Stored with the language of its page and not answered: the conversation has no words yet that tell its language.
#[tokio::test]
async fn a_first_choice_that_a_killed_server_left_unanswered_keeps_the_language_of_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("conversations.db");
    let token = {
        let store = SqliteStore::open(&path).unwrap();
        let conversation = store.open(None).await.unwrap().unwrap();
        store.receive(conversation.id, "a".into(), Said::Choice("service:dog-licence".into()), Some(Language::English)).await.unwrap();
        conversation.token
    };
    let running = start_with(ServerConfig::default(), SqliteStore::open(&path).unwrap(), Weather::default()).await;
    let answered = Events::open(&running, &token, Some(1)).await.next().await.unwrap().1;
    assert_eq!(reply(answered).language, Language::English);
    // What is typed afterwards tells its own.
    assert_eq!(reply(running.say(&token, "b", "狗牌幾錢").await.pop().unwrap()).language, Language::Cantonese);
}
