//! What it costs to say who one is, and what a flood of wrong passwords does to others.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::demo::Demo;
use super::http::{Connection, target};
use super::latency::TOP;
use super::load::run_as;
use super::statistics::{median, quantile};
use super::table::{Line, Table};
use crate::error::Error;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);
const WARM_UP: Duration = Duration::from_secs(1);

/// Clients of others while the flood lasts.
const OTHERS: usize = 4;

/// The flood: wrong passwords a second, and from how many connections.
const WRONG_PER_SEC: u32 = 1_000;
const FLOODERS: u32 = 8;

/// Where the flood comes from; the others come from 127.0.0.1.
const FLOOD_ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));

/// A small query with and without Basic, then beside a flood of wrong passwords.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let (authority, target) = (demo.host.authority.as_str(), target(TOP, &[]));
    let credentials = demo.credentials()?;
    let known = Some(credentials.as_str());
    run_as(known, authority, &target, 1, WARM_UP)?;
    let (mut anonymous, mut basic) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        anonymous.extend(run_as(None, authority, &target, 1, ROUND)?.times_ms);
        basic.extend(run_as(known, authority, &target, 1, ROUND)?.times_ms);
    }
    let added_ms = median(&basic) - median(&anonymous);
    table.add(Line {
        what: "TOP 10 with Basic, 1 client".into(),
        host: format!("p50 {:.3} ms", median(&basic)),
        database: format!("anonymous: p50 {:.3} ms", median(&anonymous)),
        result: format!("{added_ms:+.3} ms"),
        target: Some(("<= +0.2 ms".into(), added_ms <= 0.2)),
    });
    flood(authority, &target, known, table)
}

/// Others with Basic, in turns without and beside the flood.
fn flood(authority: &str, target: &str, known: Option<&str>, table: &mut Table) -> Result<(), Error> {
    let (mut calm, mut beside) = (Vec::new(), Vec::new());
    let (mut wrong, mut seconds) = (0, 0.0);
    for _ in 0..ROUNDS {
        calm.extend(run_as(known, authority, target, OTHERS, ROUND)?.times_ms);
        let over = AtomicBool::new(false);
        let count = AtomicU64::new(0);
        let begun = Instant::now();
        let measured = std::thread::scope(|scope| {
            for number in 0..FLOODERS {
                let (over, count) = (&over, &count);
                scope.spawn(move || attack(authority, number, over, count));
            }
            let measured = run_as(known, authority, target, OTHERS, ROUND);
            over.store(true, Ordering::Relaxed);
            measured
        });
        seconds += begun.elapsed().as_secs_f64();
        wrong += count.into_inner();
        beside.extend(measured?.times_ms);
    }
    let ratio = quantile(&beside, 0.99) / quantile(&calm, 0.99);
    table.add(Line {
        what: format!(
            "TOP 10 with Basic, {OTHERS} clients, beside {:.0} wrong passwords/s",
            wrong as f64 / seconds
        ),
        host: format!("p50 {:.2} ms, p99 {:.2} ms", median(&beside), quantile(&beside, 0.99)),
        database: format!("alone: p50 {:.2} ms, p99 {:.2} ms", median(&calm), quantile(&calm, 0.99)),
        result: format!("p99 x {ratio:.2}"),
        target: Some(("<= x 2.00".into(), ratio <= 2.0)),
    });
    Ok(())
}

/// Wrong passwords at an even pace until it is over; answers other than 401 and 429 are told once.
fn attack(authority: &str, number: u32, over: &AtomicBool, count: &AtomicU64) {
    let pause = Duration::from_secs(1) * FLOODERS / WRONG_PER_SEC;
    let Ok(mut connection) = Connection::open_from(FLOOD_ADDRESS, authority) else {
        return crate::console::note("bench: no connection from 127.0.0.2");
    };
    let mut next = Instant::now();
    for attempt in 0_u64.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let user = if attempt % 2 == 0 { "ada".to_owned() } else { format!("user{}", attempt % 500) };
        let wrong = base64_simd::STANDARD.encode_to_string(format!("{user}:wrong-{number}-{attempt}"));
        connection.set_header("Authorization", &format!("Basic {wrong}"));
        match connection.get("/tap/tables") {
            Ok(answer) if [401, 403, 429, 503].contains(&answer.status) => {}
            Ok(answer) => {
                return crate::console::note(&format!("bench: a wrong password got {}", answer.status));
            }
            Err(error) => return crate::console::note(&format!("bench: the flood broke off: {error}")),
        }
        count.fetch_add(1, Ordering::Relaxed);
        next += pause;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}
