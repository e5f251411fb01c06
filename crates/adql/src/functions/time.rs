//! Times as numbers.

use super::{Declared, Kind};

/// The functions of this group. Days have 86400 s: there are no leap seconds in a naive Julian date.
pub(super) static FUNCTIONS: &[Declared] =
    &[TO_JD, TO_MJD, TO_JD.called("gavo_to_jd"), TO_MJD.called("gavo_to_mjd")];

const TO_JD: Declared = Declared::new(
    "ivo_to_jd",
    &[("d", Kind::Timestamp)],
    Kind::Double,
    "(date_part('epoch', $1) / 86400 + 2440587.5)",
    "The Julian date of a timestamp, without leap seconds.",
)
.unit("d")
.ucd("time.epoch");

const TO_MJD: Declared = Declared::new(
    "ivo_to_mjd",
    &[("d", Kind::Timestamp)],
    Kind::Double,
    "(date_part('epoch', $1) / 86400 + 40587)",
    "The modified Julian date of a timestamp, without leap seconds.",
)
.unit("d")
.ucd("time.epoch");
