//! Hashes of passwords: Argon2id in PHC strings (RFC 9106).

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use crate::digest::sha256_hex;

/// The hash of a password with its salt and costs. It can be cloned cheaply, and is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(Arc<str>);

/// Why a text is no hash of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashFault {
    /// Not a PHC string of Argon2id.
    #[error("this is no hash of a password")]
    Form,
    /// Costs that would let a log-in take seconds or fill the memory.
    #[error("the hash costs more than 256 MiB, 10 passes or 8 lanes")]
    Costs,
}

/// Memory of a hash, in KiB: with 2 passes what OWASP's password storage cheat sheet asks for, some 20 ms of a core.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The most that hashes of other programs may cost.
const MEMORY_KIB_MAX: u32 = 256 * 1024;
const PASSES_MAX: u32 = 10;
const LANES_MAX: u32 = 8;

/// The letters of generated passwords: 32, so that each stands for 5 bits.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The hash of no password, with the costs of ours: what a wrong name is checked against, to take as long as a right one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm8gdXNlciBpcyBoZXJl$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl PasswordHash {
    /// Reads a PHC string, e.g. `$argon2id$v=19$m=19456,t=2,p=1$...`.
    pub fn parse(text: &str) -> Result<Self, HashFault> {
        let phc = Phc::new(text).map_err(|_| HashFault::Form)?;
        if phc.algorithm.as_str() != "argon2id" || phc.salt.is_none() || phc.hash.is_none() {
            return Err(HashFault::Form);
        }
        let costs = Params::try_from(&phc).map_err(|_| HashFault::Form)?;
        let is_payable =
            costs.m_cost() <= MEMORY_KIB_MAX && costs.t_cost() <= PASSES_MAX && costs.p_cost() <= LANES_MAX;
        if is_payable { Ok(Self(text.into())) } else { Err(HashFault::Costs) }
    }

    /// The hash of a password with a new salt. Takes some 20 ms of a core.
    pub fn of(password: &str) -> Result<Self, getrandom::Error> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)?;
        let costs =
            Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the costs are within Argon2's bounds");
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, costs);
        let hashed = argon2.hash_password_with_salt(password.as_bytes(), &salt);
        Ok(Self(hashed.expect("a password of less than 4 GiB has a hash").to_string().into()))
    }

    /// A new password of 100 bits that can be read aloud: no letters that look alike.
    pub fn generate() -> Result<String, getrandom::Error> {
        let mut bytes = [0_u8; 20];
        getrandom::fill(&mut bytes)?;
        let letters: Vec<char> =
            bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        Ok(letters.chunks(5).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    /// The hash that no password has.
    pub(crate) fn nobody() -> Self {
        Self(NOBODY.into())
    }

    /// Whether this is the password. Takes some 20 ms of a core; the comparison takes the same time wherever hashes differ.
    pub fn is_of(&self, password: &str) -> bool {
        let Ok(phc) = Phc::new(&self.0) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &phc).is_ok()
    }

    /// The PHC string, for where users are kept.
    pub fn as_phc(&self) -> &str {
        &self.0
    }

    /// What tells this hash from others without telling it: sessions and tokens carry it and end with it.
    pub(crate) fn mark(&self) -> String {
        sha256_hex(&self.0)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PasswordHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_and_no_other_is() {
        let hash = PasswordHash::of("correct horse ñ").unwrap();
        assert!(hash.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_phc());
        let read = PasswordHash::parse(hash.as_phc()).unwrap();
        assert!(read.is_of("correct horse ñ"));
        assert!(!read.is_of("correct horse n") && !read.is_of(""));
        assert_ne!(PasswordHash::of("x").unwrap(), PasswordHash::of("x").unwrap());
    }

    #[test]
    fn the_hash_of_nobody_is_well_formed_and_of_no_password() {
        let nobody = PasswordHash::parse(PasswordHash::nobody().as_phc()).unwrap();
        assert!(!nobody.is_of("") && !nobody.is_of("password"));
    }

    #[test]
    fn other_hashes_and_ruinous_ones_are_refused() {
        let salted = "$bm8gdXNlciBpcyBoZXJl$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let cases = [
            ("secret".to_owned(), HashFault::Form),
            ("$2b$12$abcdefghijklmnopqrstuuO3ZbX1G1V6C6dFYyQ".to_owned(), HashFault::Form),
            (format!("$argon2i$v=19$m=19456,t=2,p=1{salted}"), HashFault::Form),
            ("$argon2id$v=19$m=19456,t=2,p=1".to_owned(), HashFault::Form),
            (format!("$argon2id$v=19$m=4194304,t=2,p=1{salted}"), HashFault::Costs),
            (format!("$argon2id$v=19$m=19456,t=200,p=1{salted}"), HashFault::Costs),
        ];
        for (text, fault) in cases {
            assert_eq!(PasswordHash::parse(&text).unwrap_err(), fault, "{text}");
        }
        assert_eq!(HashFault::Form.to_string(), "this is no hash of a password");
    }

    #[test]
    fn generated_passwords_differ_and_can_be_read_aloud() {
        let (one, other) = (PasswordHash::generate().unwrap(), PasswordHash::generate().unwrap());
        assert!(one != other && one.len() == 23 && one.split('-').all(|part| part.len() == 5), "{one}");
        assert!(!one.contains(['l', 'o', '0', '1']), "{one}");
    }

    #[test]
    fn a_hash_is_never_shown() {
        assert_eq!(format!("{:?}", PasswordHash::nobody()), "PasswordHash(…)");
    }
}
