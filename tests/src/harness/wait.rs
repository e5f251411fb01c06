//! Waiting for another process: a condition is asked again and again up to a deadline.

use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(10);

/// Waits until the condition gives a value; fails the test when it did not in time.
#[track_caller]
pub fn until<T>(what: &str, limit: Duration, mut condition: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(Instant::now() < deadline, "{what}: not within {} s", limit.as_secs_f64());
        std::thread::sleep(STEP);
    }
}
