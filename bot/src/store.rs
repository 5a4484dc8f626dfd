//! Conversations: what was said, in order, and where each stands.

mod sqlite;

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use oneask_corpus::text::Language;

pub use sqlite::SqliteStore;

use crate::{Session, wire::Reply};

/// The number of a conversation inside the store; never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConversationId(i64);

impl ConversationId {
    /// The number, for telling conversations apart in replies and logs.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// A conversation that was opened.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Its number.
    pub id: ConversationId,
    /// The secret that resumes it.
    pub token: String,
    /// Whether it existed before.
    pub resumed: bool,
    /// The last place in it.
    pub last_seq: u64,
}

/// What a citizen sent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// An utterance.
    Text(String),
    /// The payload of a choice.
    Choice(String),
}

/// A message of the citizen that is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its place in the conversation.
    pub seq: u64,
    /// The reply, if there is one already.
    pub answer: Option<Answer>,
    /// Where the conversation stands.
    pub session: Session,
}

/// A reply that is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The server's id of the message.
    pub id: String,
    /// Its place in the conversation.
    pub seq: u64,
    /// The client's id of the message that it answers.
    pub in_reply_to: String,
    /// What that message was.
    pub said: Said,
    /// The reply.
    pub reply: Reply,
}

/// A message that was stored and not answered, because the server stopped in between.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// The client's id.
    pub client_id: String,
    /// What was sent.
    pub said: Said,
}

/// Why the store cannot do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("the conversations: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// What is stored is not what this version writes.
    #[error("the conversations hold something that cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The writer has stopped.
    #[error("the conversations' writer has stopped")]
    Stopped,
    /// No randomness for a token.
    #[error("no randomness for a token: {0}")]
    Randomness(String),
}

/// Where conversations are kept. Each call has been written for good when it returns.
pub trait Store: Send + Sync {
    /// Opens the conversation of a token, or a new one where there is none. `None` for a token that is not known.
    fn open(&self, token: Option<String>) -> BoxFuture<'_, Result<Option<Conversation>, StoreError>>;

    /// Keeps the language that the citizen chose, for the answers from now on.
    fn choose_language(&self, conversation: ConversationId, language: Language) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Stores a message of the citizen. The same client id gets the same place, and its answer if there is one. `begins_in` is the
    /// language of the page, kept with the message for a conversation that has none: whoever answers it later needs it too.
    fn receive(&self, conversation: ConversationId, client_id: String, said: Said, begins_in: Option<Language>) -> BoxFuture<'_, Result<Stored, StoreError>>;

    /// Stores the reply to a message that was received, and where the conversation stands after it.
    fn answer(&self, conversation: ConversationId, in_reply_to: String, reply: Reply, session: Session) -> BoxFuture<'_, Result<Answer, StoreError>>;

    /// The replies after a place, in order.
    fn answers_after(&self, conversation: ConversationId, seq: u64) -> BoxFuture<'_, Result<Vec<Answer>, StoreError>>;

    /// Messages that were stored and not answered, in order.
    fn unanswered(&self, conversation: ConversationId) -> BoxFuture<'_, Result<Vec<Unanswered>, StoreError>>;

    /// What the citizen thinks of a reply; false when there is no such reply in the conversation.
    fn feedback(&self, conversation: ConversationId, message: String, score: i8, reason: Option<String>) -> BoxFuture<'_, Result<bool, StoreError>>;

    /// The services that answered what citizens typed since a day, with how often, the most asked first.
    fn most_asked(&self, since: Date) -> BoxFuture<'_, Result<Vec<(String, u64)>, StoreError>>;

    /// Erases a conversation with all that was said, durably.
    fn erase(&self, conversation: ConversationId) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Erases what nobody has used for so many days; returns how many conversations.
    fn expire(&self, days: u32) -> BoxFuture<'_, Result<usize, StoreError>>;
}
