//! Hashes under which secrets are remembered and stored.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A hash of a secret.
pub(crate) type Digest = [u8; 32];

/// A random key of this process, so that what is remembered tells nothing outside of it. Looking a keyed hash up takes
/// a time that says nothing of the secret.
pub(crate) struct Key([u8; 32]);

impl Key {
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self(key))
    }

    /// The hash of a list of texts; other lists have other hashes, also where the texts together are the same.
    pub fn digest(&self, parts: &[&str]) -> Digest {
        let mut hash = Sha256::new();
        hash.update(self.0);
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }
}

/// SHA-256 of a text in hexadecimal digits.
pub(crate) fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// A new secret of 256 bits, as 64 hexadecimal digits.
pub(crate) fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Whether a text has the form of [`secret`]; whatever else comes from a client needs no look.
pub(crate) fn is_secret(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_keys_have_hashes_of_their_own() {
        let (key, other) = (Key::new().unwrap(), Key::new().unwrap());
        assert_eq!(key.digest(&["ada", "x"]), key.digest(&["ada", "x"]));
        assert_ne!(key.digest(&["ada", "x"]), key.digest(&["ad", "ax"]));
        assert_ne!(key.digest(&["ada", "x"]), key.digest(&["adax"]));
        assert_ne!(key.digest(&["ada", "x"]), other.digest(&["ada", "x"]));
    }

    #[test]
    fn secrets_differ_and_have_their_form() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert!(is_secret(&one) && is_secret(&other) && one != other);
        for text in ["", &one[1..], &one.to_uppercase().replace(char::is_numeric, "A"), &format!("{one} ")] {
            assert!(!is_secret(text), "{text}");
        }
    }

    #[test]
    fn sha256_is_that_of_fips_180() {
        // NIST, SHA-256 example for "abc".
        assert_eq!(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
