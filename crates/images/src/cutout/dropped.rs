//! Cards that hold for the whole image or for its form in the file, and not for a part of its pixels.

use fits_header::Card;

/// What is written anew: the structure of the file, and that texts go on in CONTINUE cards. Also what
/// is true of all pixels together only.
const OF_THE_WHOLE: &[&str] = &[
    "SIMPLE", "XTENSION", "BITPIX", "NAXIS", "EXTEND", "PCOUNT", "GCOUNT", "GROUPS", "BLOCKED", "CHECKSUM",
    "DATASUM", "DATAMIN", "DATAMAX", "LONGSTRN",
];
/// How pixels are stored, without a number behind (FITS 4.0 §10.1.1 and §10.1.2).
const OF_COMPRESSION: &[&str] = &[
    "ZIMAGE", "ZTENSION", "ZSIMPLE", "ZBITPIX", "ZNAXIS", "ZEXTEND", "ZBLOCKED", "ZPCOUNT", "ZGCOUNT",
    "ZHECKSUM", "ZDATASUM", "ZCMPTYPE", "ZMASKCMP", "ZQUANTIZ", "ZDITHER0", "ZBLANK", "ZSCALE", "ZZERO",
    "TFIELDS", "THEAP",
];
/// The same with the number of an axis, a parameter or a column behind.
const OF_COMPRESSION_NUMBERED: &[&str] = &[
    "ZNAXIS", "ZTILE", "ZNAME", "ZVAL", "TTYPE", "TFORM", "TUNIT", "TDIM", "TNULL", "TSCAL", "TZERO", "TDISP",
];

/// Whether a card still holds for a part of the image.
pub(super) fn is_of_image(keyword: &str, card: &Card<'_>, is_compressed: bool) -> bool {
    let (base, has_number) = base(keyword);
    let is_of_whole = OF_THE_WHOLE.contains(&keyword) || (has_number && base == "NAXIS");
    let is_of_compression = is_compressed
        && (OF_COMPRESSION.contains(&keyword)
            || (has_number && OF_COMPRESSION_NUMBERED.contains(&base))
            || (keyword == "EXTNAME" && text(card).starts_with("'COMPRESSED_IMAGE'")));
    !is_of_whole && !is_of_compression && !is_section(keyword, card)
}

/// Whether a keyword describes the pixels of its own part, and so is not inherited (FITS 4.0 appendix K).
pub(super) fn is_of_data(keyword: &str) -> bool {
    matches!(keyword, "BSCALE" | "BZERO" | "BLANK" | "BUNIT" | "EXTNAME" | "EXTVER" | "EXTLEVEL" | "INHERIT")
}

/// Whether it tells a region of the image by its pixels, as `DATASEC = '[1:2048,1:4096]'` does.
fn is_section(keyword: &str, card: &Card<'_>) -> bool {
    keyword.contains("SEC") && text(card).starts_with("'[")
}

fn text(card: &Card<'_>) -> String {
    let value = card.value().unwrap_or_default();
    value.replace("' ", "'").trim_start().to_owned()
}

/// A keyword without the number behind it, and whether it has one.
fn base(keyword: &str) -> (&str, bool) {
    let base = keyword.trim_end_matches(|c: char| c.is_ascii_digit());
    (base, base.len() < keyword.len())
}
