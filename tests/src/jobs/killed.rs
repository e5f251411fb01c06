//! Hosts and databases that are killed at random moments: no job is lost or stuck, and nothing of a lost run stays.
//!
//! `ARMILLA_KILL_SEED` repeats the moments of an earlier run, as far as the machine lets it.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use reqwest::Method;

use super::place::Place;
use crate::client::{Client, Request};
use crate::harness::{Host, Random, tell, until};

/// Places that are treated at the same time, each with a database and two hosts.
const PLACES: u64 = 4;
const KILLS_PER_PLACE: u32 = 52;
const RECOVERY_LIMIT: Duration = Duration::from_secs(60);
const JOBS: &str = "shared = true\nlease_secs = 1\nrunning_max = 3";

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Victim {
    OneHost,
    BothHosts,
    Database,
}

/// What a client knows of the jobs that it was told of.
#[derive(Default)]
struct Told {
    accepted: BTreeSet<String>,
    /// Deleted, or perhaps deleted by a request without an answer.
    deleted: BTreeSet<String>,
}

#[test]
fn no_job_is_lost_or_stuck_whatever_is_killed_when() {
    let seed = Random::seed();
    let begun = Instant::now();
    let places: Vec<_> =
        (0..PLACES).map(|number| thread::spawn(move || treat(Random(seed + number)))).collect();
    let mut kills = BTreeMap::new();
    let (mut jobs, mut recovered) = (0, 0);
    for place in places {
        let (killed, accepted, again) = place.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        killed.into_iter().for_each(|victim| *kills.entry(victim).or_insert(0) += 1);
        jobs += accepted;
        recovered += again;
    }
    let secs = begun.elapsed().as_secs_f64();
    let count: u32 = kills.values().sum();
    tell(&format!(
        "{jobs} jobs, {recovered} begun again, {count} kills {kills:?}, {secs:.0} s: none lost or stuck"
    ));
    assert!(count >= 200 && kills.len() == 3, "{kills:?}");
    assert!(recovered > 0, "no kill hit a job that ran");
}

/// Kills again and again while jobs are made; then looks what is left.
fn treat(mut random: Random) -> (Vec<Victim>, usize, u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut place = Place::new(JOBS);
    let mut hosts = vec![place.site.host(), place.site.host()];
    let mut told = Told::default();
    let mut kills = Vec::new();
    while kills.len() < KILLS_PER_PLACE as usize {
        for _ in 0..=random.below(2) {
            runtime.block_on(ask(&hosts, &mut told, &mut random));
        }
        thread::sleep(Duration::from_millis(random.below(250)));
        let victim = random.pick(&[Victim::OneHost, Victim::OneHost, Victim::BothHosts, Victim::Database]);
        end(victim, &mut place, &mut hosts, &mut random);
        kills.push(victim);
    }
    assert_recovered(&place, &told);
    let again = place.site.psql("SELECT count(*) FROM armilla.jobs WHERE fence > 1").unwrap();
    (kills, told.accepted.len(), again.parse().unwrap())
}

fn end(victim: Victim, place: &mut Place, hosts: &mut Vec<Host>, random: &mut Random) {
    let count = match victim {
        Victim::Database => {
            place.site.server.stop_at_once().unwrap();
            thread::sleep(Duration::from_millis(random.below(100)));
            return place.site.server.start_again().unwrap();
        }
        Victim::OneHost => 1,
        Victim::BothHosts => 2,
    };
    for _ in 0..count {
        let host = hosts.remove(random.below(hosts.len() as u64) as usize);
        kill(host.pid(), Signal::SIGKILL).unwrap();
    }
    hosts.extend((0..count).map(|_| place.site.host()));
}

/// Makes a job, or aborts or deletes an earlier one. An answer other than success promises nothing.
async fn ask(hosts: &[Host], told: &mut Told, random: &mut Random) {
    let host = &hosts[random.below(hosts.len() as u64) as usize];
    let known: Vec<String> = told.accepted.difference(&told.deleted).cloned().collect();
    let send = async |method, path: String| {
        let answer = Client::of(host).fetch(Request::new(method, &path)).await.ok()?;
        (answer.status < 300).then(|| answer.text().to_owned())
    };
    match random.below(8) {
        0 if !known.is_empty() => {
            let id = &known[random.below(known.len() as u64) as usize];
            told.deleted.insert(id.clone());
            drop(send(Method::DELETE, format!("/worker/jobs/{id}")).await);
        }
        1 if !known.is_empty() => {
            let id = &known[random.below(known.len() as u64) as usize];
            drop(send(Method::POST, format!("/worker/jobs/{id}/abort")).await);
        }
        _ => {
            let how = random.pick(&["sleep", "query", "query", "write", "write", "fail"]);
            let millis = random.below(700);
            told.accepted.extend(send(Method::POST, format!("/worker/jobs?how={how}&millis={millis}")).await);
        }
    }
}

fn assert_recovered(place: &Place, told: &Told) {
    let all = |what: &str, sql: &str, expected: &str| {
        until(what, RECOVERY_LIMIT, || (place.site.psql(sql).as_deref() == Ok(expected)).then_some(()));
    };
    let stuck = "SELECT count(*) FROM armilla.jobs WHERE phase NOT IN ('COMPLETED', 'ERROR', 'ABORTED')";
    all("the end of every job", stuck, "0");
    let left = place.site.psql("SELECT id FROM armilla.jobs").unwrap();
    let left: BTreeSet<String> = left.lines().map(str::to_owned).collect();
    let lost: Vec<&String> =
        told.accepted.iter().filter(|id| !left.contains(*id) && !told.deleted.contains(*id)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let results =
        "SELECT id || '/' || fence || '/result' FROM armilla.jobs WHERE phase = 'COMPLETED' ORDER BY 1";
    let results = place.site.psql(results).unwrap();
    let results: BTreeSet<&str> = results.lines().collect();
    until("each result and no other file", RECOVERY_LIMIT, || {
        let files = place.files();
        (files.iter().map(String::as_str).collect::<BTreeSet<_>>() == results).then_some(())
    });
    let queries = "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND query LIKE '%pg_sleep%' \
                   AND pid <> pg_backend_pid()";
    all("the end of every query", queries, "0");
}
