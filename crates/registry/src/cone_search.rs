//! The capability record of a cone search (SCS 1.03 §3, ConeSearch 1.0).

use std::io;

use crate::xml::{Xml, optional_element, text_element};

/// What a cone search can do, and its limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConeSearch {
    /// The largest radius in degrees that is no error; `None`: the whole sky.
    pub radius_max_deg: Option<f64>,
    /// The most rows of an answer; `None`: all.
    pub rows_max: Option<u64>,
    /// Whether VERB decides how many columns there are.
    pub verbosity: bool,
    /// A cone with at least one row in it.
    pub test_query: Option<TestCone>,
}

/// A cone that finds something, all in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestCone {
    /// Right ascension in ICRS.
    pub ra_deg: f64,
    /// Declination in ICRS.
    pub dec_deg: f64,
    /// Radius.
    pub radius_deg: f64,
}

/// Writes what stands in a capability after its interfaces.
pub(crate) fn write(record: &ConeSearch, xml: &mut Xml) -> io::Result<()> {
    let radius = record.radius_max_deg.map(|radius_deg| radius_deg.to_string());
    optional_element(xml, "maxSR", radius.as_deref())?;
    // The schema has no word for no rows at all.
    let rows = record.rows_max.filter(|rows| *rows > 0).map(|rows| rows.to_string());
    optional_element(xml, "maxRecords", rows.as_deref())?;
    text_element(xml, "verbosity", if record.verbosity { "true" } else { "false" })?;
    let Some(cone) = record.test_query else { return Ok(()) };
    let numbers = [("ra", cone.ra_deg), ("dec", cone.dec_deg), ("sr", cone.radius_deg)];
    xml.create_element("testQuery").write_inner_content(|xml| {
        numbers.into_iter().try_for_each(|(name, number)| text_element(xml, name, &number.to_string()))
    })?;
    Ok(())
}
