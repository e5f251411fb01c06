//! A database that goes away and comes back.

use std::time::{Duration, Instant};

use database::{Config, Database, DbError, Pool, QuerySpec};
use private_postgres::{Durability, PrivateServer};
use tokio::task::spawn_blocking;

use crate::support::ask;

async fn own_server() -> (PrivateServer, Database) {
    let server =
        spawn_blocking(|| PrivateServer::temporary(|options| options.durability = Durability::Full).unwrap())
            .await
            .unwrap();
    let database = Database::open(&Config::new(server.connection_string())).unwrap();
    (server, database)
}

async fn stop(mut server: PrivateServer) -> PrivateServer {
    spawn_blocking(move || server.stop_at_once().map(|()| server)).await.unwrap().unwrap()
}

async fn start(mut server: PrivateServer) -> PrivateServer {
    spawn_blocking(move || server.start_again().map(|()| server)).await.unwrap().unwrap()
}

/// Asks until there is an answer, at most two seconds.
async fn recovers(database: &Database) {
    let deadline = Instant::now() + Duration::from_secs(2);
    while let Err(error) = ask(database, "SELECT 1").await {
        assert!(matches!(error, DbError::Unavailable { .. }), "{error}");
        assert!(Instant::now() < deadline, "{error}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn restarted_database_is_used_again_without_an_error() {
    let (server, database) = own_server().await;
    let all = (0..4).map(|_| ask(&database, "SELECT pg_sleep(0.1)"));
    assert!(futures_util::future::join_all(all).await.iter().all(Result::is_ok));
    let _server = start(stop(server).await).await;
    ask(&database, "SELECT 1").await.unwrap();
}

#[tokio::test]
async fn database_that_is_away_is_unavailable_at_once_and_found_again() {
    let (server, database) = own_server().await;
    ask(&database, "SELECT 1").await.unwrap();
    let server = stop(server).await;
    for _ in 0..20 {
        let begun = Instant::now();
        let error = ask(&database, "SELECT 1").await.unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        assert_eq!(error.retry_after_secs(), Some(5));
        assert_eq!(error.for_client(), "the database is not available; try again in 5 s");
        assert!(error.for_log().starts_with("database unavailable: error connecting to server: "), "{error}");
    }
    let _server = start(server).await;
    recovers(&database).await;
}

#[tokio::test]
async fn many_who_ask_while_it_is_away_are_all_told_at_once() {
    let (server, database) = own_server().await;
    let _server = stop(server).await;
    let begun = Instant::now();
    let all = (0..200).map(|_| ask(&database, "SELECT 1"));
    let answers = futures_util::future::join_all(all).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(DbError::Unavailable { .. }))));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn server_killed_during_a_download_is_an_error_and_no_end() {
    let (server, database) = own_server().await;
    let mut spec = QuerySpec::new(
        "SELECT repeat('x', 1000) FROM generate_series(1, 30000) a, generate_series(1, 30000) b",
    );
    spec.pool = Pool::Long;
    let mut stream = database.query(spec).await.unwrap();
    stream.next().await.unwrap().unwrap();
    let server = stop(server).await;
    let error = loop {
        if let Err(error) = stream.next().await.unwrap() {
            break error;
        }
    };
    assert_eq!(error.for_client(), "the database is not available; try again in 5 s");
    let _server = start(server).await;
    recovers(&database).await;
}

#[tokio::test]
async fn statements_of_the_host_survive_a_restart_too() {
    let (server, database) = own_server().await;
    database.execute("CREATE TABLE t (n int4)", &[]).await.unwrap();
    let server = start(stop(server).await).await;
    assert_eq!(database.execute("INSERT INTO t VALUES (1), (2)", &[]).await.unwrap(), 2);
    let _server = start(stop(server).await).await;
    database.batch_execute("INSERT INTO t VALUES (3); INSERT INTO t VALUES (4)").await.unwrap();
}

#[tokio::test]
async fn health_follows_the_server() {
    let (server, database) = own_server().await;
    let health = database.health().await;
    assert!(health.available && health.reason.is_none(), "{health:?}");
    let server = stop(server).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let health = database.health().await;
    assert!(!health.available && health.answered_in < Duration::from_secs(1), "{health:?}");
    assert!(health.reason.unwrap().starts_with("database unavailable: "));
    let _server = start(server).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert!(database.health().await.available);
}

#[tokio::test]
async fn pools_open_without_a_server() {
    let database = Database::open(&Config::new("host=/nonexistent user=nobody")).unwrap();
    assert!(!database.health().await.available);
    assert!(matches!(ask(&database, "SELECT 1").await, Err(DbError::Unavailable { .. })));
}
