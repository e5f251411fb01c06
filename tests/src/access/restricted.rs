//! A demo of its own whose public release is for one user only, and what the two users of it ask.

use std::fs;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Start, until};

pub const ADA: &str = "ada:canary-right-7431";
pub const BOB: &str = "bob:canary-bob-9922";

/// The answer to a signed address that opens nothing.
pub const CLOSED: &str =
    "this signed address opens nothing, or opens it no longer; ask its owner for a new one\n";

/// The hashes of their passwords.
const USERS: &str = "\
[users.ada]
password = \"$argon2id$v=19$m=19456,t=2,p=1$xYFgU39kl311gHwwnYhxGg$uwEUpaKltqdrVfmov5/kA0t1BMCBf7X7plWPTn2v39s\"
groups = [\"team\"]
[users.bob]
password = \"$argon2id$v=19$m=19456,t=2,p=1$Rg5CemjpXRUUE20mUd9i3A$n5jlzg01zUtO+atlp9PX4x5Voi7EyjMyVVusC3AyjXk\"
groups = []
";

/// The demo.
pub struct Restricted {
    pub host: Host,
    pub client: Client,
}

impl Restricted {
    /// Starts it with these settings; the release is for the group of ada.
    pub async fn start(settings: &[&str]) -> Self {
        let start = settings.iter().fold(Start::demo(2_000), |start, one| start.with(&["--set", one]));
        let host = start.ready();
        let demo = Self { client: Client::of(&host), host };
        demo.users(USERS);
        demo.release_is_for("{ groups = [\"team\"] }");
        demo.becomes("/tap/tables/jplus.Filter", Some(ADA), 200).await;
        demo.becomes("/tap/tables/jplus.Filter", None, 404).await;
        demo
    }

    /// Writes the file of users.
    fn users(&self, text: &str) {
        fs::write(self.host.demo_folder().join("conf.d/users.toml"), text).unwrap();
    }

    /// Takes ada off.
    pub fn without_ada(&self) {
        let bob = USERS.find("[users.bob]").unwrap();
        self.users(&USERS[bob..]);
    }

    /// Says who may see the release.
    pub fn release_is_for(&self, who: &str) {
        let file = self.host.demo_folder().join("conf.d/collections/sim-dr1.toml");
        let text = fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| line.starts_with("access = ")).unwrap().to_owned();
        fs::write(file, text.replacen(&line, &format!("access = {who}"), 1)).unwrap();
    }

    /// Waits until a path is answered so.
    pub async fn becomes(&self, path: &str, who: Option<&str>, status: u16) {
        for _ in 0..500 {
            if self.send(Method::GET, path, who, &[]).await.status == status {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{path} for {who:?} is not answered with {status}");
    }

    pub async fn send(&self, method: Method, path: &str, who: Option<&str>, with: &[(&str, &str)]) -> Answer {
        self.client.send(as_pair(Request::new(method, path).with(with), who)).await
    }

    /// The path and query of the address that a user of a service gets for `url`, and what was said with it.
    pub async fn handed_over(&self, service: &str, who: Option<&str>, url: &str) -> (String, Value) {
        let request = Request::new(Method::POST, &format!("{service}/handover"));
        self.client.handed_over(as_pair(request, who), url).await
    }

    /// What somebody gets who has nothing but an address.
    pub async fn open(&self, address: &str) -> Answer {
        self.send(Method::GET, address, None, &[]).await
    }

    /// A job that has run to its end; its path.
    pub async fn job(&self, who: Option<&str>, adql: &str) -> String {
        let with = [("LANG", "ADQL"), ("QUERY", adql), ("FORMAT", "csv"), ("PHASE", "RUN")];
        let made = self.send(Method::POST, "/tap/async", who, &with).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let path = made.header("location").replacen(self.host.base(), "", 1);
        while !self.send(Method::GET, &format!("{path}?WAIT=30"), who, &[]).await.text().contains("endTime>2")
        {
        }
        path
    }

    /// What the file holds once it holds this.
    pub fn file_with(&self, file: &std::path::Path, words: &str) -> String {
        until(words, Duration::from_secs(10), || {
            fs::read_to_string(file).ok().filter(|text| text.contains(words))
        })
    }
}

/// The request of a user with a password, as `user:password`.
fn as_pair(request: Request, who: Option<&str>) -> Request {
    let Some(pair) = who else { return request };
    let coded = base64_simd::STANDARD.encode_to_string(pair);
    request.with_header("authorization", &format!("Basic {coded}"))
}
