//! The columns of an answer of SIA 1.0, which clients know by their UCDs (SIA 1.0 §4.2).

use catalogue::{ResultColumn, Table, quoted};
use service::ImageServices;

use super::form::Form;
use crate::literal;

/// A column of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Output {
    /// Its name.
    pub(crate) name: String,
    /// Its UCD, unit and description; `None` for those of a column of the list.
    said: Option<Said>,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    ucd: &'static str,
    unit: Option<&'static str>,
    description: &'static str,
}

/// What the values of a column are.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    /// Those of an expression over the list.
    Of(String),
    /// The same for files, and NULL for pictures.
    OfFiles(&'static str),
    /// The media type.
    MediaType,
    /// The address of the image.
    Reference,
    /// What its pixels are.
    Flags,
}

/// A column that the standard knows: the least VERB that has it, its name, UCD, unit, value, description.
type Known = (u8, &'static str, &'static str, Option<&'static str>, Value, &'static str);

fn known() -> Vec<Known> {
    [images(), coordinates(), wavelengths()].concat()
}

/// What the image is, where it is and how it is had.
fn images() -> Vec<Known> {
    let of = |expression: &str| Value::Of(expression.to_owned());
    let same = Value::OfFiles;
    let (deg, day) = (Some("deg"), Some("d"));
    vec![
        (0, "title", "VOX:Image_Title", None, of("COALESCE(obs_title, obs_id)"), "What the image is"),
        (0, "ra", "POS_EQ_RA_MAIN", deg, of("s_ra"), "Right ascension of the centre, ICRS"),
        (0, "dec", "POS_EQ_DEC_MAIN", deg, of("s_dec"), "Declination of the centre, ICRS"),
        (0, "naxes", "VOX:Image_Naxes", None, same("array_length(naxis)"), "Number of axes"),
        (0, "naxis", "VOX:Image_Naxis", Some("pixel"), same("naxis"), "Length of each axis"),
        (
            0,
            "scale",
            "VOX:Image_Scale",
            Some("deg/pixel"),
            same("pixel_scale"),
            "Size of a pixel along each axis",
        ),
        (0, "format", "VOX:Image_Format", None, Value::MediaType, "Media type of what acref gives"),
        (0, "acref", "VOX:Image_AccessReference", None, Value::Reference, "Address of the image"),
        (1, "instrument", "INST_ID", None, of("instrument_name"), "Instrument"),
        (
            1,
            "mjd",
            "VOX:Image_MJDateObs",
            day,
            of("(t_min + t_max) / 2.0"),
            "Middle of the observation, MJD in UTC",
        ),
        (1, "bandpass", "VOX:BandPass_ID", None, of("band"), "Filter"),
    ]
}

/// Its world coordinates.
fn coordinates() -> Vec<Known> {
    let same = Value::OfFiles;
    let deg = Some("deg");
    vec![
        (2, "frame", "VOX:STC_CoordRefFrame", None, same("wcs_frame"), "Frame of the projection"),
        (2, "equinox", "VOX:STC_CoordEquinox", Some("yr"), same("wcs_equinox"), "Equinox of the frame"),
        (
            2,
            "projection",
            "VOX:WCS_CoordProjection",
            None,
            same("wcs_projection"),
            "Projection, as FITS calls it",
        ),
        (
            2,
            "crpix",
            "VOX:WCS_CoordRefPixel",
            Some("pixel"),
            same("wcs_crpix"),
            "Reference pixel; the first one is 1,1",
        ),
        (
            2,
            "crval",
            "VOX:WCS_CoordRefValue",
            deg,
            same("wcs_crval"),
            "World coordinates of the reference pixel",
        ),
        (2, "cd", "VOX:WCS_CDMatrix", Some("deg/pixel"), same("wcs_cd"), "CD11, CD12, CD21, CD22"),
    ]
}

/// Its wavelengths, its pixels and its file.
fn wavelengths() -> Vec<Known> {
    let of = |expression: &str| Value::Of(expression.to_owned());
    let same = Value::OfFiles;
    let metre = Some("m");
    vec![
        (2, "bandunit", "VOX:BandPass_Unit", None, of("'meters'"), "Unit of the wavelengths"),
        (
            2,
            "bandref",
            "VOX:BandPass_RefValue",
            metre,
            of("(em_min + em_max) / 2.0"),
            "Middle of the wavelengths",
        ),
        (2, "bandhi", "VOX:BandPass_HiLimit", metre, of("em_max"), "Longest wavelength"),
        (2, "bandlo", "VOX:BandPass_LoLimit", metre, of("em_min"), "Shortest wavelength"),
        (
            2,
            "pixflags",
            "VOX:Image_PixFlags",
            None,
            Value::Flags,
            "C: pixels as they were made; V: for viewing only",
        ),
        (2, "filesize", "VOX:Image_FileSize", Some("byte"), same("file_bytes"), "Size of the file"),
    ]
}

/// The columns of the list that go with the least of them, so that other services may be called.
const IDENTIFYING: [&str; 2] = ["obs_publisher_did", "obs_collection"];

/// The columns of an answer: those of the standard that go with VERB, then, from 1 on, what identifies an image, and with 3
/// all that users may know of it.
pub(crate) fn outputs(users: &Table, verbosity: u8) -> Vec<Output> {
    let known = known().into_iter().filter(|(least, ..)| *least <= verbosity);
    let mut outputs: Vec<Output> = known
        .map(|(_, name, ucd, unit, value, description)| Output {
            name: name.to_owned(),
            said: Some(Said { ucd, unit, description }),
            value,
        })
        .collect();
    let goes_along = |name: &str| match verbosity {
        0 => false,
        1 | 2 => IDENTIFYING.contains(&name),
        _ => true,
    };
    let names = users.columns.iter().map(|column| &column.field.name).filter(|name| goes_along(name));
    outputs.extend(names.map(|name| Output {
        name: name.clone(),
        said: None,
        value: Value::Of(quoted(name).into_owned()),
    }));
    outputs
}

impl Output {
    /// Its value in ADQL, for images in a form; `cut` is what an address of the cutout service has behind the identifier.
    pub(crate) fn item(&self, form: Form, services: &ImageServices, cut: Option<&str>) -> String {
        let is_picture = form.picture_type().is_some();
        let value = match &self.value {
            Value::Of(expression) => expression.clone(),
            Value::OfFiles(expression) if is_picture => format!("CASE WHEN 1 = 0 THEN {expression} END"),
            Value::OfFiles(expression) => (*expression).to_owned(),
            Value::MediaType => form
                .picture_type()
                .map_or_else(|| "COALESCE(access_format, 'image/fits')".to_owned(), literal::quoted),
            Value::Reference => reference(form, services, cut),
            Value::Flags => if is_picture { "'V'" } else { "'C'" }.to_owned(),
        };
        format!("{value} AS {}", quoted(&self.name))
    }

    /// Makes what the translation says of the column what the answer is to say of it.
    pub(crate) fn describe(&self, column: &mut ResultColumn) {
        let Some(said) = self.said else { return };
        let field = &mut column.field;
        field.ucd = Some(said.ucd.to_owned());
        field.unit = said.unit.map(str::to_owned);
        field.description = Some(said.description.to_owned());
        (field.utype, field.frame) = (None, None);
    }
}

/// The address of an image in a form, or of what is cut out of it; NULL where no instance gives it.
fn reference(form: Form, services: &ImageServices, cut: Option<&str>) -> String {
    let (url, behind) = match form {
        Form::Fits if cut.is_some() => (&services.soda_sync, String::new()),
        Form::Fits => (&services.file, String::new()),
        Form::Png => (&services.preview, "&format=png".to_owned()),
        Form::Jpeg => (&services.preview, "&format=jpeg".to_owned()),
    };
    let behind = behind + cut.unwrap_or_default();
    let Some(url) = url else { return "CAST(NULL AS VARCHAR)".to_owned() };
    let before = literal::quoted(&format!("{url}?ID="));
    match behind.as_str() {
        "" => format!("{before} || links_id"),
        behind => format!("{before} || links_id || {}", literal::quoted(behind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(verbosity: u8) -> Vec<String> {
        let table = catalogue::images::condition_table();
        outputs(&table, verbosity).into_iter().map(|output| output.name).collect()
    }

    #[test]
    fn verb_decides_how_many_columns_there_are() {
        assert_eq!(names(0).join(" "), "title ra dec naxes naxis scale format acref");
        assert_eq!(names(1)[8..].join(" "), "instrument mjd bandpass obs_collection obs_publisher_did");
        assert_eq!(names(2).len(), 25);
        let all = names(3);
        assert!(all.len() > 80 && all.contains(&"s_region".to_owned()) && !all.contains(&"file".to_owned()));
        let mut distinct: Vec<String> = all.iter().map(|name| name.to_lowercase()).collect();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn every_word_that_the_standard_demands_is_there_exactly_once() {
        let ucds: Vec<&str> = known().iter().map(|(_, _, ucd, ..)| *ucd).collect();
        for ucd in [
            "VOX:Image_Title",
            "POS_EQ_RA_MAIN",
            "POS_EQ_DEC_MAIN",
            "VOX:Image_Naxes",
            "VOX:Image_Naxis",
            "VOX:Image_Scale",
            "VOX:Image_Format",
            "VOX:Image_AccessReference",
        ] {
            assert_eq!(ucds.iter().filter(|known| **known == ucd).count(), 1, "{ucd}");
        }
    }

    #[test]
    fn an_address_is_that_of_the_form() {
        let services = ImageServices {
            file: Some("http://h/it's/file".into()),
            preview: Some("http://h/preview".into()),
            soda_sync: Some("http://h/sync".into()),
            ..ImageServices::default()
        };
        let item = |form| {
            let table = catalogue::images::condition_table();
            let outputs = outputs(&table, 0);
            outputs.last().unwrap().item(form, &services, None)
        };
        assert_eq!(item(Form::Fits), "'http://h/it''s/file?ID=' || links_id AS acref");
        assert_eq!(item(Form::Png), "'http://h/preview?ID=' || links_id || '&format=png' AS acref");
        assert_eq!(reference(Form::Fits, &ImageServices::default(), None), "CAST(NULL AS VARCHAR)");
        let cut = reference(Form::Fits, &services, Some("&POS=RANGE%201%202%203%204"));
        assert_eq!(cut, "'http://h/sync?ID=' || links_id || '&POS=RANGE%201%202%203%204'");
        let cut = reference(Form::Jpeg, &services, Some("&POS=x"));
        assert_eq!(cut, "'http://h/preview?ID=' || links_id || '&format=jpeg&POS=x'");
    }
}
