//! One conversation on one connection: frames in, frames out, and what other connections of the same conversation
//! stored. It knows no socket; every transport speaks through it.

use std::{collections::BTreeSet, sync::Arc};

use governor::clock::{Clock, DefaultClock};
use oneask_corpus::text::{Language, MAX_UTTERANCE_CHARS, Utterance};

use tokio::sync::{OwnedSemaphorePermit, watch};

use super::{
    Server,
    room::{Latest, Room},
    socket::MAX_FRAME_BYTES,
};
use crate::{
    Input, Session, World,
    store::{self, Answer, ConversationId, Said, StoreError},
    wire::{ClientFrame, CloseCode, ErrorCode, Limits, ServerFrame},
};

/// Refusals in a row after which the connection is closed.
const PATIENCE: u32 = 20;
/// The longest client id, in bytes.
const MAX_ID_BYTES: usize = 128;

/// The state of a conversation on this connection.
pub(super) struct Conversation {
    server: Arc<Server>,
    opened: Option<Opened>,
    refusals: u32,
}

/// A conversation that is open on this connection.
struct Opened {
    id: ConversationId,
    room: Arc<Room>,
    latest: watch::Receiver<Latest>,
    /// Everything up to this place has been sent on this connection, or was its own.
    seen: u64,
    /// Places after that which were its own.
    own: BTreeSet<u64>,
}

impl Opened {
    /// A turn of this connection was stored at these places.
    fn was_here(&mut self, places: [u64; 2]) {
        self.own.extend(places.into_iter().filter(|place| *place > self.seen));
        while self.own.remove(&(self.seen + 1)) {
            self.seen += 1;
        }
    }
}

/// What to send, and whether to close afterwards.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) frames: Vec<ServerFrame>,
    pub(super) close: Option<CloseCode>,
}

impl Outcome {
    pub(super) fn frame(frame: ServerFrame) -> Self {
        Self { frames: vec![frame], close: None }
    }

    fn error(code: ErrorCode, message: impl Into<String>, id: Option<String>) -> Self {
        Self::frame(ServerFrame::Error { code, message: message.into(), id, retry_after: None })
    }

    pub(super) fn bye(reason: &str, close: CloseCode) -> Self {
        Self { frames: vec![ServerFrame::Bye { reason: reason.into() }], close: Some(close) }
    }
}

impl Conversation {
    pub(super) fn new(server: Arc<Server>) -> Self {
        Self { server, opened: None, refusals: 0 }
    }

    /// Takes one text frame of a connection that stays.
    pub(super) async fn take(&mut self, text: &str) -> Outcome {
        let outcome = match parse(text) {
            Ok(frame) => self.handle(frame).await.unwrap_or_else(|error| storage(&error)),
            Err(outcome) => outcome,
        };
        let refused = outcome.frames.iter().any(|frame| matches!(frame, ServerFrame::Error { .. }));
        self.refusals = if refused { self.refusals + 1 } else { 0 };
        if self.refusals < PATIENCE {
            return outcome;
        }
        let rate = outcome.frames.iter().any(|frame| matches!(frame, ServerFrame::Error { code: ErrorCode::Rate, .. }));
        if rate { Outcome::bye("rate", CloseCode::Rate) } else { Outcome::bye("policy", CloseCode::Policy) }
    }

    /// Takes one text frame that came alone, with the token beside it.
    pub(super) async fn take_alone(&mut self, text: &str, token: Option<String>) -> Outcome {
        let outcome = match parse(text) {
            Ok(ClientFrame::Hello { token: own, last_seq, language }) => self.hello(own.or(token), last_seq, language).await,
            Ok(frame) => match self.open(token).await {
                Ok(true) => self.handle(frame).await,
                Ok(false) => Ok(Outcome::bye("token", CloseCode::Token)),
                Err(error) => Err(error),
            },
            Err(outcome) => Ok(outcome),
        };
        outcome.unwrap_or_else(|error| storage(&error))
    }

    /// Goes on with a conversation from a place, or from now: what was missed comes back.
    pub(super) async fn follow(&mut self, token: Option<String>, after: Option<u64>) -> Outcome {
        let followed = async {
            if !self.open(token).await? {
                return Ok(Outcome::bye("token", CloseCode::Token));
            }
            self.catch_up(after).await
        };
        followed.await.unwrap_or_else(|error| storage(&error))
    }

    /// Resolves when something happened in the conversation, on this connection or another; never while none is open.
    pub(super) async fn stirred(&mut self) {
        match &mut self.opened {
            // The room is held here, and so is the sender.
            Some(opened) => drop(opened.latest.changed().await),
            None => std::future::pending().await,
        }
    }

    /// What other connections stored since this was asked before.
    pub(super) async fn news(&mut self) -> Outcome {
        let Some(opened) = &mut self.opened else { return Outcome::default() };
        let latest = *opened.latest.borrow_and_update();
        match latest {
            Latest::Erased => {
                self.opened = None;
                Outcome::bye("erased", CloseCode::Normal)
            }
            Latest::Seq(latest) if latest <= opened.seen => Outcome::default(),
            Latest::Seq(_) => {
                let after = opened.seen;
                self.missed(after).await.unwrap_or_else(|error| storage(&error))
            }
        }
    }

    /// A place for a stream, while the conversation has one left.
    pub(super) fn stream(&self) -> Option<OwnedSemaphorePermit> {
        self.opened.as_ref().and_then(|opened| opened.room.stream())
    }

    async fn handle(&mut self, frame: ClientFrame) -> Result<Outcome, StoreError> {
        if let ClientFrame::Hello { token, last_seq, language } = frame {
            return self.hello(token, last_seq, language).await;
        }
        let Some(opened) = &self.opened else {
            return Ok(Outcome::error(ErrorCode::HelloFirst, "send `hello` first", None));
        };
        let id = opened.id;
        match frame {
            ClientFrame::Message { id: client_id, text } => match Utterance::parse(&text) {
                Ok(_) => self.turn(client_id, Said::Text(text), None).await,
                Err(error) => Ok(Outcome::error(ErrorCode::BadUtterance, error.to_string(), Some(client_id))),
            },
            ClientFrame::Choice { id: client_id, payload, language } => {
                if self.server.assistant.load().accepts(&payload) {
                    self.turn(client_id, Said::Choice(payload), language).await
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
            ClientFrame::Typing => {
                opened.room.stir();
                Ok(Outcome::default())
            }
            ClientFrame::Hello { .. } => Ok(Outcome::default()),
            ClientFrame::End => Ok(Outcome::bye("ended", CloseCode::Normal)),
            ClientFrame::Erase => {
                let room = Arc::clone(&opened.room);
                self.server.store.erase(id).await?;
                room.erased();
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
        let (id, room) = self.enter(&conversation);
        if let Some(language) = language {
            // A turn that is under way keeps what it began with, and would write that back.
            let _turn = room.turn.lock().await;
            self.server.store.choose_language(id, language.of_answer()).await?;
        }
        let limits =
            Limits { utterance_characters: MAX_UTTERANCE_CHARS, frame_bytes: MAX_FRAME_BYTES, messages_per_minute: self.server.config.messages_per_minute };
        let mut outcome = Outcome::frame(ServerFrame::Welcome { token: conversation.token, resumed: conversation.resumed, limits });
        if conversation.resumed {
            outcome.frames.extend(self.catch_up(last_seq).await?.frames);
        }
        Ok(outcome)
    }

    /// Opens the conversation of a token; false where there is none.
    async fn open(&mut self, token: Option<String>) -> Result<bool, StoreError> {
        let Some(token) = token else { return Ok(false) };
        let Some(conversation) = self.server.store.open(Some(token)).await? else { return Ok(false) };
        self.enter(&conversation);
        Ok(true)
    }

    fn enter(&mut self, conversation: &store::Conversation) -> (ConversationId, Arc<Room>) {
        let room = self.server.rooms.enter(conversation.id);
        let opened = Opened { id: conversation.id, latest: room.listen(), room: Arc::clone(&room), seen: conversation.last_seq, own: BTreeSet::new() };
        self.opened = Some(opened);
        (conversation.id, room)
    }

    /// The replies after a place, or from now, after what the server left unanswered when it stopped has been answered.
    async fn catch_up(&mut self, after: Option<u64>) -> Result<Outcome, StoreError> {
        let Some(opened) = &self.opened else { return Ok(Outcome::default()) };
        let (id, room, after) = (opened.id, Arc::clone(&opened.room), after.unwrap_or(opened.seen));
        for left in self.server.store.unanswered(id).await? {
            self.answer(id, &room, left.client_id, left.said, None).await?;
        }
        self.missed(after).await
    }

    /// The replies after a place that were not made on this connection. Listening has begun before, so none falls in between.
    async fn missed(&mut self, after: u64) -> Result<Outcome, StoreError> {
        let Some(opened) = &mut self.opened else { return Ok(Outcome::default()) };
        let missed = self.server.store.answers_after(opened.id, after).await?;
        opened.seen = missed.last().map_or(opened.seen, |last| last.seq.max(opened.seen));
        let (seen, own) = (opened.seen, std::mem::take(&mut opened.own));
        opened.own = own.iter().copied().filter(|place| *place > seen).collect();
        let news = missed.into_iter().filter(|answer| !own.contains(&answer.seq)).map(|answer| self.message(answer)).collect();
        Ok(Outcome { frames: news, close: None })
    }

    async fn turn(&mut self, client_id: String, said: Said, language: Option<Language>) -> Result<Outcome, StoreError> {
        let Some(opened) = &self.opened else { return Ok(Outcome::default()) };
        let (id, room) = (opened.id, Arc::clone(&opened.room));
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
        let (seq, answer) = self.answer(id, &room, client_id.clone(), said, language).await?;
        if let (ServerFrame::Message { seq: answered, .. }, Some(opened)) = (&answer, &mut self.opened) {
            opened.was_here([seq, *answered]);
        }
        Ok(Outcome { frames: vec![ServerFrame::Ack { id: client_id, seq }, answer], close: None })
    }

    /// Stores a message and answers it, unless that was done before; one at a time in a conversation.
    async fn answer(
        &self,
        id: ConversationId,
        room: &Room,
        client_id: String,
        said: Said,
        language: Option<Language>,
    ) -> Result<(u64, ServerFrame), StoreError> {
        let _turn = room.turn.lock().await;
        let store::Stored { seq, answer, session } = self.server.store.receive(id, client_id.clone(), said.clone(), language).await?;
        if let Some(answer) = answer {
            return Ok((seq, self.message(answer)));
        }
        let frame = self.respond(id, client_id, &said, &session).await?;
        if let ServerFrame::Message { seq, .. } = &frame {
            room.stored(*seq);
        }
        Ok((seq, frame))
    }

    /// The frame of a reply, with what it answers in the citizen's words.
    fn message(&self, answer: Answer) -> ServerFrame {
        let said = match answer.said {
            Said::Text(text) => Some(text),
            Said::Choice(payload) => self.server.assistant.load().words_of(&payload, answer.reply.language),
        };
        ServerFrame::Message { id: answer.id, seq: answer.seq, in_reply_to: answer.in_reply_to, said, reply: Box::new(answer.reply) }
    }

    async fn respond(&self, id: ConversationId, client_id: String, said: &Said, session: &Session) -> Result<ServerFrame, StoreError> {
        let world = World::now(self.server.weather.load_full());
        let input = match said {
            Said::Text(text) => Utterance::parse(text).map(Input::Utterance).ok(),
            Said::Choice(payload) => Some(Input::Choice(payload.clone())),
        };
        let turn = input.map(|input| self.server.assistant.load().respond(session, &input, &world));
        match turn {
            Some(Ok(mut turn)) => {
                turn.reply.session = format!("c{}", id.number());
                let answer = self.server.store.answer(id, client_id, turn.reply, turn.session).await?;
                Ok(self.message(answer))
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

fn parse(text: &str) -> Result<ClientFrame, Outcome> {
    serde_json::from_str(text).map_err(|error| Outcome::error(ErrorCode::BadFrame, format!("this is no frame of oneask.v1: {error}"), None))
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
