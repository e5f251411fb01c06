//! The demo's user: a member of the collaboration, with a new password at each start.

use std::path::Path;

use identity::{FileError, PasswordHash, UsersFile};

/// Her name.
const NAME: &str = "ada";

/// The group that sees the restricted release.
const GROUP: &str = "collaboration";

/// Letters and digits that nobody takes for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Letters of a password: 80 random bits.
const LENGTH: usize = 16;

/// Gives her a new password, and the line that tells it. Other users of the file stay.
pub fn with_new_password(conf: &Path) -> Result<String, FileError> {
    let file = UsersFile(conf.join("users.toml"));
    let failed = |source| FileError::Io { path: file.0.clone(), source };
    let random = |error: getrandom::Error| failed(std::io::Error::other(error.to_string()));
    let password = password().map_err(random)?;
    let hash = PasswordHash::of(&password).map_err(random)?;
    match file.set_password(NAME, &hash) {
        Err(FileError::Unknown { .. }) => file.add(NAME, &hash, &[GROUP.to_owned()])?,
        done => done?,
    }
    Ok(format!(
        "armilla: log in as `{NAME}` with the password `{password}` for the release of the group {GROUP} (new at each start)"
    ))
}

fn password() -> Result<String, getrandom::Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_has_a_password_of_its_own_and_keeps_other_users() {
        let conf = tempfile::tempdir().unwrap();
        let file = UsersFile(conf.path().join("users.toml"));
        file.add("bob", &PasswordHash::of("his own").unwrap(), &[]).unwrap();
        let told = [(); 2].map(|()| with_new_password(conf.path()).unwrap());
        assert_ne!(told[0], told[1]);
        let users = file.read().unwrap();
        let ada = users.get("ada").unwrap();
        assert_eq!(ada.caller.groups, ["collaboration"]);
        let passwords = told.map(|line| line.split('`').nth(3).unwrap().to_owned());
        assert!(!ada.password.is_of(&passwords[0]) && ada.password.is_of(&passwords[1]));
        assert!(users.get("bob").unwrap().password.is_of("his own"));
    }
}
