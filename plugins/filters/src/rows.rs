//! Elements from rows in PostgreSQL's binary form.

use bytes::{Buf, Bytes};
use catalogue::Element;
use futures_util::StreamExt;
use plugin_api::{Error, Result, RowItem, RowStream};

/// The columns of a row: name, index, description, wavelength, width, colour.
const COLUMNS: usize = 6;

/// All elements of a stream of rows.
pub(crate) async fn elements(mut rows: RowStream) -> Result<Vec<Element>> {
    let mut elements = Vec::new();
    while let Some(item) = rows.next().await {
        match item? {
            RowItem::Rows(mut batch) => {
                while batch.has_remaining() {
                    elements.push(element(&cells(&mut batch)?)?);
                }
            }
            RowItem::End { overflow: true, .. } => {
                return Err(Error::internal("the table has too many rows"));
            }
            RowItem::End { overflow: false, .. } => return Ok(elements),
        }
    }
    Err(Error::internal("the rows stopped before their end"))
}

fn element(cells: &[Option<Bytes>; COLUMNS]) -> Result<Element> {
    let [name, index, description, wavelength_nm, width_nm, colour] = cells;
    let name = text(name)?.ok_or_else(|| Error::internal("an element has no name"))?;
    let index = match index {
        Some(cell) => i64::from_be_bytes(number(cell)?),
        None => return Err(Error::internal(format!("element `{name}` has no index"))),
    };
    let index = u32::try_from(index)
        .map_err(|_| Error::internal(format!("the index of element `{name}` is {index}")))?;
    Ok(Element {
        name,
        index,
        description: text(description)?,
        wavelength_nm: double(wavelength_nm)?,
        width_nm: double(width_nm)?,
        colour: text(colour)?,
    })
}

/// The cells of the next row.
fn cells(batch: &mut Bytes) -> Result<[Option<Bytes>; COLUMNS]> {
    let mut cells = [const { None }; COLUMNS];
    if usize::from(batch.try_get_u16().map_err(|_| cut())?) != COLUMNS {
        return Err(Error::internal("a row has another number of columns"));
    }
    for cell in &mut cells {
        let length = batch.try_get_i32().map_err(|_| cut())?;
        if let Ok(length) = usize::try_from(length) {
            if batch.remaining() < length {
                return Err(cut());
            }
            *cell = Some(batch.split_to(length));
        }
    }
    Ok(cells)
}

fn text(cell: &Option<Bytes>) -> Result<Option<String>> {
    let text = cell.as_ref().map(|cell| String::from_utf8(cell.to_vec())).transpose();
    text.map_err(|_| Error::internal("a text is not UTF-8"))
}

/// The number in the shortest decimal form that gives it as `real` too, so that a column of that type shows no digits
/// that it does not have.
fn double(cell: &Option<Bytes>) -> Result<Option<f64>> {
    let Some(cell) = cell else { return Ok(None) };
    let double = f64::from_be_bytes(number(cell)?);
    let real = double as f32;
    let shortest = (f64::from(real) == double).then(|| real.to_string().parse().ok()).flatten();
    Ok(Some(shortest.unwrap_or(double)))
}

fn number(cell: &Bytes) -> Result<[u8; 8]> {
    cell.as_ref().try_into().map_err(|_| Error::internal("a number has another length"))
}

fn cut() -> Error {
    Error::internal("a row is cut off")
}
