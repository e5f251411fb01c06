//! Users for the tests, and what they present.

use std::net::IpAddr;
use std::sync::OnceLock;

use identity::{Identities, PasswordHash, Proof, User, Users};

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
