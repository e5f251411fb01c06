//! What light an image shows: its filter, its wavelengths, the kind of its values.

use catalogue::Enumeration;

use crate::keywords::Keywords;
use crate::row::ImageRow;

/// Metres of a nanometre.
const NANOMETRE: f64 = 1e-9;

/// Fills the columns of light; gives back the filter that the enumeration does not have.
pub(crate) fn fill(
    row: &mut ImageRow,
    keywords: &Keywords<'_>,
    filters: Option<&Enumeration>,
) -> Option<String> {
    let said = keywords.text("filter");
    let element = said.as_ref().and_then(|name| {
        let is_it = |name: &str, said: &str| name.eq_ignore_ascii_case(said);
        filters?.elements.iter().find(|element| is_it(&element.name, name))
    });
    row.band = element.map(|element| element.name.clone()).or_else(|| said.clone());
    let of_filter = element.and_then(|element| Some((element.wavelength_nm?, element.width_nm?)));
    let of_header = || {
        let nanometres = |what| Some(keywords.number(what)? * unit_nm(keywords)?);
        Some((nanometres("wavelength")?, nanometres("bandwidth")?))
    };
    if let Some((centre_nm, width_nm)) = of_filter.or_else(of_header) {
        wavelengths(row, centre_nm, width_nm);
    }
    values(row, keywords);
    said.filter(|_| element.is_none() && filters.is_some())
}

/// Fills what follows from a central wavelength and a width; nothing from impossible ones.
pub(crate) fn wavelengths(row: &mut ImageRow, centre_nm: f64, width_nm: f64) {
    let (shortest, longest) = (centre_nm - width_nm / 2.0, centre_nm + width_nm / 2.0);
    if shortest.is_nan() || longest.is_nan() || shortest <= 0.0 || width_nm < 0.0 {
        return;
    }
    (row.em_min, row.em_max) = (Some(shortest * NANOMETRE), Some(longest * NANOMETRE));
    row.em_res_power = (width_nm > 0.0).then_some(centre_nm / width_nm);
    row.em_resolution = (width_nm > 0.0).then_some(width_nm * NANOMETRE);
    row.em_xel = Some(1);
    row.em_ucd = Some("em.wl".to_owned());
    row.em_unit = Some("m".to_owned());
}

/// Nanometres of the unit of the wavelengths in headers.
fn unit_nm(keywords: &Keywords<'_>) -> Option<f64> {
    let unit = keywords.text("wavelength_unit");
    Some(match unit.as_deref().unwrap_or("nm").to_lowercase().trim_end_matches('s') {
        "nm" | "nanometer" | "nanometre" => 1.0,
        "angstrom" | "a" | "0.1nm" => 0.1,
        "um" | "micron" | "micrometer" | "micrometre" => 1e3,
        "mm" => 1e6,
        "m" | "meter" | "metre" => 1e9,
        _ => return None,
    })
}

/// The values of pixels, after their unit.
fn values(row: &mut ImageRow, keywords: &Keywords<'_>) {
    let Some(unit) = keywords.value("BUNIT") else { return };
    row.o_unit = Some(unit.to_owned());
    let lower = unit.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let ucd = match () {
        () if lower.starts_with("mag") => "phot.mag",
        () if has(&["jy", "erg", "w/m", "w m", "flam", "fnu", "maggy"]) => "phot.flux.density",
        () if has(&["count", "adu", "dn", "electron", "photon", "e-"]) || lower == "ct" => "phot.count",
        () => return,
    };
    row.o_ucd = Some(ucd.to_owned());
}

#[cfg(test)]
mod tests {
    use catalogue::{Element, Images};

    use super::*;
    use crate::tests::header;

    fn filters() -> Enumeration {
        let element = |name: &str, index, wavelength_nm| Element {
            name: name.to_owned(),
            index,
            description: None,
            wavelength_nm,
            width_nm: Some(100.0),
            colour: None,
        };
        Enumeration {
            name: "test".to_owned(),
            collection: None,
            description: None,
            elements: vec![element("rSDSS", 1, Some(600.0)), element("dark", 2, None)],
        }
    }

    fn filled(cards: &str, keywords: &[(&str, &str)]) -> (ImageRow, Option<String>) {
        let mut images = Images::default();
        for (what, keyword) in keywords {
            images.keywords.insert((*what).to_owned(), vec![(*keyword).to_owned()]);
        }
        let (header, filters) = (header(cards), filters());
        let mut row = ImageRow::default();
        let unknown = fill(&mut row, &Keywords::new(vec![&header], &images), Some(&filters));
        (row, unknown)
    }

    fn near(value: Option<f64>, expected: f64) -> bool {
        value.is_some_and(|value| (value / expected - 1.0).abs() < 1e-12)
    }

    #[test]
    fn the_filter_gives_the_wavelengths() {
        let (row, unknown) = filled("FILTER = 'RSDSS   '", &[]);
        assert_eq!((row.band.as_deref(), unknown), (Some("rSDSS"), None));
        assert!(near(row.em_min, 550e-9) && near(row.em_max, 650e-9));
        assert_eq!(row.em_res_power, Some(6.0));
    }

    #[test]
    fn headers_may_tell_wavelengths_themselves() {
        let cards = "FILTER = 'F1'\nWAVE = 6000\nWIDTH = 200\nWAVEUNIT = 'Angstrom'";
        let (row, unknown) =
            filled(cards, &[("wavelength", "WAVE"), ("bandwidth", "WIDTH"), ("wavelength_unit", "WAVEUNIT")]);
        assert_eq!((row.band.as_deref(), unknown.as_deref()), (Some("F1"), Some("F1")));
        assert!(near(row.em_min, 590e-9) && near(row.em_max, 610e-9));
    }

    #[test]
    fn what_cannot_be_is_absent() {
        let (row, unknown) = filled("FILTER = 'dark'", &[]);
        assert_eq!((row.em_min, row.em_max, unknown), (None, None, None));
        let (row, unknown) =
            filled("FILTER = ''\nWAVE = 10\nWIDTH = 200", &[("wavelength", "WAVE"), ("bandwidth", "WIDTH")]);
        assert_eq!((row.band, row.em_min, unknown), (None, None, None));
    }

    #[test]
    fn the_unit_of_the_pixels_tells_what_they_are() {
        for (unit, ucd) in [
            ("count", Some("phot.count")),
            ("ADU/s", Some("phot.count")),
            ("Jy/beam", Some("phot.flux.density")),
            ("mag", Some("phot.mag")),
            ("furlong", None),
        ] {
            let (row, _) = filled(&format!("BUNIT = '{unit}'"), &[]);
            assert_eq!((row.o_unit.as_deref(), row.o_ucd.as_deref()), (Some(unit), ucd));
        }
    }
}
