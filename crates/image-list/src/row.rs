//! A row of the list of images.

use crate::cell::Cell;

/// Makes the row and what goes over all of its columns, so that they are named once.
macro_rules! row {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)*) => {
        /// A row of the list: what is known of one file. Columns of ObsCore have the meaning, the unit and the name that
        /// ObsCore 1.1 gives them; `None` is NULL.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct ImageRow {
            $($(#[$doc])* pub $name: $type,)*
        }

        impl ImageRow {
            /// The columns, in the order in which rows are written.
            pub const COLUMNS: [&'static str; [$(stringify!($name)),*].len()] = [$(stringify!($name)),*];

            /// Appends the row in PostgreSQL's binary form. Numbers that are not finite become NULL.
            pub fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&(Self::COLUMNS.len() as u16).to_be_bytes());
                $(self.$name.write(out);)*
            }

            /// Sets a column from its text in PostgreSQL; what is wrong with it is told.
            pub fn set(&mut self, column: &str, text: &str) -> Result<(), String> {
                match column {
                    $(stringify!($name) => self.$name = Cell::parse(text)?,)*
                    _ => return Err("the list has no such column".to_owned()),
                }
                Ok(())
            }
        }
    };
}

row! {
    /// The identifier of the collection.
    collection: String,
    /// The path of the file below the folder of the collection's images, `/` between its parts.
    file: String,
    /// The size of the file.
    file_bytes: i64,
    /// When the file was last changed, in microseconds since 1970-01-01 UTC.
    file_modified: Instant,
    /// [`ImageRow::obs_publisher_did`], percent-encoded for the query of an address.
    links_id: String,
    /// HEALPix index of `s_ra` and `s_dec`, nested, order 29.
    healpix: Option<i64>,
    /// The region as numbers in degrees: vertices of a polygon, or centre and radius of a circle.
    shape: Option<Vec<f64>>,
    /// Cells that cover the region, with those above them: [`sky::footprint::stored`].
    cells: Vec<i64>,
    /// The name of the filter.
    band: Option<String>,
    /// The projection, e.g. `TAN`.
    wcs_projection: Option<String>,
    /// The frame of the projection, e.g. `ICRS`.
    wcs_frame: Option<String>,
    /// The equinox of that frame.
    wcs_equinox: Option<f64>,
    /// The reference pixel.
    wcs_crpix: Option<Vec<f64>>,
    /// Longitude and latitude of the reference pixel in that frame.
    wcs_crval: Option<Vec<f64>>,
    /// CD11, CD12, CD21, CD22, in degrees per pixel.
    wcs_cd: Option<Vec<f64>>,
    /// Pixels along each axis.
    naxis: Option<Vec<i32>>,
    /// Degrees per pixel along both axes.
    pixel_scale: Option<Vec<f64>>,
    /// The number of the first part of the file with an image, from 0.
    hdu: Option<i32>,
    /// How many parts have an image.
    image_hdus: Option<i32>,
    /// ObsCore.
    dataproduct_type: Option<String>,
    /// ObsCore.
    calib_level: i32,
    /// ObsCore.
    obs_collection: String,
    /// ObsCore.
    obs_id: String,
    /// ObsCore.
    obs_publisher_did: String,
    /// ObsCore; of the file itself.
    access_format: Option<String>,
    /// ObsCore; in kbyte.
    access_estsize: Option<i64>,
    /// ObsCore.
    target_name: Option<String>,
    /// ObsCore; degrees, ICRS.
    s_ra: Option<f64>,
    /// ObsCore; degrees, ICRS.
    s_dec: Option<f64>,
    /// ObsCore; the diameter, in degrees.
    s_fov: Option<f64>,
    /// ObsCore; STC-S, counter-clockwise.
    s_region: Option<String>,
    /// ObsCore; arcsec.
    s_resolution: Option<f64>,
    /// ObsCore.
    s_xel1: Option<i64>,
    /// ObsCore.
    s_xel2: Option<i64>,
    /// ObsCore; MJD in UTC.
    t_min: Option<f64>,
    /// ObsCore; MJD in UTC.
    t_max: Option<f64>,
    /// ObsCore; seconds.
    t_exptime: Option<f64>,
    /// ObsCore; seconds.
    t_resolution: Option<f64>,
    /// ObsCore.
    t_xel: Option<i64>,
    /// ObsCore; metres in vacuum.
    em_min: Option<f64>,
    /// ObsCore; metres in vacuum.
    em_max: Option<f64>,
    /// ObsCore.
    em_res_power: Option<f64>,
    /// ObsCore.
    em_xel: Option<i64>,
    /// ObsCore.
    o_ucd: Option<String>,
    /// ObsCore.
    pol_states: Option<String>,
    /// ObsCore.
    pol_xel: Option<i64>,
    /// ObsCore.
    facility_name: Option<String>,
    /// ObsCore.
    instrument_name: Option<String>,
    /// ObsCore, optional.
    dataproduct_subtype: Option<String>,
    /// ObsCore, optional.
    target_class: Option<String>,
    /// ObsCore, optional.
    obs_creation_date: Option<Instant>,
    /// ObsCore, optional.
    obs_creator_name: Option<String>,
    /// ObsCore, optional.
    obs_creator_did: Option<String>,
    /// ObsCore, optional.
    obs_title: Option<String>,
    /// ObsCore, optional.
    publisher_id: Option<String>,
    /// ObsCore, optional.
    bib_reference: Option<String>,
    /// ObsCore, optional.
    data_rights: Option<String>,
    /// ObsCore, optional.
    obs_release_date: Option<Instant>,
    /// ObsCore, optional.
    s_ucd: Option<String>,
    /// ObsCore, optional.
    s_unit: Option<String>,
    /// ObsCore, optional; arcsec.
    s_resolution_min: Option<f64>,
    /// ObsCore, optional; arcsec.
    s_resolution_max: Option<f64>,
    /// ObsCore, optional.
    s_calib_status: Option<String>,
    /// ObsCore, optional; arcsec.
    s_stat_error: Option<f64>,
    /// ObsCore, optional; arcsec.
    s_pixel_scale: Option<f64>,
    /// ObsCore, optional.
    t_calib_status: Option<String>,
    /// ObsCore, optional; seconds.
    t_stat_error: Option<f64>,
    /// ObsCore, optional.
    em_ucd: Option<String>,
    /// ObsCore, optional.
    em_unit: Option<String>,
    /// ObsCore, optional.
    em_calib_status: Option<String>,
    /// ObsCore, optional.
    em_res_power_min: Option<f64>,
    /// ObsCore, optional.
    em_res_power_max: Option<f64>,
    /// ObsCore, optional; metres.
    em_resolution: Option<f64>,
    /// ObsCore, optional; metres.
    em_stat_error: Option<f64>,
    /// ObsCore, optional.
    o_unit: Option<String>,
    /// ObsCore, optional.
    o_calib_status: Option<String>,
    /// ObsCore, optional.
    o_stat_error: Option<f64>,
    /// ObsCore, optional.
    proposal_id: Option<String>,
}

/// An instant in microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub i64);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use catalogue::images::own_columns;
    use catalogue::obscore::{MANDATORY, OPTIONAL};

    use super::*;

    #[test]
    fn a_row_has_the_columns_of_the_list() {
        let own = own_columns().iter().map(|column| column.name);
        let standard = MANDATORY.iter().chain(&OPTIONAL).map(|column| column.name);
        let of_list: BTreeSet<&str> = own.chain(standard).filter(|name| *name != "access_url").collect();
        assert_eq!(ImageRow::COLUMNS.into_iter().collect::<BTreeSet<_>>(), of_list);
    }

    #[test]
    fn a_written_row_has_a_value_for_each_column_and_no_nan() {
        let row = ImageRow {
            s_ra: Some(f64::NAN),
            s_dec: Some(-1.5),
            wcs_crpix: Some(vec![1.0, f64::INFINITY]),
            ..ImageRow::default()
        };
        let mut out = Vec::new();
        row.write(&mut out);
        assert_eq!(pg_rows::length(&out), Some(out.len()));
        let [values] = [pg_rows::take::<{ ImageRow::COLUMNS.len() }>(&mut out.as_slice()).unwrap()];
        let value = |name| values[ImageRow::COLUMNS.iter().position(|column| *column == name).unwrap()];
        assert_eq!((value("s_ra"), value("wcs_crpix")), (None, None));
        assert_eq!(value("s_dec"), Some((-1.5_f64).to_be_bytes().as_slice()));
        assert_eq!(value("collection"), Some(&b""[..]));
    }

    #[test]
    fn columns_are_set_from_texts_of_postgresql() {
        let mut row = ImageRow::default();
        for (column, text) in [
            ("s_ra", "12.5"),
            ("s_dec", "NaN"),
            ("calib_level", "3"),
            ("shape", "{1,2.5,-3}"),
            ("obs_title", "M 33"),
            ("obs_release_date", "2026-01-30 12:00:00.5"),
        ] {
            row.set(column, text).unwrap();
        }
        assert_eq!((row.s_ra, row.s_dec, row.calib_level), (Some(12.5), None, 3));
        assert_eq!(row.shape, Some(vec![1.0, 2.5, -3.0]));
        assert_eq!(row.obs_release_date, Some(Instant(1_769_774_400_500_000)));
        assert_eq!(row.set("t_min", "yesterday").unwrap_err(), "`yesterday` is no number");
        assert_eq!(row.set("t_mim", "1").unwrap_err(), "the list has no such column");
    }
}
