//! Turns away connections for which there is no place.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Says 503 to connections beyond the maximum: a client then knows that waiting helps, which it would not in the
/// backlog of the system. What cannot be told that fast is closed without a word.
#[derive(Clone, Debug)]
pub struct Refuser(Arc<Semaphore>);

const ANSWER: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
    content-length: 63\r\nretry-after: 2\r\nconnection: close\r\n\r\n\
    All connections of this host are in use; try again in a while.\n";

/// Refusals under way at once.
const REFUSALS_MAX: usize = 64;

impl Refuser {
    /// A refuser with nothing to do.
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(REFUSALS_MAX)))
    }

    /// Tells the client and closes.
    pub fn refuse(&self, socket: TcpStream) {
        if let Ok(permit) = self.0.clone().try_acquire_owned() {
            tokio::spawn(async move {
                let _ = timeout(Duration::from_secs(1), tell(socket, ANSWER)).await;
                drop(permit);
            });
        }
    }
}

/// Answers, then waits for the client's end, because closing on unread bytes would reset the answer away.
pub async fn tell(mut socket: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    socket.write_all(answer).await?;
    socket.shutdown().await?;
    let mut sink = [0_u8; 1024];
    while socket.read(&mut sink).await? > 0 {}
    Ok(())
}

/// Fails a test unless an answer has the length that it says.
#[cfg(test)]
pub fn assert_length(answer: &[u8]) {
    let text = str::from_utf8(answer).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{} bytes", body.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusal_has_the_length_it_says() {
        assert_length(ANSWER);
    }
}
