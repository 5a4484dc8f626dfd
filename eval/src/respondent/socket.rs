//! A client of the protocol `oneask.v1`.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use oneask::{
    Input,
    wire::{ClientFrame, ErrorCode, Limits, Reply, ServerFrame},
};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::cli::Usage;

/// How often a message that the server had no room for is sent again.
const ATTEMPTS: usize = 3;

/// The address of the socket of a server: the path is added where there is none.
///
/// # Errors
/// When it does not begin with `ws://`.
pub(crate) fn address(url: &str) -> Result<String> {
    let Some(rest) = url.strip_prefix("ws://") else { return Err(Usage(format!("`{url}` is not like ws://127.0.0.1:1823")).into()) };
    let rest = rest.trim_end_matches('/');
    Ok(if rest.contains('/') { format!("ws://{rest}") } else { format!("ws://{rest}/ws/v1") })
}

/// One connection, past its `hello`.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    limits: Limits,
    sent: u64,
}

/// A reply, and when the message was acknowledged.
pub(crate) struct Exchange {
    pub(crate) reply: Reply,
    pub(crate) acknowledged: Instant,
}

/// Why a message was not answered.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refused {
    /// The code, as it is written in the protocol.
    pub(crate) code: String,
    message: String,
    /// After how long to try again.
    retry_after: Option<Duration>,
}

impl Socket {
    /// Connects and says `hello`.
    ///
    /// # Errors
    /// When there is no server, or it does not speak the protocol.
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let mut request = address.into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", "oneask.v1".parse().expect("a fixed name"));
        let (stream, _) = connect_async(request).await.with_context(|| format!("there is no server at `{address}`"))?;
        let limits = Limits { utterance_characters: 0, frame_bytes: 0, messages_per_minute: u32::MAX };
        let mut socket = Self { stream, limits, sent: 0 };
        socket.send(&ClientFrame::Hello { token: None, last_seq: None, language: None }).await?;
        match socket.next().await? {
            ServerFrame::Welcome { limits, .. } => socket.limits = limits,
            other => bail!("`welcome` was expected, not {other:?}"),
        }
        Ok(socket)
    }

    /// What the server accepts.
    pub(crate) const fn limits(&self) -> Limits {
        self.limits
    }

    /// Says or chooses something; where the server asks to wait, waits and says it again.
    ///
    /// # Errors
    /// When the connection breaks, or the server refuses.
    pub(crate) async fn respond(&mut self, input: &Input) -> Result<Reply> {
        for _ in 1..ATTEMPTS {
            match self.exchange(input).await {
                Err(error) if let Some(wait) = error.downcast_ref::<Refused>().and_then(|refused| refused.retry_after) => tokio::time::sleep(wait).await,
                other => return other.map(|exchange| exchange.reply),
            }
        }
        Ok(self.exchange(input).await?.reply)
    }

    /// Says or chooses something once.
    ///
    /// # Errors
    /// [`Refused`] when the server does not take it; others when the connection breaks.
    pub(crate) async fn exchange(&mut self, input: &Input) -> Result<Exchange> {
        self.sent += 1;
        let own = format!("eval-{}", self.sent);
        let frame = match input {
            Input::Utterance(utterance) => ClientFrame::Message { id: own.clone(), text: utterance.as_str().to_owned() },
            Input::Choice(payload) => ClientFrame::Choice { id: own.clone(), payload: payload.clone(), language: None },
        };
        self.send(&frame).await?;
        let mut acknowledged = None;
        loop {
            match self.next().await? {
                ServerFrame::Ack { id, .. } if id == own => acknowledged = Some(Instant::now()),
                ServerFrame::Message { in_reply_to, reply, .. } if in_reply_to == own => {
                    let acknowledged = acknowledged.context("a reply came before its `ack`")?;
                    return Ok(Exchange { reply: *reply, acknowledged });
                }
                ServerFrame::Error { code, message, retry_after, .. } => {
                    let name = serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
                    let retry_after = (code == ErrorCode::Rate).then(|| Duration::from_secs(retry_after.unwrap_or(1)));
                    return Err(Refused { code: name, message, retry_after }.into());
                }
                ServerFrame::Bye { reason } => {
                    return Err(Refused { code: format!("bye {reason}"), message: format!("the server said goodbye: {reason}"), retry_after: None }.into());
                }
                _ => {}
            }
        }
    }

    async fn send(&mut self, frame: &ClientFrame) -> Result<()> {
        self.stream.send(Message::text(serde_json::to_string(frame)?)).await.context("the connection broke")
    }

    async fn next(&mut self) -> Result<ServerFrame> {
        loop {
            match self.stream.next().await.context("the server closed the connection")?.context("the connection broke")? {
                Message::Text(text) => return serde_json::from_str(&text).with_context(|| format!("not a frame of this version: {text}")),
                Message::Close(frame) => bail!("the server closed the connection: {}", frame.map(|frame| frame.code.to_string()).unwrap_or_default()),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_added_where_there_is_none() {
        for (url, expected) in [("ws://127.0.0.1:1823", "ws://127.0.0.1:1823/ws/v1"), ("ws://host/", "ws://host/ws/v1"), ("ws://host/a/b", "ws://host/a/b")] {
            assert_eq!(address(url).unwrap(), expected);
        }
        assert!(address("http://host").is_err());
    }
}
