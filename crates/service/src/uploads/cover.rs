//! The HEALPix ranges of the cones round the positions of an upload.

use adql::UploadRanges;
use catalogue::{PgBase, Table};
use pg_rows::{Field, Fields};
use plugin_api::{Error, Result};
use sky::{CellRange, SkyPosition, small_cone_cover};

/// Which columns hold the positions of a table, and how large the cones are.
#[derive(Clone, Debug)]
pub(crate) struct Cover {
    /// The name of the table as its owner wrote it, for messages.
    pub name: String,
    lon: Angle,
    lat: Angle,
    radius_deg: f64,
}

/// A column of numbers in degrees.
#[derive(Clone, Copy, Debug)]
struct Angle {
    column: usize,
    base: PgBase,
}

impl Cover {
    /// What a translation asks for a table.
    pub fn of(table: &Table, asked: &UploadRanges) -> Result<Self> {
        let angle = |name: &str| {
            let found = table.columns.iter().position(|column| column.pg_name == name);
            let column = found.filter(|&column| !table.columns[column].pg_type.array);
            column.map(|column| Angle { column, base: table.columns[column].pg_type.base })
        };
        match (angle(&asked.lon), angle(&asked.lat)) {
            (Some(lon), Some(lat)) => {
                Ok(Self { name: table.name.clone(), lon, lat, radius_deg: asked.radius_deg })
            }
            _ => Err(Error::internal(format!(
                "the plan wants ranges of the columns `{}` and `{}`, which upload `{}` lacks",
                asked.lon, asked.lat, table.name
            ))),
        }
    }

    /// The ranges of the first of these rows, in place of what is in `ranges`: none where it has no position.
    pub fn ranges(&self, rows: &[u8], ranges: &mut Vec<CellRange>) -> Result<()> {
        ranges.clear();
        let (lon_deg, lat_deg) = self.place(rows).ok_or_else(|| super::malformed(&self.name))?;
        let (Some(lon_deg), Some(lat_deg)) = (lon_deg, lat_deg) else { return Ok(()) };
        let Some(position) = position(lon_deg, lat_deg) else { return Ok(()) };
        small_cone_cover(&position, self.radius_deg, ranges)
            .map_err(|error| Error::internal(error.to_string()))
    }

    /// Longitude and latitude, if they are not NULL; `None` for rows that are not of this table.
    fn place(&self, rows: &[u8]) -> Option<(Option<f64>, Option<f64>)> {
        let mut fields = Fields::of(rows)?;
        let (mut lon_deg, mut lat_deg) = (None, None);
        let last = self.lon.column.max(self.lat.column);
        if last >= fields.count {
            return None;
        }
        for column in 0..=last {
            let Field::Value(value) = fields.next()? else { continue };
            if column == self.lon.column {
                lon_deg = Some(self.lon.base.number(value)?);
            }
            if column == self.lat.column {
                lat_deg = Some(self.lat.base.number(value)?);
            }
        }
        Some((lon_deg, lat_deg))
    }
}

/// The place on the sky where the exact test sees these numbers: a latitude beyond a pole goes on along its meridian on
/// the other side. Numbers that are not finite are nowhere.
fn position(lon_deg: f64, lat_deg: f64) -> Option<SkyPosition> {
    if (-90.0..=90.0).contains(&lat_deg) {
        return SkyPosition::new(lon_deg, lat_deg).ok();
    }
    let turned_deg = lat_deg.rem_euclid(360.0);
    let (lon_deg, lat_deg) = match turned_deg {
        turned_deg if turned_deg <= 90.0 => (lon_deg, turned_deg),
        turned_deg if turned_deg <= 270.0 => (lon_deg + 180.0, 180.0 - turned_deg),
        _ => (lon_deg, turned_deg - 360.0),
    };
    SkyPosition::new(lon_deg, lat_deg).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lon_deg: f64, lat_deg: f64) -> Option<(f64, f64)> {
        position(lon_deg, lat_deg).map(|position| (position.lon_deg(), position.lat_deg()))
    }

    #[test]
    fn latitudes_beyond_a_pole_go_on_behind_it() {
        assert_eq!(place(10.0, 45.0), Some((10.0, 45.0)));
        assert_eq!(place(10.0, 95.0), Some((190.0, 85.0)));
        assert_eq!(place(10.0, -95.0), Some((190.0, -85.0)));
        assert_eq!(place(10.0, 270.0), Some((190.0, -90.0)));
        assert_eq!(place(10.0, 350.0), Some((10.0, -10.0)));
    }

    #[test]
    fn numbers_that_are_not_finite_are_nowhere() {
        for (lon_deg, lat_deg) in
            [(f64::NAN, 0.0), (0.0, f64::NAN), (f64::INFINITY, 0.0), (0.0, f64::INFINITY)]
        {
            assert_eq!(place(lon_deg, lat_deg), None);
        }
    }
}
