//! `armilla ingest` of a FITS table against psql's COPY of the same rows, in order and without an index, side by side.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::demo::Demo;
use super::memory::peak_kib;
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::command;
use crate::error::Error;

const ROUNDS: usize = 3;
const RATIO_MAX: f64 = 2.5;
const MEMORY_MIB_MAX: f64 = 256.0;
/// So many rows, unless `ARMILLA_BENCH_ROWS` says another number.
const ROWS: u64 = 1_000_000;
/// Name and form of each column (FITS 4.0 §7.3): 20 columns, two of them arrays.
const COLUMNS: [(&str, &str); 20] = [
    ("id", "1K"),
    ("ra", "1D"),
    ("dec", "1D"),
    ("tile", "1J"),
    ("flags", "1I"),
    ("name", "12A"),
    ("epoch", "1D"),
    ("mag_1", "1E"),
    ("mag_2", "1E"),
    ("mag_3", "1E"),
    ("mag_4", "1E"),
    ("err_1", "1E"),
    ("err_2", "1E"),
    ("err_3", "1E"),
    ("err_4", "1E"),
    ("pm_ra", "1E"),
    ("pm_dec", "1E"),
    ("parallax", "1E"),
    ("mags", "12E"),
    ("errs", "12E"),
];
const ROW_BYTES: usize = 8 + 8 + 8 + 4 + 2 + 12 + 8 + 11 * 4 + 2 * 12 * 4;

/// Times both, and watches the memory of the host's command.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let rows = std::env::var("ARMILLA_BENCH_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROWS);
    let folder = demo.folder.join("ingest");
    fs::create_dir_all(&folder).map_err(|source| Error::file(&folder, source))?;
    let measured = compare(demo, &folder, rows, table);
    let emptied = fs::remove_dir_all(&folder).map_err(|source| Error::file(&folder, source));
    measured.and(emptied)
}

fn compare(demo: &Demo, folder: &Path, rows: u64, table: &mut Table) -> Result<(), Error> {
    let file = folder.join("stars.fits");
    write_fits(&file, rows).map_err(|source| Error::file(&file, source))?;
    let host = folder.join("host.toml");
    let text = format!("[database]\nconnection = '''{}'''\n", demo.connection());
    fs::write(&host, text).map_err(|source| Error::file(&host, source))?;
    let copy = folder.join("stars.copy");
    let (mut ours, mut theirs, mut peak) = (Vec::new(), Vec::new(), 0);
    for round in 0..ROUNDS {
        let (secs, kib) = ingest(demo, folder, &file)?;
        ours.push(secs);
        peak = peak.max(kib);
        if round == 0 {
            psql(demo, &format!("\\copy bench_ingest.stars TO '{}' (FORMAT binary)", copy.display()))?;
        }
        psql(demo, "DROP TABLE IF EXISTS bench_ingest.copied")?;
        psql(demo, "CREATE TABLE bench_ingest.copied (LIKE bench_ingest.stars)")?;
        let begun = Instant::now();
        psql(demo, &format!("\\copy bench_ingest.copied FROM '{}' (FORMAT binary)", copy.display()))?;
        theirs.push(begun.elapsed().as_secs_f64());
    }
    psql(demo, "DROP SCHEMA bench_ingest CASCADE")?;
    psql(demo, "DELETE FROM armilla.table_statistics WHERE table_schema = 'bench_ingest'")?;
    report(rows, &ours, &theirs, peak, table);
    Ok(())
}

fn report(rows: u64, ours: &[f64], theirs: &[f64], peak_kib: u64, table: &mut Table) {
    let ratio = median(ours) / median(theirs);
    table.add(Line {
        what: format!("ingest of {rows} rows x 20 columns from FITS; psql's COPY of them in order"),
        host: spread(ours, "s"),
        database: spread(theirs, "s"),
        result: format!("x {ratio:.2}"),
        target: Some((format!("<= {RATIO_MAX}"), ratio <= RATIO_MAX)),
    });
    let mib = peak_kib as f64 / 1024.0;
    table.add(Line {
        what: "its memory at the peak".to_owned(),
        host: format!("{mib:.0} MiB"),
        database: String::new(),
        result: format!("{mib:.0} MiB"),
        target: Some((format!("< {MEMORY_MIB_MAX:.0} MiB"), mib < MEMORY_MIB_MAX)),
    });
}

/// Seconds and KiB.
fn ingest(demo: &Demo, conf: &Path, file: &Path) -> Result<(f64, u64), Error> {
    let mut command = Command::new(&demo.program);
    command.arg("ingest").arg(file).args(["--table", "bench_ingest.stars", "--conf"]).arg(conf);
    let begun = Instant::now();
    let started = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = started.map_err(|source| command::cannot_start(&command, source))?;
    let mut peak = 0;
    loop {
        let ended = child.try_wait().map_err(|source| command::cannot_start(&command, source))?;
        if let Some(status) = ended {
            let secs = begun.elapsed().as_secs_f64();
            let failed = || Error::Bench(format!("ingest: `{}` failed: {status}", command::text(&command)));
            return if status.success() { Ok((secs, peak)) } else { Err(failed()) };
        }
        // A process that has ended a moment ago has no memory.
        peak = peak.max(peak_kib(child.id()).unwrap_or(0));
        sleep(Duration::from_millis(20));
    }
}

fn psql(demo: &Demo, sql: &str) -> Result<(), Error> {
    command::run(demo.tool("psql").args(["-Xq", "-v", "ON_ERROR_STOP=1", "-c", sql]).stdout(Stdio::null()))
}

/// Writes a binary table of objects all over the sky in no order.
fn write_fits(path: &Path, rows: u64) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let primary = [("SIMPLE", "T"), ("BITPIX", "8"), ("NAXIS", "0"), ("EXTEND", "T")];
    out.write_all(&header(primary.map(|(key, value)| (key.to_owned(), value.to_owned()))))?;
    let cards = [
        ("XTENSION", "'BINTABLE'".to_owned()),
        ("BITPIX", "8".to_owned()),
        ("NAXIS", "2".to_owned()),
        ("NAXIS1", ROW_BYTES.to_string()),
        ("NAXIS2", rows.to_string()),
        ("PCOUNT", "0".to_owned()),
        ("GCOUNT", "1".to_owned()),
        ("TFIELDS", COLUMNS.len().to_string()),
    ];
    let cards = cards.into_iter().map(|(key, value)| (key.to_owned(), value));
    let columns = (1..).zip(COLUMNS).flat_map(|(number, (name, form))| {
        [(format!("TTYPE{number}"), format!("'{name}'")), (format!("TFORM{number}"), format!("'{form}'"))]
    });
    out.write_all(&header(cards.chain(columns)))?;
    let mut row = Vec::with_capacity(ROW_BYTES);
    for number in 0..rows {
        row.clear();
        push_row(number, &mut row);
        out.write_all(&row)?;
    }
    let bytes = rows as usize * ROW_BYTES;
    out.write_all(&vec![0; bytes.next_multiple_of(2880) - bytes])?;
    out.flush()
}

/// Cards of 80 characters, in blocks of 2880 (FITS 4.0 §4).
fn header(cards: impl IntoIterator<Item = (String, String)>) -> Vec<u8> {
    let mut text = String::new();
    for (key, value) in cards {
        text.push_str(&format!("{:<80}", format!("{key:<8}= {value:>20}")));
    }
    text.push_str(&format!("{:<80}", "END"));
    let length = text.len().next_multiple_of(2880);
    format!("{text:<length$}").into_bytes()
}

fn push_row(number: u64, row: &mut Vec<u8>) {
    // Bits that look random and follow from the number (SplitMix64).
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut share = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    row.extend_from_slice(&number.to_be_bytes());
    row.extend_from_slice(&(share() * 360.0).to_be_bytes());
    row.extend_from_slice(&(share() * 2.0 - 1.0).asin().to_degrees().to_be_bytes());
    row.extend_from_slice(&((number / 1000) as i32).to_be_bytes());
    row.extend_from_slice(&((number % 100) as i16).to_be_bytes());
    row.extend_from_slice(format!("star{:08}", number % 100_000_000).as_bytes());
    row.extend_from_slice(&(2_457_000.0 + share() * 1000.0).to_be_bytes());
    for _ in 0..11 + 2 * 12 {
        row.extend_from_slice(&((15.0 + share() * 10.0) as f32).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_as_many_bytes_as_the_header_says() {
        let mut row = Vec::new();
        push_row(7, &mut row);
        assert_eq!(row.len(), ROW_BYTES);
        assert_eq!(header([("A".to_owned(), "1".to_owned())]).len(), 2880);
    }
}
