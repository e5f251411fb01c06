//! The `[images]` of a collection file.

mod companion;
mod table;

use std::collections::BTreeMap;

use conf_file::{At, Section, Value, value};

use super::access;
use crate::images::KEYWORDS;
use crate::{Access, Images, TableRules};

/// The level of calibration of images that have none: calibrated data.
const CALIB_LEVEL: i32 = 2;

/// Reads what is said of images that these see, unless it says otherwise.
pub(super) fn read(section: &Section<'_>, above: &Access, database_schema: &str) -> Option<Images> {
    section.require("folder", "name the folder of the FITS files");
    let folder = section.read("folder", value::string);
    let publisher_did = publisher_did(section);
    let hips = section.read("hips", value::string);
    let text = |key| section.text(key).map(|text| text.value);
    let (facility, instrument, enumeration) = (text("facility"), text("instrument"), text("enumeration"));
    let calib_level = section.read("calib_level", |level| value::integer(level, 0..=4));
    let rules = TableRules {
        access: access::read(section, above),
        rows_for: access::rows_for(section),
        columns: Vec::new(),
        announced: access::announced(section),
    };
    let keywords = section.section("keywords").map(|section| keywords(&section)).unwrap_or_default();
    let table = table::read(section, database_schema);
    let companions = companion::read(section);
    section.finish();
    Some(Images {
        folder: folder?.value.into(),
        publisher_did: publisher_did?.value,
        facility,
        instrument,
        calib_level: calib_level.map_or(CALIB_LEVEL, |level| level.value),
        enumeration,
        hips: hips.map(|folder| folder.value.into()),
        part: false,
        locked: false,
        public: false,
        rules,
        companions,
        keywords,
        table,
    })
}

/// Reads the header keywords: each entry is one, or a list of them.
fn keywords(section: &Section<'_>) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (what, _) in KEYWORDS {
        let Some(node) = section.value(what) else { continue };
        let one_or_more = |value: &Value| match value {
            Value::String(keyword) => Ok(vec![keyword.clone()]),
            other => value::strings(other),
        };
        let Some(keywords) = section.read(what, one_or_more) else { continue };
        for keyword in keywords.value.iter().filter(|keyword| !is_keyword(keyword)) {
            let hint = "keywords have at most 8 capital letters, digits, `-` and `_`, e.g. FILTER".to_owned();
            section.problem_at(
                node.span.start,
                format!("key `{what}`: `{keyword}` is no keyword of FITS"),
                hint,
            );
        }
        found.insert(what.to_owned(), keywords.value);
    }
    section.finish();
    found
}

fn is_keyword(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    (1..=8).contains(&text.len()) && text.bytes().all(fits)
}

/// An IVOID without a local part (IVOA Identifiers 2.0 §2.3).
fn publisher_did(section: &Section<'_>) -> Option<At<String>> {
    let advice = "write what the identifiers of images begin with, e.g. \"ivo://example.org/jplus-dr3\"";
    let did = section.required_text("publisher_did", advice)?;
    let rest = did.value.strip_prefix("ivo://").unwrap_or_default();
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()/+=".contains(&byte);
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.len() >= 3 && rest.bytes().all(good) {
        return Some(did);
    }
    section.problem_at(
        did.start,
        format!("key `publisher_did`: `{}` is no identifier of the Virtual Observatory", did.value),
        "write ivo://, the name of your authority, and a path, e.g. \"ivo://example.org/jplus-dr3\""
            .to_owned(),
    );
    None
}
