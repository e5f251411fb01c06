//! HEALPix cells.

use crate::resolved::Expr;
use crate::typing::constant;

use super::{Body, Declared, Kind, Refusal};

/// The function that gives the cell of a position.
pub(crate) const CELL_FUNCTION: &str = "ivo_healpix_index";

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    INDEX,
    Declared::new(
        CELL_FUNCTION,
        &[("hpxorder", Kind::Integer), ("p", Kind::Point)],
        Kind::BigInt,
        "",
        INDEX.description,
    )
    .with_body(Body::CellOfPoint)
    .ucd("pos.healpix")
    .checked(check_order),
    Declared::new(
        "ivo_healpix_center",
        &[("hpxorder", Kind::Integer), ("hpxindex", Kind::BigInt)],
        Kind::Point,
        "armilla.healpix_center($1, $2)",
        "The centre of a cell of the nested HEALPix scheme.",
    )
    .unit("deg")
    .checked(check_order),
];

const INDEX: Declared = Declared::new(
    CELL_FUNCTION,
    &[("hpxorder", Kind::Integer), ("long", Kind::Double), ("lat", Kind::Double)],
    Kind::BigInt,
    "armilla.healpix_index($1, $2, $3)",
    "The number of the cell of a position in the nested HEALPix scheme; orders are 0 to 29.",
)
.ucd("pos.healpix")
.checked(check_order);

fn check_order(arguments: &[Expr]) -> Result<(), Refusal> {
    match arguments.first().and_then(constant) {
        Some(order) if !(0.0..=29.0).contains(&order) => Refusal::of(0, "an order from 0 to 29"),
        _ => Ok(()),
    }
}
