//! Answers of which nothing can be sent before the last row.

use bytes::Bytes;
use formats::Format;
use plugin_api::test_kit::{TestHost, block_on};
use plugin_api::{Answer, Host, Principal, Result, RowColumn, RowItem};
use service::{Limits, Run};

use crate::rows::{Value, packed};
use crate::server::{scope, translated};

const BATCHES: i64 = 300;

/// Batches of one thousand numbers each, and whether the end follows.
fn host(batches: i64, ends: bool) -> Host {
    let host = TestHost::default().answering(move |_| {
        let columns = vec![RowColumn { name: "c1".into(), type_oid: 20, type_modifier: -1 }];
        let batch =
            |n: i64| RowItem::Rows(packed(&(0..1000).map(|m| vec![Value::Int8(n + m)]).collect::<Vec<_>>()));
        let end = ends.then_some(RowItem::End { rows: batches as u64 * 1000, overflow: false });
        Ok((columns, (0..batches).map(batch).chain(end).collect()))
    });
    host.into_host()
}

fn answer(host: &Host, format: &str, limits: &Limits) -> Result<Answer> {
    let translation = translated("SELECT COUNT(*) AS n FROM TAP_SCHEMA.tables", &scope());
    let run = Run {
        translation: &translation,
        principal: &Principal::anonymous(),
        format: &Format::parse(Some(format)).unwrap().into(),
        infos: &[],
        links: &[],
        annotations: None,
        name: None,
        maxrec: 1_000_000,
        limits,
        tally: None,
    };
    block_on(run.answer(host))
}

fn body(answer: Answer) -> Result<Bytes> {
    block_on(answer.into_body().collect(usize::MAX))
}

#[test]
fn a_collected_answer_says_its_length_and_its_rows() {
    for batches in [0, 1, BATCHES] {
        let answer = answer(&host(batches, true), "fits", &Limits::default()).unwrap();
        assert_eq!(answer.rows(), Some(batches as u64 * 1000));
        let content = answer.into_body();
        let length = content.length().unwrap();
        let content = block_on(content.collect(usize::MAX)).unwrap();
        assert_eq!(content.len() as u64, length);
        assert!(content.starts_with(b"SIMPLE  ="));
        let data_bytes = (batches as usize * 8000).next_multiple_of(2880);
        assert_eq!(content.len(), 2880 + 2880 + data_bytes, "two headers of a block each, and the rows");
    }
}

#[test]
fn a_failure_after_many_rows_is_still_an_error() {
    let error = answer(&host(BATCHES, false), "fits", &Limits::default()).err().unwrap();
    assert_eq!((error.kind().status(), error.for_client()), (500, "internal error"));
    let begun = answer(&host(BATCHES, false), "csv", &Limits::default()).unwrap();
    assert_eq!(begun.status(), 200);
    assert!(body(begun).is_err());
}

#[test]
fn an_answer_without_room_on_disk_is_too_large() {
    let limits = Limits { spool_limit_gib: 0, ..Limits::default() };
    let error = answer(&host(1, true), "fits", &limits).err().unwrap();
    let expected = "the answer is larger than 0 bytes, the most that this service collects for this format; \
        ask for fewer rows or columns, or for a format that needs no collecting, such as votable or csv";
    assert_eq!((error.kind().status(), error.for_client()), (413, expected));
    assert!(answer(&host(1, true), "csv", &limits).is_ok());
}
