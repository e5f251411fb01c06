//! The images of a collection, as the list has them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use catalogue::Images;
use database::Client;
use images::FitsFile;

/// The name of the band of images that have none.
const NO_BAND: &str = "all";

/// The images of one band.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// The name of the filter.
    pub name: String,
    /// Its images, by file.
    pub images: Vec<Listed>,
}

/// An image of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// The file.
    pub path: PathBuf,
    /// Its first part with an image, from 0.
    pub hdu: usize,
    /// The shortest and the longest wavelength in metres.
    pub em_m: Option<[f64; 2]>,
    /// Begin and end as modified Julian dates.
    pub t_mjd: Option<[f64; 2]>,
}

/// The images of a collection that have a place on the sky, by band; else why the list cannot be read.
pub async fn bands(
    client: &Client,
    collection: &str,
    folder: &Path,
) -> Result<BTreeMap<String, Band>, String> {
    let sql = "SELECT file, band, hdu, em_min, em_max, t_min, t_max FROM armilla.images \
               WHERE collection = $1 AND shape IS NOT NULL AND coalesce(dataproduct_type, 'image') = 'image' \
               ORDER BY file";
    let folder = Images { folder: folder.to_owned(), ..Images::default() };
    let mut bands: BTreeMap<String, Band> = BTreeMap::new();
    let told = |error: database::DbError| error.for_log();
    let rows = client.query(sql, &[&collection]).await.map_err(|error| told(error.into()))?;
    for row in rows {
        let Some(path) = folder.path_of(row.get(0)) else { continue };
        let pair = |first: usize| {
            let [one, other] = [first, first + 1].map(|place| row.get::<_, Option<f64>>(place));
            one.zip(other).map(|(one, other)| [one, other])
        };
        let hdu = row.get::<_, Option<i32>>(2).and_then(|hdu| usize::try_from(hdu).ok()).unwrap_or_default();
        let image = Listed { path, hdu, em_m: pair(3), t_mjd: pair(5) };
        let name = row.get::<_, Option<String>>(1).unwrap_or_else(|| NO_BAND.to_owned());
        let band = bands.entry(name.clone()).or_insert_with(|| Band { name, images: Vec::new() });
        band.images.push(image);
    }
    Ok(bands)
}

/// The number that a card of the image's header has, or else that of the first header.
pub fn number_of(image: &Listed, card: &str) -> Option<f64> {
    let file = FitsFile::open_first(&image.path, image.hdu + 1).ok()?;
    let of = |hdu: usize| file.hdu(hdu).ok()?.header.real(card).ok()?;
    of(image.hdu).or_else(|| of(0))
}
