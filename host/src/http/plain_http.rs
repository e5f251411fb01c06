//! Clients that speak HTTP without encryption where TLS is spoken.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::refuse;

const ANSWER: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n\
    content-length: 51\r\nconnection: close\r\n\r\n\
    This port speaks HTTPS; use https:// in the address";

/// Whether the first byte is that of a method, not of a TLS record (RFC 8446 §5.1).
pub async fn is_spoken(socket: &TcpStream) -> bool {
    let mut first = [0];
    matches!(socket.peek(&mut first).await, Ok(1)) && first[0].is_ascii_uppercase()
}

/// Tells the client and closes.
pub async fn tell(socket: TcpStream) {
    let _ = timeout(Duration::from_secs(1), refuse::tell(socket, ANSWER)).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_has_the_length_it_says() {
        refuse::assert_length(ANSWER);
    }
}
