//! The hubs and clients that the tests run, each with the lockfile of its test.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::browser::Browser;
use crate::harness::{Host, Start, host_program, until};

/// Java starts slowly on a busy machine.
pub const LIMIT: Duration = Duration::from_secs(60);

const TABLE: &str = "<?xml version=\"1.0\"?>\n<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE>\
    <TABLE><FIELD name=\"star\" datatype=\"int\"/><DATA><TABLEDATA><TR><TD>7</TD></TR><TR><TD>8</TD></TR></TABLEDATA></DATA>\
    </TABLE></RESOURCE></VOTABLE>\n";

/// A folder with a lockfile, there or not.
pub struct Desk {
    folder: PathBuf,
}

impl Desk {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The lockfile.
    pub fn lockfile(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A table of two rows, and its URL.
    pub fn table(&self) -> (PathBuf, String) {
        let path = self.path("stars.vot");
        fs::write(&path, TABLE).unwrap();
        let url = format!("file://{}", path.display());
        (path, url)
    }

    /// `armilla samp ...`
    pub fn armilla(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(host_program());
        command.arg("samp").args(arguments);
        self.with_hub(command)
    }

    /// What `armilla samp ...` writes and how it ends.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.armilla(arguments).output().expect("the program runs")
    }

    /// A class of JSAMP.
    pub fn jsamp(&self, class: &str, arguments: &[&str]) -> Command {
        self.with_hub(java(&[], class, arguments))
    }

    /// A class of JSAMP as a page in a browser, which is called `Page`.
    pub fn jsamp_page(browser: &Browser, class: &str, arguments: &[&str]) -> Command {
        let mut command = java(&browser.java_options(), class, arguments);
        command.env("SAMP_HUB", "web-appname:Page").stdin(Stdio::null());
        command
    }

    /// The same environment for any program.
    pub fn with_hub(&self, mut command: Command) -> Command {
        command.env("SAMP_HUB", format!("std-lockurl:file://{}", self.lockfile().display()));
        command.stdin(Stdio::null());
        command
    }

    /// Starts a program that writes to a file of this name.
    pub fn start(&self, mut command: Command, name: &str) -> Running {
        let path = self.path(name);
        let out = File::create(&path).unwrap();
        command.stdout(out.try_clone().unwrap()).stderr(out);
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}; run `cargo xtask setup test`"));
        Running { child, path }
    }
}

fn java(options: &[String], class: &str, arguments: &[&str]) -> Command {
    let jar = "/usr/share/java/jsamp.jar";
    assert!(Path::new(jar).is_file(), "JSAMP is missing: run `cargo xtask setup test`");
    let mut command = Command::new("java");
    command.args(["-Djava.awt.headless=true", "-Djsamp.localhost=127.0.0.1", "-cp", jar]).args(options);
    command.arg(format!("org.astrogrid.samp.{class}")).args(arguments);
    command
}

/// Our hub; it ends when dropped.
pub struct Hub {
    pub host: Host,
    pub desk: Desk,
}

impl Hub {
    /// Starts one with these flags, and the Web Profile at a free port.
    pub fn start(flags: &[&str]) -> Self {
        let start = Start::command(&["samp", "hub", "--web-port", "0"]);
        let desk = Desk::new(start.folder());
        let lockfile = desk.lockfile().display().to_string();
        let host = start.with(&["--lockfile", &lockfile]).with(flags).ready();
        Self { host, desk }
    }

    /// Where it serves pages.
    pub fn web(&self) -> String {
        let log = self.host.log();
        let (_, rest) = log.split_once("lockfile").expect("the ready line");
        let at = rest.find("http://").expect("the address for pages");
        rest[at..].split_whitespace().next().unwrap().to_owned()
    }
}

/// A program in the background; it ends when dropped.
pub struct Running {
    child: Child,
    path: PathBuf,
}

impl Running {
    /// What it wrote so far.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.path).unwrap_or_default()).into_owned()
    }

    /// Waits until it has written a text.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        until(&format!("`{text}` in {}", self.path.display()), LIMIT, || {
            self.written().contains(text).then_some(())
        });
    }

    /// Waits for its end, and gives what it wrote.
    #[track_caller]
    pub fn finished(mut self) -> String {
        let status = until("its end", LIMIT, || self.child.try_wait().expect("our child"));
        assert!(status.success(), "{status}: {}", self.written());
        self.written()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // It is our child, so the id is its own.
            let _ = kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM);
        }
        let _ = self.child.wait();
    }
}

/// Standard output as text.
pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Standard error as text.
pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
