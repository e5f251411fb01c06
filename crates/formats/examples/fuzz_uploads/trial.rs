//! One document, read to its end.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use formats::read::{Hint, Limits, ReadError, open};

/// No document of a few kilobytes may take longer.
const LONGEST: Duration = Duration::from_secs(5);
const LIMITS: Limits =
    Limits { bytes_max: 1 << 20, rows_max: 5000, columns_max: 100, cell_bytes_max: 64 << 10 };

/// The readers as the fuzzer calls them.
#[derive(Default)]
pub struct Trial {
    slowest: Duration,
    tables: u64,
}

impl Trial {
    /// The longest time that a document took so far.
    pub fn slowest(&self) -> Duration {
        self.slowest
    }

    /// How many documents were read to their end.
    pub fn tables(&self) -> u64 {
        self.tables
    }

    /// What the readers say of the document, without what they cite; or what is wrong with them.
    pub fn outcome(&mut self, document: &[u8]) -> Result<String, String> {
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| read(document)));
        let took = start.elapsed();
        self.slowest = self.slowest.max(took);
        match outcome {
            Err(_) => Err("panic".to_owned()),
            Ok(_) if took > LONGEST && is_slow_again(document) => Err(format!("took {took:?}")),
            Ok(Err(ReadError::Source(message))) => {
                Err(format!("taken for a fault of the service: {message}"))
            }
            Ok(Err(error)) => Ok(shape(&error.to_string())),
            Ok(Ok(shape)) => {
                self.tables += 1;
                Ok(shape)
            }
        }
    }
}

/// Whether it is the document that takes long, and not the machine that was busy with something else.
fn is_slow_again(document: &[u8]) -> bool {
    let start = Instant::now();
    drop(catch_unwind(AssertUnwindSafe(|| read(document))));
    start.elapsed() > LONGEST
}

/// Reads all rows; the number of columns and, roughly, of rows.
fn read(document: &[u8]) -> Result<String, ReadError> {
    let source = Box::new(Cursor::new(document.to_vec()));
    let mut reader = open(source, &Hint::default(), &LIMITS)?;
    let (mut out, mut rows) = (Vec::new(), 0_u64);
    loop {
        out.clear();
        match reader.batch(&mut out)? {
            0 => break,
            count => rows += count,
        }
    }
    let types: Vec<String> =
        reader.columns.iter().take(3).map(|column| format!("{:?}", column.pg_type)).collect();
    Ok(format!("{} {} {}", reader.columns.len(), rows.checked_ilog2().unwrap_or(0), types.concat()))
}

/// A message without numbers and without what stands between backticks, which are different for every document.
fn shape(message: &str) -> String {
    let plain: String = message.split('`').step_by(2).collect();
    plain.chars().filter(|c| !c.is_ascii_digit()).collect()
}
