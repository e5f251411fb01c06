//! Words of the first UCDs, which many old files have, in UCD1+.

/// Old words in upper case, and what replaces them; an ending `_*` stands for anything behind it.
const WORDS: &[(&str, &str)] = &[
    ("POS_EQ_RA_MAIN", "pos.eq.ra;meta.main"),
    ("POS_EQ_DEC_MAIN", "pos.eq.dec;meta.main"),
    ("POS_EQ_RA", "pos.eq.ra"),
    ("POS_EQ_RA_*", "pos.eq.ra"),
    ("POS_EQ_DEC", "pos.eq.dec"),
    ("POS_EQ_DEC_*", "pos.eq.dec"),
    ("POS_EQ_PMRA", "pos.pm;pos.eq.ra"),
    ("POS_EQ_PMDEC", "pos.pm;pos.eq.dec"),
    ("POS_GAL_LON", "pos.galactic.lon"),
    ("POS_GAL_LAT", "pos.galactic.lat"),
    ("POS_PARLX_TRIG", "pos.parallax.trig"),
    ("POS_ANG_DIST_*", "pos.angDistance"),
    ("ID_MAIN", "meta.id;meta.main"),
    ("ID_*", "meta.id"),
    ("PHOT_JHN_U", "phot.mag;em.opt.U"),
    ("PHOT_JHN_B", "phot.mag;em.opt.B"),
    ("PHOT_JHN_V", "phot.mag;em.opt.V"),
    ("PHOT_JHN_R", "phot.mag;em.opt.R"),
    ("PHOT_JHN_I", "phot.mag;em.opt.I"),
    ("PHOT_JHN_J", "phot.mag;em.IR.J"),
    ("PHOT_JHN_H", "phot.mag;em.IR.H"),
    ("PHOT_JHN_K", "phot.mag;em.IR.K"),
    ("PHOT_MAG_*", "phot.mag"),
    ("PHOT_FLUX_*", "phot.flux"),
    ("REDSHIFT_*", "src.redshift"),
    ("VELOC_HC", "spect.dopplerVeloc;pos.heliocentric"),
    ("SPECT_TYPE_*", "src.spType"),
    ("CLASS_*", "src.class"),
    ("TIME_EPOCH", "time.epoch"),
    ("TIME_DATE", "time.epoch"),
    ("EXTENSION_RAD", "phys.angSize"),
    ("CODE_*", "meta.code"),
    ("NUMBER", "meta.number"),
    ("RECORD", "meta.record"),
    ("NOTE", "meta.note"),
    ("REMARKS", "meta.note"),
    ("ERROR", "stat.error"),
];

/// The UCD1+ of a UCD1.
pub(super) fn modern(ucd: &str) -> Option<&'static str> {
    let ucd = ucd.trim();
    if ucd.contains(['.', ';']) {
        return None;
    }
    let upper = ucd.to_ascii_uppercase();
    let matches = |known: &str| match known.strip_suffix('*') {
        Some(start) => upper.starts_with(start),
        None => upper == known,
    };
    WORDS.iter().find(|(known, _)| matches(known)).map(|(_, modern)| *modern)
}
