//! Releases in SQLite.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::{AuditEntry, Draft, Publication, Release, ReleaseError, ReleaseStore};
use crate::model::{Corpus, DepartmentCorpus, DepartmentId};

/// Migrations, in order; append-only.
const MIGRATIONS: [&str; 2] = [
    "
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
",
    "
    create table draft (
        department text primary key,
        base integer not null references release(number),
        made_at text not null,
        author text not null,
        json blob not null
    ) strict;
",
];

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
    let count = |i| row.get::<_, i64>(i).map(|n| n as u64);
    Ok(Release {
        number: count(0)?,
        published_at: timestamp(row, 1)?,
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
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number = publish(&transaction, &corpus.departments.iter().map(Part::of).collect::<Vec<_>>(), publication)?;
        transaction.commit()?;
        self.one(number)
    }

    fn drafts(&self) -> Result<Vec<Draft>, ReleaseError> {
        drafts(&self.connection, None)
    }

    fn draft(&mut self, parts: &[DepartmentCorpus], publication: &Publication<'_>) -> Result<(), ReleaseError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let base: i64 = transaction.query_row("select coalesce((select release from in_force), 0)", [], |row| row.get(0))?;
        for part in parts {
            let mut length = Length(0);
            serde_json::to_writer(&mut length, part).expect("records have string keys and finite numbers");
            transaction.execute(
                "insert or replace into draft values (?1, ?2, ?3, ?4, zeroblob(?5))",
                params![part.department.id.as_str(), base, publication.at.to_string(), publication.author, length.0],
            )?;
            // A department may bring a hundred thousand records: their JSON goes to the file piece by piece.
            let blob = transaction.blob_open("main", "draft", "json", transaction.last_insert_rowid(), false)?;
            let mut writer = BufWriter::with_capacity(1 << 16, blob);
            serde_json::to_writer(&mut writer, part).map_err(|reason| ReleaseError::Unreadable { release: base as u64, reason })?;
            writer.flush().map_err(|error| ReleaseError::Unreadable { release: base as u64, reason: serde_json::Error::io(error) })?;
        }
        audit(&transaction, "import", base, publication)?;
        Ok(transaction.commit()?)
    }

    fn discard(&mut self, department: Option<&DepartmentId>, publication: &Publication<'_>) -> Result<usize, ReleaseError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let base: i64 = transaction.query_row("select coalesce((select release from in_force), 0)", [], |row| row.get(0))?;
        let gone = transaction.execute("delete from draft where ?1 is null or department = ?1", [department.map(DepartmentId::as_str)])?;
        if gone > 0 {
            audit(&transaction, "discard", base, publication)?;
        }
        transaction.commit()?;
        Ok(gone)
    }

    fn publish_drafts(&mut self, department: Option<&DepartmentId>, publication: &Publication<'_>) -> Result<Release, ReleaseError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let drafts = drafts(&transaction, department)?;
        if drafts.is_empty() {
            return Err(ReleaseError::NoDraft(department.cloned()));
        }
        let current: i64 = transaction.query_row("select coalesce((select release from in_force), 0)", [], |row| row.get(0))?;
        let mut parts = stored_parts(&transaction, current)?;
        let hash_in = |release: i64, department: &DepartmentId| -> rusqlite::Result<Option<String>> {
            let sql = "select hash from release_part where release = ?1 and department = ?2";
            transaction.query_row(sql, params![release, department.as_str()], |row| row.get(0)).optional()
        };
        for draft in &drafts {
            let id = &draft.part.department.id;
            if hash_in(draft.base as i64, id)? != hash_in(current, id)? {
                return Err(ReleaseError::Conflict { department: id.clone(), release: current as u64, base: draft.base });
            }
            let part = Part::of(&draft.part);
            match parts.binary_search_by(|stored| stored.department.as_str().cmp(id.as_str())) {
                Ok(at) => parts[at] = part,
                Err(at) => parts.insert(at, part),
            }
        }
        let number = publish(&transaction, &parts, publication)?;
        transaction.execute("delete from draft where ?1 is null or department = ?1", [department.map(DepartmentId::as_str)])?;
        transaction.commit()?;
        self.one(number)
    }

    fn audit(&self) -> Result<Vec<AuditEntry>, ReleaseError> {
        let mut statement = self.connection.prepare("select at, author, action, release, note from audit order by rowid desc")?;
        let entries = statement.query_map([], |row| {
            Ok(AuditEntry { at: timestamp(row, 0)?, author: row.get(1)?, action: row.get(2)?, release: row.get::<_, i64>(3)? as u64, note: row.get(4)? })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    fn rollback(&mut self, number: u64, publication: &Publication<'_>) -> Result<Release, ReleaseError> {
        let release = self.one(number)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_in_force(&transaction, number as i64, "rollback", publication)?;
        transaction.commit()?;
        Ok(release)
    }
}

/// Counts what is written.
struct Length(i64);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as i64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A department's part as it is stored: its JSON and the hash that names it.
struct Part {
    department: String,
    hash: String,
    /// None where the store has it already.
    json: Option<String>,
    services: i64,
    enquiries: i64,
}

impl Part {
    fn of(part: &DepartmentCorpus) -> Self {
        let json = serde_json::to_string(part).expect("records have string keys and finite numbers");
        let hash = blake3::hash(json.as_bytes()).to_hex().to_string();
        let (services, enquiries) = (part.services.len() as i64, part.enquiries.len() as i64);
        Self { department: part.department.id.to_string(), hash, json: Some(json), services, enquiries }
    }
}

/// The parts of a release, by department; their JSON stays where it is.
fn stored_parts(connection: &Connection, release: i64) -> rusqlite::Result<Vec<Part>> {
    let mut statement = connection.prepare(
        "select department, hash, json_array_length(json, '$.services'), json_array_length(json, '$.enquiries')
         from release_part join part using (hash) where release = ?1 order by department",
    )?;
    let parts = statement
        .query_map([release], |row| Ok(Part { department: row.get(0)?, hash: row.get(1)?, json: None, services: row.get(2)?, enquiries: row.get(3)? }))?;
    parts.collect()
}

/// Makes the parts the next release and puts it in force, unless they are in force already.
fn publish(transaction: &Transaction<'_>, parts: &[Part], publication: &Publication<'_>) -> Result<u64, ReleaseError> {
    let mut content = blake3::Hasher::new();
    parts.iter().for_each(|part| {
        content.update(part.hash.as_bytes());
    });
    let content_hash = content.finalize().to_hex()[..32].to_owned();
    let current = transaction.query_row(&format!("{SELECT} where number = (select release from in_force)"), [], release).optional()?;
    if let Some(current) = current.filter(|current| current.content_hash == content_hash) {
        return Ok(current.number);
    }
    let number: i64 = transaction.query_row("select coalesce(max(number), 0) + 1 from release", [], |row| row.get(0))?;
    transaction.execute(
        "insert into release values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            number,
            publication.at.to_string(),
            publication.author,
            publication.note,
            content_hash,
            parts.iter().map(|part| part.services).sum::<i64>(),
            parts.iter().map(|part| part.enquiries).sum::<i64>(),
            parts.len() as i64,
        ],
    )?;
    for part in parts {
        if let Some(json) = &part.json {
            transaction.execute("insert or ignore into part values (?1, ?2)", params![part.hash, json])?;
        }
        transaction.execute("insert into release_part values (?1, ?2, ?3)", params![number, part.department, part.hash])?;
    }
    put_in_force(transaction, number, "publish", publication)?;
    Ok(number as u64)
}

fn put_in_force(transaction: &Transaction<'_>, number: i64, action: &str, publication: &Publication<'_>) -> rusqlite::Result<()> {
    transaction.execute("insert into in_force values (1, ?1) on conflict (only_row) do update set release = excluded.release", [number])?;
    audit(transaction, action, number, publication)
}

fn audit(transaction: &Transaction<'_>, action: &str, release: i64, publication: &Publication<'_>) -> rusqlite::Result<()> {
    transaction
        .execute("insert into audit values (?1, ?2, ?3, ?4, ?5)", params![publication.at.to_string(), publication.author, action, release, publication.note])?;
    Ok(())
}

fn drafts(connection: &Connection, department: Option<&DepartmentId>) -> Result<Vec<Draft>, ReleaseError> {
    let mut statement = connection.prepare("select base, made_at, author, json from draft where ?1 is null or department = ?1 order by department")?;
    let rows = statement.query_map([department.map(DepartmentId::as_str)], |row| {
        Ok((row.get::<_, i64>(0)? as u64, timestamp(row, 1)?, row.get::<_, String>(2)?, row.get::<_, Vec<u8>>(3)?))
    })?;
    let mut drafts = Vec::new();
    for row in rows {
        let (base, made_at, author, json) = row?;
        let part = serde_json::from_slice(&json).map_err(|reason| ReleaseError::Unreadable { release: base, reason })?;
        drafts.push(Draft { base, made_at, author, part });
    }
    Ok(drafts)
}

fn timestamp(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error)))
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

    #[test]
    fn a_department_publishes_its_own_part_and_nobody_elses() {
        let mut store = SqliteReleases::in_memory().unwrap();
        let corpus = shipped::data().unwrap().corpus;
        store.publish(&corpus, &CLERK).unwrap();
        assert!(matches!(store.publish_drafts(None, &CLERK), Err(ReleaseError::NoDraft(None))));

        let [first, second, ..] = corpus.departments.as_slice() else { panic!("the shipped corpus has departments") };
        let mut changed = first.clone();
        changed.department.hotline = Some("1823".into());
        store.draft(&[changed.clone()], &CLERK).unwrap();
        assert_eq!(store.corpus(1).unwrap(), corpus, "a draft is seen by nobody");

        // Another department's release does not stand in the way; one of the same department does.
        let mut other = second.clone();
        other.department.hotline = Some("999".into());
        store.draft(&[other.clone()], &CLERK).unwrap();
        assert_eq!(store.publish_drafts(Some(&other.department.id), &CLERK).unwrap().number, 2);
        assert_eq!(store.publish_drafts(None, &CLERK).unwrap().number, 3);
        let published = store.corpus(3).unwrap();
        assert_eq!((&published.departments[0], &published.departments[1]), (&changed, &other));
        assert_eq!(published.departments[2..], corpus.departments[2..]);
        assert!(store.drafts().unwrap().is_empty());

        store.draft(std::slice::from_ref(first), &CLERK).unwrap();
        store.rollback(1, &CLERK).unwrap();
        assert!(matches!(store.publish_drafts(None, &CLERK), Err(ReleaseError::Conflict { base: 3, release: 1, .. })));
        assert_eq!(store.discard(None, &CLERK).unwrap(), 1);
        let actions: Vec<String> = store.audit().unwrap().into_iter().map(|entry| entry.action).collect();
        assert_eq!(actions, ["discard", "rollback", "import", "publish", "publish", "import", "import", "publish"]);
    }
}
