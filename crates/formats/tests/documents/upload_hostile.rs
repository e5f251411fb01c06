//! VOTables that are made to do harm, or were damaged on the way.

use std::io::{Read, Seek, SeekFrom, Write};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use formats::read::{Hint, Limits, open};

use crate::pg::{Value, text};
use crate::upload::{upload, upload_within, votable};
use crate::write::document;

const SMALL: Limits = Limits { bytes_max: 1 << 20, rows_max: 10, columns_max: 20, cell_bytes_max: 1 << 10 };
const INT: &str = "<FIELD name='a' datatype='int'/>";
const TEXT: &str = "<FIELD name='a' datatype='char' arraysize='*'/>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(bytes)
}

fn binary2(fields: &str, stream: &str) -> String {
    votable(fields, &format!("<BINARY2><STREAM encoding='base64'>{stream}</STREAM></BINARY2>"))
}

/// A small document of each serialization.
fn documents() -> Vec<String> {
    let columns = crate::round_trip::columns();
    let row = |number: i32| {
        let mut row = vec![Value::Null; columns.len()];
        (row[2], row[6]) = (Value::Int4(number), text("Vega & co"));
        row
    };
    ["votable/td", "votable/b", "votable/b2"]
        .map(|format| document(format, &columns[..8], &[row(1)[..8].to_vec(), row(2)[..8].to_vec()]))
        .to_vec()
}

#[test]
fn a_document_cut_anywhere_is_an_error() {
    for document in documents() {
        let whole = document.trim_end().len();
        for length in 0..whole {
            assert!(upload(&document.as_bytes()[..length]).is_err(), "cut at {length}: {document}");
        }
        assert!(upload(&document.as_bytes()[..whole]).is_ok());
    }
}

#[test]
fn a_changed_byte_never_panics() {
    for document in documents() {
        for place in 0..document.len() {
            for change in [0x01, 0x1e, 0x80] {
                let mut bytes = document.as_bytes().to_vec();
                bytes[place] ^= change;
                drop(upload_within(bytes, &SMALL));
            }
        }
    }
}

#[test]
fn entities_are_not_expanded() {
    let laughs = "<!DOCTYPE VOTABLE [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let document = format!("{laughs}\n{}", votable(TEXT, "<TABLEDATA><TR><TD>&b;</TD></TR></TABLEDATA>"));
    assert_eq!(
        upload(document).unwrap_err(),
        "line 4: the entity `&b;` is not expanded; write its text instead"
    );
}

#[test]
fn a_false_count_is_found_before_it_costs_memory() {
    let error = |fields: &str, bytes: &[u8]| upload(binary2(fields, &base64(bytes))).unwrap_err();
    assert_eq!(
        error(TEXT, &[0, 0xff, 0xff, 0xff, 0xff, 1]),
        "row 1, column `a`: the count of elements is -1; the data are not of these columns"
    );
    assert_eq!(
        error(TEXT, &[0, 0, 1, 0, 0, 1]),
        "row 1, column `a`: the value needs 65536 bytes and 1 are left; the data were cut, or are not of these columns"
    );
    assert_eq!(
        error(TEXT, &[0, 0x7f, 0xff, 0xff, 0xff]),
        "the table has more than 16777216 bytes in one value"
    );
    assert_eq!(
        error(INT, &[0, 0, 0]),
        "row 1, column `a`: the value needs 4 bytes and 2 are left; the data were cut, or are not of these columns"
    );
    let flag = "<FIELD name='a' datatype='boolean'/>";
    assert_eq!(
        error(flag, &[0, b'X']),
        "row 1, column `a`: the byte 0x58 is no boolean; expected `T`, `F` or 0x00"
    );
    let nothing =
        votable("<FIELD name='a' datatype='char' arraysize='0'/>", "<BINARY><STREAM>AAAA</STREAM></BINARY>");
    assert_eq!(
        upload(nothing).unwrap_err(),
        "line 3: the rows have no bytes: each column has the arraysize 0"
    );
}

#[test]
fn what_is_no_base64_is_told() {
    let error = |stream: &str| upload(binary2(INT, stream)).unwrap_err();
    assert_eq!(error("AA*A"), "line 3: the STREAM is no base64 up to here; encode all rows as one");
    assert_eq!(error("A"), "line 3: the STREAM is no base64 up to here; encode all rows as one");
    assert_eq!(
        error("AAAAAAE=\nAAAAAAE="),
        "line 4: the STREAM is no base64 up to here; encode all rows as one"
    );
    assert_eq!(error("AAAA<b/>"), "line 3: a STREAM holds base64, not `b`");
    // Padding may be left out, and references and comments may stand between.
    let read = upload(binary2(INT, "AA&#10;AA<!-- half --><![CDATA[AA]]>E")).unwrap();
    assert_eq!(read.count, 1);
}

#[test]
fn gzip_inside_of_a_stream_is_unwrapped_up_to_the_limit() {
    let document = |bytes: &[u8]| {
        let stream = base64(&gzip(bytes));
        votable(INT, &format!("<BINARY><STREAM encoding='gzip'>{stream}</STREAM></BINARY>"))
    };
    assert_eq!(upload(document(&[0, 0, 0, 1, 0, 0, 0, 2])).unwrap().count, 2);
    let large = Limits { rows_max: u64::MAX, ..SMALL };
    let bomb = document(&vec![0; 2 << 20]);
    assert_eq!(upload_within(bomb, &large).unwrap_err(), "the table has more than 1048576 bytes");
    let whole = gzip(document(&vec![0; 64 << 20]).as_bytes());
    assert_eq!(upload_within(whole, &large).unwrap_err(), "the table has more than 1048576 bytes");
}

#[test]
fn limits_hold_while_reading() {
    let rows = "<TR><TD>1</TD></TR>".repeat(11);
    let error = |document: String| upload_within(document, &SMALL).unwrap_err();
    assert_eq!(
        error(votable(INT, &format!("<TABLEDATA>{rows}</TABLEDATA>"))),
        "the table has more than 10 rows"
    );
    let fields = "<FIELD name='a' datatype='int'/>".repeat(21);
    assert_eq!(error(votable(&fields, "")), "the table has more than 20 columns");
    let long = format!("<TABLEDATA><TR><TD>{}</TD></TR></TABLEDATA>", "x".repeat(2000));
    assert_eq!(error(votable(TEXT, &long)), "the table has more than 1024 bytes in one value");
    let fixed = "<FIELD name='a' datatype='double' arraysize='1000'/>";
    assert_eq!(error(votable(fixed, "")), "the table has more than 1024 bytes in one value");
    let bits = "<FIELD name='a' datatype='bit' arraysize='*'/>";
    let packed = [&[0, 0, 0, 4, 0][..], &[0xff; 128]].concat();
    assert_eq!(error(binary2(bits, &base64(&packed))), "the table has more than 1024 bytes in one value");
    let attributes: String = (0..20_000).map(|number| format!(" a{number}='1'")).collect();
    assert_eq!(upload(votable(&format!("<GROUP{attributes}/>{INT}"), "")).unwrap().count, 0);
}

/// A piece of text over and over between a beginning and nothing: a source that needs no memory.
struct Endless {
    begin: &'static str,
    again: &'static str,
    length: u64,
    at: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = usize::try_from(self.length - self.at).unwrap_or(usize::MAX);
        let count = buffer.len().min(left);
        for byte in &mut buffer[..count] {
            let (at, begin) = (self.at as usize, self.begin.as_bytes());
            *byte = match begin.get(at) {
                Some(byte) => *byte,
                None => self.again.as_bytes()[(at - begin.len()) % self.again.len()],
            };
            self.at += 1;
        }
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(back) => self.length.saturating_add_signed(back),
            SeekFrom::Current(step) => self.at.saturating_add_signed(step),
        };
        Ok(self.at)
    }
}

/// Reads 400 MiB, and gives the error.
fn endless(begin: &'static str, again: &'static str) -> String {
    let source = Box::new(Endless { begin, again, length: 400 << 20, at: 0 });
    let limits = Limits { bytes_max: 1 << 30, rows_max: 2_000_000, ..Limits::default() };
    let mut reader = match open(source, &Hint::default(), &limits) {
        Ok(reader) => reader,
        Err(error) => return error.to_string(),
    };
    let mut rows = Vec::new();
    loop {
        rows.clear();
        if let Err(error) = reader.batch(&mut rows) {
            return error.to_string();
        }
    }
}

const MEMORY_TEST: &str = "upload_hostile::large_documents_are_refused_in_little_memory";
const MEMORY_MAX_KIB: u64 = 96 << 10;

#[test]
fn large_documents_are_refused_in_little_memory() {
    if std::env::var_os("ARMILLA_MEMORY_TEST").is_none() {
        // Other tests run in this process, so that the memory is measured in one of its own.
        let mut alone = Command::new(std::env::current_exe().unwrap());
        let output = alone.args(["--exact", MEMORY_TEST]).env("ARMILLA_MEMORY_TEST", "1").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let piece = "the table has more than 1048576 bytes in one value or tag";
    assert_eq!(endless("<VOTABLE><DESCRIPTION>", "x"), piece);
    assert_eq!(endless("<VOTABLE a='", "x"), piece);
    assert_eq!(endless("<VOTABLE><!--", " x"), piece);
    assert_eq!(endless("<!DOCTYPE VOTABLE [", "<!ENTITY a 'x'>"), piece);
    assert_eq!(endless("<VOTABLE>", "<RESOURCE>"), "line 1: elements are nested deeper than 64");
    let columns = "the table has more than 1000 columns";
    assert_eq!(endless("<VOTABLE><TABLE>", "<FIELD name='a' datatype='int'/>"), columns);
    let cell = "<VOTABLE><TABLE><FIELD name='a' datatype='char' arraysize='*'/><DATA><TABLEDATA><TR><TD>";
    assert_eq!(endless(cell, "x"), "the table has more than 16777216 bytes in one value or tag");
    let references = endless(cell, "&amp;");
    assert_eq!(references, "the table has more than 16777216 bytes in one value");
    let stream = "<VOTABLE><TABLE><FIELD name='a' datatype='int'/><DATA><BINARY><STREAM>";
    assert_eq!(endless(stream, "AAAA"), "the table has more than 2000000 rows");
    let blanks = endless(stream, " ");
    assert_eq!(blanks, "line 1: the document ends inside of an element; it was cut, send the whole");
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak_kib: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
    assert!(peak_kib < MEMORY_MAX_KIB, "{peak_kib} KiB");
}
