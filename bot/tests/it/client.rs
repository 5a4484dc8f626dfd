//! A WebSocket client that speaks the protocol.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use oneask::wire::{ClientFrame, ServerFrame};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

pub(crate) struct Client(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let mut request = format!("ws://{address}/ws/v1").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "oneask.v1".parse().unwrap());
        let (socket, response) = connect_async(request).await.unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], "oneask.v1");
        Self(socket)
    }

    pub(crate) async fn send(&mut self, frame: &ClientFrame) {
        self.raw(Message::text(serde_json::to_string(frame).unwrap())).await;
    }

    pub(crate) async fn raw(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> ServerFrame {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The close code, after whatever frames come before it.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    pub(crate) async fn hello(&mut self, token: Option<String>, last_seq: Option<u64>) -> (String, bool) {
        self.send(&ClientFrame::Hello { token, last_seq, language: None }).await;
        match self.next().await {
            ServerFrame::Welcome { token, resumed, .. } => (token, resumed),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn ask(&mut self, id: &str, text: &str) -> (u64, ServerFrame) {
        self.send(&ClientFrame::Message { id: id.into(), text: text.into() }).await;
        match self.next().await {
            ServerFrame::Ack { id: acked, seq } => {
                assert_eq!(acked, id);
                (seq, self.next().await)
            }
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) fn reply(frame: ServerFrame) -> oneask::wire::Reply {
    match frame {
        ServerFrame::Message { reply, .. } => *reply,
        other => panic!("{other:?}"),
    }
}
