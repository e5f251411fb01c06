//! Sees the rows of a table once and knows its statistics then.

use catalogue::{Column, PgBase, Position, TableStatistics};
use pg_rows::{Field, Fields};
use sky::{Frame, Healpix, SkyPosition};

use crate::StatisticsError;
use crate::cells::Cells;
use crate::extremes::Extremes;

/// How long the text of a table's coverage may be, in bytes, before its order is lowered: it is part of the published
/// catalogue, which is held in memory and hashed.
const MOC_BYTES_MAX: usize = 64 * 1024;
/// A range takes a digit and a blank in text, or more: maps with more ranges than fit are not made.
const RANGE_BYTES_MIN: usize = 2;

/// Statistics in the making, in memory that does not depend on the number of rows.
///
/// Coverage is gathered at HEALPix order 10 (cells of 3.4 arcminutes, as a set of bits, 1.5 MiB), and published at the
/// finest order up to 10 at which its text has at most 64 KiB.
#[derive(Clone, Debug)]
pub struct Observer {
    columns: Vec<Extremes>,
    rows: u64,
    place: Place,
    cells: Cells,
    /// Whether the table is on the sky, so that a map without cells means no position.
    has_coverage: bool,
}

/// Where a row says its place on the sky.
#[derive(Clone, Copy, Debug)]
enum Place {
    Nowhere,
    /// The nested index of order 29, in this value of the row.
    Cell {
        value: usize,
    },
    /// Longitude and latitude in degrees, in these values of the row.
    Degrees {
        lon: (usize, PgBase),
        lat: (usize, PgBase),
        frame: Frame,
    },
}

impl Observer {
    /// Of rows whose first values are these columns. With a position the coverage is gathered from its two columns.
    pub fn new(columns: &[Column], position: Option<&Position>) -> Self {
        let base = |column: usize| columns.get(column).map(|found| (column, found.pg_type.base));
        let place = position.and_then(|position| {
            let (lon, lat) = (base(position.lon)?, base(position.lat)?);
            Some(Place::Degrees { lon, lat, frame: position.frame.into() })
        });
        Self {
            columns: columns.iter().map(Extremes::new).collect(),
            rows: 0,
            has_coverage: place.is_some(),
            place: place.unwrap_or(Place::Nowhere),
            cells: Cells::default(),
        }
    }

    /// Of rows that hold the nested HEALPix index of order 29 as a `bigint` in this value, from 0 on: the coverage is
    /// gathered from it, and no position is computed. It may stand behind the columns.
    pub fn with_cell_at(self, value: usize) -> Self {
        Self { place: Place::Cell { value }, has_coverage: true, ..self }
    }

    /// Sees whole rows in PostgreSQL's binary form. Values behind those of the columns are passed over. After an error the
    /// statistics are of no use.
    pub fn observe(&mut self, mut rows: &[u8]) -> Result<(), StatisticsError> {
        while !rows.is_empty() {
            self.rows += 1;
            rows = self.row(rows)?;
        }
        Ok(())
    }

    /// Sees that something lies in a cell: nested index of order 29, in [0, 12 * 4^29); other numbers are passed over. For
    /// those who know the cells of their rows already.
    pub fn observe_cell(&mut self, cell: i64) {
        self.has_coverage = true;
        self.cells.insert(cell);
    }

    /// Adds what another observer of the same columns has seen.
    pub fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.has_coverage |= other.has_coverage;
        self.cells.merge(other.cells);
        for (column, more) in self.columns.iter_mut().zip(other.columns) {
            column.merge(more);
        }
    }

    /// What was seen. Without rows nothing is known of the columns.
    pub fn finish(&self) -> TableStatistics {
        let columns = self.columns.iter().filter(|_| self.rows > 0);
        TableStatistics {
            rows: self.rows,
            columns: columns.map(|column| column.finish(self.rows)).collect(),
            moc: self
                .has_coverage
                .then(|| self.cells.moc(MOC_BYTES_MAX / RANGE_BYTES_MIN).shortened(MOC_BYTES_MAX).ascii()),
        }
    }

    /// Sees the first row and gives the others.
    #[inline]
    fn row<'r>(&mut self, rows: &'r [u8]) -> Result<&'r [u8], StatisticsError> {
        let (row, columns) = (self.rows, self.columns.len());
        let broken = move || StatisticsError::Row { row, columns };
        let mut fields = Fields::of(rows).filter(|fields| fields.count >= columns).ok_or_else(broken)?;
        let mut found = Found { place: self.place, cell: None, lon: f64::NAN, lat: f64::NAN };
        for (index, column) in self.columns.iter_mut().enumerate() {
            if let Field::Value(value) = fields.next().ok_or_else(broken)? {
                if column.take(value).is_none() {
                    return Err(StatisticsError::Value { row, column: column.pg_name.clone() });
                }
                found.take(index, value);
            }
        }
        for index in columns..fields.count {
            if let Field::Value(value) = fields.next().ok_or_else(broken)? {
                found.take(index, value);
            }
        }
        if let Some(cell) = found.cell() {
            self.cells.insert(cell);
        }
        Ok(fields.rest())
    }
}

/// What a row says of its place.
struct Found {
    place: Place,
    cell: Option<i64>,
    lon: f64,
    lat: f64,
}

impl Found {
    #[inline]
    fn take(&mut self, index: usize, value: &[u8]) {
        match self.place {
            Place::Nowhere => {}
            Place::Cell { value: own } if own == index => {
                self.cell = value.try_into().ok().map(i64::from_be_bytes)
            }
            Place::Cell { .. } => {}
            Place::Degrees { lon, lat, .. } => {
                if index == lon.0 {
                    self.lon = lon.1.number(value).unwrap_or(f64::NAN);
                }
                if index == lat.0 {
                    self.lat = lat.1.number(value).unwrap_or(f64::NAN);
                }
            }
        }
    }

    /// The cell of order 29, if the row has a position on the sky.
    #[inline]
    fn cell(&self) -> Option<i64> {
        match self.place {
            Place::Nowhere => None,
            Place::Cell { .. } => self.cell,
            Place::Degrees { frame, .. } => {
                let position = SkyPosition::new(self.lon, self.lat).ok()?;
                Some(Healpix::index(&Frame::rotate(frame, Frame::Icrs, &position)))
            }
        }
    }
}

#[cfg(test)]
mod tests;
