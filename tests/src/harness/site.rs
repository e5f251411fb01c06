//! A PostgreSQL of its own and a `conf.d` of its own: for commands of the operator, and hosts in front of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use private_postgres::PrivateServer;
use tempfile::TempDir;

use super::{Host, Start, host_program, new_folder, project_root};

/// A database and a configuration that hosts and commands share.
pub struct Site {
    /// The database.
    pub server: PrivateServer,
    conf: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Site {
    /// A site that serves nothing yet, with these further lines of `host.toml`.
    pub fn new(host_lines: &str) -> Self {
        let server = PrivateServer::temporary(|options| options.shared_buffers_mib = 16).unwrap();
        let site = Self { server, conf: new_folder() };
        let host = format!(
            "[server]\naddress = \"127.0.0.1:0\"\n[database]\nconnection = '''{}'''\n{host_lines}\n",
            site.server.connection_string(),
        );
        site.write("host.toml", &host);
        site
    }

    /// The folder with `host.toml`.
    pub fn conf(&self) -> &Path {
        self.conf.path()
    }

    /// Writes a file of `conf.d`.
    pub fn write(&self, name: &str, text: &str) {
        let file = self.conf.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// The text of a collection file.
    pub fn collection(&self, id: &str) -> String {
        fs::read_to_string(self.collection_file(id)).unwrap()
    }

    /// The path of a collection file, which need not be there.
    pub fn collection_file(&self, id: &str) -> PathBuf {
        self.conf.path().join("collections").join(format!("{id}.toml"))
    }

    /// A command of `armilla` on this configuration, to be started; its standard input is empty.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(host_program());
        command.args(arguments).arg("--conf").arg(self.conf.path()).stdin(Stdio::null());
        command.current_dir(project_root());
        command
    }

    /// Runs a command of `armilla` to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// Runs a command that must succeed, and gives what it wrote to standard output.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}{}", ended.out, ended.err);
        ended.out
    }

    /// A host of this configuration, to be started.
    pub fn start(&self) -> Start {
        Start::command(&["run", "--conf", &self.conf.path().display().to_string()])
    }

    /// A host that serves.
    pub fn host(&self) -> Host {
        self.start().ready()
    }

    /// What psql prints, without decoration; the error of a server that does not answer.
    pub fn psql(&self, sql: &str) -> Result<String, String> {
        let output = self.server.client("psql").args(["-XAtqc", sql]).output().unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }
}
