//! Spectral coordinates in other units.

use super::{Body, Declared, Kind};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    Declared::new(
        "gavo_specconv",
        &[("expr", Kind::Double), ("destunit", Kind::Text)],
        Kind::Double,
        "",
        "A wavelength, frequency or photon energy in another unit of any of the three.",
    )
    .with_body(Body::Spectral),
    Declared::new(
        "gavo_specconv",
        &[("expr", Kind::Double), ("exprunit", Kind::Text), ("destunit", Kind::Text)],
        Kind::Double,
        "",
        "A wavelength, frequency or photon energy, whose unit is given, in another unit of any of the three.",
    )
    .with_body(Body::Spectral),
];
