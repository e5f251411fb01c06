//! Others who use the table meanwhile: readers, writers, holders of locks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::place::{Place, STARS};

/// Longer than anybody waits who only reads: twice the longest wait for a lock, on a busy machine.
const PATIENCE_OF_READERS: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn a_long_query_holds_the_new_column_up_and_no_other_reader() {
    let place = Arc::new(Place::new(STARS).await);
    let long = place.client().await;
    long.batch_execute("BEGIN; SELECT count(*) FROM stars").await.unwrap();
    let slowest = readers(&place, async {
        let error = place.index("stars").await.unwrap_err();
        let told = error.to_string();
        let start =
            "table `public.stars` could not be locked for the new column within 1 s; it is held by backend ";
        assert!(told.starts_with(start), "{told}");
        assert_eq!(error.hint(), "end what holds it, or run the command again at a quieter time");
    })
    .await;
    assert!(slowest < PATIENCE_OF_READERS, "a reader waited for {slowest:?}");
    long.batch_execute("COMMIT").await.unwrap();
    place.index("stars").await.unwrap();
    assert_eq!(place.wrong("stars").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_somebody_holds_are_left_and_told_and_done_later() {
    let place = Place::new(STARS).await;
    place.client().await.batch_execute("ALTER TABLE stars ADD hpx bigint").await.unwrap();
    place.client().await.batch_execute("CREATE INDEX ON stars (hpx)").await.unwrap();
    let holder = place.client().await;
    holder.batch_execute("BEGIN; UPDATE stars SET dec = 12 WHERE id IN (77, 78)").await.unwrap();
    let report = place.index("stars").await.unwrap();
    assert_eq!((report.left, report.built), (2, 0));
    holder.batch_execute("COMMIT").await.unwrap();
    let report = place.index("stars").await.unwrap();
    assert_eq!((report.filled, report.left), (2, 0));
    assert_eq!(place.wrong("stars").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_do_not_work_on_one_table() {
    let place = Place::new(STARS).await;
    let other = place.client().await;
    let lock = "SELECT pg_advisory_lock(1634889065, 'stars'::regclass::oid::int4)";
    other.batch_execute(lock).await.unwrap();
    let error = place.index("stars").await.unwrap_err();
    assert_eq!(error.to_string(), "another `armilla index` works on `public.stars`");
    drop(other);
    place.index("stars").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_and_move_meanwhile_are_right_in_the_end() {
    let place = Arc::new(Place::new(STARS).await);
    place.client().await.batch_execute("UPDATE stars SET id = id + 100000").await.unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(write(place.clone(), over.clone()));
    for _ in 0..3 {
        place.index("stars").await.unwrap();
    }
    over.store(true, Ordering::Relaxed);
    let written = writer.await.unwrap();
    assert!(written > 50, "the writer made only {written} changes");
    place.index("stars").await.unwrap();
    assert_eq!(place.wrong("stars").await, 0);
    assert_eq!(place.number("SELECT count(*) FROM stars").await, 20_000 + written);
}

/// Adds a row and moves another, again and again, until told to stop; how often.
async fn write(place: Arc<Place>, over: Arc<AtomicBool>) -> i64 {
    let client = place.client().await;
    let mut written = 0;
    while !over.load(Ordering::Relaxed) {
        let id = i32::try_from(written).unwrap();
        client.execute("INSERT INTO stars VALUES ($1, 1, 1)", &[&id]).await.unwrap();
        let moved = "UPDATE stars SET dec = -dec WHERE id = 100001 + $1::int4 * 37 % 20000";
        client.execute(moved, &[&id]).await.unwrap();
        written += 1;
    }
    written
}

/// Reads the table again and again while something happens; the longest that one reader waited.
async fn readers(place: &Arc<Place>, happening: impl Future<Output = ()>) -> Duration {
    let over = Arc::new(AtomicBool::new(false));
    let (reading, told) = (place.clone(), over.clone());
    let reader = tokio::spawn(async move {
        let client = reading.client().await;
        let mut slowest = Duration::ZERO;
        while !told.load(Ordering::Relaxed) {
            let begun = Instant::now();
            client.query("SELECT * FROM stars WHERE id = 5", &[]).await.unwrap();
            slowest = slowest.max(begun.elapsed());
            sleep(Duration::from_millis(5)).await;
        }
        slowest
    });
    happening.await;
    over.store(true, Ordering::Relaxed);
    reader.await.unwrap()
}
