//! Uploads that are refused.

use adql::UploadRanges;
use bytes::Bytes;
use futures_util::stream;
use plugin_api::{Error, ErrorKind, RowItem, RowStream};
use service::{Upload, UploadLimits, Uploads};

use crate::rows::stream_of;
use crate::server::mine;
use crate::sky::{row, uploads};

fn refused(limits: UploadLimits) -> Error {
    let rows: Vec<_> = uploads().iter().map(row).collect();
    let upload = |name| Upload { table: mine(name), rows: stream_of(&rows) };
    let uploads = Uploads::new(vec![upload("one"), upload("two")], limits).unwrap();
    plugin_api::test_kit::block_on(uploads.held()).err().unwrap()
}

fn held(items: Vec<RowItem>) -> Result<(), Error> {
    let rows = RowStream::new(Vec::new(), stream::iter(items.into_iter().map(Ok)));
    let uploads = Uploads::new(vec![Upload { table: mine("one"), rows }], UploadLimits::default())?;
    let held = plugin_api::test_kit::block_on(uploads.held())?;
    let asked = UploadRanges { table: "upload1".into(), lon: "c2".into(), lat: "c4".into(), radius_deg: 1.0 };
    held.stored(&[asked]).map(|_| ())
}

#[test]
fn uploads_together_have_a_limit_of_rows() {
    let error = refused(UploadLimits { rows_max: 500, ..UploadLimits::default() });
    assert_eq!(error.for_client(), "upload `two` is too large: all uploads together may have 500 rows");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn uploads_together_have_a_limit_of_bytes() {
    let error = refused(UploadLimits { bytes_max: 1000, ..UploadLimits::default() });
    assert_eq!(error.for_client(), "upload `one` is too large: all uploads together may have 1000 bytes");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn two_uploads_of_one_name_are_refused() {
    let upload = |name| Upload { table: mine(name), rows: stream_of(&[]) };
    let error = Uploads::new(vec![upload("Mine"), upload("mine")], UploadLimits::default()).err().unwrap();
    assert_eq!(error.for_client(), "two uploads are called `mine`");
    assert_eq!(error.kind(), ErrorKind::BadRequest);
}

#[test]
fn rows_that_stop_before_their_end_are_no_upload() {
    let error = held(Vec::new()).unwrap_err();
    assert_eq!(error.for_log(), "the rows of upload `one` stopped before their end");
}

#[test]
fn rows_that_are_none_are_noticed_before_the_database_sees_them() {
    let end = RowItem::End { rows: 1, overflow: false };
    for bytes in [&[0, 1, 0, 0][..], &[0, 1, 255, 255, 255, 255], &[7]] {
        let error = held(vec![RowItem::Rows(Bytes::copy_from_slice(bytes)), end.clone()]).unwrap_err();
        assert_eq!(error.for_log(), "the rows of upload `one` are not in PostgreSQL's binary form");
        assert_eq!(error.for_client(), "internal error");
    }
}
