//! Signed texts: what an address says for its holder, believed for a while and by the instance that signed.

use bytes::Bytes;
use database::{Database, DbError, Param};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use plugin_api::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// The longest that a signature holds, in seconds; a longer time is cut to it.
const TTL_SECS_MAX: u64 = 86_400;

/// The longest text, in bytes: it stands in addresses.
const TEXT_BYTES_MAX: usize = 2048;

/// Who signs (RFC 7519 §4.1.1), so that no token of anybody else is taken for a text of ours.
const ISSUER: &str = "armilla-text";

/// PostgreSQL's `bytea`.
const BYTEA: u32 = 17;

/// The same lock as that of the queue, which makes the schema as well.
const CREATE: &str = "
BEGIN;
SELECT pg_advisory_xact_lock(4729016253381);
CREATE SCHEMA IF NOT EXISTS armilla;
CREATE TABLE IF NOT EXISTS armilla.secrets (name text PRIMARY KEY, value bytea NOT NULL);
COMMIT";

/// A random key of 256 bits, and what is done with it.
pub struct Signer {
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// The database failed.
    #[error("{}", .0.for_log())]
    Database(#[from] DbError),
}

/// What is signed (RFC 7519 §4.1).
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: i64,
    text: String,
}

impl Signer {
    /// With a key that ends with this process.
    pub fn of_this_process() -> Result<Self, KeyError> {
        Ok(Self::with(&random()?))
    }

    /// With the key that all hosts of a database share. Where the database lets us keep none, e.g. on a standby, the key
    /// is this process's own.
    pub async fn of_all_hosts(database: &Database) -> Result<Self, KeyError> {
        match kept(database).await {
            Ok(key) => Ok(Self::with(&key)),
            Err(KeyError::Database(DbError::Permission { message, .. })) => {
                tracing::warn!("signed addresses hold at this host only, and until it stops: {message}");
                Self::of_this_process()
            }
            Err(error) => Err(error),
        }
    }

    /// Answers the calls `sign` and `verify` of an instance, JSON in and out.
    pub fn call(&self, instance: &str, service: &str, arguments: &str) -> Result<String> {
        let unreadable = |error| Error::internal(format!("unreadable arguments of `{service}`: {error}"));
        let answer = if service == "sign" {
            let (text, ttl_secs): (String, u64) = serde_json::from_str(arguments).map_err(unreadable)?;
            self.sign(instance, text, ttl_secs)?
        } else {
            self.verify(instance, &serde_json::from_str::<String>(arguments).map_err(unreadable)?)?
        };
        serde_json::to_string(&answer).map_err(unreadable)
    }

    /// A signature of a text for an instance.
    pub fn sign(&self, instance: &str, text: String, ttl_secs: u64) -> Result<String> {
        if text.len() > TEXT_BYTES_MAX {
            let bytes = text.len();
            return Err(Error::internal(format!(
                "a text of {bytes} bytes cannot be signed: at most {TEXT_BYTES_MAX}"
            )));
        }
        self.sign_until(
            instance,
            text,
            Timestamp::now().as_second() + ttl_secs.min(TTL_SECS_MAX).cast_signed(),
        )
    }

    /// As [`Self::sign`], until a moment in seconds of Unix time.
    pub fn sign_until(&self, instance: &str, text: String, exp: i64) -> Result<String> {
        let claims = Claims { iss: ISSUER.to_owned(), aud: instance.to_owned(), exp, text };
        encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
            .map_err(|error| Error::internal(format!("a text cannot be signed: {error}")))
    }

    /// The text of a signature for an instance; `LoginNeeded` if it is not genuine, or expired.
    pub fn verify(&self, instance: &str, signed: &str) -> Result<String> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[instance]);
        match decode::<Claims>(signed, &self.verifying, &validation) {
            Ok(token) => Ok(token.claims.text),
            Err(error) => {
                let sentence = "this signed address does not hold, or holds no longer; ask for a new one";
                Err(Error::new(ErrorKind::LoginNeeded, sentence).with_log(format!("signed text: {error}")))
            }
        }
    }

    fn with(key: &[u8]) -> Self {
        Self { signing: EncodingKey::from_secret(key), verifying: DecodingKey::from_secret(key) }
    }
}

fn random() -> Result<[u8; 32], getrandom::Error> {
    let mut key = [0; 32];
    getrandom::fill(&mut key)?;
    Ok(key)
}

/// The key in the database; the first host to ask has made it.
async fn kept(database: &Database) -> Result<Vec<u8>, KeyError> {
    database.batch_execute(CREATE).await?;
    let new = Param { type_oid: BYTEA, value: Some(Bytes::copy_from_slice(&random()?)) };
    let insert = "INSERT INTO armilla.secrets (name, value) VALUES ('signatures', $1) ON CONFLICT DO NOTHING";
    database.execute(insert, &[new]).await?;
    let rows = database.rows("SELECT value FROM armilla.secrets WHERE name = 'signatures'").await?;
    let missing = || DbError::Internal { message: "the key of signatures was removed".to_owned() };
    let row = rows.first().ok_or_else(missing)?;
    Ok(row.try_get(0).map_err(DbError::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &str = "this signed address does not hold, or holds no longer; ask for a new one";

    fn refused(signer: &Signer, signed: &str) -> (u16, String) {
        let error = signer.verify("tap", signed).unwrap_err();
        (error.kind().status(), error.for_client().to_owned())
    }

    #[test]
    fn a_text_comes_back_from_its_signature_and_from_no_other() {
        let signer = Signer::of_this_process().unwrap();
        let call = |service: &str, arguments: &str| signer.call("tap", service, arguments).unwrap();
        let signed = call("sign", r#"["job \"k7\"", 60]"#);
        assert_eq!(call("verify", &signed), r#""job \"k7\"""#);
        let signed: String = serde_json::from_str(&signed).unwrap();
        let other = Signer::of_this_process().unwrap().sign("tap", "job".into(), 60).unwrap();
        let elsewhere = signer.sign("tap2", "job".into(), 60).unwrap();
        let past = signer.sign_until("tap", "job".into(), Timestamp::now().as_second() - 1).unwrap();
        let (head, tail) = signed.rsplit_once('.').unwrap();
        let (_, claims) = head.split_once('.').unwrap();
        // `{"alg":"none"}`, and the same claims.
        let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
        let cut = format!("{head}.{}", &tail[1..]);
        for wrong in [other, elsewhere, past, unsigned, cut, String::new(), "..".into(), "a.b.c".into()] {
            assert_eq!(refused(&signer, &wrong), (401, REFUSED.to_owned()), "{wrong}");
        }
    }

    #[test]
    fn no_signature_holds_longer_than_a_day() {
        let signer = Signer::of_this_process().unwrap();
        let signed = signer.sign("tap", "job".into(), u64::MAX).unwrap();
        let exp = jsonwebtoken::dangerous::insecure_decode::<Claims>(&signed).unwrap().claims.exp;
        let left_secs = exp - Timestamp::now().as_second();
        assert!((86_390..=86_400).contains(&left_secs), "{left_secs}");
    }

    #[test]
    fn a_text_too_long_for_an_address_is_refused() {
        let signer = Signer::of_this_process().unwrap();
        let error = signer.sign("tap", "a".repeat(2049), 60).unwrap_err();
        assert_eq!(error.for_log(), "a text of 2049 bytes cannot be signed: at most 2048");
    }
}
