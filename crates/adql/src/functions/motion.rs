//! Positions of moving stars.

use super::{Declared, Kind};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    Declared::new(
        "ivo_epoch_prop",
        EPOCH_PROP,
        Kind::Doubles,
        "armilla.epoch_prop($1, $2, $3, $4, $5, $6, $7, $8)",
        "Right ascension, declination, parallax, proper motions and radial velocity of a star at another epoch; \
         arguments and elements in deg, mas, mas/yr, km/s, yr.",
    ),
    Declared::new(
        "ivo_epoch_prop_pos",
        EPOCH_PROP,
        Kind::Point,
        "armilla.epoch_prop_pos($1, $2, $3, $4, $5, $6, $7, $8)",
        "The position of a star at another epoch after linear motion in space; arguments in deg, mas, mas/yr, \
         km/s, yr.",
    )
    .unit("deg"),
    Declared::new(
        "gavo_apply_pm",
        &[
            ("ra", Kind::Double),
            ("dec", Kind::Double),
            ("pmra", Kind::Double),
            ("pmde", Kind::Double),
            ("epdist", Kind::Double),
        ],
        Kind::Point,
        "armilla.moved($1, $2, radians($3 * $5), radians($4 * $5), 1)",
        "The position after some years of proper motion in deg/yr, along a tangent; prefer ivo_epoch_prop_pos.",
    )
    .unit("deg"),
];

const EPOCH_PROP: &[(&str, Kind)] = &[
    ("ra", Kind::Double),
    ("dec", Kind::Double),
    ("parallax", Kind::Double),
    ("pmra", Kind::Double),
    ("pmdec", Kind::Double),
    ("radialvelocity", Kind::Double),
    ("refepoch", Kind::Double),
    ("outepoch", Kind::Double),
];
