//! A client on a bare socket, which may stop reading or go away in the middle of an answer.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::harness::Host;

/// An open request.
pub struct Raw {
    stream: TcpStream,
}

impl Raw {
    /// Connects and sends nothing.
    pub fn connect(host: &Host) -> std::io::Result<Self> {
        let stream = TcpStream::connect(host.authority())?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { stream })
    }

    /// Sends a query and reads nothing.
    pub fn query(host: &Host, adql: &str, format: &str) -> Self {
        let parameters =
            [("LANG", "ADQL"), ("RESPONSEFORMAT", format), ("MAXREC", "10000000"), ("QUERY", adql)];
        let url =
            reqwest::Url::parse_with_params("http://host/tap/sync", &parameters).expect("a valid address");
        let mut raw = Self::connect(host).expect("the host listens");
        let target = format!("{}?{}", url.path(), url.query().unwrap_or_default());
        raw.send(&format!(
            "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            host.authority()
        ));
        raw
    }

    /// Sends bytes of a request.
    pub fn send(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).expect("the host reads");
    }

    /// Reads this many bytes, which must come.
    pub fn read(&mut self, bytes: usize) -> Vec<u8> {
        let mut buffer = vec![0; bytes];
        self.stream.read_exact(&mut buffer).expect("the answer goes on");
        buffer
    }

    /// Reads to the end, which may come too early; the bytes so far.
    pub fn read_to_end(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A connection that is reset also ends.
        self.stream.read_to_end(&mut bytes).ok();
        bytes
    }

    /// Whether the host has closed the connection: the next byte does not come.
    pub fn is_closed(&mut self) -> bool {
        self.stream.set_nonblocking(true).expect("sockets may be polled");
        let mut byte = [0; 1];
        match self.stream.read(&mut byte) {
            Ok(count) => count == 0,
            Err(error) => {
                !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
            }
        }
    }
}

/// A query with far more rows than anybody reads, marked by a text that is found in the list of running queries.
pub fn endless(marker: &str) -> String {
    format!(
        "SELECT '{marker}' AS m, a.*, b.number AS other FROM jplus.MagABDualObj AS a, jplus.MagABDualObj AS b"
    )
}

/// A query that works for a very long time before its first row.
pub fn thinking(marker: &str) -> String {
    format!(
        "SELECT '{marker}' AS m, COUNT(*) AS n FROM jplus.MagABDualObj AS a, jplus.MagABDualObj AS b, \
         jplus.MagABDualObj AS c WHERE a.number + b.number + c.number < 0"
    )
}
