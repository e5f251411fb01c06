//! TLS: certificate and key, read at the start and again when they are renewed.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use conf_file::{Place, Problem};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{self, InconsistentKeys, ServerConfig};

use crate::config::TlsFiles;

/// The certificate that new connections are shown.
pub struct Tls {
    files: TlsFiles,
    current: ArcSwap<ServerConfig>,
    /// What was in the files when they were last looked at, be it good or bad.
    seen: Mutex<Contents>,
}

/// What is in the two files.
#[derive(PartialEq, Eq)]
struct Contents {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

/// HTTP/2 first, then HTTP/1.1 (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

impl Tls {
    /// Reads certificate and key.
    pub fn load(files: TlsFiles) -> Result<Arc<Self>, Problem> {
        let seen = Contents::read(&files)?;
        let current = ArcSwap::new(seen.config(&files)?);
        Ok(Arc::new(Self { files, current, seen: Mutex::new(seen) }))
    }

    /// Reads the files again, where they have changed since they were looked at: whether new connections are shown
    /// something else now. On a mistake all stays as it was. Blocks for reading.
    pub fn renew(&self) -> Result<bool, Problem> {
        let now = Contents::read(&self.files)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == now {
            return Ok(false);
        }
        let config = now.config(&self.files);
        // A mistake is told once, not at each look.
        *seen = now;
        self.current.store(config?);
        Ok(true)
    }

    /// What shakes hands with the next client.
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.load_full())
    }
}

impl Contents {
    fn read(files: &TlsFiles) -> Result<Self, Problem> {
        let read = |file: &Path| {
            fs::read(file).map_err(|error| {
                Problem::new(
                    place(file),
                    format!("cannot read the file: {}", error.to_string().to_lowercase()),
                )
                .hint("the user of the host must be able to read it; `[server]` of host.toml names it")
            })
        };
        Ok(Self { certificate: read(&files.certificate)?, key: read(&files.key)? })
    }

    fn config(&self, files: &TlsFiles) -> Result<Arc<ServerConfig>, Problem> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.certificate).collect();
        let chain = chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(|| {
            Problem::new(place(&files.certificate), "there is no certificate in the file").hint(
                "a chain in PEM form begins with the certificate of this host: -----BEGIN CERTIFICATE-----",
            )
        })?;
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|_| {
            Problem::new(place(&files.key), "there is no private key in the file")
                .hint("a key in PEM form begins with -----BEGIN PRIVATE KEY-----; one with a password cannot be used")
        })?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = builder.and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|error| unusable(files, &error))?;
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).into();
        Ok(Arc::new(config))
    }
}

fn unusable(files: &TlsFiles, error: &rustls::Error) -> Problem {
    match error {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            let message =
                format!("the key does not belong to the certificate in {}", files.certificate.display());
            Problem::new(place(&files.key), message).hint(
                "the first certificate of the file must be that of this host, and both of the same renewal",
            )
        }
        other => {
            Problem::new(place(&files.certificate), format!("certificate and key cannot be used: {other}"))
                .hint("`openssl x509 -in FILE -text -noout` shows what is in the certificate")
        }
    }
}

fn place(file: &Path) -> Place {
    Place::file(file.display().to_string().as_str())
}
