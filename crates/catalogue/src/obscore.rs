//! The columns that every ObsCore table has.

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
}

/// What stands before the utypes.
pub const UTYPE_PREFIX: &str = "obscore:";

/// The mandatory columns (ObsCore 1.1 §3.1 to §3.4, table 1).
pub const MANDATORY: [ObscoreColumn; 30] = [
    text("dataproduct_type", "meta.code.class", "ObsDataset.dataProductType"),
    column("calib_level", Datatype::Int, None, "meta.code;obs.calib", "ObsDataset.calibLevel"),
    text("obs_collection", "meta.id", "DataID.collection"),
    text("obs_id", "meta.id", "DataID.observationID"),
    text("obs_publisher_did", "meta.ref.ivoid", "Curation.publisherDID"),
    text("access_url", "meta.ref.url", "Access.reference"),
    text("access_format", "meta.code.mime", "Access.format"),
    column("access_estsize", Datatype::Long, Some("kbyte"), "phys.size;meta.file", "Access.size"),
    text("target_name", "meta.id;src", "Target.name"),
    real("s_ra", Some("deg"), "pos.eq.ra", "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1"),
    real("s_dec", Some("deg"), "pos.eq.dec", "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2"),
    real("s_fov", Some("deg"), "phys.angSize;instr.fov", "Char.SpatialAxis.Coverage.Bounds.Extent.diameter"),
    text("s_region", "pos.outline;obs.field", "Char.SpatialAxis.Coverage.Support.Area"),
    real("s_resolution", Some("arcsec"), "pos.angResolution", "Char.SpatialAxis.Resolution.Refval.value"),
    number("s_xel1", "Char.SpatialAxis.numBins1"),
    number("s_xel2", "Char.SpatialAxis.numBins2"),
    real("t_min", Some("d"), "time.start;obs.exposure", "Char.TimeAxis.Coverage.Bounds.Limits.StartTime"),
    real("t_max", Some("d"), "time.end;obs.exposure", "Char.TimeAxis.Coverage.Bounds.Limits.StopTime"),
    real("t_exptime", Some("s"), "time.duration;obs.exposure", "Char.TimeAxis.Coverage.Support.Extent"),
    real("t_resolution", Some("s"), "time.resolution", "Char.TimeAxis.Resolution.Refval.value"),
    number("t_xel", "Char.TimeAxis.numBins"),
    real("em_min", Some("m"), "em.wl;stat.min", "Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit"),
    real("em_max", Some("m"), "em.wl;stat.max", "Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit"),
    real("em_res_power", None, "spect.resolution", "Char.SpectralAxis.Resolution.ResolPower.refVal"),
    number("em_xel", "Char.SpectralAxis.numBins"),
    text("o_ucd", "meta.ucd", "Char.ObservableAxis.ucd"),
    text("pol_states", "meta.code;phys.polarization", "Char.PolarizationAxis.stateList"),
    number("pol_xel", "Char.PolarizationAxis.numBins"),
    text("facility_name", "meta.id;instr.tel", "Provenance.ObsConfig.Facility.name"),
    text("instrument_name", "meta.id;instr", "Provenance.ObsConfig.Instrument.name"),
];

/// Whether the table of this name, in this schema, is to be an ObsCore table.
pub fn is_obscore(schema: &str, table: &str) -> bool {
    schema.eq_ignore_ascii_case("ivoa") && table.eq_ignore_ascii_case("obscore")
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
) -> ObscoreColumn {
    ObscoreColumn { name, datatype, unit, ucd, utype }
}

const fn text(name: &'static str, ucd: &'static str, utype: &'static str) -> ObscoreColumn {
    column(name, Datatype::Char, None, ucd, utype)
}

const fn real(
    name: &'static str,
    unit: Option<&'static str>,
    ucd: &'static str,
    utype: &'static str,
) -> ObscoreColumn {
    column(name, Datatype::Double, unit, ucd, utype)
}

const fn number(name: &'static str, utype: &'static str) -> ObscoreColumn {
    column(name, Datatype::Long, None, "meta.number", utype)
}
