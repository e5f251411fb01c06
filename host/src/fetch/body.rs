//! The body of a download as a stream with a limit on bytes and on time.

use std::time::Duration;

use bytes::Bytes;
use plugin_api::{ByteStream, Error, ErrorKind, Result};
use reqwest::Response;
use tokio::time::{Instant, timeout_at};

/// What a download may take, and whose it is.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The host, for messages.
    pub host: String,
    /// Bytes.
    pub bytes_max: u64,
    /// When it must be over.
    pub deadline: Instant,
    /// The time that it had from the start, for messages.
    pub time: Duration,
}

impl Bounds {
    /// The failure of a download that took too long.
    pub fn timeout(&self) -> Error {
        let message =
            format!("the download from {} took longer than {} seconds", self.host, self.time.as_secs());
        Error::new(ErrorKind::Timeout, message)
    }

    fn too_large(&self) -> Error {
        let message = format!("the download from {} is larger than {} bytes", self.host, self.bytes_max);
        Error::new(ErrorKind::TooLarge, message)
    }

    fn broken(&self, error: &reqwest::Error) -> Error {
        Error::bad_request(format!("the download from {} broke off", self.host))
            .with_log(format!("{error:?}"))
    }
}

/// The body as it comes; its bytes are those on the wire, never decompressed.
pub fn stream(response: Response, bounds: Bounds) -> Result<ByteStream> {
    let announced = response.content_length();
    if announced.is_some_and(|bytes| bytes > bounds.bytes_max) {
        return Err(bounds.too_large());
    }
    let state = Some((response, 0, bounds));
    let chunks = futures_util::stream::unfold(state, |state| async {
        let (mut response, taken, bounds) = state?;
        match chunk(&mut response, taken, &bounds).await {
            Ok(chunk) => chunk.map(|chunk| {
                let taken = taken + chunk.len() as u64;
                (Ok(chunk), Some((response, taken, bounds)))
            }),
            Err(error) => Some((Err(error), None)),
        }
    });
    let stream = ByteStream::new(chunks);
    Ok(match announced {
        Some(bytes) => stream.with_length(bytes),
        None => stream,
    })
}

async fn chunk(response: &mut Response, taken: u64, bounds: &Bounds) -> Result<Option<Bytes>> {
    let arrived = timeout_at(bounds.deadline, response.chunk()).await.map_err(|_| bounds.timeout())?;
    match arrived.map_err(|error| bounds.broken(&error))? {
        Some(chunk) if taken + chunk.len() as u64 > bounds.bytes_max => Err(bounds.too_large()),
        chunk => Ok(chunk),
    }
}
