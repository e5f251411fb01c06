//! The columns of the list of images that are not ObsCore's.

use crate::{Column, Datatype, Field, PgBase, PgType, ValueType};

/// A column of the list that is not ObsCore's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnColumn {
    /// Its name, in PostgreSQL and for services.
    pub name: &'static str,
    /// Its type in PostgreSQL.
    pub pg_type: PgType,
    /// Whether it may not be null.
    pub required: bool,
    /// What it holds.
    pub description: &'static str,
}

/// The name of the column that users see too.
pub(super) const BAND: &str = "band";

/// The own columns, in the order in which they are stored.
pub fn own_columns() -> &'static [OwnColumn] {
    &OWN
}

const OWN: [OwnColumn; 19] = [
    required("collection", PgBase::Text, "Identifier of the collection"),
    required("file", PgBase::Text, "Path of the file below the folder of the collection's images"),
    required("file_bytes", PgBase::Int8, "Size of the file"),
    required("file_modified", PgBase::TimestampTz, "When the file was last changed"),
    required(
        "links_id",
        PgBase::Text,
        "The publisher's identifier, percent-encoded for the query of an address",
    ),
    scalar("healpix", PgBase::Int8, "HEALPix index of the centre, nested, order 29"),
    array(
        "shape",
        PgBase::Float8,
        "The region as numbers: vertices of a polygon, or centre and radius of a circle",
    ),
    OwnColumn {
        required: true,
        ..array("cells", PgBase::Int8, "Cells that cover the region, with those above them")
    },
    scalar(BAND, PgBase::Text, "Filter"),
    scalar("wcs_projection", PgBase::Text, "Projection, e.g. TAN"),
    scalar("wcs_frame", PgBase::Text, "Frame of the projection, e.g. ICRS"),
    scalar("wcs_equinox", PgBase::Float8, "Equinox of the frame"),
    array("wcs_crpix", PgBase::Float8, "Reference pixel"),
    array("wcs_crval", PgBase::Float8, "World coordinates of the reference pixel"),
    array("wcs_cd", PgBase::Float8, "CD11, CD12, CD21, CD22"),
    array("naxis", PgBase::Int4, "Pixels along each axis"),
    array("pixel_scale", PgBase::Float8, "Degrees per pixel along both axes"),
    scalar("hdu", PgBase::Int4, "Number of the first part of the file with an image, from 0"),
    scalar("image_hdus", PgBase::Int4, "How many parts have an image"),
];

impl OwnColumn {
    /// It as a column of a published table.
    pub(super) fn column(&self) -> Column {
        let datatype = match self.pg_type.base {
            PgBase::Int4 => Datatype::Int,
            PgBase::Int8 => Datatype::Long,
            PgBase::Float8 => Datatype::Double,
            _ => Datatype::Char,
        };
        let value_type = match (self.pg_type, datatype) {
            (PgType { base: PgBase::TimestampTz, .. }, _) => ValueType::timestamp(),
            (_, Datatype::Char) => ValueType::text(),
            (PgType { array: true, .. }, datatype) => ValueType::array(datatype),
            (_, datatype) => ValueType::scalar(datatype),
        };
        let mut field = Field::new(self.name, value_type);
        field.description = Some(self.description.to_owned());
        if self.name == BAND {
            field.ucd = Some("meta.id;instr.bandpass".to_owned());
        }
        Column {
            field,
            pg_name: self.name.to_owned(),
            pg_type: self.pg_type,
            part: 0,
            indexed: false,
            principal: false,
            std: false,
            enumeration: None,
        }
    }
}

const fn scalar(name: &'static str, base: PgBase, description: &'static str) -> OwnColumn {
    OwnColumn { name, pg_type: PgType::scalar(base), required: false, description }
}

const fn required(name: &'static str, base: PgBase, description: &'static str) -> OwnColumn {
    OwnColumn { required: true, ..scalar(name, base, description) }
}

const fn array(name: &'static str, base: PgBase, description: &'static str) -> OwnColumn {
    OwnColumn { name, pg_type: PgType::array(base), required: false, description }
}
