//! The columns of ObsCore tables.

use crate::{Column, Datatype};

/// A column of ObsCore 1.1 §3, with its errata: UCDs are those after erratum 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObscoreColumn {
    /// The name.
    pub name: &'static str,
    /// The type; text of any length where it is [`Datatype::Char`].
    pub datatype: Datatype,
    /// The unit, as VOUnits writes it.
    pub unit: Option<&'static str>,
    /// The UCD.
    pub ucd: &'static str,
    /// The utype without its prefix `obscore:`.
    pub utype: &'static str,
    /// What the values are, for tables of our own.
    pub description: &'static str,
}

impl ObscoreColumn {
    /// Whether its values are instants, as text with the xtype `timestamp`.
    pub fn is_timestamp(&self) -> bool {
        matches!(self.name, "obs_creation_date" | "obs_release_date")
    }
}

/// What stands before the utypes.
pub const UTYPE_PREFIX: &str = "obscore:";

/// The mandatory columns (ObsCore 1.1 §3.1 to §3.4, table 1).
pub const MANDATORY: [ObscoreColumn; 30] = [
    text(
        "dataproduct_type",
        "meta.code.class",
        "ObsDataset.dataProductType",
        "Kind of data: image, cube, ...",
    ),
    column(
        "calib_level",
        Datatype::Int,
        None,
        "meta.code;obs.calib",
        "ObsDataset.calibLevel",
        "Level of calibration: 0 raw, 1 instrumental, 2 calibrated, 3 enhanced, 4 analysed",
    ),
    text("obs_collection", "meta.id", "DataID.collection", "Collection that the data belong to"),
    text("obs_id", "meta.id", "DataID.observationID", "Observation that the data come from"),
    text(
        "obs_publisher_did",
        "meta.ref.ivoid",
        "Curation.publisherDID",
        "Identifier of the data set, an IVOID",
    ),
    text("access_url", "meta.ref.url", "Access.reference", "Where the data, or the links to them, are"),
    text("access_format", "meta.code.mime", "Access.format", "Media type of what is there"),
    column(
        "access_estsize",
        Datatype::Long,
        Some("kbyte"),
        "phys.size;meta.file",
        "Access.size",
        "Size of the file",
    ),
    text("target_name", "meta.id;src", "Target.name", "What was observed"),
    real(
        "s_ra",
        Some("deg"),
        "pos.eq.ra",
        "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1",
        "Right ascension of the centre, ICRS",
    ),
    real(
        "s_dec",
        Some("deg"),
        "pos.eq.dec",
        "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2",
        "Declination of the centre, ICRS",
    ),
    real(
        "s_fov",
        Some("deg"),
        "phys.angSize;instr.fov",
        "Char.SpatialAxis.Coverage.Bounds.Extent.diameter",
        "Diameter of the smallest circle round the region",
    ),
    text(
        "s_region",
        "pos.outline;obs.field",
        "Char.SpatialAxis.Coverage.Support.Area",
        "Region of the sky that is covered, ICRS",
    ),
    real(
        "s_resolution",
        Some("arcsec"),
        "pos.angResolution",
        "Char.SpatialAxis.Resolution.Refval.value",
        "Width of a point source at half maximum",
    ),
    number("s_xel1", "Char.SpatialAxis.numBins1", "Pixels along the first axis"),
    number("s_xel2", "Char.SpatialAxis.numBins2", "Pixels along the second axis"),
    real(
        "t_min",
        Some("d"),
        "time.start;obs.exposure",
        "Char.TimeAxis.Coverage.Bounds.Limits.StartTime",
        "Start of the observation, MJD in UTC",
    ),
    real(
        "t_max",
        Some("d"),
        "time.end;obs.exposure",
        "Char.TimeAxis.Coverage.Bounds.Limits.StopTime",
        "End of the observation, MJD in UTC",
    ),
    real(
        "t_exptime",
        Some("s"),
        "time.duration;obs.exposure",
        "Char.TimeAxis.Coverage.Support.Extent",
        "Exposure time",
    ),
    real(
        "t_resolution",
        Some("s"),
        "time.resolution",
        "Char.TimeAxis.Resolution.Refval.value",
        "Resolution in time",
    ),
    number("t_xel", "Char.TimeAxis.numBins", "Elements along the axis of time"),
    real(
        "em_min",
        Some("m"),
        "em.wl;stat.min",
        "Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit",
        "Shortest wavelength, in vacuum",
    ),
    real(
        "em_max",
        Some("m"),
        "em.wl;stat.max",
        "Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit",
        "Longest wavelength, in vacuum",
    ),
    real(
        "em_res_power",
        None,
        "spect.resolution",
        "Char.SpectralAxis.Resolution.ResolPower.refVal",
        "Spectral resolving power",
    ),
    number("em_xel", "Char.SpectralAxis.numBins", "Elements along the spectral axis"),
    text("o_ucd", "meta.ucd", "Char.ObservableAxis.ucd", "UCD of the pixels' values"),
    text(
        "pol_states",
        "meta.code;phys.polarization",
        "Char.PolarizationAxis.stateList",
        "Polarisation states between slashes: /I/Q/",
    ),
    number("pol_xel", "Char.PolarizationAxis.numBins", "Number of polarisation states"),
    text(
        "facility_name",
        "meta.id;instr.tel",
        "Provenance.ObsConfig.Facility.name",
        "Telescope or observatory",
    ),
    text("instrument_name", "meta.id;instr", "Provenance.ObsConfig.Instrument.name", "Instrument"),
];

/// The optional columns (ObsCore 1.1 §4, table 5).
pub const OPTIONAL: [ObscoreColumn; 30] = [
    text(
        "dataproduct_subtype",
        "meta.code.class",
        "ObsDataset.dataProductSubtype",
        "Kind of data in finer words",
    ),
    text("target_class", "src.class", "Target.class", "What kind of object was observed"),
    text("obs_creation_date", "time;meta.dataset", "DataID.date", "When the data set was made"),
    text("obs_creator_name", "meta.id", "DataID.creator", "Who made the data set"),
    text("obs_creator_did", "meta.id", "DataID.creatorDID", "Identifier that its maker gave it"),
    text("obs_title", "meta.title;obs", "DataID.title", "Title in a line"),
    text("publisher_id", "meta.ref.ivoid", "Curation.publisherID", "Identifier of the publisher"),
    text("bib_reference", "meta.bib.bibcode", "Curation.reference", "Publication that describes the data"),
    text(
        "data_rights",
        "meta.code",
        "Curation.rights",
        "Who may have the data: public, secure or proprietary",
    ),
    text("obs_release_date", "time.release", "Curation.releaseDate", "When the data become public"),
    text("s_ucd", "meta.ucd", "Char.SpatialAxis.ucd", "UCD of the spatial axes"),
    text("s_unit", "meta.unit", "Char.SpatialAxis.unit", "Unit of the spatial axes"),
    real(
        "s_resolution_min",
        Some("arcsec"),
        "pos.angResolution;stat.min",
        "Char.SpatialAxis.Resolution.Bounds.Limits.LoLimit",
        "Best spatial resolution",
    ),
    real(
        "s_resolution_max",
        Some("arcsec"),
        "pos.angResolution;stat.max",
        "Char.SpatialAxis.Resolution.Bounds.Limits.HiLimit",
        "Worst spatial resolution",
    ),
    text(
        "s_calib_status",
        "meta.code.qual",
        "Char.SpatialAxis.calibrationStatus",
        "Calibration of the positions",
    ),
    real(
        "s_stat_error",
        Some("arcsec"),
        "stat.error;pos.eq",
        "Char.SpatialAxis.Accuracy.StatError.Refval.value",
        "Statistical error of the positions",
    ),
    real(
        "s_pixel_scale",
        Some("arcsec"),
        "phys.angSize;instr.pixel",
        "Char.SpatialAxis.Sampling.RefVal.SamplingPeriod",
        "Size of a pixel on the sky",
    ),
    text("t_calib_status", "meta.code.qual", "Char.TimeAxis.calibrationStatus", "Calibration of the times"),
    real(
        "t_stat_error",
        Some("s"),
        "stat.error;time",
        "Char.TimeAxis.Accuracy.StatError.Refval.value",
        "Statistical error of the times",
    ),
    text("em_ucd", "meta.ucd", "Char.SpectralAxis.ucd", "UCD of the spectral axis"),
    text("em_unit", "meta.unit", "Char.SpectralAxis.unit", "Unit of the spectral axis"),
    text(
        "em_calib_status",
        "meta.code.qual",
        "Char.SpectralAxis.calibrationStatus",
        "Calibration of the spectral axis",
    ),
    real(
        "em_res_power_min",
        None,
        "spect.resolution;stat.min",
        "Char.SpectralAxis.Resolution.ResolPower.LoLimit",
        "Lowest spectral resolving power",
    ),
    real(
        "em_res_power_max",
        None,
        "spect.resolution;stat.max",
        "Char.SpectralAxis.Resolution.ResolPower.HiLimit",
        "Highest spectral resolving power",
    ),
    real(
        "em_resolution",
        Some("m"),
        "spect.resolution;stat.mean",
        "Char.SpectralAxis.Resolution.Refval.value",
        "Mean spectral resolution",
    ),
    real(
        "em_stat_error",
        Some("m"),
        "stat.error;em",
        "Char.SpectralAxis.Accuracy.StatError.Refval.value",
        "Statistical error of the wavelengths",
    ),
    text("o_unit", "meta.unit", "Char.ObservableAxis.unit", "Unit of the pixels' values"),
    text(
        "o_calib_status",
        "meta.code.qual",
        "Char.ObservableAxis.calibrationStatus",
        "Calibration of the pixels' values",
    ),
    real(
        "o_stat_error",
        None,
        "stat.error",
        "Char.ObservableAxis.Accuracy.StatError.Refval.value",
        "Statistical error of the pixels' values",
    ),
    text(
        "proposal_id",
        "meta.id;obs.proposal",
        "Provenance.Proposal.identifier",
        "Proposal behind the observation",
    ),
];

/// The schema name of the table.
pub const SCHEMA_NAME: &str = "ivoa";

/// The name of the table.
pub const TABLE_NAME: &str = "obscore";

/// Whether the table of this name, in this schema, is to be an ObsCore table.
pub fn is_obscore(schema: &str, table: &str) -> bool {
    schema.eq_ignore_ascii_case(SCHEMA_NAME) && table.eq_ignore_ascii_case(TABLE_NAME)
}

/// The mandatory columns that are not among these.
pub fn missing(columns: &[Column]) -> Vec<&'static str> {
    let has = |name: &str| columns.iter().any(|column| column.field.name.eq_ignore_ascii_case(name));
    MANDATORY.iter().map(|column| column.name).filter(|name| !has(name)).collect()
}

const fn column(
    name: &'static str,
    datatype: Datatype,
    unit: Option<&'static str>,
    ucd: &'static str,
    utype: &'static str,
    description: &'static str,
) -> ObscoreColumn {
    ObscoreColumn { name, datatype, unit, ucd, utype, description }
}

const fn text(
    name: &'static str,
    ucd: &'static str,
    utype: &'static str,
    description: &'static str,
) -> ObscoreColumn {
    column(name, Datatype::Char, None, ucd, utype, description)
}

const fn real(
    name: &'static str,
    unit: Option<&'static str>,
    ucd: &'static str,
    utype: &'static str,
    description: &'static str,
) -> ObscoreColumn {
    column(name, Datatype::Double, unit, ucd, utype, description)
}

const fn number(name: &'static str, utype: &'static str, description: &'static str) -> ObscoreColumn {
    column(name, Datatype::Long, None, "meta.number", utype, description)
}
