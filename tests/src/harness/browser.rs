//! A headless Chromium, driven through the WebDriver protocol (W3C WebDriver 2) by chromedriver.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::new_folder;

/// A page may wait for the host; nothing here takes longer.
const STEP_LIMIT: Duration = Duration::from_secs(60);

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with an empty profile; it ends when dropped.
pub struct Browser {
    driver: Child,
    http: reqwest::Client,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts one. It finds loopback addresses only.
    pub async fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver: {error}; run `cargo xtask setup test`"));
        let port = port_of(&mut driver);
        let http = reqwest::Client::builder().no_proxy().timeout(STEP_LIMIT).build().unwrap();
        let profile = new_folder();
        let mut browser =
            Self { driver, http, session: format!("http://127.0.0.1:{port}/session"), _profile: profile };
        let options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            format!("--user-data-dir={}", browser._profile.path().display()),
        ]});
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let opened = browser.step(Method::POST, "", Some(wanted)).await;
        let id = opened["sessionId"].as_str().expect("a session has an id").to_owned();
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn open(&self, url: &str) {
        self.step(Method::POST, "/url", Some(json!({ "url": url }))).await;
    }

    /// Types into the field that a CSS selector finds.
    pub async fn fill(&self, selector: &str, text: &str) {
        let element = self.find(selector).await;
        self.step(Method::POST, &format!("/element/{element}/value"), Some(json!({ "text": text }))).await;
    }

    /// Clicks on what a CSS selector finds, which leads to another page, and waits until that is loaded.
    pub async fn follow(&self, selector: &str) {
        let element = self.find(selector).await;
        self.run("window.isLeft = true").await;
        self.step(Method::POST, &format!("/element/{element}/click"), Some(json!({}))).await;
        // The driver waits for a page only if the browser has begun to load it when the click returns.
        let start = Instant::now();
        while self.run("return !window.isLeft && document.readyState === 'complete'").await != true {
            assert!(start.elapsed() < STEP_LIMIT, "{selector} leads to no other page");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What a reader sees of the page.
    pub async fn text(&self) -> String {
        let body = self.find("body").await;
        let text = self.step(Method::GET, &format!("/element/{body}/text"), None).await;
        text.as_str().expect("a page has a text").to_owned()
    }

    /// The cookies of the page, as the browser keeps them.
    pub async fn cookies(&self) -> Vec<Value> {
        self.step(Method::GET, "/cookie", None).await.as_array().expect("a list").clone()
    }

    async fn run(&self, script: &str) -> Value {
        self.step(Method::POST, "/execute/sync", Some(json!({ "script": script, "args": [] }))).await
    }

    async fn find(&self, selector: &str) -> String {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.step(Method::POST, "/element", Some(wanted)).await;
        found[ELEMENT].as_str().expect("an element has a name").to_owned()
    }

    /// A command; what the driver refuses fails the test with its words.
    async fn step(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self.http.request(method, format!("{}{path}", self.session));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await.expect("chromedriver answers");
        let status = response.status();
        let answer: Value =
            serde_json::from_slice(&response.bytes().await.unwrap()).expect("answers are JSON");
        assert!(status.is_success(), "{path}: {}", answer["value"]["message"]);
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its session: a driver that is told to stop leaves it behind.
        let _ = end(&self.session);
        // It is our child, so the id is its own.
        let pid = nix::unistd::Pid::from_raw(self.driver.id().cast_signed());
        let _ = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
        let _ = self.driver.wait();
    }
}

/// Ends a session, where nothing can be awaited.
fn end(session: &str) -> io::Result<()> {
    let (authority, path) = session.trim_start_matches("http://").split_once('/').unwrap_or_default();
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(STEP_LIMIT))?;
    write!(stream, "DELETE /{path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n")?;
    stream.read(&mut [0; 16]).map(drop)
}

/// The port that the driver has taken, from what it writes.
fn port_of(driver: &mut Child) -> u16 {
    let output = driver.stdout.take().expect("standard output is a pipe");
    let started = BufReader::new(output).lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    started.expect("chromedriver says its port")
}
