//! A web server on the loopback address that a test writes: bytes and pauses for each path.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One step of an answer.
pub enum Step {
    /// Bytes as they go over the wire, the head of the answer included.
    Send(Vec<u8>),
    /// Nothing for a while.
    Pause(Duration),
}

/// A server that goes with the test program.
pub struct Web {
    authority: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Web {
    /// Serves what `answer` gives for a path with its query; the connection ends after each answer.
    pub fn start(answer: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let authority = listener.local_addr().expect("it is bound").to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (answer, kept) = (Arc::new(answer), heads.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, kept) = (answer.clone(), kept.clone());
                thread::spawn(move || serve(stream, &*answer, &kept));
            }
        });
        Self { authority, heads }
    }

    /// Address and port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.authority)
    }

    /// The heads of the requests so far.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no thread panics with it").clone()
    }
}

/// An answer with a status line, further header lines and a body of stated length.
pub fn web_answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<Step> {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n", body.len());
    vec![Step::Send([head.as_bytes(), body].concat())]
}

fn serve(mut stream: TcpStream, answer: &dyn Fn(&str) -> Vec<Step>, heads: &Mutex<Vec<String>>) {
    let Ok(reading) = stream.try_clone() else { return };
    let lines = BufReader::new(reading).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    heads.lock().expect("no thread panics with it").push(head.join("\n"));
    for step in answer(&path) {
        match step {
            // A client that has gone away is what some tests are about.
            Step::Send(bytes) => _ = stream.write_all(&bytes),
            Step::Pause(time) => thread::sleep(time),
        }
    }
}
