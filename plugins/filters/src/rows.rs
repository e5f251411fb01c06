//! Elements from rows in PostgreSQL's binary form.

use catalogue::Element;
use futures_util::StreamExt;
use plugin_api::{Error, Result, RowItem, RowStream};

/// All elements of a stream of rows.
pub(crate) async fn elements(mut rows: RowStream) -> Result<Vec<Element>> {
    let mut elements = Vec::new();
    while let Some(item) = rows.next().await {
        match item? {
            RowItem::Rows(batch) => {
                let mut rest: &[u8] = &batch;
                while !rest.is_empty() {
                    let cells = pg_rows::take(&mut rest);
                    elements.push(element(cells.ok_or_else(|| Error::internal("a row is not whole"))?)?);
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

/// The element of a row: name, index, description, wavelength, width, colour.
fn element(
    [name, index, description, wavelength_nm, width_nm, colour]: [Option<&[u8]>; 6],
) -> Result<Element> {
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

fn text(cell: Option<&[u8]>) -> Result<Option<String>> {
    let text = cell.map(|cell| String::from_utf8(cell.to_vec())).transpose();
    text.map_err(|_| Error::internal("a text is not UTF-8"))
}

/// The number in the shortest decimal form that gives it as `real` too, so that a column of that type shows no digits
/// that it does not have.
fn double(cell: Option<&[u8]>) -> Result<Option<f64>> {
    let Some(cell) = cell else { return Ok(None) };
    let double = f64::from_be_bytes(number(cell)?);
    let real = double as f32;
    let shortest = (f64::from(real) == double).then(|| real.to_string().parse().ok()).flatten();
    Ok(Some(shortest.unwrap_or(double)))
}

fn number(cell: &[u8]) -> Result<[u8; 8]> {
    cell.try_into().map_err(|_| Error::internal("a number has another length"))
}
