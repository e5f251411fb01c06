//! Uploads that are refused.

use adql::UploadRanges;
use bytes::Bytes;
use plugin_api::{Error, ErrorKind};
use service::{Upload, UploadLimits, Uploads};

use crate::rows::{Batches, batches_of};
use crate::server::mine;
use crate::sky::{row, uploads};

fn refused(limits: UploadLimits) -> Error {
    let rows: Vec<_> = uploads().iter().map(row).collect();
    let upload = |name| Upload { table: mine(name), rows: batches_of(&rows) };
    let uploads = Uploads::new(vec![upload("one"), upload("two")], limits).unwrap();
    uploads.held(&[]).err().unwrap()
}

#[test]
fn uploads_together_have_a_limit_of_rows() {
    let error = refused(UploadLimits { rows_max: 500, ..UploadLimits::default() });
    assert_eq!(error.for_client(), "upload `two` is too large: all uploads together may have 500 rows");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn uploads_together_have_a_limit_of_bytes() {
    let error = refused(UploadLimits { bytes_max: 125, ..UploadLimits::default() });
    assert_eq!(
        error.for_client(),
        "upload `one` is too large: the values of all uploads together may fill 1000 bytes"
    );
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn two_uploads_of_one_name_are_refused() {
    let upload = |name| Upload { table: mine(name), rows: batches_of(&[]) };
    let error = Uploads::new(vec![upload("Mine"), upload("mine")], UploadLimits::default()).err().unwrap();
    assert_eq!(error.for_client(), "two uploads are called `mine`");
    assert_eq!(error.kind(), ErrorKind::BadRequest);
}

#[test]
fn rows_that_are_none_are_noticed_before_the_database_sees_them() {
    let asked = UploadRanges { table: "upload1".into(), lon: "c2".into(), lat: "c4".into(), radius_deg: 1.0 };
    let null_row = [0, 1, 255, 255, 255, 255];
    for (count, bytes) in [(1, &[0, 1, 0, 0][..]), (1, &null_row), (1, &[7]), (2, &null_row)] {
        let batches = vec![(count, Bytes::copy_from_slice(bytes))];
        let upload = Upload { table: mine("one"), rows: Box::new(Batches(batches.into_iter())) };
        let uploads = Uploads::new(vec![upload], UploadLimits::default()).unwrap();
        let error = uploads.held(std::slice::from_ref(&asked)).err().unwrap();
        assert_eq!(error.for_log(), "the rows of upload `one` are not in PostgreSQL's binary form");
        assert_eq!(error.for_client(), "internal error");
    }
}
