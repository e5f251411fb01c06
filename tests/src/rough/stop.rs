//! The end of the host: nothing of it stays behind, and what was stored is used again.

use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};

use super::raw::{Raw, thinking};
use crate::client::Client;
use crate::harness::{Start, is_alive, tell, until};

#[tokio::test]
async fn ordered_stop_ends_the_database_and_refuses_new_connections() {
    let host = Start::demo(2_000).ready();
    assert_eq!(Client::of(&host).get("/healthz").await.status, 200);
    let (database, address) = (host.database().pid(), host.authority().to_owned());
    let status = host.stop();
    assert_eq!(status.code(), Some(0));
    assert!(!is_alive(database), "PostgreSQL is still there");
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn second_interrupt_does_not_wait_for_requests() {
    let host = Start::demo(2_000).ready();
    let _waiting = Raw::query(&host, &thinking("during-stop"), "csv");
    let database = host.database();
    until("the start of the query", Duration::from_secs(20), || {
        (database.running("during-stop") > 0).then_some(())
    });
    host.signal(Signal::SIGINT);
    until("draining", Duration::from_secs(5), || {
        std::net::TcpStream::connect(host.authority()).is_err().then_some(())
    });
    host.signal(Signal::SIGINT);
    let begun = Instant::now();
    until("the end of the host", Duration::from_secs(15), || host.has_ended().then_some(()));
    tell(&format!("second interrupt: ended after {:.1} s", begun.elapsed().as_secs_f64()));
    until("the end of PostgreSQL", Duration::from_secs(5), || (!is_alive(database.pid())).then_some(()));
}

#[tokio::test]
async fn killed_host_takes_its_database_with_it() {
    let host = Start::demo(2_000).ready();
    let database = host.database().pid();
    kill(host.pid(), Signal::SIGKILL).unwrap();
    until("the end of PostgreSQL", Duration::from_secs(15), || (!is_alive(database)).then_some(()));
}
