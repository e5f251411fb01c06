//! Files as clients get them: whole, in parts, and not at all.

use std::time::{Duration, SystemTime};

use plugin_api::test_kit::{TestHost, block_on};
use plugin_api::{Answer, ByteStream, Host, Principal, Request, RequestHead};

use super::*;

/// A file of 3 MiB and a bit, changed an hour ago, and a host to read it with.
struct Kept {
    file: tempfile::NamedTempFile,
    bytes: Vec<u8>,
    host: Host,
}

impl Kept {
    fn new() -> Self {
        let bytes: Vec<u8> = (0..(3 << 20) + 77_u32).map(|place| (place % 251) as u8).collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        file.as_file().set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        Self { file, bytes, host: TestHost::default().into_host() }
    }

    fn ask(&self, headers: &[(&str, &str)]) -> Answer {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()));
        let head = RequestHead {
            method: "GET".into(),
            principal: Principal::anonymous(),
            headers: headers.collect(),
            ..RequestHead::default()
        };
        let wanted = Wanted::of(&Request::new(head, ByteStream::empty()));
        let opened = block_on(DiskFile::open(&self.host, self.file.path())).unwrap().unwrap();
        block_on(opened.answer(&self.host, &wanted, "application/fits", "a b.fits", true)).unwrap()
    }

    fn body(&self, headers: &[(&str, &str)]) -> (u16, Vec<u8>) {
        let answer = self.ask(headers);
        (answer.status(), block_on(answer.into_body().collect(16 << 20)).unwrap().to_vec())
    }
}

#[test]
fn a_whole_file_says_its_length_its_version_and_its_name() {
    let kept = Kept::new();
    let answer = kept.ask(&[]);
    let header = |name: &str| answer.header(name).unwrap().to_owned();
    assert_eq!((answer.status(), header("content-type").as_str()), (200, "application/fits"));
    assert_eq!(header("content-disposition"), "attachment; filename=\"a_b.fits\"");
    assert_eq!(header("accept-ranges"), "bytes");
    assert!(header("etag").starts_with('"') && header("last-modified").ends_with(" GMT"));
    assert_eq!(answer.into_body().length(), Some(kept.bytes.len() as u64));
    assert!(kept.body(&[]) == (200, kept.bytes.clone()));
}

#[test]
fn parts_are_those_of_the_file_at_both_ends_and_across_chunks() {
    let kept = Kept::new();
    let length = kept.bytes.len();
    for (range, expected) in [
        ("bytes=0-0", 0..1),
        ("bytes=1048570-1048590", 1_048_570..1_048_591),
        ("bytes=-5", length - 5..length),
        ("bytes=3000000-", 3_000_000..length),
    ] {
        assert!(kept.body(&[("range", range)]) == (206, kept.bytes[expected.clone()].to_vec()), "{range}");
        let stated = format!("bytes {}-{}/{length}", expected.start, expected.end - 1);
        assert_eq!(kept.ask(&[("range", range)]).header("content-range"), Some(stated.as_str()));
    }
}

#[test]
fn a_part_beyond_the_end_is_refused_with_the_length() {
    let kept = Kept::new();
    let range = format!("bytes={}-", kept.bytes.len());
    let answer = kept.ask(&[("range", &range)]);
    assert_eq!(answer.header("content-range"), Some("bytes */3145805"));
    let text = b"the file has 3145805 bytes; ask for some of them\n".to_vec();
    assert_eq!(kept.body(&[("range", &range)]), (416, text));
}

#[test]
fn who_has_the_version_gets_nothing_and_a_part_goes_with_its_version_only() {
    let kept = Kept::new();
    let answer = kept.ask(&[]);
    let (tag, date) = (answer.header("etag").unwrap(), answer.header("last-modified").unwrap());
    for has in [("if-none-match", tag), ("if-none-match", "*"), ("if-modified-since", date)] {
        assert_eq!(kept.body(&[has, ("range", "bytes=0-3")]), (304, Vec::new()), "{has:?}");
    }
    let old = "Sun, 06 Nov 1994 08:49:37 GMT";
    for has_not in
        [("if-none-match", "\"x\""), ("if-modified-since", old), ("if-range", tag), ("if-range", date)]
    {
        assert_eq!(
            kept.body(&[has_not, ("range", "bytes=0-3")]),
            (206, kept.bytes[..4].to_vec()),
            "{has_not:?}"
        );
    }
    for other in ["\"x\"", old] {
        assert_eq!(kept.body(&[("if-range", other), ("range", "bytes=0-3")]).0, 200, "{other}");
    }
    let gone = b"the file is another one by now; ask for it anew\n".to_vec();
    assert_eq!(kept.body(&[("if-match", "\"x\"")]), (412, gone.clone()));
    assert_eq!(kept.body(&[("if-unmodified-since", old)]), (412, gone));
    assert_eq!(kept.body(&[("if-match", tag)]).0, 200);
}

#[test]
fn a_folder_and_a_missing_file_are_none() {
    let host = TestHost::default().into_host();
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("a"), "/dev/null".into()] {
        assert!(block_on(DiskFile::open(&host, &path)).unwrap().is_none(), "{}", path.display());
    }
}

#[test]
fn a_file_that_becomes_shorter_breaks_its_answer_off() {
    let kept = Kept::new();
    let answer = kept.ask(&[]);
    kept.file.as_file().set_len(2 << 20).unwrap();
    let error = block_on(answer.into_body().collect(16 << 20)).unwrap_err();
    assert_eq!(error.for_log(), "a file cannot be read: failed to fill whole buffer");
}
