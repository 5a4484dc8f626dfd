//! Releases in SQLite.

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::{Publication, Release, ReleaseError, ReleaseStore};
use crate::model::{Corpus, DepartmentCorpus};

/// Migrations, in order; append-only.
const MIGRATIONS: [&str; 1] = ["
    create table release (
        number integer primary key,
        published_at text not null,
        author text not null,
        note text not null,
        content_hash text not null,
        services integer not null,
        enquiries integer not null,
        departments integer not null
    ) strict;
    create table part (
        hash text primary key,
        json text not null
    ) strict, without rowid;
    create table release_part (
        release integer not null references release(number),
        department text not null,
        hash text not null references part(hash),
        primary key (release, department)
    ) strict, without rowid;
    create table in_force (
        only_row integer primary key check (only_row = 1),
        release integer not null references release(number)
    ) strict;
    create table audit (
        at text not null,
        author text not null,
        action text not null,
        release integer not null,
        note text not null
    ) strict;
"];

/// The release store of one machine.
pub struct SqliteReleases {
    connection: Connection,
}

impl SqliteReleases {
    /// Opens the store, making it or bringing it up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is not a database, or was written by a newer version.
    pub fn open(path: &Path) -> Result<Self, ReleaseError> {
        Self::prepare(Connection::open(path)?)
    }

    /// A store that is gone when it is dropped, for tests and measurements.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn in_memory() -> Result<Self, ReleaseError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, ReleaseError> {
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let known = MIGRATIONS.len() as i64;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > known {
            return Err(ReleaseError::Newer { found, known });
        }
        for migration in &MIGRATIONS[found as usize..] {
            transaction.execute_batch(migration)?;
        }
        transaction.pragma_update(None, "user_version", known)?;
        transaction.commit()?;
        Ok(Self { connection })
    }

    /// Changes when another connection has written to the store; cheap to ask.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn data_version(&self) -> Result<i64, ReleaseError> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    fn one(&self, number: u64) -> Result<Release, ReleaseError> {
        self.connection.query_row(&format!("{SELECT} where number = ?1"), [number as i64], release).optional()?.ok_or(ReleaseError::Unknown(number))
    }
}

const SELECT: &str = "select number, published_at, author, note, content_hash, services, enquiries, departments from release";

fn release(row: &Row<'_>) -> rusqlite::Result<Release> {
    let published_at: String = row.get(1)?;
    let count = |i| row.get::<_, i64>(i).map(|n| n as u64);
    Ok(Release {
        number: count(0)?,
        published_at: published_at
            .parse::<Timestamp>()
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error)))?,
        author: row.get(2)?,
        note: row.get(3)?,
        content_hash: row.get(4)?,
        services: count(5)?,
        enquiries: count(6)?,
        departments: count(7)?,
    })
}

impl ReleaseStore for SqliteReleases {
    fn current(&self) -> Result<Option<Release>, ReleaseError> {
        let sql = format!("{SELECT} where number = (select release from in_force)");
        Ok(self.connection.query_row(&sql, [], release).optional()?)
    }

    fn list(&self) -> Result<Vec<Release>, ReleaseError> {
        let mut statement = self.connection.prepare(&format!("{SELECT} order by number desc"))?;
        let releases = statement.query_map([], release)?.collect::<Result<_, _>>()?;
        Ok(releases)
    }

    fn corpus(&self, number: u64) -> Result<Corpus, ReleaseError> {
        self.one(number)?;
        let mut statement =
            self.connection.prepare("select part.json from release_part join part using (hash) where release_part.release = ?1 order by department")?;
        let parts = statement.query_map([number as i64], |row| row.get::<_, String>(0))?;
        let mut departments = Vec::new();
        for json in parts {
            let part = serde_json::from_str(&json?).map_err(|reason| ReleaseError::Unreadable { release: number, reason })?;
            departments.push(part);
        }
        Ok(Corpus { departments })
    }

    fn publish(&mut self, corpus: &Corpus, publication: &Publication<'_>) -> Result<Release, ReleaseError> {
        let parts: Vec<(&DepartmentCorpus, String, String)> = corpus
            .departments
            .iter()
            .map(|part| {
                let json = serde_json::to_string(part).expect("records have string keys and finite numbers");
                let hash = blake3::hash(json.as_bytes()).to_hex().to_string();
                (part, json, hash)
            })
            .collect();
        let mut content = blake3::Hasher::new();
        parts.iter().for_each(|(_, _, hash)| {
            content.update(hash.as_bytes());
        });
        let content_hash = content.finalize().to_hex()[..32].to_owned();
        if let Some(current) = self.current()?.filter(|current| current.content_hash == content_hash) {
            return Ok(current);
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number: i64 = transaction.query_row("select coalesce(max(number), 0) + 1 from release", [], |row| row.get(0))?;
        let count = |of: fn(&DepartmentCorpus) -> usize| corpus.departments.iter().map(of).sum::<usize>() as i64;
        transaction.execute(
            "insert into release values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                number,
                publication.at.to_string(),
                publication.author,
                publication.note,
                content_hash,
                count(|part| part.services.len()),
                count(|part| part.enquiries.len()),
                corpus.departments.len() as i64,
            ],
        )?;
        for (part, json, hash) in &parts {
            transaction.execute("insert or ignore into part values (?1, ?2)", params![hash, json])?;
            transaction.execute("insert into release_part values (?1, ?2, ?3)", params![number, part.department.id.as_str(), hash])?;
        }
        put_in_force(&transaction, number, "publish", publication)?;
        transaction.commit()?;
        self.one(number as u64)
    }

    fn rollback(&mut self, number: u64, publication: &Publication<'_>) -> Result<Release, ReleaseError> {
        let release = self.one(number)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_in_force(&transaction, number as i64, "rollback", publication)?;
        transaction.commit()?;
        Ok(release)
    }
}

fn put_in_force(transaction: &Transaction<'_>, number: i64, action: &str, publication: &Publication<'_>) -> rusqlite::Result<()> {
    transaction.execute("insert into in_force values (1, ?1) on conflict (only_row) do update set release = excluded.release", [number])?;
    transaction
        .execute("insert into audit values (?1, ?2, ?3, ?4, ?5)", params![publication.at.to_string(), publication.author, action, number, publication.note])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    const CLERK: Publication<'_> = Publication { author: "clerk", note: "test", at: Timestamp::UNIX_EPOCH };

    #[test]
    fn what_is_published_comes_back_and_rolls_back() {
        let mut store = SqliteReleases::in_memory().unwrap();
        assert!(store.current().unwrap().is_none());
        let corpus = shipped::data().unwrap().corpus;
        let first = store.publish(&corpus, &CLERK).unwrap();
        assert_eq!((first.number, first.services), (1, corpus.services().count() as u64));
        assert_eq!(store.corpus(1).unwrap(), corpus);
        assert_eq!(store.publish(&corpus, &CLERK).unwrap().number, 1, "the same corpus is not published twice");

        let mut fewer = corpus.clone();
        fewer.departments.pop();
        assert_eq!(store.publish(&fewer, &CLERK).unwrap().number, 2);
        assert_eq!(store.rollback(1, &CLERK).unwrap().number, 1);
        assert_eq!(store.current().unwrap().unwrap().number, 1);
        assert_eq!(store.list().unwrap().len(), 2);
        assert!(matches!(store.rollback(9, &CLERK), Err(ReleaseError::Unknown(9))));
    }
}
