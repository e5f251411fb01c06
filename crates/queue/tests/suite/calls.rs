//! Calls that make, find, change and end jobs, and what they refuse.

use std::time::{Duration, Instant};

use queue::{Caller, Change, Filter, Job, Phase, Settings};

use crate::support::{ALICE, ANYBODY, BOB, Place, asking, put, submit};

#[tokio::test(flavor = "multi_thread")]
async fn new_job_is_pending_with_the_limits_that_hold() {
    let queue = Place::new().open().await;
    let mut new = asking("q");
    new.duration_secs = Some(u64::MAX);
    new.destruction = Some("2999-01-01T00:00:00Z".into());
    let job = queue.create(ALICE, &new, false).await.unwrap();
    assert_eq!((job.phase, job.revision, job.duration_secs), (Phase::Pending, 1, 86_400));
    assert_eq!((job.parameters.as_str(), job.owner.as_str(), job.quote.is_some()), ("q", "alice", true));
    assert!(job.destruction.as_str() < "2100" && job.destruction.ends_with('Z'), "{}", job.destruction);
    assert_eq!(job.created.len(), "2026-01-31T12:00:00.000Z".len());
    let got = queue.get(ALICE, &job.id).await.unwrap();
    assert!(got.quote >= job.quote, "a job that waits would end later each time it is asked for");
    assert_eq!(Job { quote: job.quote.clone(), ..got }, job);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_users_and_instances_see_no_job() {
    let queue = Place::new().open().await;
    let id = queue.create(ALICE, &asking("q"), false).await.unwrap().id;
    let said = |caller, id: String| {
        let queue = queue.clone();
        async move { queue.get(caller, &id).await.unwrap_err().to_string() }
    };
    assert_eq!(said(BOB, id.clone()).await, format!("there is no job `{id}`"));
    assert_eq!(said(ANYBODY, id.clone()).await, format!("there is no job `{id}`"));
    let elsewhere = Caller { instance: "other", ..ALICE };
    assert_eq!(said(elsewhere, id.clone()).await, format!("there is no job `{id}`"));
    assert_eq!(said(ALICE, "x'; DROP".into()).await, "there is no job `x'; DROP`");
    assert_eq!(queue.delete(BOB, &id).await.unwrap_err().to_string(), format!("there is no job `{id}`"));
    let anonymous = queue.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    assert!(queue.get(BOB, &anonymous).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_limited_to_groups_finds_jobs_of_no_more() {
    let queue = Place::new().open().await;
    let groups = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let (one, two) = (groups(&["staff"]), groups(&["guests", "staff"]));
    let limited = |only| Caller { only_groups: Some(only), ..ALICE };
    let mut ids = Vec::new();
    for caller in [ALICE, limited(&one), limited(&two)] {
        let job = queue.create(caller, &asking("q"), false).await.unwrap();
        assert_eq!(job.only_groups.as_deref(), caller.only_groups);
        ids.push(job.id);
    }
    for (caller, finds) in [
        (ALICE, [true, true, true]),
        (limited(&one), [false, true, false]),
        (limited(&two), [false, true, true]),
    ] {
        let listed = queue.list(caller, &Filter::default()).await.unwrap();
        assert_eq!(listed.len(), finds.iter().filter(|&&found| found).count());
        for (id, found) in ids.iter().zip(finds) {
            assert_eq!(listed.iter().any(|job| job.id == *id), found);
            let asked = queue.get(caller, id).await.map_err(|error| error.to_string());
            assert_eq!(
                asked.map(|job| job.id),
                found.then(|| id.clone()).ok_or(format!("there is no job `{id}`"))
            );
        }
    }
    let refused = queue.run(limited(&one), &ids[0]).await.unwrap_err().to_string();
    assert_eq!(refused, format!("there is no job `{}`", ids[0]));
    assert_eq!(queue.run(ALICE, &ids[1]).await.unwrap().only_groups, Some(one.clone()));
    let anonymous = queue.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    assert!(queue.get(limited(&two), &anonymous).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_phase_does_not_allow_is_refused_with_its_name() {
    let queue = Place::new().open().await;
    let id = submit(&queue, ALICE, "q").await;
    let parameters = Change { parameters: Some("r".into()), ..Change::default() };
    let refused = queue.change(ALICE, &id, &parameters).await.unwrap_err().to_string();
    assert_eq!(refused, "the job is QUEUED; only a PENDING job can be changed");
    let refused = queue.run(ALICE, &id).await.unwrap_err().to_string();
    assert_eq!(refused, "the job is QUEUED; only a PENDING job can be run");
    let aborted = queue.abort(ALICE, &id).await.unwrap();
    assert_eq!((aborted.phase, aborted.ended.is_some()), (Phase::Aborted, true));
    assert_eq!(queue.abort(ALICE, &id).await.unwrap(), aborted);
    let duration = Change { duration_secs: Some(5), ..Change::default() };
    let refused = queue.change(ALICE, &id, &duration).await.unwrap_err().to_string();
    assert_eq!(refused, "the job is ABORTED; its execution duration can be changed only before it runs");
    let sooner = Change { destruction: Some("2000-01-01".into()), ..Change::default() };
    assert!(queue.change(ALICE, &id, &sooner).await.is_ok());
    assert_eq!(queue.get(ALICE, &id).await.unwrap_err().to_string(), format!("there is no job `{id}`"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_job_can_be_changed_and_then_run() {
    let queue = Place::new().open().await;
    let id = queue.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    let change = Change {
        run_id: Some("mine".into()),
        parameters: Some("\u{1F30C} \"x\"".into()),
        files: Some("[1]".into()),
        duration_secs: Some(0),
        destruction: Some("2999-01-01".into()),
    };
    let job = queue.change(ANYBODY, &id, &change).await.unwrap();
    assert_eq!((job.run_id.as_str(), job.files.as_str(), job.duration_secs), ("mine", "[1]", 86_400));
    assert_eq!(job.parameters, "\u{1F30C} \"x\"");
    let wrong = Change { destruction: Some("soon".into()), ..Change::default() };
    let refused = queue.change(ANYBODY, &id, &wrong).await.unwrap_err().to_string();
    assert_eq!(refused, "`soon` is not an instant; write it as 2026-01-31T12:00:00Z");
    let job = queue.run(ANYBODY, &id).await.unwrap();
    assert_eq!((job.phase, job.revision, job.quote.is_some()), (Phase::Queued, 2, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn list_has_the_callers_jobs_newest_first() {
    let queue = Place::new().open().await;
    let mut made = Vec::new();
    for run in [false, true, false] {
        made.push(queue.create(ALICE, &asking("q"), run).await.unwrap());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    queue.create(BOB, &asking("q"), false).await.unwrap();
    let listed = async |filter: Filter| {
        let jobs = queue.list(ALICE, &filter).await.unwrap();
        jobs.iter().map(|job| made.iter().position(|one| one.id == job.id).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(listed(Filter::default()).await, [2, 1, 0]);
    assert_eq!(listed(Filter { last: Some(2), ..Filter::default() }).await, [2, 1]);
    assert_eq!(listed(Filter { phases: vec!["QUEUED".into()], ..Filter::default() }).await, [1]);
    assert_eq!(listed(Filter { after: Some(made[0].created.clone()), ..Filter::default() }).await, [2, 1]);
    assert_eq!(queue.list(ANYBODY, &Filter::default()).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn user_with_as_many_jobs_as_may_be_is_refused() {
    let place = Place::new();
    let queue = place.open_with(Settings { jobs_per_user_max: 1, ..place.settings() }).await;
    let id = submit(&queue, ALICE, "q").await;
    let refused = queue.create(ALICE, &asking("q"), false).await.unwrap_err().to_string();
    assert_eq!(
        refused,
        "you have 1 jobs here, as many as are kept for one user; delete those that you need no more"
    );
    queue.delete(ALICE, &id).await.unwrap();
    assert!(queue.create(ALICE, &asking("q"), false).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_job_leaves_nothing_and_wakes_who_waits() {
    let place = Place::new();
    let queue = place.open().await;
    let id = queue.create(ALICE, &asking("q"), false).await.unwrap().id;
    put(&queue, &format!("{id}/uploads/t"), "rows").await;
    assert_eq!(place.files(), [format!("{id}/uploads/t")]);
    let begun = Instant::now();
    let (waited, deleted) = tokio::join!(queue.wait(ALICE, &id, 1, Duration::from_secs(30)), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        queue.delete(ALICE, &id).await
    });
    assert!(deleted.is_ok() && begun.elapsed() < Duration::from_secs(2));
    assert_eq!(waited.unwrap_err().to_string(), format!("there is no job `{id}`"));
    assert_eq!(place.files(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_wait_without_a_connection_each() {
    let place = Place::new();
    let queue = place.open().await;
    let id = queue.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    let waiting: Vec<_> = (0..2000)
        .map(|_| {
            let (queue, id) = (queue.clone(), id.clone());
            tokio::spawn(async move { queue.wait(ANYBODY, &id, 1, Duration::from_secs(30)).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let count = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND application_name = 'armilla'",
        place.database
    );
    assert_eq!(place.psql(&count), "1");
    queue.run(ANYBODY, &id).await.unwrap();
    for one in waiting {
        assert_eq!(one.await.unwrap().unwrap().phase, Phase::Queued);
    }
}
