//! What a browser does for a page: it says with each request whose page it is.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A proxy before a hub, by which JSAMP's client for pages comes as a page: of itself it says no origin, and looks for hubs at
/// port 21012 only.
pub struct Browser {
    port: u16,
}

impl Browser {
    /// Says `origin` to the hub whose address for pages is `hub`.
    pub fn before(hub: &str, origin: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let hub = hub.trim_start_matches("http://").trim_end_matches('/').to_owned();
        thread::spawn(move || {
            for page in listener.incoming().map_while(Result::ok) {
                let hub = hub.clone();
                // A page that goes away, or a hub, ends its request and nothing else.
                thread::spawn(move || pass(page, &hub, origin).ok());
            }
        });
        Self { port }
    }

    /// The options with which Java uses it, also for addresses of this machine.
    pub fn java_options(&self) -> [String; 3] {
        let port = format!("-Dhttp.proxyPort={}", self.port);
        ["-Dhttp.proxyHost=127.0.0.1".into(), port, "-Dhttp.nonProxyHosts=".into()]
    }
}

/// Passes one request on, and its answer back.
fn pass(mut page: TcpStream, hub: &str, origin: &str) -> io::Result<()> {
    let mut request = BufReader::new(page.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        request.read_line(&mut line)?;
        let (name, value) = line.split_once(':').unwrap_or((line.trim_end(), ""));
        match name.to_ascii_lowercase().as_str() {
            "" => break,
            "host" | "connection" | "proxy-connection" => continue,
            "content-length" => length = value.trim().parse().map_err(io::Error::other)?,
            _ => {}
        }
        head += &line;
    }
    // To a proxy the whole address is said.
    let head = head.replacen("http://localhost:21012", "", 1);
    let mut body = vec![0; length];
    request.read_exact(&mut body)?;
    let mut asked = TcpStream::connect(hub)?;
    write!(asked, "{head}Host: {hub}\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n")?;
    asked.write_all(&body)?;
    io::copy(&mut asked, &mut page).map(drop)
}
