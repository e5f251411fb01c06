//! The one way to find out who asks.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use crate::digest::Key;
use crate::directory::Directory;
use crate::lockout::Lockout;
use crate::passwords::Passwords;
use crate::{Caller, Proof, Refused, Users};

/// The users, and what is known of those who asked. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Identities(Arc<Inner>);

/// A session that has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The value of its cookie: a secret of its user.
    pub value: String,
    /// Seconds until it ends if nobody uses it.
    pub lasts_secs: u64,
    /// Whose it is.
    pub caller: Arc<Caller>,
}

struct Inner {
    directory: Directory,
    passwords: Passwords,
}

/// When to come again where there is no database for sessions, in seconds.
const RETRY_SECS: u32 = 60;

impl Identities {
    /// Identities over the users of a file. Needs random numbers of the system.
    pub fn new(users: Users) -> Result<Self, getrandom::Error> {
        let (key, lockout) = (Arc::new(Key::new()?), Arc::new(Lockout::new()));
        let passwords = Passwords::new(key, lockout);
        Ok(Self(Arc::new(Inner { directory: Directory::new(users), passwords })))
    }

    /// Who presents this. What is wrong is refused, never anonymous.
    pub async fn identify(&self, proof: Proof<'_>, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        match proof {
            Proof::Password { user, password } => {
                self.0.passwords.check(&self.0.directory, user, password, address).await
            }
            Proof::Bearer(_) => Err(Refused::Wrong("the token is unknown, expired or revoked")),
            Proof::Session(_) => Err(Refused::Wrong("the session has ended; log in again")),
        }
    }

    /// Begins a session for a user with his password.
    pub async fn log_in(&self, user: &str, password: &str, address: IpAddr) -> Result<NewSession, Refused> {
        self.identify(Proof::Password { user, password }, address).await?;
        Err(Refused::Unavailable { retry_after_secs: RETRY_SECS })
    }

    /// Ends a session; one that is not there stays so.
    pub async fn log_out(&self, _session: &str) {}

    /// A new value for a session that is used, where the old one has served for long enough; it then ends shortly.
    pub async fn renew(&self, _session: &str) -> Option<NewSession> {
        None
    }

    /// The groups of a user now; `None` where there is no such user, or none any more.
    pub async fn groups_of(&self, user: &str) -> Result<Option<Vec<String>>, Refused> {
        let user = self.0.directory.user(user).await?;
        Ok(user.filter(|user| !user.disabled).map(|user| user.caller.groups.clone()))
    }

    /// Whether anybody can log in at all.
    pub fn offers(&self) -> bool {
        self.0.directory.offers()
    }

    /// Takes the users of the file as it is now: all at once, for all requests from here on.
    pub fn reload(&self, users: Users) {
        self.0.directory.reload(users);
    }

    /// How many hashes of passwords were computed since the start.
    pub fn hashed(&self) -> u64 {
        self.0.passwords.hashed()
    }
}

impl fmt::Debug for NewSession {
    /// Leaves the secret out.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value: _, lasts_secs, caller } = self;
        let mut shown = out.debug_struct("NewSession");
        shown.field("caller", caller).field("lasts_secs", lasts_secs).finish_non_exhaustive()
    }
}
