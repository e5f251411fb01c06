//! The position in a row, and its HEALPix cell.

use catalogue::{Column, PgBase, Position};
use conf_file::suggestion;
use pg_rows::{Field, Fields};
use sky::{Healpix, SkyPosition};

use crate::IngestError;
use crate::row::{Key, NOWHERE};

/// Units in which positions are, in lower case; none is degrees too.
const DEGREES: [&str; 4] = ["deg", "degree", "degrees", "°"];

/// Units of positions that are turned into degrees, in lower case.
const RADIANS: [&str; 3] = ["rad", "radian", "radians"];

/// Where in a row the position is.
#[derive(Clone, Debug)]
pub(crate) struct Pointing {
    lon: Angle,
    lat: Angle,
    frame: sky::Frame,
}

/// A column with an angle.
#[derive(Clone, Debug)]
struct Angle {
    index: usize,
    base: PgBase,
    name: String,
    is_in_radians: bool,
}

impl Pointing {
    /// The position in the columns of a table, of which one value must not be an array.
    pub fn of(position: &Position, columns: &[Column]) -> Result<Self, IngestError> {
        let angle = |index: usize| Angle::of(index, columns);
        Ok(Self { lon: angle(position.lon)?, lat: angle(position.lat)?, frame: position.frame.into() })
    }

    /// Says in the columns what their values are once [`Self::turn_to_degrees`] has seen them.
    pub fn declare_degrees(&self, columns: &mut [Column]) {
        for angle in [&self.lon, &self.lat] {
            let Some(column) = columns.get_mut(angle.index) else { continue };
            // Where the file has no unit, degrees are a guess, and marked as one.
            column.field.unit = column.field.unit.take().map(|_| "deg".to_owned());
            if angle.is_in_radians {
                let said = column.field.description.as_deref().map(|text| format!("{text}; "));
                column.field.description = Some(said.unwrap_or_default() + "converted from radians");
            }
        }
    }

    /// Turns the position of the first row into degrees, where it is in radians; `None`: the row breaks off.
    pub fn turn_to_degrees(&self, rows: &mut [u8]) -> Option<()> {
        if !self.lon.is_in_radians && !self.lat.is_in_radians {
            return Some(());
        }
        let mut fields = Fields::of(rows)?;
        let last = self.lon.index.max(self.lat.index);
        let mut start = 2;
        let mut found = [const { None }; 2];
        for index in 0..=last {
            let length = match fields.next()? {
                Field::Null => 0,
                Field::Value(value) => value.len(),
            };
            for (angle, found) in [&self.lon, &self.lat].into_iter().zip(&mut found) {
                if angle.index == index && angle.is_in_radians {
                    *found = Some((angle.base, start + 4..start + 4 + length));
                }
            }
            start += 4 + length;
        }
        for (base, place) in found.into_iter().flatten() {
            let value = rows.get_mut(place)?;
            match (base, base.number(value)) {
                (PgBase::Float8, Some(angle)) => value.copy_from_slice(&angle.to_degrees().to_be_bytes()),
                (_, Some(angle)) => value.copy_from_slice(&(angle.to_degrees() as f32).to_be_bytes()),
                (_, None) => {}
            }
        }
        Some(())
    }

    /// The bytes of the first row and its key. An error says what is wrong with its position; `None`: the row breaks off.
    pub fn key(&self, rows: &[u8]) -> Option<(usize, Result<Key, String>)> {
        let mut fields = Fields::of(rows)?;
        let (mut lon, mut lat) = (Field::Null, Field::Null);
        let mut length = 2;
        for index in 0..fields.count {
            let field = fields.next()?;
            length += 4 + if let Field::Value(value) = field { value.len() } else { 0 };
            if index == self.lon.index {
                lon = field;
            }
            if index == self.lat.index {
                lat = field;
            }
        }
        Some((length, self.cell(self.lon.degrees(lon), self.lat.degrees(lat))))
    }

    fn cell(&self, lon_deg: Option<f64>, lat_deg: Option<f64>) -> Result<Key, String> {
        let (Some(lon_deg), Some(lat_deg)) = (lon_deg, lat_deg) else {
            // The other angle may still be broken.
            return match (lon_deg, lat_deg) {
                (Some(lon_deg), None) => self.checked(lon_deg, 0.0),
                (None, Some(lat_deg)) => self.checked(0.0, lat_deg),
                _ => return Ok(NOWHERE),
            }
            .map(|_| NOWHERE);
        };
        let position = self.checked(lon_deg, lat_deg)?;
        Ok(Healpix::index(&sky::Frame::rotate(self.frame, sky::Frame::Icrs, &position)))
    }

    fn checked(&self, lon_deg: f64, lat_deg: f64) -> Result<SkyPosition, String> {
        SkyPosition::new(lon_deg, lat_deg).map_err(|error| {
            let name = if lon_deg.is_finite() { &self.lat.name } else { &self.lon.name };
            format!("column `{name}`: {error}")
        })
    }
}

impl Angle {
    fn of(index: usize, columns: &[Column]) -> Result<Self, IngestError> {
        let column =
            columns.get(index).ok_or_else(|| IngestError::Internal("a position without a column".into()))?;
        let (field, base) = (&column.field, column.pg_type.base);
        let refuse = |what: String| {
            Err(IngestError::Position {
                what,
                hint: "name the columns of the position with --ra and --dec, or write --no-position"
                    .to_owned(),
            })
        };
        if !is_number(base) || column.pg_type.array {
            return refuse(format!("column `{}` holds no numbers, and so no position", field.name));
        }
        let said = field.unit.as_deref().unwrap_or_default().trim();
        // TOPCAT and its kin say how to show an angle behind its unit: `RADIANS{IHMS.3}`.
        let unit = said.split('{').next().unwrap_or_default().trim().to_lowercase();
        let is_in_radians = RADIANS.contains(&unit.as_str());
        if is_in_radians && !matches!(base, PgBase::Float4 | PgBase::Float8) {
            return refuse(format!("column `{}` holds whole numbers in radians", field.name));
        }
        if !unit.is_empty() && !is_in_radians && !DEGREES.contains(&unit.as_str()) {
            return refuse(format!(
                "column `{}` is in `{said}`, and a position must be in degrees or radians",
                field.name
            ));
        }
        Ok(Self { index, base, name: field.name.clone(), is_in_radians })
    }

    /// NULL and NaN are no angle.
    fn degrees(&self, field: Field<'_>) -> Option<f64> {
        let Field::Value(value) = field else { return None };
        self.base.number(value).filter(|degrees| !degrees.is_nan())
    }
}

fn is_number(base: PgBase) -> bool {
    matches!(base, PgBase::Int2 | PgBase::Int4 | PgBase::Int8 | PgBase::Float4 | PgBase::Float8)
}

/// The position in the columns of these names, in any case where no case fits.
pub(crate) fn named(columns: &[Column], lon: &str, lat: &str) -> Result<Position, IngestError> {
    let find = |name: &str| {
        let exactly = columns.iter().position(|column| column.field.name == name);
        let any_case = || columns.iter().position(|column| column.field.name.eq_ignore_ascii_case(name));
        exactly.or_else(any_case).ok_or_else(|| IngestError::Position {
            what: format!("there is no column `{name}`"),
            hint: suggestion(name, "columns", columns.iter().map(|column| column.field.name.as_str())),
        })
    };
    let (lon, lat) = (find(lon)?, find(lat)?);
    let frame = columns.get(lon).and_then(|column| column.field.frame).unwrap_or_default();
    Ok(Position { lon, lat, healpix: None, frame })
}
