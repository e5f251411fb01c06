//! Several hosts on one database, and databases that are away or may not be written to.

use queue::{Queue, Settings};

use crate::support::{ANYBODY, Place, Writer, asking, until};

#[tokio::test(flavor = "multi_thread")]
async fn folder_of_one_host_is_refused_to_a_second() {
    let place = Place::new();
    let alone = Settings { shared: false, ..place.settings() };
    let first = place.open_with(alone.clone()).await;
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let serving = first.serve(Writer::new(&first));
    let refused = Queue::open(&place.config(), alone.clone()).await.err().unwrap().to_string();
    assert_eq!(
        refused,
        format!(
            "the host on `{}` runs on the same database, and results in a folder are seen by one host only",
            machine.trim()
        )
    );
    serving.stop().await;
    drop(first);
    assert!(Queue::open(&place.config(), alone).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn host_that_was_killed_does_not_stand_in_the_way() {
    let place = Place::new();
    let alone = Settings { shared: false, ..place.settings() };
    drop(place.open_with(alone.clone()).await);
    assert!(Queue::open(&place.config(), alone).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn read_only_database_keeps_no_jobs() {
    let place = Place::new();
    place.psql(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", place.database));
    let refused = Queue::open(&place.config(), place.settings()).await.err().unwrap();
    assert!(matches!(refused, queue::OpenError::Database(database::DbError::Permission { .. })), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connection_is_made_anew() {
    let place = Place::new();
    let queue = place.open().await;
    let end = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND application_name = 'armilla'",
        place.database
    );
    place.psql(&end);
    until("the end", || place.psql(&end).is_empty()).await;
    for _ in 0..50 {
        if queue.create(ANYBODY, &asking("q"), false).await.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no connection any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_made_once_by_hosts_that_start_together() {
    let place = Place::new();
    let (one, other) = tokio::join!(place.open(), place.open());
    assert_eq!(place.psql("SELECT count(*) FROM armilla.queue"), "1");
    let id = one.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    assert!(other.get(ANYBODY, &id).await.is_ok());
}
