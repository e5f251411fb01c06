//! What the quota of an account allows: jobs that run, jobs that wait, results that are kept.

use std::time::Duration;

use queue::{Account, Caller, NewJob, Phase, Queue, QueueError, Settings, Used};

use crate::support::{ALICE, ANYBODY, BOB, Place, Writer, asking, becomes, ended, until};

fn of(name: &str) -> Account {
    Account { name: name.to_owned(), ..Account::default() }
}

async fn queued(
    queue: &Queue,
    caller: Caller<'_>,
    parameters: &str,
    account: &Account,
) -> Result<String, QueueError> {
    let new = NewJob { account: account.clone(), ..asking(parameters) };
    queue.create(caller, &new, true).await.map(|job| job.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_job_more_than_may_wait_is_refused_and_a_pending_one_stays() {
    let queue = Place::new().open().await;
    let account = Account { queued_max: Some(2), ..Account::default() };
    for _ in 0..2 {
        queued(&queue, ALICE, "q", &account).await.unwrap();
    }
    let words = "you have 2 jobs that wait, as many as you may; run this one when some of them have begun";
    assert_eq!(queued(&queue, ALICE, "q", &account).await.unwrap_err().to_string(), words);
    let new = NewJob { account: account.clone(), ..asking("q") };
    let pending = queue.create(ALICE, &new, false).await.unwrap().id;
    assert_eq!(queue.run(ALICE, &pending).await.unwrap_err().to_string(), words);
    assert_eq!(queue.get(ALICE, &pending).await.unwrap().phase, Phase::Pending);
    assert!(queued(&queue, BOB, "q", &account).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_of_one_address_run_as_many_at_once_as_its_quota_says() {
    let place = Place::new();
    let queue = place.open_with(Settings { running_max: 8, ..place.settings() }).await;
    let account = Account { running_max: Some(1), ..of("address 192.0.2.1") };
    let first = queued(&queue, ANYBODY, "sleep 60", &account).await.unwrap();
    let second = queued(&queue, ANYBODY, "sleep 60", &account).await.unwrap();
    let elsewhere = queued(&queue, ANYBODY, "sleep 60", &of("address 192.0.2.2")).await.unwrap();
    let writer = Writer::new(&queue);
    let serving = queue.serve(writer.clone());
    until("two jobs run", || writer.begun.lock().unwrap().len() == 2).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let phase = async |id: &str| queue.get(ANYBODY, id).await.unwrap().phase;
    assert_eq!(phase(&elsewhere).await, Phase::Executing);
    assert_eq!((phase(&first).await, phase(&second).await), (Phase::Executing, Phase::Queued));
    let used = queue.used("address 192.0.2.1").await.unwrap();
    assert_eq!(used, Used { running: 1, queued: 1, result_bytes: 0 });
    assert_eq!(queue.used("").await.unwrap(), Used::default());
    queue.abort(ANYBODY, &first).await.unwrap();
    becomes(&queue, ANYBODY, &second, |job| job.phase == Phase::Executing).await;
    serving.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_all_the_room_taken_no_job_is_made_and_the_largest_are_named() {
    let queue = Place::new().open().await;
    let serving = queue.serve(Writer::new(&queue));
    let account = Account { result_bytes_max: Some(20), ..Account::default() };
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = queued(&queue, ALICE, "write", &account).await.unwrap();
        assert_eq!(ended(&queue, ALICE, &id).await.phase, Phase::Completed);
        ids.push(id);
    }
    ids.sort();
    let words = format!(
        "your results fill 26 bytes of the 20 bytes that are kept for you; delete jobs that you need no more, \
         the largest are {} (13 bytes), {} (13 bytes)",
        ids[0], ids[1]
    );
    assert_eq!(queued(&queue, ALICE, "write", &account).await.unwrap_err().to_string(), words);
    queue.delete(ALICE, &ids[0]).await.unwrap();
    assert!(queued(&queue, ALICE, "write", &account).await.is_ok());
    serving.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_job_of_the_anonymous_is_named_to_others_of_their_address() {
    let queue = Place::new().open().await;
    let serving = queue.serve(Writer::new(&queue));
    let account = Account { result_bytes_max: Some(1), ..of("address 192.0.2.1") };
    let id = queued(&queue, ANYBODY, "write", &account).await.unwrap();
    ended(&queue, ANYBODY, &id).await;
    let words =
        "your results fill 13 bytes of the 1 bytes that are kept for you; delete jobs that you need no more";
    assert_eq!(queued(&queue, ANYBODY, "write", &account).await.unwrap_err().to_string(), words);
    serving.stop().await;
}
