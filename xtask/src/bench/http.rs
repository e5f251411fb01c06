//! A small HTTP/1.1 client for measuring: keeps its connection, reads answers to their end, keeps nothing.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

/// No answer of a measurement takes this long.
const LIMIT: Duration = Duration::from_secs(300);

/// An open connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    authority: String,
    /// Further lines of each request's head, each with its end.
    headers: String,
}

/// What an answer was.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The HTTP status.
    pub status: u16,
    /// Bytes of the body.
    pub bytes: u64,
    /// The first bytes of the body, for a message when the status is not 200.
    pub begin: Vec<u8>,
    /// The header `Location`.
    pub location: Option<String>,
}

/// Path and query of a synchronous query.
pub fn target(adql: &str, parameters: &[(&str, &str)]) -> String {
    format!("/tap/sync?{}", form(adql, parameters))
}

/// The parameters of a query, urlencoded.
pub fn form(adql: &str, parameters: &[(&str, &str)]) -> String {
    let mut form = format!("LANG=ADQL&QUERY={}", encode(adql));
    for (name, value) in parameters {
        form.push_str(&format!("&{name}={}", encode(value)));
    }
    form
}

impl Connection {
    /// Connects to `127.0.0.1:8080`.
    pub fn open(authority: &str) -> Result<Self> {
        Self::over(TcpStream::connect(authority)?, authority)
    }

    /// As [`Self::open`], from another address of this machine, e.g. `127.0.0.2`.
    pub fn open_from(local: IpAddr, authority: &str) -> Result<Self> {
        let remote: SocketAddr = authority.parse().map_err(|_| ErrorKind::InvalidInput)?;
        let socket = Socket::new(Domain::for_address(remote), Type::STREAM, None)?;
        socket.bind(&SocketAddr::new(local, 0).into())?;
        socket.connect(&remote.into())?;
        Self::over(socket.into(), authority)
    }

    fn over(stream: TcpStream, authority: &str) -> Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LIMIT))?;
        let stream = BufReader::with_capacity(1 << 18, stream);
        Ok(Self { stream, authority: authority.to_owned(), headers: String::new() })
    }

    /// Sends this header with each request from now on, in place of the one before.
    pub fn set_header(&mut self, name: &str, value: &str) {
        self.headers = format!("{name}: {value}\r\n");
    }

    /// Gets a path and reads the whole answer; an answer that is cut short is an error.
    pub fn get(&mut self, target: &str) -> Result<Outcome> {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n{}\r\n", self.authority, self.headers);
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.outcome()
    }

    /// Posts a form body and reads the whole answer.
    pub fn post(&mut self, target: &str, form: &str) -> Result<Outcome> {
        self.post_body(target, "application/x-www-form-urlencoded", form.as_bytes())
    }

    /// Posts a body of any type and reads the whole answer.
    pub fn post_body(&mut self, target: &str, content_type: &str, body: &[u8]) -> Result<Outcome> {
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: {}\r\n{}Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            self.authority,
            self.headers,
            body.len()
        );
        self.stream.get_mut().write_all(&[head.as_bytes(), body].concat())?;
        self.outcome()
    }

    fn outcome(&mut self) -> Result<Outcome> {
        let status = self.line()?;
        let status =
            status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(ErrorKind::InvalidData)?;
        let mut outcome = Outcome { status, bytes: 0, begin: Vec::new(), location: None };
        match self.head(&mut outcome)? {
            Length::Bytes(bytes) => self.skip(bytes, &mut outcome)?,
            Length::Chunked => self.chunks(&mut outcome)?,
        }
        Ok(outcome)
    }

    fn head(&mut self, outcome: &mut Outcome) -> Result<Length> {
        let mut length = Length::Bytes(0);
        loop {
            let original = self.line()?;
            let line = original.to_ascii_lowercase();
            if line.is_empty() {
                return Ok(length);
            }
            if line.starts_with("location:") {
                outcome.location = original.split_once(':').map(|(_, url)| url.trim().to_owned());
            }
            if let Some(bytes) = line.strip_prefix("content-length:") {
                length = Length::Bytes(bytes.trim().parse().map_err(|_| ErrorKind::InvalidData)?);
            } else if line.starts_with("transfer-encoding:") && line.ends_with("chunked") {
                length = Length::Chunked;
            }
        }
    }

    fn chunks(&mut self, outcome: &mut Outcome) -> Result<()> {
        loop {
            let size = self.line()?;
            let bytes = u64::from_str_radix(size.trim(), 16).map_err(|_| ErrorKind::InvalidData)?;
            self.skip(bytes, outcome)?;
            self.line()?;
            if bytes == 0 {
                return Ok(());
            }
        }
    }

    fn skip(&mut self, bytes: u64, outcome: &mut Outcome) -> Result<()> {
        let mut left = bytes;
        while left > 0 {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                return Err(Error::new(ErrorKind::UnexpectedEof, "the answer was cut short"));
            }
            let count = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let wanted = 2_000usize.saturating_sub(outcome.begin.len());
            outcome.begin.extend_from_slice(&buffer[..count.min(wanted)]);
            self.stream.consume(count);
            left -= count as u64;
        }
        outcome.bytes += bytes;
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if Read::by_ref(&mut self.stream).take(1 << 16).read_line(&mut line)? == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "the connection was closed"));
        }
        Ok(line.trim_end().to_owned())
    }
}

/// How the end of a body is told.
enum Length {
    Bytes(u64),
    Chunked,
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// Serves one canned answer for each request on one connection.
    fn serve(answers: &'static [&'static str]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            let mut stream = BufReader::new(listener.accept().unwrap().0);
            for answer in answers {
                let mut line = String::new();
                while line != "\r\n" {
                    line.clear();
                    stream.read_line(&mut line).unwrap();
                }
                stream.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        });
        authority
    }

    #[test]
    fn both_kinds_of_bodies_are_read_on_one_connection() {
        let authority = serve(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
        ]);
        let mut connection = Connection::open(&authority).unwrap();
        let first = connection.get("/a").unwrap();
        assert_eq!((first.status, first.bytes), (200, 3));
        let second = connection.get("/b").unwrap();
        assert_eq!((second.status, second.bytes), (400, 18));
        assert_eq!(second.begin, b"ab0123456789abcdef");
    }

    #[test]
    fn answer_that_is_cut_short_is_an_error() {
        let authority = serve(&["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nab"]);
        let error = Connection::open(&authority).unwrap().get("/").unwrap_err();
        assert_eq!(error.to_string(), "the answer was cut short");
    }

    #[test]
    fn query_is_encoded() {
        assert_eq!(
            target("SELECT 'a+b'", &[("MAXREC", "1")]),
            "/tap/sync?LANG=ADQL&QUERY=SELECT%20%27a%2Bb%27&MAXREC=1"
        );
    }
}
