//! Users for the tests, what they present, and databases of their own.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use database::{Client, Line};
use identity::{Identities, PasswordHash, Proof, Settings, User, Users};
use private_postgres::PrivateServer;

/// A user with this password; a hash is made once for each password, as it costs time.
pub fn user(name: &str, password: &PasswordHash, groups: &[&str]) -> User {
    User::new(name, password.clone(), groups.iter().map(|&group| group.to_owned()).collect(), false)
}

/// The hash of `secret`.
pub fn secret() -> &'static PasswordHash {
    static HASH: OnceLock<PasswordHash> = OnceLock::new();
    HASH.get_or_init(|| PasswordHash::of("secret").unwrap())
}

/// Ada, whose password is `secret`, of the group `collaboration`.
pub fn ada() -> User {
    user("ada", secret(), &["collaboration"])
}

pub fn users(users: impl IntoIterator<Item = User>) -> Users {
    users.into_iter().collect()
}

pub fn identities() -> Identities {
    Identities::new(users([ada()])).unwrap()
}

pub fn password<'r>(user: &'r str, password: &'r str) -> Proof<'r> {
    Proof::Password { user, password }
}

/// An address of the documentation's network.
pub fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

/// A user who is refused although he is known.
pub fn disabled(mut user: User) -> User {
    user.disabled = true;
    user
}

/// A server that ends with the test process.
fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| PrivateServer::temporary(|_| {}).unwrap())
}

/// A database with identities in it.
pub struct Store {
    pub config: database::Config,
    pub client: Arc<Client>,
    pub identities: Identities,
}

impl Store {
    /// A new database, with Ada in the file.
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("identity{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let all = server().connection_string();
        line(&database::Config::new(all.clone()))
            .await
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let config = database::Config::new(all.replace("dbname=postgres", &format!("dbname={name}")));
        let identities = Identities::open(settings, users([ada()]), &config).await.unwrap();
        Self { client: line(&config).await, config, identities }
    }

    /// What another host on the same database knows.
    pub async fn other_host(&self) -> Identities {
        Identities::open(Settings::default(), users([ada()]), &self.config).await.unwrap()
    }

    /// The first column of the first row, as text.
    pub async fn text(&self, sql: &str) -> String {
        self.client.query_one(sql, &[]).await.unwrap().get(0)
    }
}

async fn line(config: &database::Config) -> Arc<Client> {
    Line::new(config, "", |_| ()).unwrap().client().await.unwrap()
}
