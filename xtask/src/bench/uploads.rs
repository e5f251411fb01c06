//! Uploads joined by position, end to end over HTTP: VOTables in BINARY2, from their first byte to the last of the answer.

use std::time::Instant;

use super::demo::Demo;
use super::http::{Connection, Outcome};
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::command;
use crate::error::Error;

const ROUNDS: usize = 5;
const ADQL: &str = "SELECT m.id, c.tile_id, c.number FROM TAP_UPLOAD.mine AS m JOIN jplus.MagABDualObj AS c \
    ON DISTANCE(m.ra, m.dec, c.alpha_j2000, c.delta_j2000) < 1./3600";
const BOUNDARY: &str = "upload-of-the-bench";

/// Rows of the upload, and the seconds that the whole may take.
const SIZES: &[(usize, f64)] = &[(10_000, 0.4), (100_000, 2.0)];

/// Uploads objects of the survey itself; each must find itself.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    for &(rows, target_secs) in SIZES {
        let positions = positions(demo, rows)?;
        let body = body(&positions);
        let mut times_secs = Vec::new();
        for round in 0..=ROUNDS {
            let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
            let begun = Instant::now();
            let kind = format!("multipart/form-data; boundary={BOUNDARY}");
            let outcome = connection.post_body("/tap/sync", &kind, &body).map_err(broken)?;
            if round > 0 {
                times_secs.push(begun.elapsed().as_secs_f64());
            }
            judge(&outcome, positions.len())?;
        }
        let middle_secs = median(&times_secs);
        table.add(Line {
            what: format!("upload of {rows} rows, joined by position with 1,000,000"),
            host: spread(&times_secs, "s"),
            database: String::new(),
            result: format!("{middle_secs:.2} s"),
            target: Some((format!("<= {target_secs:.1} s"), middle_secs <= target_secs)),
        });
    }
    Ok(())
}

/// An answer of too few rows is no answer; CSV has at least four bytes a row.
fn judge(outcome: &Outcome, rows: usize) -> Result<(), Error> {
    if outcome.status == 200 && outcome.bytes > 4 * rows as u64 {
        return Ok(());
    }
    let begin = String::from_utf8_lossy(&outcome.begin);
    Err(Error::Bench(format!("uploads: status {}, {} bytes: {begin}", outcome.status, outcome.bytes)))
}

/// Positions of objects all over the survey, in no order.
fn positions(demo: &Demo, rows: usize) -> Result<Vec<(f64, f64)>, Error> {
    let sql = format!(
        "SELECT alpha_j2000, delta_j2000 FROM sim_dr1.magabdualobj ORDER BY hashint8(number * 4099 + tile_id) LIMIT {rows}"
    );
    let mut psql = demo.tool("psql");
    psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--command", &sql]);
    let text = command::output(&mut psql)?;
    let pair = |line: &str| {
        let (lon, lat) = line.split_once('|')?;
        Some((lon.parse().ok()?, lat.parse().ok()?))
    };
    let found: Vec<(f64, f64)> = text.lines().filter_map(pair).collect();
    if found.len() == rows {
        return Ok(found);
    }
    Err(Error::Bench(format!("uploads: {} positions in place of {rows}", found.len())))
}

/// The request: parameters and a VOTable.
fn body(positions: &[(f64, f64)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in [
        ("LANG", "ADQL"),
        ("QUERY", ADQL),
        ("UPLOAD", "mine,param:file"),
        ("RESPONSEFORMAT", "csv"),
        ("MAXREC", "1000000"),
    ] {
        body.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mine.vot\"\r\n\
         Content-Type: application/x-votable+xml\r\n\r\n{}\r\n--{BOUNDARY}--\r\n",
        votable(positions)
    ));
    body.into_bytes()
}

fn votable(positions: &[(f64, f64)]) -> String {
    let mut rows = Vec::with_capacity(positions.len() * 21);
    for (number, (lon, lat)) in (0_i32..).zip(positions) {
        rows.push(0);
        rows.extend_from_slice(&number.to_be_bytes());
        rows.extend_from_slice(&lon.to_be_bytes());
        rows.extend_from_slice(&lat.to_be_bytes());
    }
    format!(
        "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE><TABLE>\
         <FIELD name=\"id\" datatype=\"int\"/>\
         <FIELD name=\"ra\" datatype=\"double\" unit=\"deg\" ucd=\"pos.eq.ra;meta.main\"/>\
         <FIELD name=\"dec\" datatype=\"double\" unit=\"deg\" ucd=\"pos.eq.dec;meta.main\"/>\
         <DATA><BINARY2><STREAM encoding=\"base64\">{}</STREAM></BINARY2></DATA></TABLE></RESOURCE></VOTABLE>",
        base64(&rows)
    )
}

/// RFC 4648 §4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn broken(error: std::io::Error) -> Error {
    Error::Bench(format!("uploads: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648 §10.
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn a_short_answer_is_no_measurement() {
        let outcome = Outcome { status: 200, bytes: 12, begin: b"id,n\r\n".to_vec(), location: None };
        let error = judge(&outcome, 10).unwrap_err();
        assert_eq!(error.to_string(), "uploads: status 200, 12 bytes: id,n\r\n");
    }
}
