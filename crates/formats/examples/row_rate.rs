//! Measures how rows become documents: a million rows of twenty columns in each format, CPU seconds of one core and memory.
//!
//! `cargo run --release -p formats --example row_rate`
#![expect(clippy::print_stdout, reason = "the figures are the output")]

use std::time::Duration;

use catalogue::{Arraysize, Datatype, Field, PgBase, PgType, ResultColumn, ValueType};
use formats::{End, Format, Head, Options, writer};

const ROWS: u64 = 1_000_000;
const BATCH_BYTES: usize = 256 * 1024;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let columns = columns();
    let batches = batches(16);
    let rows_per_round: u64 = batches.iter().map(|(_, rows)| rows).sum();
    for name in ["votable/b2", "votable/b", "votable/td", "csv", "fits", "parquet", "arrow"] {
        let format = Format::parse(Some(name))?;
        // The first call forgets the peak of the format before.
        let (_, idle_kib) = (peak_kib()?, peak_kib()?);
        let mut writer = writer(&format, &Head::new(&columns), &Options::default())?;
        let (mut out, mut rows, mut bytes) = (Vec::new(), 0, 0);
        writer.begin(&mut out);
        let start = cpu_time()?;
        while rows + rows_per_round <= ROWS {
            for (batch, _) in &batches {
                rows += writer.rows(batch, &mut out)?;
                // A service sends the buffer away and begins a new one.
                bytes += std::mem::take(&mut out).len();
            }
        }
        writer.end(&End { rows, overflow: false }, &mut out)?;
        while writer.rest(&mut out)? {
            bytes += std::mem::take(&mut out).len();
        }
        let seconds = (cpu_time()? - start).as_secs_f64() * ROWS as f64 / rows as f64;
        println!(
            "{name:12} {seconds:6.3} CPU s per million rows, {:6.0} bytes per row, {:3} MiB at most",
            bytes as f64 / rows as f64,
            peak_kib()?.saturating_sub(idle_kib) >> 10
        );
    }
    Ok(())
}

/// The time that this thread has had a core (Linux), so that other programs do not count.
fn cpu_time() -> Result<Duration, Box<dyn std::error::Error>> {
    let schedstat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(Duration::from_nanos(schedstat.split(' ').next().unwrap_or_default().parse()?))
}

/// The most memory since the last call (Linux).
fn peak_kib() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    std::fs::write("/proc/self/clear_refs", "5")?;
    Ok(line.split_whitespace().nth(1).unwrap_or_default().parse()?)
}

/// Five doubles, six floats, two ints, a short, two longs, two arrays of twelve floats, two texts.
fn columns() -> Vec<ResultColumn> {
    let plain = |datatype, base| (ValueType::scalar(datatype), PgType::scalar(base));
    let twelve = ValueType { arraysize: Some(Arraysize::exactly(12)), ..ValueType::scalar(Datatype::Float) };
    let mut types = vec![plain(Datatype::Double, PgBase::Float8); 5];
    types.extend(vec![plain(Datatype::Float, PgBase::Float4); 6]);
    types.extend(vec![plain(Datatype::Int, PgBase::Int4); 2]);
    types.push(plain(Datatype::Short, PgBase::Int2));
    types.extend(vec![plain(Datatype::Long, PgBase::Int8); 2]);
    types.extend(vec![(twelve, PgType::array(PgBase::Float4)); 2]);
    types.extend(vec![(ValueType::text(), PgType::scalar(PgBase::Text)); 2]);
    let column = |(index, (value_type, pg_type))| ResultColumn {
        field: Field::new(format!("c{index}"), value_type),
        pg_type,
    };
    types.into_iter().enumerate().map(column).collect()
}

/// Batches of distinct rows, each with the number of its rows.
fn batches(count: usize) -> Vec<(Vec<u8>, u64)> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut batch = || {
        let (mut bytes, mut rows) = (Vec::with_capacity(BATCH_BYTES), 0);
        while bytes.len() < BATCH_BYTES - 1024 {
            push_row(&mut random, &mut bytes);
            rows += 1;
        }
        (bytes, rows)
    };
    (0..count).map(|_| batch()).collect()
}

fn push_row(random: &mut Random, row: &mut Vec<u8>) {
    row.extend_from_slice(&20_i16.to_be_bytes());
    for _ in 0..5 {
        push(&(random.unit() * 360.0).to_be_bytes(), row);
    }
    for column in 0..6 {
        match column == 0 && random.next().is_multiple_of(5) {
            true => row.extend_from_slice(&(-1_i32).to_be_bytes()),
            false => push(&(14.0 + random.unit() as f32 * 10.0).to_be_bytes(), row),
        }
    }
    push(&(random.next() as i32 >> 8).to_be_bytes(), row);
    push(&(random.next() as i32 & 0xffff).to_be_bytes(), row);
    push(&(random.next() as i16 & 63).to_be_bytes(), row);
    push(&(random.next() as i64).to_be_bytes(), row);
    push(&(random.next() as i64 & 0xfff_ffff).to_be_bytes(), row);
    for _ in 0..2 {
        push(&twelve_floats(random), row);
    }
    push(format!("{:05}-{:06}", random.next() % 90_000, random.next() % 900_000).as_bytes(), row);
    match random.next().is_multiple_of(5) {
        true => row.extend_from_slice(&(-1_i32).to_be_bytes()),
        false => push(b"galaxy", row),
    }
}

fn twelve_floats(random: &mut Random) -> Vec<u8> {
    let mut value: Vec<u8> = [1_u32, 0, 700, 12, 1].iter().flat_map(|word| word.to_be_bytes()).collect();
    for _ in 0..12 {
        push(&(14.0 + random.unit() as f32 * 10.0).to_be_bytes(), &mut value);
    }
    value
}

fn push(value: &[u8], row: &mut Vec<u8>) {
    row.extend_from_slice(&(value.len() as i32).to_be_bytes());
    row.extend_from_slice(value);
}

/// Xorshift: enough for distinct values.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
