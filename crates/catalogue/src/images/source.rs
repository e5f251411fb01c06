//! Where the list of images takes its values from: header keywords, or a table that is there.

use crate::Relation;

/// What headers can say, and under which keywords habit has it: the first that is there counts.
///
/// `wavelength` and `bandwidth` are in nanometres, unless `wavelength_unit` names a keyword with their unit.
pub const KEYWORDS: [(&str, &[&str]); 12] = [
    ("filter", &["FILTER"]),
    ("target", &["OBJECT"]),
    ("exposure", &["EXPTIME", "EXPOSURE", "TEXPTIME", "XPOSURE"]),
    ("resolution", &["SEEING", "FWHM", "PSF_FWHM"]),
    ("facility", &["TELESCOP"]),
    ("instrument", &["INSTRUME"]),
    ("obs_id", &["OBS_ID", "OBSID"]),
    ("title", &[]),
    ("proposal", &["PROPOSID", "PROP_ID", "PROPID"]),
    ("wavelength", &[]),
    ("bandwidth", &[]),
    ("wavelength_unit", &[]),
];

/// A table whose rows are images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageTable {
    /// Where it is in PostgreSQL.
    pub relation: Relation,
    /// Columns of the list, and what they have.
    pub columns: Vec<(String, Mapped)>,
}

/// What a column of the list has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// The values of a column of the table; any case matches.
    Column(String),
    /// The same text in all rows.
    Constant(String),
}
