//! Conversations in SQLite: WAL, one writer thread, group commit.
//!
//! Every call is a job for the writer. It takes all jobs that wait, does them in one transaction, commits, and only
//! then answers them, so that an `ack` is never sent before the durable write. `synchronous = NORMAL` survives a crash
//! of the process; erasure is written with FULL, which survives a power cut too.

mod asked;

use std::{path::Path, thread, time::Duration};

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use oneask_corpus::text::Language;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot};

use super::{Answer, Conversation, ConversationId, Said, Store, StoreError, Stored, Unanswered};
use crate::{Session, hong_kong, wire::Reply};

/// Jobs that may wait before callers do.
const QUEUE: usize = 1024;
/// Jobs in one commit.
const BATCH: usize = 256;

/// Migrations, in order; append-only.
const MIGRATIONS: [&str; 2] = [
    "
    create table conversation (
        id integer primary key autoincrement,
        token_hash text not null unique,
        session text not null,
        last_seq integer not null default 0,
        created_at text not null,
        used_at text not null
    ) strict;
    create table message (
        conversation integer not null references conversation(id) on delete cascade,
        seq integer not null,
        client_id text,
        said text,
        in_reply_to text,
        message_id text,
        reply text,
        at text not null,
        primary key (conversation, seq),
        unique (conversation, client_id),
        unique (conversation, in_reply_to)
    ) strict, without rowid;
    create table feedback (
        conversation integer not null references conversation(id) on delete cascade,
        message text not null,
        score integer not null,
        reason text,
        at text not null,
        primary key (conversation, message)
    ) strict, without rowid;
",
    // How often each service was asked for on a day: a count that names nobody, and outlives the conversations no longer
    // than they would have lived.
    "
    create table asked (
        day text not null,
        service text not null,
        times integer not null,
        primary key (day, service)
    ) strict, without rowid;
",
];

type Job = Box<dyn FnOnce(&Connection) -> Box<dyn FnOnce() + Send> + Send>;

struct Queued {
    durable: bool,
    job: Job,
}

/// The conversations of one machine.
pub struct SqliteStore {
    jobs: mpsc::Sender<Queued>,
}

impl SqliteStore {
    /// Opens the database and starts its writer.
    ///
    /// # Errors
    /// When the file cannot be opened or is not a database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::start(Connection::open(path)?)
    }

    /// A store that is gone when it is dropped, for tests and load.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::start(Connection::open_in_memory()?)
    }

    fn start(mut connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
            transaction.execute_batch(migration)?;
        }
        transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
        transaction.commit()?;
        let (jobs, waiting) = mpsc::channel(QUEUE);
        thread::Builder::new().name("conversations".into()).spawn(move || write(&mut connection, waiting)).map_err(|_| StoreError::Stopped)?;
        Ok(Self { jobs })
    }

    fn run<T: Send + 'static>(
        &self,
        durable: bool,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> BoxFuture<'_, Result<T, StoreError>> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let job: Job = Box::new(move |connection| {
                // A job that fails is rolled back alone; the others of its batch stand.
                let result = savepoint(connection, work);
                Box::new(move || {
                    answer.send(result).ok();
                })
            });
            self.jobs.send(Queued { durable, job }).await.map_err(|_| StoreError::Stopped)?;
            answered.await.map_err(|_| StoreError::Stopped)?
        })
    }
}

fn savepoint<T>(connection: &Connection, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
    connection.execute_batch("savepoint job")?;
    let result = work(connection);
    connection.execute_batch(if result.is_ok() { "release job" } else { "rollback to job; release job" })?;
    result
}

fn write(connection: &mut Connection, mut waiting: mpsc::Receiver<Queued>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            batch.push(next);
        }
        let durable = batch.iter().any(|queued| queued.durable);
        if let Err(error) = commit(connection, batch, durable) {
            // The callers' channels are dropped with the batch: each gets `Stopped` for this message and may try again.
            tracing::error!(%error, "conversations could not be written");
        }
    }
}

fn commit(connection: &mut Connection, batch: Vec<Queued>, durable: bool) -> rusqlite::Result<()> {
    if durable {
        connection.pragma_update(None, "synchronous", "FULL")?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answers: Vec<_> = batch.into_iter().map(|queued| (queued.job)(&transaction)).collect();
    transaction.commit()?;
    if durable {
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        // What was erased is not left behind in the log either.
        connection.execute_batch("pragma wal_checkpoint(truncate)")?;
    }
    answers.into_iter().for_each(|answer| answer());
    Ok(())
}

fn now() -> String {
    Timestamp::now().to_string()
}

/// 128 random bits in hexadecimal.
fn random_token() -> Result<String, StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Randomness(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Only the hash is stored, so that a copy of the database resumes nothing.
fn hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// The next place in a conversation.
fn next_seq(connection: &Connection, id: ConversationId) -> rusqlite::Result<u64> {
    connection
        .query_row("update conversation set last_seq = last_seq + 1, used_at = ?2 where id = ?1 returning last_seq", params![id.0, now()], |row| {
            row.get::<_, i64>(0)
        })
        .map(|seq| seq as u64)
}

/// Replies, each with what it answers; a condition on `answer` follows.
const ANSWERS: &str = "select answer.message_id, answer.seq, answer.in_reply_to, question.said, answer.reply from message as answer
    join message as question on question.conversation = answer.conversation and question.client_id = answer.in_reply_to
    where answer.conversation = ?1 and ";

fn answer_to(connection: &Connection, id: ConversationId, client_id: &str) -> Result<Option<Answer>, StoreError> {
    let row = connection.query_row(&format!("{ANSWERS} answer.in_reply_to = ?2"), params![id.0, client_id], answer_row).optional()?;
    row.map(parse_answer).transpose()
}

fn said(connection: &Connection, id: ConversationId, client_id: &str) -> Result<Said, StoreError> {
    let said: String =
        connection.query_row("select said from message where conversation = ?1 and client_id = ?2", params![id.0, client_id], |row| row.get(0))?;
    Ok(serde_json::from_str(&said)?)
}

fn keep_session(connection: &Connection, id: ConversationId, session: &Session) -> Result<(), StoreError> {
    connection.execute("update conversation set session = ?2 where id = ?1", params![id.0, serde_json::to_string(session)?])?;
    Ok(())
}

fn session_of(connection: &Connection, id: ConversationId) -> Result<Session, StoreError> {
    let session: String = connection.query_row("select session from conversation where id = ?1", params![id.0], |row| row.get(0))?;
    Ok(serde_json::from_str(&session)?)
}

type AnswerRow = (String, i64, String, String, String);

fn answer_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<AnswerRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn parse_answer((id, seq, in_reply_to, said, reply): AnswerRow) -> Result<Answer, StoreError> {
    Ok(Answer { id, seq: seq as u64, in_reply_to, said: serde_json::from_str(&said)?, reply: serde_json::from_str(&reply)? })
}

impl Store for SqliteStore {
    fn open(&self, token: Option<String>) -> BoxFuture<'_, Result<Option<Conversation>, StoreError>> {
        self.run(false, move |connection| {
            if let Some(token) = token {
                let found = connection
                    .query_row("update conversation set used_at = ?2 where token_hash = ?1 returning id, last_seq", params![hash(&token), now()], |row| {
                        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
                    })
                    .optional()?;
                let Some((id, last_seq)) = found else { return Ok(None) };
                return Ok(Some(Conversation { id: ConversationId(id), token, resumed: true, last_seq: last_seq as u64 }));
            }
            let token = random_token()?;
            connection.execute(
                "insert into conversation (token_hash, session, created_at, used_at) values (?1, ?2, ?3, ?3)",
                params![hash(&token), serde_json::to_string(&Session::default())?, now()],
            )?;
            Ok(Some(Conversation { id: ConversationId(connection.last_insert_rowid()), token, resumed: false, last_seq: 0 }))
        })
    }

    fn choose_language(&self, conversation: ConversationId, language: Language) -> BoxFuture<'_, Result<(), StoreError>> {
        self.run(false, move |connection| {
            let session = Session { asked_language: Some(language), ..session_of(connection, conversation)? };
            keep_session(connection, conversation, &session)
        })
    }

    fn receive(&self, conversation: ConversationId, client_id: String, said: Said, begins_in: Option<Language>) -> BoxFuture<'_, Result<Stored, StoreError>> {
        self.run(false, move |connection| {
            let known = connection
                .query_row("select seq from message where conversation = ?1 and client_id = ?2", params![conversation.0, client_id], |row| row.get::<_, i64>(0))
                .optional()?;
            if let Some(seq) = known {
                let (answer, session) = (answer_to(connection, conversation, &client_id)?, session_of(connection, conversation)?);
                return Ok(Stored { seq: seq as u64, answer, session });
            }
            let seq = next_seq(connection, conversation)?;
            connection.execute(
                "insert into message (conversation, seq, client_id, said, at) values (?1, ?2, ?3, ?4, ?5)",
                params![conversation.0, seq as i64, client_id, serde_json::to_string(&said)?, now()],
            )?;
            let mut session = session_of(connection, conversation)?;
            if begins_in.is_some_and(|language| session.begin_in(language)) {
                keep_session(connection, conversation, &session)?;
            }
            Ok(Stored { seq, answer: None, session })
        })
    }

    fn answer(&self, conversation: ConversationId, in_reply_to: String, mut reply: Reply, session: Session) -> BoxFuture<'_, Result<Answer, StoreError>> {
        self.run(false, move |connection| {
            if let Some(answer) = answer_to(connection, conversation, &in_reply_to)? {
                return Ok(answer);
            }
            let said = said(connection, conversation, &in_reply_to)?;
            let seq = next_seq(connection, conversation)?;
            let id = format!("m{seq}");
            reply.id.clone_from(&in_reply_to);
            connection.execute(
                "insert into message (conversation, seq, in_reply_to, message_id, reply, at) values (?1, ?2, ?3, ?4, ?5, ?6)",
                params![conversation.0, seq as i64, in_reply_to, id, serde_json::to_string(&reply)?, now()],
            )?;
            keep_session(connection, conversation, &session)?;
            asked::count(connection, &said, &reply)?;
            Ok(Answer { id, seq, in_reply_to, said, reply })
        })
    }

    fn answers_after(&self, conversation: ConversationId, seq: u64) -> BoxFuture<'_, Result<Vec<Answer>, StoreError>> {
        self.run(false, move |connection| {
            let mut statement = connection.prepare_cached(&format!("{ANSWERS} answer.seq > ?2 order by answer.seq"))?;
            let rows = statement.query_map(params![conversation.0, seq as i64], answer_row)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(parse_answer).collect()
        })
    }

    fn unanswered(&self, conversation: ConversationId) -> BoxFuture<'_, Result<Vec<Unanswered>, StoreError>> {
        self.run(false, move |connection| {
            let mut statement = connection.prepare_cached(
                "select client_id, said from message where conversation = ?1 and client_id is not null
                 and client_id not in (select in_reply_to from message where conversation = ?1 and in_reply_to is not null) order by seq",
            )?;
            let rows =
                statement.query_map(params![conversation.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(|(client_id, said)| Ok(Unanswered { client_id, said: serde_json::from_str(&said)? })).collect()
        })
    }

    fn feedback(&self, conversation: ConversationId, message: String, score: i8, reason: Option<String>) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.run(false, move |connection| {
            let known = connection
                .query_row("select 1 from message where conversation = ?1 and message_id = ?2", params![conversation.0, message], |_| Ok(()))
                .optional()?;
            if known.is_none() {
                return Ok(false);
            }
            connection.execute(
                "insert into feedback (conversation, message, score, reason, at) values (?1, ?2, ?3, ?4, ?5)
                 on conflict (conversation, message) do update set score = excluded.score, reason = excluded.reason, at = excluded.at",
                params![conversation.0, message, score, reason, now()],
            )?;
            Ok(true)
        })
    }

    fn most_asked(&self, since: Date) -> BoxFuture<'_, Result<Vec<(String, u64)>, StoreError>> {
        self.run(false, move |connection| asked::most(connection, since))
    }

    fn erase(&self, conversation: ConversationId) -> BoxFuture<'_, Result<(), StoreError>> {
        self.run(true, move |connection| {
            connection.execute("delete from conversation where id = ?1", params![conversation.0])?;
            Ok(())
        })
    }

    fn expire(&self, days: u32) -> BoxFuture<'_, Result<usize, StoreError>> {
        self.run(true, move |connection| {
            let before = Timestamp::now() - jiff::SignedDuration::from_hours(24 * i64::from(days));
            asked::forget_before(connection, hong_kong(before).date())?;
            Ok(connection.execute("delete from conversation where used_at < ?1", params![before.to_string()])?)
        })
    }
}

#[cfg(test)]
mod tests;
