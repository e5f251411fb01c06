//! What must be known of an image to tell what a part of it would be.

use pg_rows::{Field, Fields, float8, int4, int8, text};

/// What is asked beside the columns of the answer, in this order.
const NEEDED: [&str; 14] = [
    "wcs_projection",
    "wcs_frame",
    "wcs_equinox",
    "file_bytes",
    "naxis[1]",
    "naxis[2]",
    "wcs_crpix[1]",
    "wcs_crpix[2]",
    "wcs_crval[1]",
    "wcs_crval[2]",
    "wcs_cd[1]",
    "wcs_cd[2]",
    "wcs_cd[3]",
    "wcs_cd[4]",
];

/// What is to be selected behind the columns of the answer.
pub(crate) fn needed() -> impl Iterator<Item = String> {
    NEEDED.iter().enumerate().map(|(place, value)| format!("{value} AS needed_{place}"))
}

/// What is known of an image.
pub(super) struct Image<'r> {
    pub(super) projection: &'r str,
    pub(super) frame: &'r str,
    pub(super) equinox: Option<f64>,
    pub(super) bytes: i64,
    pub(super) lengths: [u64; 2],
    pub(super) crpix: [f64; 2],
    pub(super) crval: [f64; 2],
    pub(super) cd: [f64; 4],
}

impl<'r> Image<'r> {
    /// Reads the values of [`NEEDED`]; nothing within for an image without coordinates.
    pub(super) fn read(fields: &mut Fields<'r>) -> Option<Option<Self>> {
        let mut value = || match fields.next()? {
            Field::Null => Some(None),
            Field::Value(bytes) => Some(Some(bytes)),
        };
        let [projection, frame, equinox, bytes] = [value()?, value()?, value()?, value()?];
        let lengths = [value()?, value()?];
        let mut numbers = [None; 8];
        for number in &mut numbers {
            *number = value()?.and_then(float8);
        }
        let whole = || {
            let mut known = [0.0; 8];
            for (known, number) in known.iter_mut().zip(numbers) {
                *known = number?;
            }
            let [x, y, lon, lat, cd @ ..] = known;
            let [width, height] = lengths;
            let length = |bytes: Option<&[u8]>| u64::try_from(int4(bytes?)?).ok();
            Some(Self {
                projection: text(projection?)?,
                frame: frame.and_then(text).unwrap_or("ICRS"),
                equinox: equinox.and_then(float8),
                bytes: int8(bytes?)?,
                lengths: [length(width)?, length(height)?],
                crpix: [x, y],
                crval: [lon, lat],
                cd,
            })
        };
        Some(whole())
    }

    /// The cards of a header that says the same.
    pub(super) fn header(&self) -> Vec<u8> {
        let axes =
            if self.frame.eq_ignore_ascii_case("GALACTIC") { ["GLON", "GLAT"] } else { ["RA--", "DEC-"] };
        let mut cards = Vec::with_capacity(1600);
        let mut card = |name: &str, value: String| {
            let text: String =
                format!("{name:<8}= {value:>20}").chars().filter(char::is_ascii).take(80).collect();
            cards.extend_from_slice(format!("{text:<80}").as_bytes());
        };
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let plain = |text: &'r str, other: &'r str| if is_plain(text) { text } else { other };
        card("NAXIS", "2".to_owned());
        for (axis, name) in axes.into_iter().enumerate() {
            let number = axis + 1;
            card(&format!("NAXIS{number}"), self.lengths[axis].to_string());
            card(&format!("CTYPE{number}"), format!("'{name}-{}'", plain(self.projection, "TAN")));
            card(&format!("CRPIX{number}"), format!("{:E}", self.crpix[axis]));
            card(&format!("CRVAL{number}"), format!("{:E}", self.crval[axis]));
            card(&format!("CUNIT{number}"), "'deg'".to_owned());
            for other in 0..2 {
                card(&format!("CD{number}_{}", other + 1), format!("{:E}", self.cd[2 * axis + other]));
            }
        }
        if axes[0] == "RA--" {
            card("RADESYS", format!("'{}'", plain(self.frame, "ICRS")));
            if let Some(equinox) = self.equinox {
                card("EQUINOX", format!("{equinox:E}"));
            }
        }
        cards
    }
}
