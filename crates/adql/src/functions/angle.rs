//! Angles in sexagesimal notation.

use super::{Declared, Kind};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    Declared::new(
        "ivo_hms_to_degrees",
        &[("hms", Kind::Text)],
        Kind::Double,
        "(armilla.sexagesimal($1, 'h', 24) * 15)",
        "The angle that a text gives in hours, minutes and seconds; '3:34:45.4', '3h34m45.4s' or '033445.4', NULL for others.",
    )
    .unit("deg"),
    Declared::new(
        "ivo_dms_to_degrees",
        &[("dms", Kind::Text)],
        Kind::Double,
        "armilla.sexagesimal($1, 'd', 360)",
        "The angle that a text gives in degrees, minutes and seconds; '-00:15:00', '42d9m6.8s' or '420906.8', NULL for others.",
    )
    .unit("deg"),
];
