//! One conversation on one connection: frames in, frames out. It knows no socket.

use std::sync::Arc;

use governor::clock::{Clock, DefaultClock};
use oneask_corpus::text::{Language, MAX_UTTERANCE_CHARS, Utterance};

use super::{Server, socket::MAX_FRAME_BYTES};
use crate::{
    Input, Session, World,
    store::{Answer, ConversationId, Said, StoreError},
    wire::{ClientFrame, CloseCode, ErrorCode, Limits, ServerFrame},
};

/// Refusals in a row after which the connection is closed.
const PATIENCE: u32 = 20;
/// The longest client id, in bytes.
const MAX_ID_BYTES: usize = 128;

/// The state of a conversation on this connection.
pub(super) struct Conversation {
    server: Arc<Server>,
    opened: Option<(ConversationId, Session)>,
    refusals: u32,
}

/// What to send, and whether to close afterwards.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) frames: Vec<ServerFrame>,
    pub(super) close: Option<CloseCode>,
}

impl Outcome {
    fn frame(frame: ServerFrame) -> Self {
        Self { frames: vec![frame], close: None }
    }

    fn error(code: ErrorCode, message: impl Into<String>, id: Option<String>) -> Self {
        Self::frame(ServerFrame::Error { code, message: message.into(), id, retry_after: None })
    }

    fn bye(reason: &str, close: CloseCode) -> Self {
        Self { frames: vec![ServerFrame::Bye { reason: reason.into() }], close: Some(close) }
    }
}

impl Conversation {
    pub(super) fn new(server: Arc<Server>) -> Self {
        Self { server, opened: None, refusals: 0 }
    }

    /// Takes one text frame.
    pub(super) async fn take(&mut self, text: &str) -> Outcome {
        let outcome = match serde_json::from_str::<ClientFrame>(text) {
            Ok(frame) => self.handle(frame).await.unwrap_or_else(|error| storage(&error)),
            Err(error) => Outcome::error(ErrorCode::BadFrame, format!("this is no frame of oneask.v1: {error}"), None),
        };
        let refused = outcome.frames.iter().any(|frame| matches!(frame, ServerFrame::Error { .. }));
        self.refusals = if refused { self.refusals + 1 } else { 0 };
        if self.refusals < PATIENCE {
            return outcome;
        }
        let rate = outcome.frames.iter().any(|frame| matches!(frame, ServerFrame::Error { code: ErrorCode::Rate, .. }));
        if rate { Outcome::bye("rate", CloseCode::Rate) } else { Outcome::bye("policy", CloseCode::Policy) }
    }

    async fn handle(&mut self, frame: ClientFrame) -> Result<Outcome, StoreError> {
        if let ClientFrame::Hello { token, last_seq, language } = frame {
            return self.hello(token, last_seq, language).await;
        }
        let Some((id, _)) = self.opened else {
            return Ok(Outcome::error(ErrorCode::HelloFirst, "send `hello` first", None));
        };
        match frame {
            ClientFrame::Message { id: client_id, text } => match Utterance::parse(&text) {
                Ok(_) => self.turn(id, client_id, Said::Text(text)).await,
                Err(error) => Ok(Outcome::error(ErrorCode::BadUtterance, error.to_string(), Some(client_id))),
            },
            ClientFrame::Choice { id: client_id, payload } => {
                if self.server.assistant.load().accepts(&payload) {
                    self.turn(id, client_id, Said::Choice(payload)).await
                } else {
                    Ok(Outcome::error(ErrorCode::BadChoice, "this is no choice that was offered", Some(client_id)))
                }
            }
            ClientFrame::Feedback { message, score, reason } => {
                let reason = reason.map(|reason| reason.chars().take(MAX_UTTERANCE_CHARS).collect());
                Ok(if self.server.store.feedback(id, message, score.signum(), reason).await? {
                    Outcome::frame(ServerFrame::Status { state: "noted".into() })
                } else {
                    Outcome::error(ErrorCode::UnknownMessage, "there is no such message in this conversation", None)
                })
            }
            ClientFrame::Typing | ClientFrame::Hello { .. } => Ok(Outcome::default()),
            ClientFrame::End => Ok(Outcome::bye("ended", CloseCode::Normal)),
            ClientFrame::Erase => {
                self.server.store.erase(id).await?;
                self.opened = None;
                Ok(Outcome::bye("erased", CloseCode::Normal))
            }
        }
    }

    /// Opens or resumes a conversation. A second `hello` on the same connection changes the language.
    async fn hello(&mut self, token: Option<String>, last_seq: Option<u64>, language: Option<Language>) -> Result<Outcome, StoreError> {
        let Some(conversation) = self.server.store.open(token).await? else {
            return Ok(Outcome::bye("token", CloseCode::Token));
        };
        let mut session = conversation.session;
        if let Some(language) = language {
            session.asked_language = Some(language.of_answer());
        }
        self.opened = Some((conversation.id, session));
        let limits =
            Limits { utterance_characters: MAX_UTTERANCE_CHARS, frame_bytes: MAX_FRAME_BYTES, messages_per_minute: self.server.config.messages_per_minute };
        let mut frames = vec![ServerFrame::Welcome { token: conversation.token, resumed: conversation.resumed, limits }];
        if conversation.resumed {
            // What the server stored before it stopped, and did not answer, is answered now.
            for left in self.server.store.unanswered(conversation.id).await? {
                self.respond(conversation.id, left.client_id, left.said).await?;
            }
            if let Some(last_seq) = last_seq {
                let missed = self.server.store.answers_after(conversation.id, last_seq).await?;
                frames.extend(missed.into_iter().map(message));
            }
        }
        Ok(Outcome { frames, close: None })
    }

    async fn turn(&mut self, id: ConversationId, client_id: String, said: Said) -> Result<Outcome, StoreError> {
        if client_id.is_empty() || client_id.len() > MAX_ID_BYTES {
            return Ok(Outcome::error(ErrorCode::BadFrame, format!("an id has 1 to {MAX_ID_BYTES} bytes"), None));
        }
        if let Err(not_until) = self.server.limiter.check_key(&id) {
            let wait = not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            return Ok(Outcome::frame(ServerFrame::Error {
                code: ErrorCode::Rate,
                message: format!("at most {} messages a minute", self.server.config.messages_per_minute),
                id: Some(client_id),
                retry_after: Some(wait),
            }));
        }
        let stored = self.server.store.receive(id, client_id.clone(), said.clone()).await?;
        let ack = ServerFrame::Ack { id: client_id.clone(), seq: stored.seq };
        let answer = match stored.answer {
            Some(answer) => message(answer),
            None => self.respond(id, client_id, said).await?,
        };
        Ok(Outcome { frames: vec![ack, answer], close: None })
    }

    async fn respond(&mut self, id: ConversationId, client_id: String, said: Said) -> Result<ServerFrame, StoreError> {
        let session = self.opened.as_ref().map(|(_, session)| session.clone()).unwrap_or_default();
        let world = World::now(self.server.weather.load_full());
        let input = match &said {
            Said::Text(text) => Utterance::parse(text).map(Input::Utterance).ok(),
            Said::Choice(payload) => Some(Input::Choice(payload.clone())),
        };
        let turn = input.map(|input| self.server.assistant.load().respond(&session, &input, &world));
        match turn {
            Some(Ok(mut turn)) => {
                turn.reply.session = format!("c{}", id.number());
                self.opened = Some((id, turn.session.clone()));
                let answer = self.server.store.answer(id, client_id, turn.reply, turn.session).await?;
                Ok(message(answer))
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a turn failed");
                Ok(ServerFrame::Error {
                    code: ErrorCode::Internal,
                    message: "something failed here; please try again".into(),
                    id: Some(client_id),
                    retry_after: Some(5),
                })
            }
            None => {
                Ok(ServerFrame::Error { code: ErrorCode::BadUtterance, message: "the message cannot be read".into(), id: Some(client_id), retry_after: None })
            }
        }
    }
}

fn message(answer: Answer) -> ServerFrame {
    ServerFrame::Message { id: answer.id, seq: answer.seq, in_reply_to: answer.in_reply_to, reply: Box::new(answer.reply) }
}

/// The citizen gets a code and a kind sentence; the cause goes to the log.
fn storage(error: &StoreError) -> Outcome {
    tracing::error!(%error, "a conversation could not be stored");
    Outcome::frame(ServerFrame::Error {
        code: ErrorCode::Storage,
        message: "your message could not be stored; please send it again".into(),
        id: None,
        retry_after: Some(5),
    })
}
