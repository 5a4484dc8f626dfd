//! Where the connections of one conversation meet: tabs and transports that follow each other.
//!
//! What happened is in the store; a room only says that something did, so it holds one number, whoever is slow. It is
//! there while someone is connected.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::store::ConversationId;

/// Streams and polls that one conversation may have open at once: more tabs than anyone looks at, and those that a
/// phone left behind when its network changed.
pub(super) const MAX_STREAMS: usize = 8;

/// What the connections of a conversation know of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Latest {
    /// The last place that was stored while the room was there; 0 for none.
    Seq(u64),
    /// The conversation was erased.
    Erased,
}

/// The connections of one conversation.
pub(super) struct Room {
    id: ConversationId,
    latest: watch::Sender<Latest>,
    /// One turn at a time: each begins where the one before has left the conversation.
    pub(super) turn: tokio::sync::Mutex<()>,
    streams: Arc<Semaphore>,
    rooms: Arc<Rooms>,
}

/// All rooms in which someone is.
#[derive(Default)]
pub(super) struct Rooms {
    open: Mutex<HashMap<ConversationId, Weak<Room>>>,
}

impl Rooms {
    /// The room of a conversation.
    pub(super) fn enter(self: &Arc<Self>, id: ConversationId) -> Arc<Room> {
        let mut open = self.locked();
        if let Some(room) = open.get(&id).and_then(Weak::upgrade) {
            return room;
        }
        let room = Arc::new(Room {
            id,
            latest: watch::Sender::new(Latest::Seq(0)),
            turn: tokio::sync::Mutex::default(),
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
            rooms: Arc::clone(self),
        });
        open.insert(id, Arc::downgrade(&room));
        room
    }

    /// The map is whole whatever panicked while it was locked.
    fn locked(&self) -> MutexGuard<'_, HashMap<ConversationId, Weak<Room>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Hears what happens from now on.
    pub(super) fn listen(&self) -> watch::Receiver<Latest> {
        self.latest.subscribe()
    }

    /// Says that a reply was stored.
    pub(super) fn stored(&self, seq: u64) {
        self.latest.send_modify(|latest| {
            if let Latest::Seq(before) = latest {
                *before = seq.max(*before);
            }
        });
    }

    /// Says that the citizen is there: whoever listens is not idle.
    pub(super) fn stir(&self) {
        self.latest.send_modify(|_| {});
    }

    /// Says that there is nothing left to follow.
    pub(super) fn erased(&self) {
        self.latest.send_replace(Latest::Erased);
    }

    /// A place for a stream, while there is one.
    pub(super) fn stream(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.streams).try_acquire_owned().ok()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut open = self.rooms.locked();
        // Someone may have entered a new room of the same conversation meanwhile.
        if open.get(&self.id).is_some_and(|room| room.strong_count() == 0) {
            open.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{SqliteStore, Store};

    #[tokio::test]
    async fn a_room_is_shared_while_someone_is_in_it_and_gone_after() {
        let store = SqliteStore::in_memory().unwrap();
        let id = store.open(None).await.unwrap().unwrap().id;
        let rooms = Arc::new(Rooms::default());
        let (one, other) = (rooms.enter(id), rooms.enter(id));
        let mut latest = other.listen();
        one.stored(4);
        one.stored(2);
        latest.changed().await.unwrap();
        assert_eq!(*latest.borrow_and_update(), Latest::Seq(4), "an earlier one that is late takes nothing back");
        let taken: Vec<_> = (0..MAX_STREAMS).map(|_| one.stream().unwrap()).collect();
        assert!(other.stream().is_none());
        drop(taken);
        assert!(other.stream().is_some());
        one.erased();
        one.stored(9);
        assert_eq!(*latest.borrow_and_update(), Latest::Erased);
        drop((one, other));
        assert!(rooms.locked().is_empty());
    }
}
