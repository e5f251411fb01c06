//! A position at which a table has something, so that examples and tests of a service find it.

use pg_rows::{Field, Fields, float8};
use plugin_api::{Host, Result};

use crate::FewRows;

/// The first two columns of the first row, which are longitude and latitude as DOUBLE PRECISION; `None` if there is no row,
/// or a number is NULL or not finite.
pub async fn first_position(host: &Host, asked: &FewRows<'_>) -> Result<Option<[f64; 2]>> {
    let mut first = None;
    asked
        .each(host, |row| {
            let position = [number(row)?, number(row)?];
            first.get_or_insert(position);
            Some(())
        })
        .await?;
    Ok(first.and_then(|[lon_deg, lat_deg]| Some([lon_deg?, lat_deg?])))
}

/// The next number; nothing within if it is NULL or not finite.
fn number(row: &mut Fields<'_>) -> Option<Option<f64>> {
    match row.next()? {
        Field::Null => Some(None),
        Field::Value(value) => Some(float8(value).filter(|number| number.is_finite())),
    }
}
