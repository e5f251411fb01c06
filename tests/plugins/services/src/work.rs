//! Threads and timers: background tasks, work that blocks, a thread of the plugin's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use plugin_api::test_kit::block_on;
use plugin_api::{Error, Host, Result};

/// Counts up every 10 ms until the instance goes.
pub(crate) async fn tick(host: Host, ticks: Arc<AtomicU64>) {
    while host.sleep(Duration::from_millis(10)).await.is_ok() {
        ticks.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether the background task has done anything.
pub(crate) fn ticks(ticks: &AtomicU64) -> String {
    if ticks.load(Ordering::Relaxed) > 0 { "ticking".into() } else { "not yet".into() }
}

/// Work on a thread that may block; a panic there is an error here.
pub(crate) async fn blocking(host: &Host) -> Result<String> {
    let here = std::thread::current().id();
    let elsewhere = host.blocking(move || std::thread::current().id() != here).await?;
    let panicked = host.blocking(|| -> u8 { panic!("panic in blocking work") }).await.err();
    Ok(format!(
        "elsewhere: {elsewhere}, {}",
        panicked.map(|error| error.for_log().to_owned()).unwrap_or_default()
    ))
}

/// A thread without any runtime that waits for a future of the host; meanwhile nothing here blocks.
pub(crate) async fn thread(host: &Host) -> Result<String> {
    let on_thread = host.clone();
    let waiting = std::thread::spawn(move || {
        let begun = Instant::now();
        let slept = block_on(on_thread.sleep(Duration::from_millis(30)));
        slept.map(|()| begun.elapsed() >= Duration::from_millis(30))
    });
    let joined = host.blocking(move || waiting.join()).await?;
    let waited = joined.map_err(|_| Error::internal("the thread panicked"))??;
    Ok(format!("waited: {waited}"))
}
