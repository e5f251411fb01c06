//! The life of a private server, with the PostgreSQL of this machine.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, getpgid},
};
use private_postgres::{Durability, Options, PrivateServer};

/// A folder that the server's user can reach, removed at the end.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("armilla-pg-test-").tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn options(data_dir: &Path) -> Options {
    let mut options = Options::new(data_dir);
    options.durability = Durability::None;
    options.shared_buffers_mib = 16;
    options
}

fn sql(server: &PrivateServer, text: &str) -> String {
    let output = server.client("psql").args(["-XAtqc", text]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn pid(server: &PrivateServer) -> Pid {
    Pid::from_raw(server.pid().unwrap().cast_signed())
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !done() {
        assert!(Instant::now() < deadline, "not within 10 s: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// The example `serve`, which cargo builds beside the tests.
fn serve(data_dir: &Path) -> (Child, Pid) {
    let deps = env::current_exe().unwrap();
    let program = deps.ancestors().nth(2).unwrap().join("examples/serve");
    let spawned = Command::new(program).arg(data_dir).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("host="), "{line:?}");
    let text = fs::read_to_string(data_dir.join("cluster/postmaster.pid")).unwrap();
    let postmaster = Pid::from_raw(text.lines().next().unwrap().parse().unwrap());
    (child, postmaster)
}

#[test]
fn data_outlives_an_orderly_stop() {
    let folder = folder();
    let mut server = PrivateServer::start(options(folder.path())).unwrap();
    sql(&server, "CREATE TABLE kept AS SELECT 42 AS n");
    server.stop().unwrap();
    assert!(!server.is_running());
    drop(server);
    let server = PrivateServer::start(options(folder.path())).unwrap();
    assert_eq!(sql(&server, "SELECT n FROM kept"), "42");
}

#[test]
fn encoding_is_utf8_and_no_tcp_port_is_open() {
    let server = PrivateServer::temporary(|_| {}).unwrap();
    let shown = sql(&server, "SHOW server_encoding; SHOW lc_collate; SHOW listen_addresses; SHOW jit");
    assert_eq!(shown, "UTF8\nC\n\noff");
    assert_eq!(sql(&server, "SHOW client_connection_check_interval"), "1s");
}

#[test]
fn server_is_not_root_and_leads_its_own_process_group() {
    let server = PrivateServer::temporary(|_| {}).unwrap();
    let process = fs::metadata(format!("/proc/{}", pid(&server))).unwrap();
    assert_ne!(process.uid(), 0);
    assert_eq!(getpgid(Some(pid(&server))).unwrap(), pid(&server));
}

#[test]
fn socket_and_data_are_closed_to_other_users() {
    let server = PrivateServer::temporary(|_| {}).unwrap();
    assert_eq!(fs::metadata(server.socket_dir()).unwrap().mode() & 0o077, 0);
    assert_eq!(fs::metadata(server.socket_dir().parent().unwrap()).unwrap().mode() & 0o077, 0);
}

#[test]
fn second_owner_of_a_folder_is_refused() {
    let folder = folder();
    let _first = PrivateServer::start(options(folder.path())).unwrap();
    let error = PrivateServer::start(options(folder.path())).unwrap_err();
    let data_dir = folder.path().canonicalize().unwrap();
    assert_eq!(
        error.to_string(),
        format!("`{}` is in use by another process; stop it first or use another folder", data_dir.display())
    );
}

#[test]
fn folder_with_other_files_is_left_alone() {
    let folder = folder();
    fs::write(folder.path().join("thesis.tex"), "").unwrap();
    let before = fs::metadata(folder.path()).unwrap();
    let error = PrivateServer::start(options(folder.path())).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` is not empty and was not made for a private PostgreSQL; use a folder of its own",
            folder.path().canonicalize().unwrap().display()
        )
    );
    let after = fs::metadata(folder.path()).unwrap();
    assert_eq!((before.uid(), before.mode()), (after.uid(), after.mode()));
}

#[test]
fn killed_server_starts_again_with_its_data() {
    let mut server = PrivateServer::temporary(|options| options.durability = Durability::Full).unwrap();
    sql(&server, "CREATE TABLE kept AS SELECT 42 AS n");
    kill(pid(&server), Signal::SIGKILL).unwrap();
    wait_until("end of the server", || !server.is_running());
    server.start_again().unwrap();
    assert_eq!(sql(&server, "SELECT n FROM kept"), "42");
    server.stop_at_once().unwrap();
    server.start_again().unwrap();
    assert_eq!(sql(&server, "SELECT n FROM kept"), "42");
}

#[test]
fn server_ends_when_its_owner_is_killed() {
    let folder = folder();
    let (mut owner, postmaster) = serve(folder.path());
    owner.kill().unwrap();
    owner.wait().unwrap();
    wait_until("end of the orphan", || kill(postmaster, None).is_err());
    let log = fs::read_to_string(folder.path().join("server.log")).unwrap();
    assert!(log.contains("received fast shutdown request"), "{log}");
}

#[test]
fn server_ends_with_its_owners_orderly_end() {
    let folder = folder();
    let (mut owner, postmaster) = serve(folder.path());
    drop(owner.stdin.take());
    assert!(owner.wait().unwrap().success());
    assert!(kill(postmaster, None).is_err());
    assert!(!folder.path().join("cluster/postmaster.pid").exists());
}

#[test]
fn server_left_running_is_stopped_by_the_next_start() {
    let folder = folder();
    let server = PrivateServer::start(options(folder.path())).unwrap();
    let pg_ctl = server.binaries().program("pg_ctl");
    drop(server);
    let cluster = folder.path().canonicalize().unwrap().join("cluster");
    let owner = fs::metadata(&cluster).unwrap();
    let mut left = Command::new(pg_ctl);
    left.args(["-w", "start", "-o", "-k ../socket -c listen_addresses="])
        .arg("-D")
        .arg(&cluster)
        .current_dir("/");
    left.uid(owner.uid()).gid(owner.gid()).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(left.status().unwrap().success());
    let old: i32 =
        fs::read_to_string(cluster.join("postmaster.pid")).unwrap().lines().next().unwrap().parse().unwrap();
    let server = PrivateServer::start(options(folder.path())).unwrap();
    assert_ne!(pid(&server).as_raw(), old);
    wait_until("end of the server left running", || kill(Pid::from_raw(old), None).is_err());
}

#[test]
fn process_file_of_another_process_is_taken_for_stale() {
    let folder = folder();
    drop(PrivateServer::start(options(folder.path())).unwrap());
    let own = std::process::id();
    fs::write(folder.path().join("cluster/postmaster.pid"), format!("{own}\n/x\n0\n5432\n\n\n\nready\n"))
        .unwrap();
    let server = PrivateServer::start(options(folder.path())).unwrap();
    assert_eq!(sql(&server, "SELECT 1"), "1");
}

#[test]
fn interrupted_first_start_is_begun_anew() {
    let folder = folder();
    fs::write(folder.path().join("owner.lock"), "").unwrap();
    fs::create_dir(folder.path().join("cluster.unfinished")).unwrap();
    fs::write(folder.path().join("cluster.unfinished/PG_VERSION"), "15").unwrap();
    let server = PrivateServer::start(options(folder.path())).unwrap();
    assert_eq!(sql(&server, "SELECT 1"), "1");
}

#[test]
fn folder_with_a_long_name_gets_a_short_socket_path() {
    let folder = folder();
    let server = PrivateServer::start(options(&folder.path().join("x".repeat(120)))).unwrap();
    assert_eq!(sql(&server, "SELECT 1"), "1");
    let socket_dir: PathBuf = server.socket_dir().to_owned();
    assert!(socket_dir.as_os_str().len() < 90 && socket_dir.exists());
    drop(server);
    assert!(!socket_dir.exists());
}

#[test]
fn refused_setting_is_an_error_with_the_servers_words() {
    let error =
        PrivateServer::temporary(|options| options.settings.push(("nonsense".to_owned(), "1".to_owned())));
    let text = error.unwrap_err().to_string();
    let (head, tail) = text.split_once(": ").unwrap();
    assert_eq!(head, "`postgres` failed");
    assert!(tail.ends_with("FATAL:  unrecognized configuration parameter \"nonsense\""), "{tail}");
}

#[test]
fn temporary_server_leaves_no_files() {
    let server = PrivateServer::temporary(|_| {}).unwrap();
    let data_dir = server.socket_dir().parent().unwrap().to_owned();
    assert!(data_dir.join("cluster").exists());
    drop(server);
    assert!(!data_dir.exists());
}
