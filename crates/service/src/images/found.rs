//! An image of the list, as a service needs it.

use std::path::PathBuf;

use catalogue::Scope;
use pg_rows::{Field, Fields, float8, float8_array, int4, int8, text};

/// An image that the caller sees; whether he may have its file the host says, of `images:COLLECTION`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundImage {
    /// The publisher's identifier, as it is in the list.
    pub did: String,
    /// The identifier of the collection.
    pub collection: String,
    /// The file below the folder of the collection's images.
    pub file: String,
    /// The path of the file, which is below that folder.
    pub path: PathBuf,
    /// The size of the file when it was listed.
    pub bytes: u64,
    /// The title.
    pub title: Option<String>,
    /// The media type of the file.
    pub format: Option<String>,
    /// The kind of data, e.g. `image`.
    pub product_type: Option<String>,
    /// What was observed.
    pub target: Option<String>,
    /// The filter.
    pub band: Option<String>,
    /// Right ascension and declination of the centre, ICRS, in degrees.
    pub centre_deg: Option<[f64; 2]>,
    /// The diameter of the smallest circle round the region in degrees.
    pub diameter_deg: Option<f64>,
    /// The region: vertices of a polygon as longitude and latitude, or centre and radius of a circle, ICRS, in degrees; empty
    /// where nothing is known.
    pub shape_deg: Vec<f64>,
    /// Shortest and longest wavelength in metres.
    pub wavelengths_m: Option<[f64; 2]>,
    /// Start and end of the observation, MJD in UTC.
    pub times_mjd: Option<[f64; 2]>,
    /// The states of polarisation, e.g. `/I/`.
    pub pol_states: Option<String>,
    /// The number of the first part of the file with an image, from 0.
    pub hdu: usize,
    /// How many parts have an image.
    pub image_hdus: usize,
}

/// The columns that [`FoundImage::read`] reads.
pub(super) const COLUMNS: [&str; 20] = [
    "obs_publisher_did",
    "collection",
    "file",
    "file_bytes",
    "obs_title",
    "access_format",
    "dataproduct_type",
    "target_name",
    "band",
    "s_ra",
    "s_dec",
    "s_fov",
    "shape",
    "em_min",
    "em_max",
    "t_min",
    "t_max",
    "pol_states",
    "hdu",
    "image_hdus",
];

impl FoundImage {
    /// Reads a row of [`COLUMNS`]; nothing within for one whose collection has no images now, or whose path leads astray.
    pub(super) fn read(row: &mut Fields<'_>, scope: &Scope) -> Option<Option<Self>> {
        let mut row = Values(row);
        let (did, collection, file) = (row.text()??, row.text()??, row.text()??);
        let bytes = row.value(int8)??;
        let image = Self {
            bytes: u64::try_from(bytes).ok()?,
            title: row.text()?,
            format: row.text()?,
            product_type: row.text()?,
            target: row.text()?,
            band: row.text()?,
            centre_deg: row.pair()?,
            diameter_deg: row.value(float8)?,
            shape_deg: row.value(float8_array)?.unwrap_or_default(),
            wavelengths_m: row.pair()?,
            times_mjd: row.pair()?,
            pol_states: row.text()?,
            hdu: row.count()?,
            image_hdus: row.count()?,
            ..Self::default()
        };
        let path = scope.images_of(&collection).and_then(|images| images.path_of(&file));
        Some(path.map(|path| Self { did, collection, file, path, ..image }))
    }
}

/// The values of a row, one after the other; `None` outside: it is not the row that was asked for.
struct Values<'f, 'r>(&'f mut Fields<'r>);

impl<'r> Values<'_, 'r> {
    fn value<T>(&mut self, read: impl FnOnce(&'r [u8]) -> Option<T>) -> Option<Option<T>> {
        match self.0.next()? {
            Field::Null => Some(None),
            Field::Value(bytes) => read(bytes).map(Some),
        }
    }

    fn text(&mut self) -> Option<Option<String>> {
        Some(self.value(text)?.map(str::to_owned))
    }

    fn pair(&mut self) -> Option<Option<[f64; 2]>> {
        let (first, second) = (self.value(float8)?, self.value(float8)?);
        Some(first.zip(second).map(|(first, second)| [first, second]))
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.value(int4)?.unwrap_or_default()).ok()
    }
}
