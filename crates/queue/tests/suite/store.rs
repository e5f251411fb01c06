//! The store of results: streams in and out, ranges, and cleaning.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use queue::{PutError, Queue, Settings};

use crate::support::{ANYBODY, Place, Writer, asking, put, submit, until};

async fn read(queue: &Queue, key: &str, range: Option<std::ops::Range<u64>>) -> (u64, Vec<u8>) {
    let content = queue.store().get(key, range).await.unwrap();
    let chunks: Vec<Bytes> = content.chunks.try_collect().await.unwrap();
    (content.length, chunks.concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn large_file_is_read_back_whole_and_in_parts() {
    let place = Place::new();
    let queue = place.open().await;
    let id = queue.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    let key = format!("{id}/1/result");
    let whole: Vec<u8> = (0..13_000_000_u32).map(|number| (number / 7) as u8).collect();
    let chunks = whole.chunks(60_000).map(|chunk| Ok::<_, ()>(Bytes::copy_from_slice(chunk)));
    let chunks: Vec<_> = chunks.collect();
    assert_eq!(queue.store().put(&key, stream::iter(chunks)).await.unwrap(), 13_000_000);
    assert!(read(&queue, &key, None).await == (13_000_000, whole.clone()));
    assert_eq!(read(&queue, &key, Some(10..20)).await, (10, whole[10..20].to_vec()));
    assert!(
        read(&queue, &key, Some(12_000_000..99_000_000)).await == (1_000_000, whole[12_000_000..].to_vec())
    );
    assert_eq!(read(&queue, &key, Some(5..5)).await, (0, Vec::new()));
    queue.store().delete(&key).await.unwrap();
    queue.store().delete(&key).await.unwrap();
    let missing = queue.store().get(&key, None).await.err().unwrap().to_string();
    assert_eq!(missing, format!("there is no file `{key}`"));
}

#[tokio::test(flavor = "multi_thread")]
async fn content_that_breaks_off_leaves_no_file() {
    let place = Place::new();
    let queue = place.open().await;
    let id = queue.create(ANYBODY, &asking("q"), false).await.unwrap().id;
    let good = Bytes::from(vec![1; 12_000_000]);
    let content = stream::iter([Ok(good), Err("broken off")]).boxed();
    let broken = queue.store().put(&format!("{id}/1/result"), content).await;
    assert!(matches!(broken, Err(PutError::Content("broken off"))), "{broken:?}");
    until("no file", || place.files().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_without_a_job_and_jobs_past_their_time_are_cleaned() {
    let place = Place::new();
    let queue = place.open().await;
    let (gone, kept) =
        ("abcdefghijklmnopqrstuvwxyz", queue.create(ANYBODY, &asking("q"), false).await.unwrap().id);
    put(&queue, &format!("{gone}/1/result"), "x").await;
    put(&queue, &format!("{kept}/uploads/t"), "x").await;
    let folder = std::fs::read_dir(place.folder.path()).unwrap().next().unwrap().unwrap().path();
    std::fs::write(folder.join("~of-somebody-else"), "x").unwrap();
    // What a host that was killed in the middle of a write leaves behind.
    std::fs::write(folder.join(gone).join("1").join("part#1"), "x").unwrap();
    let _serving = queue.serve(Writer::new(&queue));
    until("two files", || place.files() == [format!("{kept}/uploads/t"), "~of-somebody-else".to_owned()])
        .await;
    place.psql("UPDATE armilla.jobs SET destruction = now()");
    until("no job", || place.psql("SELECT count(*) FROM armilla.jobs") == "0").await;
    until("one file", || place.files() == ["~of-somebody-else"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_lost_runs_are_cleaned_and_results_stay() {
    let place = Place::new();
    let queue = place.open().await;
    let serving = queue.serve(Writer::new(&queue));
    let id = submit(&queue, ANYBODY, "q").await;
    crate::support::ended(&queue, ANYBODY, &id).await;
    serving.stop().await;
    put(&queue, &format!("{id}/2/result"), "x").await;
    place.psql("UPDATE armilla.jobs SET fence = 2");
    let _serving = queue.serve(Writer::new(&queue));
    until("one file", || place.files() == [format!("{id}/2/result")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn object_store_keeps_and_cleans_as_a_folder_does() {
    let place = Place::new();
    let queue = place.open_with(Settings { store: "memory:///results".into(), ..place.settings() }).await;
    let orphan = "abcdefghijklmnopqrstuvwxyz/1/result";
    put(&queue, orphan, "x").await;
    let _serving = queue.serve(Writer::new(&queue));
    while queue.store().get(orphan, None).await.is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let id = submit(&queue, ANYBODY, "q").await;
    let key = crate::support::ended(&queue, ANYBODY, &id).await.outcome.unwrap();
    assert_eq!(read(&queue, &key, None).await, (13, b"what came out".to_vec()));
    assert_eq!(read(&queue, &key, Some(5..9)).await, (4, b"came".to_vec()));
    let large = stream::iter((0..13).map(|_| Ok::<_, ()>(Bytes::from(vec![7; 1_000_000]))));
    assert_eq!(queue.store().put(&format!("{id}/uploads/large"), large).await.unwrap(), 13_000_000);
    queue.delete(ANYBODY, &id).await.unwrap();
    assert!(queue.store().get(&key, None).await.is_err());
    assert!(queue.store().get(&format!("{id}/uploads/large"), None).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn store_that_cannot_be_is_told() {
    let place = Place::new();
    std::fs::write(place.folder.path().join("file"), "x").unwrap();
    let below_file = format!("file:{}/file/jobs", place.folder.path().display());
    let refused = async |store: &str| {
        let settings = Settings { store: store.to_owned(), ..place.settings() };
        Queue::open(&place.config(), settings).await.err().unwrap().to_string()
    };
    assert_eq!(
        refused(&below_file).await,
        format!(
            "the store of results `{below_file}` cannot be used: {}: Not a directory (os error 20)",
            &below_file["file:".len()..]
        )
    );
    let unknown = refused("ftp://x/y").await;
    assert!(unknown.starts_with("the store of results `ftp://x/y` cannot be used: "), "{unknown}");
}
