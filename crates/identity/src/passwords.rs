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
use crate::outside::Outsiders;
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

/// The scheme that names and passwords come by, as plugins are told it.
const BASIC: &str = "Basic";

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
        outsiders: &Outsiders,
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
        let credentials = format!("{name}:{password}");
        if let Some(caller) = outsiders.believed(BASIC, &credentials) {
            return Ok(caller);
        }
        let question = async || match self.ask(directory, name, password, digest, address.into()).await? {
            Asked::Right(caller) => Ok(caller),
            Asked::Wrong => Err(WRONG),
            Asked::Unknown => {
                let caller = outsiders.plugin(BASIC, &credentials, address).await?.ok_or(WRONG)?;
                self.lockout.forgive(self.key.digest(&[name]), address.into());
                Ok(caller)
            }
        };
        self.flights.join((digest, address.into()), question).await
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
    ) -> Result<Asked, Refused> {
        let who = self.key.digest(&[name]);
        // Who is locked out must not take a place that others need.
        let proven = self.lockout.is_proven(&digest);
        if !proven {
            self.lockout.check(who, origin, Instant::now()).map_err(locked_out)?;
        }
        let turn = self.hashing.turn(origin).await?;
        let user = directory.user(name).await?;
        if !proven {
            self.lockout.charge(who, origin, Instant::now()).map_err(locked_out)?;
        }
        let hash = user.as_ref().map_or_else(PasswordHash::nobody, |user| user.password.clone());
        let is_right = turn.check(hash.clone(), password.to_owned()).await?;
        match user {
            None => {
                self.lockout.disprove(&digest);
                Ok(Asked::Unknown)
            }
            Some(user) if is_right && !user.disabled => {
                if !proven {
                    self.lockout.forgive(who, origin);
                }
                self.lockout.prove(digest);
                self.right.insert(digest, hash, REMEMBERED);
                Ok(Asked::Right(user.caller.clone()))
            }
            Some(_) => {
                self.lockout.disprove(&digest);
                Ok(Asked::Wrong)
            }
        }
    }
}

/// What our own users say to a name and a password.
enum Asked {
    Right(Arc<Caller>),
    Wrong,
    /// No user of ours has that name.
    Unknown,
}

/// The refusal of one who has to wait.
pub(crate) fn locked_out(wait: Duration) -> Refused {
    let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Refused::LockedOut { retry_after_secs: u32::try_from(secs).unwrap_or(u32::MAX) }
}
