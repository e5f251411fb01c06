//! How Parquet and Arrow streams end: whole, cut by a limit, failed.

use catalogue::{Datatype, PgBase, ResultColumn};
use formats::{End, Format, Head, Options, Writer, writer};
use parquet::file::reader::SerializedFileReader;

use crate::columnar::{COLUMNAR, footer};
use crate::columnar_reader::{MessageSeen, messages, rows};
use crate::pg::{Value, batch};
use crate::reader::read;
use crate::write::{binary_document, scalar};

fn columns() -> Vec<ResultColumn> {
    vec![scalar("n", Datatype::Long, PgBase::Int8)]
}

fn begun(format: &str) -> (Box<dyn Writer>, Vec<u8>) {
    let format = Format::parse(Some(format)).unwrap();
    let mut writer = writer(&format, &Head::new(&columns()), &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    (writer, out)
}

fn statuses(votable: &str) -> Vec<String> {
    let infos = read(votable).infos.into_iter();
    infos.filter(|info| info.0 == "QUERY_STATUS").map(|info| info.1).collect()
}

#[test]
fn parquet_tells_an_overflow_in_its_footer() {
    let sent = [vec![Value::Int8(1)]];
    let (_, votable) = footer(&binary_document("parquet", &columns(), &sent, false));
    assert_eq!(statuses(&votable), ["OK"]);
    let (_, votable) = footer(&binary_document("parquet", &columns(), &sent, true));
    assert_eq!(statuses(&votable), ["OK", "OVERFLOW"]);
}

fn pairs(metadata: &[(&str, &str)]) -> Vec<(String, String)> {
    metadata.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn arrow_tells_an_overflow_in_its_last_batch() {
    for (overflow, status) in [(false, "OK"), (true, "OVERFLOW")] {
        let document = binary_document("arrow", &columns(), &[vec![Value::Int8(1)]], overflow);
        let (messages, has_end) = messages(&document);
        let last = MessageSeen { rows: Some(0), metadata: pairs(&[("QUERY_STATUS", status), ("rows", "1")]) };
        assert_eq!(messages.last(), Some(&last));
        assert!(has_end);
        assert_eq!(rows("arrow", &document), [[Value::Int8(1)]]);
    }
}

#[test]
fn arrow_that_fails_keeps_the_rows_before_it_and_has_no_end_mark() {
    let (mut writer, mut out) = begun("arrow");
    let mut sent = batch(&[vec![Value::Int8(1)], vec![Value::Int8(2)]]);
    sent.push(0);
    let error = writer.rows(&sent, &mut out).unwrap_err();
    assert_eq!(error.for_client(), "row 3: the batch of rows ends in the middle of it");
    writer.fail(&error.for_client(), &mut out);
    let (messages, has_end) = messages(&out);
    let status = [("QUERY_STATUS", "ERROR"), ("QUERY_STATUS_TEXT", &error.for_client()), ("rows", "2")];
    assert_eq!(messages.last(), Some(&MessageSeen { rows: Some(0), metadata: pairs(&status) }));
    assert!(!has_end);
    assert_eq!(rows("arrow", &out), [[Value::Int8(1)], [Value::Int8(2)]]);
}

#[test]
fn parquet_that_fails_is_no_parquet() {
    let (mut writer, mut out) = begun("parquet");
    writer.rows(&batch(&[vec![Value::Int8(1)]]), &mut out).unwrap();
    writer.fail("the database went away", &mut out);
    let error = SerializedFileReader::new(bytes::Bytes::from(out)).err().unwrap();
    assert_eq!(error.to_string(), "EOF: Parquet file too small. Size is 4 but need 8");
}

#[test]
fn an_end_that_names_other_rows_is_an_error() {
    for format in COLUMNAR {
        let (mut writer, mut out) = begun(format);
        writer.rows(&batch(&[vec![Value::Int8(1)]]), &mut out).unwrap();
        let error = writer.end(&End { rows: 2, overflow: false }, &mut out).unwrap_err();
        let expected = "the answer cannot be put together: the answer is incomplete: it has 1 of 2 rows";
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn rows_leave_before_the_last_one_comes() {
    for format in COLUMNAR {
        let (mut writer, mut out) = begun(format);
        let mut number = 0x9E37_79B9_7F4A_7C15_u64;
        let mut held_bytes_max = 0;
        let mut sent_bytes = 0;
        for _ in 0..200 {
            let mut next = || {
                number ^= number << 13;
                number ^= number >> 7;
                number ^= number << 17;
                vec![Value::Int8(number as i64)]
            };
            let sent = batch(&(0..20_000).map(|_| next()).collect::<Vec<_>>());
            sent_bytes += 20_000 * 8;
            writer.rows(&sent, &mut out).unwrap();
            held_bytes_max = held_bytes_max.max(sent_bytes - out.len().min(sent_bytes));
        }
        assert!(held_bytes_max < 16 << 20, "{format} held {held_bytes_max} bytes");
    }
}
