//! Access control of running hosts: who is let in, what he sees by every way of saying who he is, what he may use, and
//! what is written down of it.

mod account;
mod audit;
mod browser;
mod clients;
mod door;
mod door_tls;
mod handover;
mod jobs;
mod leaks;
mod limited;
mod quota;
mod releases;
mod restricted;
mod walk;

use std::process::Command;
use std::sync::LazyLock;

use crate::client::Client;
use crate::harness::{Host, Start, host_program};

/// The user of the demo who may see both releases.
const ADA: &str = "ada";

/// A user whom the host knows and who may see no more than the anonymous.
const BOB: &str = "bob";

/// A demo of its own, since its users come and go.
static DEMO: LazyLock<Demo> = LazyLock::new(Demo::start);

/// A demo with a second user.
struct Demo {
    host: Host,
    ada: String,
    bob: String,
}

/// How a request says who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Basic,
    Cookie,
    Token,
}

impl Demo {
    fn start() -> Self {
        let host = Start::demo_with_images(5_000).ready();
        let demo = Self { ada: password_in(&host.log()), host, bob: String::new() };
        let bob = demo.armilla(&["user", "add", BOB, "--generate"]);
        let bob = bob.split_whitespace().last().expect("a generated password is printed").to_owned();
        Self { bob, ..demo }
    }

    /// What a command on the demo's configuration prints.
    fn armilla(&self, arguments: &[&str]) -> String {
        let (done, out, err) = self.run(arguments);
        assert!(done, "{arguments:?}: {err}");
        out
    }

    /// Whether a command succeeds, and what it writes to standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let conf = self.host.demo_folder().join("conf.d");
        let output = Command::new(host_program()).args(arguments).arg("--conf").arg(conf).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    fn anonymous(&self) -> Client {
        Client::of(&self.host)
    }

    fn bob(&self) -> Client {
        self.anonymous().with_header("authorization", &basic(BOB, &self.bob))
    }

    /// Ada, by one of the ways.
    async fn ada(&self, way: Way) -> Client {
        let anonymous = self.anonymous();
        match way {
            Way::Basic => anonymous.with_header("authorization", &basic(ADA, &self.ada)),
            Way::Cookie => {
                let cookie = anonymous.cookie_of(ADA, &self.ada).await;
                anonymous.with_header("cookie", &cookie)
            }
            Way::Token => {
                let printed = self.armilla(&["token", "create", ADA]);
                let token = printed.split_whitespace().find(|word| word.starts_with("arm_"));
                let token = token.unwrap_or_else(|| panic!("no token in {printed}"));
                anonymous.with_header("authorization", &format!("Bearer {token}"))
            }
        }
    }
}

/// `Basic` credentials (RFC 7617).
fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", base64_simd::STANDARD.encode_to_string(format!("{user}:{password}")))
}

/// The password of ada, from the line with which the demo begins.
pub(crate) fn password_in(log: &str) -> String {
    let line = log.lines().find(|line| line.contains("log in as `ada`")).unwrap_or_else(|| panic!("{log}"));
    let (_, rest) = line.split_once("password `").expect("the line says the password");
    rest.split('`').next().unwrap_or_default().to_owned()
}
