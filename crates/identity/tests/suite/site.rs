//! A provider on loopback: discovery document, keys, and tokens signed with them.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use identity::ProviderSettings;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode};
use rcgen::KeyPair;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A key with its id.
pub struct SigningKey {
    pub id: String,
    pub algorithm: Algorithm,
    key: EncodingKey,
    /// The public key in PEM form.
    pub public_pem: String,
}

impl SigningKey {
    pub fn new(id: &str, algorithm: Algorithm) -> Self {
        let pair = match algorithm {
            Algorithm::RS256 => KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048),
            Algorithm::ES256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            _ => KeyPair::generate_for(&rcgen::PKCS_ED25519),
        };
        let pair = pair.unwrap();
        let pem = pair.serialize_pem();
        let key = match algorithm {
            Algorithm::RS256 => EncodingKey::from_rsa_pem(pem.as_bytes()),
            Algorithm::ES256 => EncodingKey::from_ec_pem(pem.as_bytes()),
            _ => EncodingKey::from_ed_pem(pem.as_bytes()),
        };
        Self { id: id.to_owned(), algorithm, key: key.unwrap(), public_pem: pair.public_key_pem() }
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(self.algorithm) };
        encode(&header, claims, &self.key).unwrap()
    }

    fn published(&self) -> Value {
        let jwk = match self.algorithm {
            Algorithm::EdDSA => {
                let public = DecodingKey::from_ed_pem(self.public_pem.as_bytes()).unwrap();
                Jwk::from_decoding_key(&public, Some(self.algorithm))
            }
            _ => Jwk::from_encoding_key(&self.key, self.algorithm),
        };
        let mut jwk = jwk.unwrap();
        jwk.common.key_id = Some(self.id.clone());
        serde_json::to_value(jwk).unwrap()
    }
}

/// A provider that answers until it is dropped or switched off.
pub struct Site {
    pub issuer: String,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    keys: Mutex<Vec<Value>>,
    /// The issuer that the discovery document names, where it is another one.
    other_issuer: Mutex<Option<String>>,
    asked: AtomicU32,
    away: AtomicBool,
}

impl Site {
    pub async fn start(keys: &[&SigningKey]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State::default());
        let task = tokio::spawn(serve(listener, issuer.clone(), state.clone()));
        let site = Self { issuer, state, task };
        site.publish(keys);
        site
    }

    pub fn publish(&self, keys: &[&SigningKey]) {
        *self.state.keys.lock().unwrap() = keys.iter().map(|key| key.published()).collect();
    }

    pub fn name_another_issuer(&self, issuer: &str) {
        *self.state.other_issuer.lock().unwrap() = Some(issuer.to_owned());
    }

    pub fn go_away(&self) {
        self.state.away.store(true, Ordering::Relaxed);
    }

    /// How often the keys were asked for.
    pub fn asked(&self) -> u32 {
        self.state.asked.load(Ordering::Relaxed)
    }

    pub fn settings(&self) -> ProviderSettings {
        ProviderSettings {
            issuer: self.issuer.clone(),
            audience: "armilla".into(),
            name: "oidc".into(),
            user_claim: "sub".into(),
            groups_claim: "groups".into(),
        }
    }

    /// Good claims for a minute.
    pub fn claims(&self) -> Value {
        let now = jiff::Timestamp::now().as_second();
        json!({
            "iss": self.issuer, "aud": ["other", "armilla"], "sub": "eva", "groups": ["staff", "collaboration"],
            "iat": now, "nbf": now, "exp": now + 60,
        })
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, issuer: String, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, issuer.clone(), state.clone()));
    }
}

async fn answer(mut stream: TcpStream, issuer: String, state: Arc<State>) {
    let mut head = vec![0; 8192];
    let length = stream.read(&mut head).await.unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..length]).into_owned();
    let named = state.other_issuer.lock().unwrap().clone().unwrap_or_else(|| issuer.clone());
    let body = if head.starts_with("GET /.well-known/openid-configuration ") {
        json!({ "issuer": named, "jwks_uri": format!("{issuer}/keys") }).to_string()
    } else {
        state.asked.fetch_add(1, Ordering::Relaxed);
        json!({ "keys": *state.keys.lock().unwrap() }).to_string()
    };
    let status = if state.away.load(Ordering::Relaxed) { "503 Service Unavailable" } else { "200 OK" };
    let length = body.len();
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    // The client may be gone.
    let _ = stream.write_all(answer.as_bytes()).await;
}
