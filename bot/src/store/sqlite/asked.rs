//! How often each service was asked for: a count by day that names nobody.

use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, params};

use crate::{
    hong_kong,
    store::{Said, StoreError},
    wire::{Decision, Reply},
};

/// Counts a service that answered what was typed; a press on a choice is no question.
pub(super) fn count(connection: &Connection, said: &Said, reply: &Reply) -> Result<(), StoreError> {
    let Some(service) = reply.service.as_ref().filter(|_| reply.decision == Decision::Answer) else { return Ok(()) };
    if matches!(said, Said::Text(_)) {
        connection.execute(
            "insert into asked (day, service, times) values (?1, ?2, 1) on conflict (day, service) do update set times = times + 1",
            params![hong_kong(Timestamp::now()).date().to_string(), service],
        )?;
    }
    Ok(())
}

/// The services with how often they were asked for since a day, the most first.
pub(super) fn most(connection: &Connection, since: Date) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement =
        connection.prepare_cached("select service, sum(times) from asked where day >= ?1 group by service order by sum(times) desc, service")?;
    let rows = statement.query_map(params![since.to_string()], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets what was counted before a day.
pub(super) fn forget_before(connection: &Connection, day: Date) -> rusqlite::Result<usize> {
    connection.execute("delete from asked where day < ?1", params![day.to_string()])
}
