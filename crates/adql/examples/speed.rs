//! Times the passes of the translator: `cargo xtask bench adql`. Each line is `name parse plan print`, in microseconds.

mod sample;

use std::time::Duration;

use adql::{Options, Timings, translate_timed};
use sky::Healpix;

const CONE: &str = "SELECT tile_id, number, alpha_j2000, delta_j2000, mag_auto[1] AS r FROM jplus.MagABDualObj \
    WHERE 1 = CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), CIRCLE('ICRS', 123.4, 45.6, 0.1))";

fn main() {
    let list = |separator: &str, part: &dyn Fn(usize) -> String| {
        (0..100_000).map(part).collect::<Vec<String>>().join(separator)
    };
    let numbers = list(", ", &|number| (1_000_000 + number).to_string());
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for (name, query, rounds) in [
        ("cone", CONE.to_owned(), 2000),
        ("IN", format!("SELECT id FROM demo.stars WHERE id IN ({numbers})"), 9),
        ("OR", format!("SELECT id FROM stars WHERE {}", list(" OR ", &|number| format!("id = {number}"))), 9),
        (
            "AND",
            format!("SELECT id FROM stars WHERE {}", list(" AND ", &|number| format!("id <> {number}"))),
            9,
        ),
        ("UNION", list(" UNION ", &|_| "SELECT id FROM stars".to_owned()), 5),
        ("UNION_ALL", list(" UNION ALL ", &|_| "SELECT id FROM stars".to_owned()), 5),
    ] {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            report(name, &query, rounds);
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is what the command is for")]
fn report(name: &str, query: &str, rounds: usize) {
    let (scope, options) = (sample::scope(), Options::default());
    let mut timings: Vec<Timings> = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        match translate_timed(query, &scope, &Healpix, &options) {
            Ok((_, taken)) => timings.push(taken),
            Err(error) => return eprintln!("{name}: {error}"),
        }
    }
    let median = |part: fn(&Timings) -> Duration| {
        let mut parts: Vec<Duration> = timings.iter().map(part).collect();
        parts.sort();
        parts.get(parts.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1e6
    };
    let (parse, plan, print) =
        (median(|taken| taken.parse), median(|taken| taken.plan), median(|taken| taken.print));
    println!("{name} {parse:.1} {plan:.1} {print:.1}");
}
