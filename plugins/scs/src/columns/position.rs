//! The two columns that say where a row is, in ICRS and in double precision (SCS 1.03 §2.2).

use catalogue::{Column, Frame, PgBase, Position, quoted};

use super::{Names, Output, Role};
use crate::ucd;

/// Right ascension and declination, and the columns of the table for which they stand.
///
/// A table in another frame keeps its own columns beside those that are computed.
pub(super) fn position(
    columns: &[Column],
    position: &Position,
    names: &mut Names,
) -> ([Output; 2], Vec<usize>) {
    let places = [position.lon, position.lat];
    let ucds = [ucd::RA_MAIN, ucd::DEC_MAIN].map(|[_, new]| Some(new.to_owned()));
    if position.frame == Frame::Icrs {
        let [ra, dec] = places.map(|place| &columns[place]);
        let outputs = [(ra, 0), (dec, 1)].map(|(column, place)| Output {
            name: column.field.name.clone(),
            value: double(column),
            role: Role::Position,
            ucd: ucds[place].clone(),
            description: column.field.description.clone(),
        });
        return (outputs, places.to_vec());
    }
    let frame = sky::Frame::from(position.frame).name();
    let [lon, lat] = places.map(|place| quoted(&columns[place].field.name).into_owned());
    let turned = format!("ivo_geom_transform('{frame}', 'ICRS', POINT({lon}, {lat}))");
    let outputs = [("_RA", "COORD1", "Right ascension", 0), ("_DEC", "COORD2", "Declination", 1)];
    let outputs = outputs.map(|(name, function, what, place)| Output {
        name: names.free(name),
        value: format!("{function}({turned})"),
        role: Role::Position,
        ucd: ucds[place].clone(),
        description: Some(format!("{what} in ICRS, from {lon} and {lat} in {frame}")),
    });
    (outputs, Vec::new())
}

/// A value in double precision.
fn double(column: &Column) -> String {
    let name = quoted(&column.field.name);
    match column.pg_type.base {
        PgBase::Float8 => name.into_owned(),
        _ => format!("CAST({name} AS DOUBLE PRECISION)"),
    }
}
