//! The keys of a provider: found by its discovery document, fetched anew when a token names one that is not known.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use reqwest::Client;
use reqwest::redirect::Policy;
use serde::Deserialize;
use tokio::sync::OnceCell;

use super::settings::address_fault;
use crate::flights::Flights;

/// The keys of a provider, as they were when they were last fetched.
pub(super) struct Keys {
    issuer: String,
    /// Made when it is first needed, because it reads the machine's certificates.
    client: OnceCell<Client>,
    known: ArcSwap<Vec<Key>>,
    fetches: Flights<(), Result<(), KeyError>>,
    last: Mutex<Last>,
}

/// A key that may sign tokens.
struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    key: Arc<DecodingKey>,
}

#[derive(Default)]
struct Last {
    /// When a fetch was last begun.
    tried: Option<Instant>,
    /// When keys were last had.
    had: Option<Instant>,
}

/// Why there is no key for a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum KeyError {
    /// An algorithm that is not taken: `none`, or one with a shared secret.
    #[error("it is signed with {0:?}; only RS256, ES256 and EdDSA are taken")]
    Algorithm(Algorithm),
    /// The provider has no such key.
    #[error("the provider has no such key")]
    Unknown,
    /// The provider does not answer, or nothing that could be read.
    #[error("{0}")]
    Away(String),
}

/// The discovery document (OpenID Connect Discovery 1.0 section 3).
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// Between two fetches, so that tokens with invented keys do not make us ask the provider all the time.
const PAUSE: Duration = Duration::from_secs(5);
/// Keys are fetched anew after this time, so that one that was withdrawn is not believed for long.
const FRESH: Duration = Duration::from_secs(3600);
/// The time that one answer of the provider may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The largest answer of a provider, in bytes.
const ANSWER_MAX: usize = 1 << 20;

impl Keys {
    pub fn new(issuer: String) -> Self {
        let known = ArcSwap::from_pointee(Vec::new());
        Self { issuer, client: OnceCell::new(), known, fetches: Flights::new(), last: Mutex::default() }
    }

    /// The key with which a token is signed.
    pub async fn find(&self, algorithm: Algorithm, id: Option<&str>) -> Result<Arc<DecodingKey>, KeyError> {
        if !matches!(algorithm, Algorithm::RS256 | Algorithm::ES256 | Algorithm::EdDSA) {
            return Err(KeyError::Algorithm(algorithm));
        }
        let known = self.known(algorithm, id);
        if let Some(key) = known.as_ref().filter(|_| !self.is_stale()) {
            return Ok(key.clone());
        }
        if !self.may_fetch() {
            return known.ok_or(if self.has_any() { KeyError::Unknown } else { away("asked a moment ago") });
        }
        let fetched = self.fetches.join((), async || self.fetch().await).await;
        match (self.known(algorithm, id), fetched) {
            // Keys that were had before serve while the provider is away.
            (Some(key), _) => Ok(key),
            (None, Ok(())) => Err(KeyError::Unknown),
            (None, Err(error)) => Err(error),
        }
    }

    /// A token that names no key is of the only one that could be meant.
    fn known(&self, algorithm: Algorithm, id: Option<&str>) -> Option<Arc<DecodingKey>> {
        let known = self.known.load();
        let mut fitting = known
            .iter()
            .filter(|key| key.algorithm == algorithm && id.is_none_or(|id| key.id.as_deref() == Some(id)));
        let first = fitting.next()?;
        (id.is_some() || fitting.next().is_none()).then(|| first.key.clone())
    }

    fn has_any(&self) -> bool {
        !self.known.load().is_empty()
    }

    fn is_stale(&self) -> bool {
        self.last().had.is_none_or(|had| had.elapsed() > FRESH)
    }

    /// Whether it is time to ask, or somebody asks at this moment.
    fn may_fetch(&self) -> bool {
        self.fetches.is_under_way(&()) || self.last().tried.is_none_or(|tried| tried.elapsed() >= PAUSE)
    }

    async fn fetch(&self) -> Result<(), KeyError> {
        self.last().tried = Some(Instant::now());
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let discovery: Discovery = parse(&self.get(&address).await?)?;
        if discovery.issuer != self.issuer {
            return Err(away("its discovery document is of another issuer"));
        }
        let set: JwkSet = parse(&self.get(&discovery.jwks_uri).await?)?;
        self.known.store(Arc::new(set.keys.iter().filter_map(Key::of).collect()));
        self.last().had = Some(Instant::now());
        Ok(())
    }

    async fn get(&self, address: &str) -> Result<Vec<u8>, KeyError> {
        if let Some(fault) = address_fault(address) {
            return Err(away(fault));
        }
        let failed = |error: reqwest::Error| away(&error.without_url().to_string());
        let client = self.client.get_or_try_init(async || {
            Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy().build()
        });
        let mut response = client.await.map_err(failed)?.get(address).send().await.map_err(failed)?;
        if !response.status().is_success() {
            return Err(away(&format!("it answered {}", response.status().as_u16())));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > ANSWER_MAX {
                return Err(away("its answer is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    /// A key that may sign tokens, of a kind that we take. The kind of the key decides the algorithm, never the token.
    fn of(jwk: &Jwk) -> Option<Self> {
        if jwk.common.public_key_use.as_ref().is_some_and(|purpose| *purpose != PublicKeyUse::Signature) {
            return None;
        }
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Algorithm::RS256,
            AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
                Algorithm::ES256
            }
            AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
                Algorithm::EdDSA
            }
            _ => return None,
        };
        let key = Arc::new(DecodingKey::from_jwk(jwk).ok()?);
        Some(Self { id: jwk.common.key_id.clone(), algorithm, key })
    }
}

fn away(reason: &str) -> KeyError {
    KeyError::Away(reason.to_owned())
}

fn parse<T: for<'d> Deserialize<'d>>(text: &[u8]) -> Result<T, KeyError> {
    serde_json::from_slice(text).map_err(|error| away(&format!("its answer cannot be read: {error}")))
}
