//! A real server on port 0 and a real WebSocket client.

use futures_util::SinkExt;
use oneask::{
    config::ServerConfig,
    wire::{ClientFrame, Decision, ErrorCode, ServerFrame},
};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};

use crate::{
    client::{Client, reply},
    running::start,
};

#[tokio::test]
async fn a_question_is_acked_and_answered_and_the_topic_is_kept() {
    let running = start(ServerConfig::default()).await;
    let mut client = Client::connect(running.address).await;
    client.send(&ClientFrame::Message { id: "early".into(), text: "你好".into() }).await;
    assert!(matches!(client.next().await, ServerFrame::Error { code: ErrorCode::HelloFirst, .. }));
    client.hello(None, None).await;
    let (seq, answer) = client.ask("a", "個車牌就到期，點續？").await;
    assert_eq!(seq, 1);
    let first = reply(answer);
    assert_eq!(first.service.as_deref(), Some("driving-licence-full-renewal"));
    assert_eq!(first.forms[0].number, "TD 557");
    assert!(first.text.contains("HK$900") && !first.sources.is_empty());
    let follow_up = reply(client.ask("b", "網上得唔得？").await.1);
    assert_eq!(follow_up.service.as_deref(), Some("driving-licence-full-renewal"));
    assert_eq!(follow_up.intent.as_deref(), Some("procedure_channel"));
}

#[tokio::test]
async fn a_broken_connection_is_resumed_and_nothing_is_said_twice() {
    let running = start(ServerConfig::default()).await;
    let mut client = Client::connect(running.address).await;
    let (token, resumed) = client.hello(None, None).await;
    assert!(!resumed);
    let (seq, answer) = client.ask("a", "dog licence fee").await;
    drop(client);

    let mut client = Client::connect(running.address).await;
    let (_, resumed) = client.hello(Some(token.clone()), Some(0)).await;
    assert!(resumed);
    assert_eq!(client.next().await, answer, "what the client has not seen is sent again");
    assert_eq!(client.ask("a", "dog licence fee").await, (seq, answer), "the same id gets the same ack and reply");

    client.send(&ClientFrame::Erase).await;
    assert_eq!(client.next().await, ServerFrame::Bye { reason: "erased".into() });
    let mut client = Client::connect(running.address).await;
    client.send(&ClientFrame::Hello { token: Some(token), last_seq: None, language: None }).await;
    assert_eq!(client.closed().await, Some(4401), "an erased conversation cannot be resumed");
}

#[tokio::test]
async fn bad_frames_lose_nothing() {
    let running = start(ServerConfig::default()).await;
    let mut client = Client::connect(running.address).await;
    let (token, _) = client.hello(None, None).await;
    for bad in ["{", "[]", "{\"type\":\"dance\"}", "{\"type\":\"message\"}"] {
        client.raw(Message::text(bad)).await;
        assert!(matches!(client.next().await, ServerFrame::Error { code: ErrorCode::BadFrame, .. }), "{bad}");
    }
    client.send(&ClientFrame::Message { id: "long".into(), text: "車".repeat(501) }).await;
    match client.next().await {
        ServerFrame::Error { code: ErrorCode::BadUtterance, message, id, .. } => {
            assert_eq!(id.as_deref(), Some("long"));
            assert_eq!(message, "the utterance has 501 characters, the limit is 500");
        }
        other => panic!("{other:?}"),
    }
    client.send(&ClientFrame::Choice { id: "c".into(), payload: "service:no-such-thing".into(), language: None }).await;
    assert!(matches!(client.next().await, ServerFrame::Error { code: ErrorCode::BadChoice, .. }));
    client.send(&ClientFrame::Feedback { message: "m77".into(), score: 1, reason: None }).await;
    assert!(matches!(client.next().await, ServerFrame::Error { code: ErrorCode::UnknownMessage, .. }));
    client.ask("a", "你好").await;

    // A megabyte, and bytes that are not UTF-8: the connection closes, the conversation stays.
    client.raw(Message::text("x".repeat(1 << 20))).await;
    assert_eq!(client.closed().await, Some(CloseCode::Size.into()));
    let mut client = Client::connect(running.address).await;
    assert!(client.hello(Some(token.clone()), None).await.1);
    let tokio_tungstenite::MaybeTlsStream::Plain(stream) = client.0.get_mut() else { panic!("no TLS here") };
    // A masked text frame of two bytes that no UTF-8 has.
    stream.write_all(&[0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]).await.unwrap();
    client.closed().await;
    let mut client = Client::connect(running.address).await;
    client.hello(Some(token), Some(0)).await;
    assert_eq!(reply(client.next().await).intent.as_deref(), Some("greeting"));
}

#[tokio::test]
async fn too_many_messages_are_told_when_to_come_back() {
    let running = start(ServerConfig { messages_per_minute: 2, ..ServerConfig::default() }).await;
    let mut client = Client::connect(running.address).await;
    client.hello(None, None).await;
    client.ask("a", "你好").await;
    client.ask("b", "你好").await;
    client.send(&ClientFrame::Message { id: "c".into(), text: "你好".into() }).await;
    match client.next().await {
        ServerFrame::Error { code: ErrorCode::Rate, retry_after: Some(wait), id, .. } => assert!(wait <= 61 && id.as_deref() == Some("c")),
        other => panic!("{other:?}"),
    }
    for n in 0..30 {
        client.0.send(Message::text(format!("{{\"type\":\"message\",\"id\":\"x{n}\",\"text\":\"你好\"}}"))).await.ok();
    }
    assert_eq!(client.closed().await, Some(4429));
}

#[tokio::test]
async fn choices_and_feedback_are_taken() {
    let running = start(ServerConfig::default()).await;
    let mut client = Client::connect(running.address).await;
    client.hello(None, None).await;
    let asked = reply(client.ask("a", "車牌").await.1);
    assert_eq!(asked.decision, Decision::Clarify);
    let payload = "service:vehicle-licence-renewal";
    assert!(serde_json::to_string(&asked.parts).unwrap().contains(payload));
    client.send(&ClientFrame::Choice { id: "b".into(), payload: payload.into(), language: None }).await;
    assert!(matches!(client.next().await, ServerFrame::Ack { .. }));
    let ServerFrame::Message { id, reply, .. } = client.next().await else { panic!("a message") };
    assert_eq!(reply.service.as_deref(), Some("vehicle-licence-renewal"));
    client.send(&ClientFrame::Feedback { message: id, score: -1, reason: Some("舊".into()) }).await;
    assert_eq!(client.next().await, ServerFrame::Status { state: "noted".into() });
}

#[tokio::test]
async fn a_server_that_stops_tells_its_clients_to_come_back() {
    let running = start(ServerConfig::default()).await;
    let mut client = Client::connect(running.address).await;
    client.hello(None, None).await;
    running.stop.send(()).unwrap();
    assert_eq!(client.next().await, ServerFrame::Bye { reason: "drain".into() });
    assert_eq!(client.closed().await, Some(1012));
    running.serving.await.unwrap().unwrap();
}

#[tokio::test]
async fn whoever_runs_it_can_ask_how_it_is() {
    let running = start(ServerConfig::default()).await;
    assert_eq!(running.get("/livez", &[]).await, (200, "ok".into()));
    assert_eq!(running.get("/readyz", &[]).await, (200, "ready".into()));
}
