//! How long the answers take that must not differ.

use std::time::{Duration, Instant};

use super::fortress::{Fortress, query};

/// How many times each is asked, one after the other in turns, so that whatever slows the machine slows both.
const ROUNDS: usize = 200;

/// How much the median may differ from that of a name of nothing, as a factor: noise is well below it, and a look into the
/// database, which a hidden table could provoke, far above.
const FACTOR: f64 = 2.0;

#[tokio::test]
async fn a_hidden_name_takes_the_time_of_a_name_of_nothing() {
    let fortress = Fortress::new();
    let client = fortress.client();
    for (hidden, nothing) in [
        ("SELECT * FROM zqvault.zqgold", "SELECT * FROM zqvaulx.zqgolx"),
        ("SELECT BARS FROM zqgold", "SELECT BARS FROM zqgolx"),
        ("SELECT CIPHER FROM plain.stars", "SELECT CIPHEX FROM plain.stars"),
    ] {
        let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
        for round in 0..2 * ROUNDS {
            let adql = if round % 2 == 0 { hidden } else { nothing };
            let start = Instant::now();
            let answer = client.fetch(query(adql)).await.unwrap();
            times[round % 2].push(start.elapsed());
            assert_eq!(answer.status, 400);
        }
        let [hidden_time, nothing_time] = times.map(median);
        let factor = hidden_time.as_secs_f64() / nothing_time.as_secs_f64();
        assert!(
            (1.0 / FACTOR..FACTOR).contains(&factor),
            "{hidden}: {hidden_time:?}, {nothing}: {nothing_time:?}"
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
