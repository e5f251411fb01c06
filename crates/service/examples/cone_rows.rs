//! Writes the rows of the catalogue that `cargo xtask bench cone` searches, as a binary COPY in the order of their cells.
//!
//! Argument: how many rows. They lie evenly between 30 degrees south and north, with the same density for every number.

use std::error::Error;
use std::io::{BufWriter, Write, stdout};

use bytes::{BufMut, BytesMut};
use pg_rows::{COPY_HEADER, COPY_TRAILER};
use sky::{Healpix, SkyPosition};

/// Rows in a square degree: 16 in a cone of 0.1 degree.
const DENSITY: f64 = 16.0 / (std::f64::consts::PI * 0.1 * 0.1);

/// Square degrees in a degree of longitude of the strip.
const STRIP: f64 = 180.0 / std::f64::consts::PI;

/// Numbers beside identifier and position: 14 magnitudes, errors and colours, then counts and flags.
const REALS: usize = 14;

fn main() -> Result<(), Box<dyn Error>> {
    let rows: u64 = std::env::args().nth(1).ok_or("say how many rows")?.parse()?;
    let width_deg = rows as f64 / (DENSITY * STRIP);
    if width_deg > 360.0 {
        return Err(
            format!("{rows} rows of this density are more than the sky between the latitudes has").into()
        );
    }
    let mut places = (0..rows).map(|row| place(row, width_deg)).collect::<Result<Vec<_>, _>>()?;
    places.sort_unstable_by_key(|(cell, _)| *cell);
    let mut out = BufWriter::with_capacity(1 << 20, stdout().lock());
    out.write_all(COPY_HEADER)?;
    let mut row = BytesMut::with_capacity(1 << 10);
    for (number, (cell, place)) in (1_u64..).zip(&places) {
        row.clear();
        put_row(&mut row, number, *cell, place);
        out.write_all(&row)?;
    }
    out.write_all(COPY_TRAILER)?;
    Ok(out.flush()?)
}

fn place(row: u64, width_deg: f64) -> Result<(i64, SkyPosition), sky::SkyError> {
    let (lon, height) = (unit(row, 1), unit(row, 2));
    let position = SkyPosition::new(lon * width_deg, (height - 0.5).asin().to_degrees())?;
    Ok((Healpix::index(&position), position))
}

/// Evenly spread, the same on every run (SplitMix64).
fn unit(row: u64, which: u64) -> f64 {
    let mut bits = row.wrapping_mul(31).wrapping_add(which).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn put_row(row: &mut BytesMut, number: u64, cell: i64, place: &SkyPosition) {
    row.put_i16((3 + REALS + 4 + 1) as i16);
    put(row, &number.to_be_bytes());
    put(row, &place.lon_deg().to_be_bytes());
    put(row, &place.lat_deg().to_be_bytes());
    for which in 0..REALS as u64 {
        put(row, &(14.0 + 8.0 * unit(number, 3 + which) as f32).to_be_bytes());
    }
    put(row, &((number % 9) as i32).to_be_bytes());
    put(row, &((number % 4096) as i32).to_be_bytes());
    put(row, &((number % 12) as i16).to_be_bytes());
    put(row, format!("field-{}", number % 1000).as_bytes());
    put(row, &cell.to_be_bytes());
}

fn put(row: &mut BytesMut, value: &[u8]) {
    row.put_i32(value.len() as i32);
    row.put_slice(value);
}
