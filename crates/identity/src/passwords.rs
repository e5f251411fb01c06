//! Names with passwords: remembered ones at once, others by their hash, guesses ever later.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::address::Origin;
use crate::digest::{Digest, Key};
use crate::directory::Directory;
use crate::flights::Flights;
use crate::hashing::Hashing;
use crate::lockout::Lockout;
use crate::recent::Recent;
use crate::{Caller, PasswordHash, Refused};

/// What is known of names and passwords that were presented.
pub(crate) struct Passwords {
    key: Arc<Key>,
    lockout: Arc<Lockout>,
    hashing: Arc<Hashing>,
    /// The hashes that passwords were found right by, under the keyed hash of name and password.
    right: Recent<Digest, PasswordHash>,
    flights: Flights<(Digest, Origin), Result<Arc<Caller>, Refused>>,
}

/// The answer to a wrong name as to a wrong password.
pub(crate) const WRONG: Refused = Refused::Wrong("the user name or the password is wrong");

/// For how long a right password is remembered.
const REMEMBERED: Duration = Duration::from_secs(300);
/// How many passwords are remembered, at some 200 bytes each.
const REMEMBERED_MAX: usize = 20_000;
/// Longer names and passwords are wrong without a look, so that nobody makes us hash megabytes.
const LENGTH_MAX: usize = 1024;

impl Passwords {
    pub fn new(key: Arc<Key>, lockout: Arc<Lockout>) -> Self {
        let right = Recent::new(REMEMBERED_MAX);
        Self { key, lockout, hashing: Hashing::new(), right, flights: Flights::new() }
    }

    /// The user of that name, if the password is his.
    pub async fn check(
        &self,
        directory: &Directory,
        name: &str,
        password: &str,
        address: IpAddr,
    ) -> Result<Arc<Caller>, Refused> {
        if name.len() > LENGTH_MAX || password.len() > LENGTH_MAX {
            return Err(WRONG);
        }
        let digest = self.key.digest(&[name, password]);
        if let Some(hash) = self.right.get(&digest)
            && let Some(user) = directory.user(name).await?
            && user.password == hash
            && !user.disabled
        {
            return Ok(user.caller.clone());
        }
        let origin = Origin::from(address);
        let question = || self.ask(directory, name, password, digest, origin);
        self.flights.join((digest, origin), question).await
    }

    /// How many hashes were computed since the start.
    pub fn hashed(&self) -> u64 {
        self.hashing.begun()
    }

    async fn ask(
        &self,
        directory: &Directory,
        name: &str,
        password: &str,
        digest: Digest,
        origin: Origin,
    ) -> Result<Arc<Caller>, Refused> {
        let who = self.key.digest(&[name]);
        // Who is locked out must not take a place that others need.
        self.lockout.check(who, origin, Instant::now()).map_err(locked_out)?;
        let turn = self.hashing.turn(origin).await?;
        let user = directory.user(name).await?;
        self.lockout.charge(who, origin, Instant::now()).map_err(locked_out)?;
        let hash = user.as_ref().map_or_else(PasswordHash::nobody, |user| user.password.clone());
        let is_right = turn.check(hash.clone(), password.to_owned()).await?;
        match user.filter(|user| is_right && !user.disabled) {
            Some(user) => {
                self.lockout.forgive(who, origin);
                self.right.insert(digest, hash, REMEMBERED);
                Ok(user.caller.clone())
            }
            None => Err(WRONG),
        }
    }
}

/// The refusal of one who has to wait.
pub(crate) fn locked_out(wait: Duration) -> Refused {
    let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Refused::LockedOut { retry_after_secs: u32::try_from(secs).unwrap_or(u32::MAX) }
}
