//! Runs of jobs: happy ones, failures, limits, aborts, and hosts that are lost.

use std::sync::Arc;
use std::time::{Duration, Instant};

use queue::{Phase, Settings};

use crate::support::{ALICE, ANYBODY, BOB, Place, Writer, asking, becomes, ended, submit, until};

#[tokio::test(flavor = "multi_thread")]
async fn trivial_job_ends_at_once_with_its_result() {
    let place = Place::new();
    let queue = place.open().await;
    let serving = queue.serve(Writer::new(&queue));
    let (mut submits, mut times) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let begun = Instant::now();
        let id = submit(&queue, ANYBODY, "q").await;
        submits.push(begun.elapsed());
        let job = ended(&queue, ANYBODY, &id).await;
        times.push(begun.elapsed());
        assert_eq!((job.phase, job.outcome), (Phase::Completed, Some(format!("{id}/1/result"))));
        assert!(place.files().contains(&format!("{id}/1/result")));
    }
    submits.sort();
    times.sort();
    // Other tests take the machine's time, so it is measured by a statement; a wait by design would still show.
    assert!(times[10] < Duration::from_millis(50) + 10 * submits[10], "{submits:?} {times:?}");
    assert_eq!((queue.counts().claimed, queue.counts().running), (20, 0));
    serving.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_is_told_and_its_files_are_removed() {
    let place = Place::new();
    let queue = place.open().await;
    let _serving = queue.serve(Writer::new(&queue));
    let id = submit(&queue, ALICE, "fail").await;
    let job = ended(&queue, ALICE, &id).await;
    assert_eq!((job.phase, job.failure.unwrap().message.as_str()), (Phase::Error, "it failed"));
    until("no file", || place.files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limit_of_the_execution_aborts_and_says_so() {
    let place = Place::new();
    let queue = place.open().await;
    let _serving = queue.serve(Writer::new(&queue));
    let mut new = asking("sleep 30");
    new.duration_secs = Some(1);
    let id = queue.create(ALICE, &new, true).await.unwrap().id;
    let job = ended(&queue, ALICE, &id).await;
    let message = job.failure.unwrap().message;
    assert_eq!(
        (job.phase, message.as_str()),
        (Phase::Aborted, "the job was stopped at its limit: it may run for 1 s")
    );
    until("no file", || place.files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn abort_ends_a_run_on_another_host_within_a_second() {
    let place = Place::new();
    let (asked, running) = (place.open().await, place.open().await);
    let _serving = running.serve(Writer::new(&running));
    let id = submit(&asked, ALICE, "sleep 30").await;
    becomes(&asked, ALICE, &id, |job| job.phase == Phase::Executing).await;
    let begun = Instant::now();
    assert_eq!(asked.abort(ALICE, &id).await.unwrap().phase, Phase::Aborted);
    until("nothing runs", || running.counts().running == 0).await;
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    until("no file", || place.files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users_take_turns_and_none_runs_more_than_he_may() {
    let place = Place::new();
    let queue = place.open_with(Settings { running_max: 3, ..place.settings() }).await;
    for parameters in ["sleep 0.51", "sleep 0.52", "sleep 0.53", "sleep 0.54"] {
        submit(&queue, ALICE, parameters).await;
    }
    submit(&queue, BOB, "sleep 0.55").await;
    let work = Writer::new(&queue);
    let _serving = queue.serve(work.clone());
    until("three run", || work.begun.lock().unwrap().len() == 3).await;
    assert_eq!(*work.begun.lock().unwrap(), ["sleep 0.51", "sleep 0.55", "sleep 0.52"]);
    until("five ran", || work.begun.lock().unwrap().len() == 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_of_a_service_that_is_gone_is_claimed_by_a_host_that_tells_so() {
    let place = Place::new();
    let queue = place.open().await;
    let work = Writer::new(&queue);
    *work.instances.lock().unwrap() = vec!["other".into()];
    let _serving = queue.serve(work.clone());
    let id = submit(&queue, ALICE, "q").await;
    ended(&queue, ALICE, &id).await;
    assert_eq!(work.begun.lock().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn job_of_a_service_of_another_live_host_is_left_to_it() {
    let place = Place::new();
    let (ours, theirs) = (place.open().await, place.open().await);
    let (other, tap) = (Writer::new(&ours), Writer::new(&theirs));
    *other.instances.lock().unwrap() = vec!["other".into()];
    let theirs = theirs.serve(tap.clone());
    until("a sign of life", || {
        place.psql("SELECT count(*) FROM armilla.hosts WHERE instances = '{tap}'") == "1"
    })
    .await;
    theirs.stop().await;
    // Stopped in order, it is taken off; here it was killed, and may come again.
    place.psql("INSERT INTO armilla.hosts VALUES ('killed', 'm', 0, now(), true, true, '{tap}')");
    let _serving = ours.serve(other.clone());
    let id = submit(&ours, ALICE, "q").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(ours.get(ALICE, &id).await.unwrap().phase, Phase::Queued);
}

#[tokio::test(flavor = "multi_thread")]
async fn job_of_a_host_that_is_lost_runs_again_and_in_the_end_fails() {
    let place = Place::new();
    let queue = place.open().await;
    let id = submit(&queue, ALICE, "q").await;
    let lose = "UPDATE armilla.jobs SET phase = 'EXECUTING', host = 'dead', fence = fence + 1, attempts = attempts + 1, \
                lease_until = clock_timestamp()";
    place.psql(lose);
    let work = Writer::new(&queue);
    let serving = queue.serve(work.clone());
    let job = ended(&queue, ALICE, &id).await;
    assert_eq!((job.phase, job.fence), (Phase::Completed, 2));
    serving.stop().await;

    let id = submit(&queue, ALICE, "q").await;
    place.psql(&format!("{lose}, attempts = 3 WHERE id = '{id}'").replace("attempts = attempts + 1, ", ""));
    let _serving = queue.serve(work);
    let job = ended(&queue, ALICE, &id).await;
    let failure = job.failure.unwrap();
    assert_eq!(
        (job.phase, failure.transient, failure.message.as_str()),
        (Phase::Error, true, "the service stopped 3 times while it ran this job; try it again later")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn result_of_a_lost_claim_does_not_count_and_leaves_no_file() {
    let place = Place::new();
    let queue = place.open().await;
    let _serving = queue.serve(Writer::new(&queue));
    let id = submit(&queue, ALICE, "sleep 0.5").await;
    becomes(&queue, ALICE, &id, |job| job.phase == Phase::Executing).await;
    // Another host took the job while this one was away, and has finished.
    place.psql("UPDATE armilla.jobs SET fence = 7, phase = 'COMPLETED', outcome = 'theirs'");
    until("nothing runs", || queue.counts().running == 0).await;
    let job = queue.get(ALICE, &id).await.unwrap();
    assert_eq!((job.fence, job.outcome.as_deref()), (7, Some("theirs")));
    until("no file", || place.files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn result_stays_whose_end_was_stored_without_an_answer() {
    let place = Place::new();
    let queue = place.open().await;
    let _serving = queue.serve(Writer::new(&queue));
    let id = submit(&queue, ALICE, "sleep 0.5").await;
    until("its file", || place.files() == [format!("{id}/1/result")]).await;
    place.psql("UPDATE armilla.jobs SET phase = 'COMPLETED', outcome = 'ours', revision = revision + 1");
    until("nothing runs", || queue.counts().running == 0).await;
    assert_eq!(place.files(), [format!("{id}/1/result")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn host_that_stops_gives_its_jobs_back_at_once() {
    let place = Place::new();
    let queue = place.open().await;
    let serving = queue.serve(Writer::new(&queue));
    let id = submit(&queue, ALICE, "sleep 30").await;
    until("its file", || place.files() == [format!("{id}/1/result")]).await;
    serving.stop().await;
    let job = queue.get(ALICE, &id).await.unwrap();
    assert_eq!(
        (job.phase, place.psql("SELECT attempts, host FROM armilla.jobs").as_str()),
        (Phase::Queued, "0|")
    );
    assert_eq!(place.files(), Vec::<String>::new());
    assert_eq!(place.psql("SELECT count(*) FROM armilla.hosts"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_stored_while_a_job_runs_here() {
    let place = Place::new();
    let queue = place.open().await;
    let _serving = queue.serve(Writer::new(&queue));
    let id = submit(&queue, ALICE, "sleep 30").await;
    becomes(&queue, ALICE, &id, |job| job.phase == Phase::Executing).await;
    queue.progress("tap", &id, 0.25).unwrap();
    until("progress", || place.psql("SELECT progress FROM armilla.jobs") == "0.25").await;
    let refused = queue.progress("other", &id, 0.5).unwrap_err().to_string();
    assert_eq!(refused, format!("there is no job `{id}`"));
    let kept: Arc<_> = queue.clone();
    kept.delete(ALICE, &id).await.unwrap();
    until("nothing runs", || queue.counts().running == 0).await;
}
