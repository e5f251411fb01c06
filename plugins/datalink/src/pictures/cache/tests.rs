//! The bound of the folder, and pictures that are asked for at once.

use std::sync::atomic::{AtomicUsize, Ordering};

use plugin_api::test_kit::{TestHost, block_on};

use super::*;
use crate::error::usage;

fn picture(cache: &Cache, key: &str, bytes: usize, made: &Arc<AtomicUsize>) -> Result<Bytes> {
    let (host, turns, made) = (TestHost::default().into_host(), Turns::new(1, 9), made.clone());
    block_on(cache.get_or_make(&host, &turns, self::key(&[key]), move || {
        made.fetch_add(1, Ordering::SeqCst);
        Ok(vec![7; bytes])
    }))
}

fn bytes_in(folder: &Path) -> u64 {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn the_folder_never_grows_beyond_its_bound_and_keeps_what_was_used_last() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path(), 1000).unwrap();
    let made = Arc::new(AtomicUsize::new(0));
    for number in 0..40 {
        picture(&cache, &format!("{number}"), 90, &made).unwrap();
        picture(&cache, "0", 90, &made).unwrap();
        assert!(bytes_in(folder.path()) <= 1000, "{}", bytes_in(folder.path()));
    }
    assert_eq!(made.load(Ordering::SeqCst), 40, "the one that is used all the time is made once");
    picture(&cache, "large", 2000, &made).unwrap();
    assert!(bytes_in(folder.path()) <= 1000);
    // Another instance finds what is there, and keeps to a smaller bound.
    drop(cache);
    fs::write(folder.path().join("notes"), "not ours").unwrap();
    fs::write(folder.path().join(".new-1"), "never finished").unwrap();
    let again = Cache::new(folder.path(), 300).unwrap();
    picture(&again, "39", 90, &made).unwrap();
    assert_eq!(made.load(Ordering::SeqCst), 41, "it was the last that was made");
    assert!(bytes_in(folder.path()) <= 308 && folder.path().join("notes").exists());
    assert!(!folder.path().join(".new-1").exists());
}

#[test]
fn what_many_ask_for_at_once_is_made_once() {
    let cache = Cache::new(Path::new(""), 1 << 20).unwrap();
    let (turns, made) = (Turns::new(2, 100), Arc::new(AtomicUsize::new(0)));
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let (host, made) = (TestHost::default().into_host(), made.clone());
                let picture = block_on(cache.get_or_make(&host, &turns, key(&["a"]), move || {
                    std::thread::sleep(std::time::Duration::from_millis(30));
                    made.fetch_add(1, Ordering::SeqCst);
                    Ok(vec![1, 2, 3])
                }));
                assert_eq!(picture.unwrap(), Bytes::from_static(&[1, 2, 3]));
            });
        }
    });
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

#[test]
fn a_failure_is_not_kept() {
    let cache = Cache::new(Path::new(""), 1 << 20).unwrap();
    let (host, turns) = (TestHost::default().into_host(), Turns::new(1, 1));
    let failed = block_on(cache.get_or_make(&host, &turns, key(&["a"]), || Err(usage("no such thing"))));
    assert_eq!(failed.unwrap_err().labelled(), "UsageError: no such thing");
    assert!(picture(&cache, "a", 5, &Arc::default()).is_ok());
}

#[test]
fn keys_tell_apart_where_a_part_ends() {
    assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    assert_eq!(key(&["a"]).len(), 64);
}
