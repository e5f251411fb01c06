//! Checks of passwords off the async threads, few at once and a fair share for each origin.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::address::Origin;
use crate::{PasswordHash, Refused};

/// Where checks wait for their turn, in the order of their coming.
pub(crate) struct Hashing {
    turns: Arc<Semaphore>,
    /// How many checks of each origin wait or run.
    inside: Mutex<HashMap<Origin, u32>>,
    begun: AtomicU64,
}

/// The turn of one check; the next one comes when it is dropped.
pub(crate) struct Turn {
    hashing: Arc<Hashing>,
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

/// A place among those who wait or run.
struct Place {
    hashing: Arc<Hashing>,
    origin: Origin,
}

/// Checks at once. Each takes 19 MiB and some 20 ms of a core.
const TURNS: usize = 2;
/// Checks that wait or run, of one origin; it holds others up for at most twice the time of a check.
const INSIDE_OF_ORIGIN_MAX: u32 = 4;
/// Checks that wait or run, of all: the last of them waits for about a second.
const INSIDE_MAX: u32 = 64;
/// When somebody who finds no place should come again, in seconds.
const RETRY_SECS: u32 = 1;

impl Hashing {
    pub fn new() -> Arc<Self> {
        let turns = Arc::new(Semaphore::new(TURNS));
        Arc::new(Self { turns, inside: Mutex::default(), begun: AtomicU64::new(0) })
    }

    /// Waits for a turn; no place to wait is [`Refused::Busy`].
    pub async fn turn(self: &Arc<Self>, origin: Origin) -> Result<Turn, Refused> {
        let place = self.place(origin).ok_or(Refused::Busy { retry_after_secs: RETRY_SECS })?;
        // Nobody closes the semaphore.
        let permit = self.turns.clone().acquire_owned().await;
        let permit = permit.map_err(|_| Refused::Busy { retry_after_secs: RETRY_SECS })?;
        Ok(Turn { hashing: self.clone(), _permit: permit, _place: place })
    }

    /// How many checks were begun since the start.
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    fn place(self: &Arc<Self>, origin: Origin) -> Option<Place> {
        let mut inside = self.inside();
        let all: u32 = inside.values().sum();
        let own = inside.get(&origin).copied().unwrap_or_default();
        if all >= INSIDE_MAX || own >= INSIDE_OF_ORIGIN_MAX {
            return None;
        }
        inside.insert(origin, own + 1);
        Some(Place { hashing: self.clone(), origin })
    }

    fn inside(&self) -> MutexGuard<'_, HashMap<Origin, u32>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Whether this is the password of that hash. The turn lasts until the check is over, though nobody waits for it
    /// any more.
    pub async fn check(self, hash: PasswordHash, password: String) -> Result<bool, Refused> {
        self.hashing.begun.fetch_add(1, Ordering::Relaxed);
        let check = tokio::task::spawn_blocking(move || {
            let _turn = self;
            hash.is_of(&password)
        });
        check.await.map_err(|error| {
            tracing::error!("the check of a password ended: {error}");
            Refused::Unavailable { retry_after_secs: RETRY_SECS }
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut count) = self.hashing.inside().entry(self.origin) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn origin(number: u32) -> Origin {
        IpAddr::from(Ipv4Addr::from_bits(number)).into()
    }

    #[tokio::test]
    async fn an_origin_has_four_places_and_others_have_theirs() {
        let hashing = Hashing::new();
        let places: Vec<Option<Place>> = (0..5).map(|_| hashing.place(origin(1))).collect();
        assert_eq!(places.iter().flatten().count(), 4);
        assert!(hashing.place(origin(2)).is_some());
        let refused = hashing.turn(origin(1)).await.err().unwrap();
        assert_eq!(refused.to_string(), "too many log-ins at once; try again in 1 seconds");
        drop(places);
        assert!(hashing.turn(origin(1)).await.is_ok());
        assert!(hashing.inside().is_empty());
    }

    #[tokio::test]
    async fn all_places_together_are_bounded() {
        let hashing = Hashing::new();
        let places: Vec<Place> = (0..1000).filter_map(|number| hashing.place(origin(number))).collect();
        assert_eq!(places.len(), 64);
    }

    #[tokio::test]
    async fn a_check_tells_right_from_wrong_and_is_counted() {
        let hashing = Hashing::new();
        let hash = PasswordHash::of("right").unwrap();
        for (password, is_right) in [("right", true), ("wrong", false)] {
            let turn = hashing.turn(origin(1)).await.unwrap();
            assert_eq!(turn.check(hash.clone(), password.to_owned()).await, Ok(is_right));
        }
        assert_eq!(hashing.begun(), 2);
    }
}
