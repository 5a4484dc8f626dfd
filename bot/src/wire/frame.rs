//! The frames of `/ws/v1`, subprotocol `oneask.v1`: JSON objects tagged by `type`; unknown fields are ignored.

use oneask_corpus::text::Language;
use serde::{Deserialize, Serialize};

use super::Reply;

/// What a client sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ClientFrame {
    /// The first frame: a new conversation, or an earlier one by its token.
    Hello {
        /// The token of an earlier `welcome`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// The last `seq` that the client has; later messages are sent again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_seq: Option<u64>,
        /// The language that the citizen chose, if they chose one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
    },
    /// An utterance.
    Message {
        /// Made by the client, unique in the conversation; sent again, it gets the same `ack` and reply.
        id: String,
        /// What the citizen typed.
        text: String,
    },
    /// A choice that was pressed.
    Choice {
        /// As for a message.
        id: String,
        /// The payload of the choice: one that was offered or suggested, or `next` for the next best of the last answer.
        payload: String,
        /// The language of the page; it is that of the answer where the citizen chose none and has not typed yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
    },
    /// What the citizen thinks of a reply.
    Feedback {
        /// The id of the message.
        message: String,
        /// 1 is good, -1 is bad.
        score: i8,
        /// Why: `wrong_answer`, `not_understood`, `out_of_date`, `incomplete`, `other`, or in the citizen's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The citizen is typing; keeps the connection from idling.
    Typing,
    /// The conversation is over; what was said stays until it expires.
    End,
    /// The conversation is over and what was said is erased now.
    Erase,
}

/// What the server sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ServerFrame {
    /// The answer to `hello`.
    Welcome {
        /// Resumes this conversation; a secret, never in an address.
        token: String,
        /// Whether an earlier conversation goes on.
        resumed: bool,
        /// What the server accepts.
        limits: Limits,
    },
    /// A client's message is stored for good.
    Ack {
        /// The client's id.
        id: String,
        /// Its place in the conversation.
        seq: u64,
    },
    /// A reply.
    Message {
        /// The server's id of the message.
        id: String,
        /// Its place in the conversation.
        seq: u64,
        /// The client's id of the message that it answers.
        in_reply_to: String,
        /// What that message said, for a client that has not seen it: the utterance, or the words of the choice; none where the
        /// choice is not known any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<String>,
        /// The reply.
        reply: Box<Reply>,
    },
    /// What the server is doing.
    Status {
        /// `searching`, `erased` or `noted`.
        state: String,
    },
    /// A person takes over. Reserved: this version sends none.
    Handoff {
        /// `waiting`, `active` or `ended`.
        state: String,
    },
    /// A frame was not accepted.
    Error {
        /// Which reason.
        code: ErrorCode,
        /// In a sentence.
        message: String,
        /// The client's id of the message it is about, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// After how many seconds to try again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<u64>,
    },
    /// The server closes the connection.
    Bye {
        /// `ended`, `erased`, `idle`, `drain`, `rate`, `policy`, `token`.
        reason: String,
    },
}

/// Frames in answer to a request: of `POST /chat/v1/frames` and `GET /chat/v1/poll`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frames {
    /// What the socket would have sent, in order.
    pub frames: Vec<ServerFrame>,
}

/// What a server accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Characters in an utterance.
    pub utterance_characters: usize,
    /// Bytes in a frame.
    pub frame_bytes: usize,
    /// Messages a minute.
    pub messages_per_minute: u32,
}

/// Why a frame was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Not JSON, or not a frame that this version knows.
    BadFrame,
    /// The utterance is empty or too long.
    BadUtterance,
    /// The payload of a choice is not one that was offered.
    BadChoice,
    /// `hello` comes first.
    HelloFirst,
    /// The message that feedback is about is not in this conversation.
    UnknownMessage,
    /// Too many messages; try again after `retry_after` seconds.
    Rate,
    /// The message could not be stored; send it again.
    Storage,
    /// Something failed here; the message is stored and may be sent again.
    Internal,
}

/// Close codes of the WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The conversation ended.
    Normal = 1000,
    /// The server restarts: come back.
    Drain = 1012,
    /// The client broke the protocol.
    Policy = 1008,
    /// A message over the limit.
    Size = 1009,
    /// The token is not known.
    Token = 4401,
    /// Nothing was said for too long.
    Idle = 4408,
    /// Too many messages.
    Rate = 4429,
}
