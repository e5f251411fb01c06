//! The one way to find out who asks.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use database::DbError;

use crate::address::Origin;
use crate::digest::{Key, is_secret, sha256_hex};
use crate::directory::Directory;
use crate::grants::{Grant, Grants};
use crate::lockout::Lockout;
use crate::passwords::{Passwords, locked_out};
use crate::sessions::{self, Begun};
use crate::state::{self, State};
use crate::{Caller, Proof, Refused, Settings, Users, tokens};

/// The users, and what is known of those who asked. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Identities(Arc<Inner>);

/// A session that has begun, or its new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The value of its cookie: a secret of its user.
    pub value: String,
    /// Seconds until it ends if nobody uses it.
    pub lasts_secs: u64,
    /// Whose it is.
    pub caller: Arc<Caller>,
}

/// Why identities cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

struct Inner {
    settings: Settings,
    directory: Directory,
    passwords: Passwords,
    lockout: Arc<Lockout>,
    grants: Arc<Grants>,
    /// Where sessions and tokens are kept; without a database there are none.
    state: Option<Arc<State>>,
}

const NO_SESSION: Refused = Refused::Wrong("the session has ended; log in again");
const NO_TOKEN: Refused = Refused::Wrong("the token is unknown, expired or revoked");

/// When to come again where there is no database for sessions, in seconds.
const RETRY_SECS: u32 = 60;

impl Identities {
    /// Identities over the users of a file alone: no database, hence neither sessions nor tokens.
    pub fn new(users: Users) -> Result<Self, getrandom::Error> {
        Self::over(Settings::default(), users, None, Arc::new(Grants::new()))
    }

    /// Identities with what the database keeps; its tables are made where they are missing. `users` are those of the
    /// file. The connection is that of the login that owns the schema `armilla`.
    pub async fn open(
        settings: Settings,
        users: Users,
        database: &database::Config,
    ) -> Result<Self, OpenError> {
        let grants = Arc::new(Grants::new());
        let state = State::new(database, grants.clone())?;
        let client = state.client().await?;
        state::create(&client).await?;
        Ok(Self::over(settings, users, Some(Arc::new(state)), grants)?)
    }

    fn over(
        settings: Settings,
        users: Users,
        state: Option<Arc<State>>,
        grants: Arc<Grants>,
    ) -> Result<Self, getrandom::Error> {
        let (key, lockout) = (Arc::new(Key::new()?), Arc::new(Lockout::new()));
        let passwords = Passwords::new(key, lockout.clone());
        let directory = Directory::new(users, settings.users, state.clone(), grants.clone());
        Ok(Self(Arc::new(Inner { settings, directory, passwords, lockout, grants, state })))
    }

    /// Who presents this. What is wrong is refused, never anonymous.
    pub async fn identify(&self, proof: Proof<'_>, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        match proof {
            Proof::Password { user, password } => {
                self.0.passwords.check(&self.0.directory, user, password, address).await
            }
            Proof::Bearer(token) if tokens::is_ours(token) => self.0.token(token, address).await,
            Proof::Bearer(_) => Err(NO_TOKEN),
            Proof::Session(value) => self.0.session(value, address).await,
        }
    }

    /// Begins a session for a user with his password.
    pub async fn log_in(&self, user: &str, password: &str, address: IpAddr) -> Result<NewSession, Refused> {
        let caller = self.identify(Proof::Password { user, password }, address).await?;
        let state = self.0.state.as_ref().ok_or(Refused::Unavailable { retry_after_secs: RETRY_SECS })?;
        let user = self.0.directory.user(&caller.user).await?.ok_or(NO_SESSION)?;
        let begun = sessions::begin(state, &self.0.settings, &user).await?;
        Ok(NewSession { value: begun.value, lasts_secs: begun.lasts_secs, caller })
    }

    /// Ends a session, at once here and within seconds on other hosts; one that is not there stays so.
    pub async fn log_out(&self, session: &str) {
        let Some(state) = self.0.state.as_ref().filter(|_| is_secret(session)) else { return };
        // What could not be ended was told in the log; the session then ends by its time.
        let _ = sessions::end(state, &sha256_hex(session)).await;
        self.0.grants.forget();
    }

    /// A new value for a session, where the old one has served for an eighth of the time that it may be idle; the old one
    /// then ends within half a minute. For browsers, which take a cookie from any answer; others keep that of the log-in.
    pub async fn renew(&self, session: &str) -> Option<NewSession> {
        let state = self.0.state.as_ref().filter(|_| is_secret(session))?;
        let hash = sha256_hex(session);
        let grant = self.0.grants.get(&hash).flatten()?;
        if grant.renewal.is_none_or(|due| Instant::now() < due) {
            return None;
        }
        let Begun { value, lasts_secs, user } =
            sessions::renew(state, &self.0.settings, &hash).await.ok()??;
        self.0.grants.forget();
        let user = self.0.directory.user(&user).await.ok()??;
        Some(NewSession { value, lasts_secs, caller: grant.caller(&user)? })
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

impl Inner {
    async fn session(&self, value: &str, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        let Some(state) = self.state.as_ref().filter(|_| is_secret(value)) else { return Err(NO_SESSION) };
        let hash = sha256_hex(value);
        let find = async || sessions::find(state, &self.settings, &hash).await;
        self.granted(&hash, address, find).await?.ok_or(NO_SESSION)
    }

    async fn token(&self, text: &str, address: IpAddr) -> Result<Arc<Caller>, Refused> {
        let Some(state) = &self.state else { return Err(NO_TOKEN) };
        let hash = sha256_hex(text);
        let find = async || tokens::find(state, text, &hash).await;
        self.granted(&hash, address, find).await?.ok_or(NO_TOKEN)
    }

    /// Who bears what has this hash. An origin that tries one unknown value after the other has to wait.
    async fn granted(
        &self,
        hash: &str,
        address: IpAddr,
        find: impl AsyncFnOnce() -> Result<Option<Grant>, Refused>,
    ) -> Result<Option<Arc<Caller>>, Refused> {
        let grant = match self.grants.get(hash) {
            Some(known) => known,
            None => {
                let origin = Origin::from(address);
                self.lockout.check_origin(origin, Instant::now()).map_err(locked_out)?;
                let found = find().await?.map(Arc::new);
                if found.is_none() {
                    self.lockout.charge_origin(origin, Instant::now());
                }
                self.grants.remember(hash.to_owned(), found.clone());
                found
            }
        };
        let Some(grant) = grant else { return Ok(None) };
        let user = self.directory.user(&grant.user).await?;
        Ok(user.and_then(|user| grant.caller(&user)))
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
