//! All that a HiPS has beside its tiles: pictures, Allsky, coverage, preview, properties.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use jiff::Timestamp;
use progress::Progress;
use statistics::Moc;

use crate::cell::PIXEL_DEG;
use crate::painter::Painter;
use crate::stored::Levels;
use crate::view::View;
use crate::{
    Description, HipsError, PictureFormat, Properties, TILE_WIDTH, allsky, coverage, files, page, pictures,
};

/// The file that describes a HiPS.
const PROPERTIES: &str = "properties";

/// A HiPS whose pixels are made.
pub(crate) struct Finish<'h> {
    pub(crate) folder: &'h Path,
    pub(crate) painter: &'h Painter,
    pub(crate) levels: &'h Levels,
    pub(crate) formats: &'h [PictureFormat],
    /// Whether its pixels are tiles of its own.
    pub(crate) has_fits: bool,
    /// Pictures that are older are painted again.
    pub(crate) since: SystemTime,
    pub(crate) description: &'h Description,
    /// Further properties.
    pub(crate) further: Vec<(&'static str, String)>,
    pub(crate) view: View,
}

impl Finish<'_> {
    /// Makes what is missing or changed. `changed`: how many tiles of pixels are new. Gives how many pictures are, and the
    /// part of the sky that is covered.
    pub(crate) fn make(
        &self,
        changed: u64,
        progress: &dyn Progress,
        stage: &str,
    ) -> Result<(u64, f64), HipsError> {
        let painted = pictures::make(
            self.painter,
            self.levels,
            self.folder,
            (self.formats, self.since),
            (progress, stage),
        )?;
        let old = fs::read_to_string(self.folder.join(PROPERTIES)).unwrap_or_default();
        let old = Properties::parse(&old);
        let fraction = old.get("moc_sky_fraction").and_then(|fraction| fraction.parse().ok());
        let fraction = match fraction.filter(|_| changed + painted == 0) {
            Some(fraction) => fraction,
            None => self.overview()?.fraction(),
        };
        let now = || Timestamp::now().strftime("%Y-%m-%dT%H:%MZ").to_string();
        let released = old.get("hips_release_date").filter(|_| changed + painted == 0);
        let released = released.map_or_else(now, str::to_owned);
        let created = old.get("hips_creation_date").map_or_else(now, str::to_owned);
        let properties = self.properties(fraction, &created, &released);
        files::write(&self.folder.join("index.html"), page::html(&properties).as_bytes())?;
        files::write(&self.folder.join(PROPERTIES), properties.to_string().as_bytes())?;
        Ok((painted, fraction))
    }

    /// What is made of all tiles together.
    fn overview(&self) -> Result<Moc, HipsError> {
        allsky::make(self.painter, self.levels, self.folder, self.formats, self.has_fits)?;
        let moc = coverage::map(self.painter, self.levels)?;
        files::write(&self.folder.join("Moc.fits"), &moc.image_fits())?;
        let preview = self.view.picture(self.painter, self.levels.order())?;
        files::write(&self.folder.join("preview.jpg"), &preview)?;
        Ok(moc)
    }

    fn properties(&self, fraction: f64, created: &str, released: &str) -> Properties {
        let mut all = self.description.properties();
        let words = self.formats.iter().map(|format| format.word());
        let words: Vec<&str> = words.chain(self.has_fits.then_some("fits")).collect();
        let order = self.levels.order();
        for (key, value) in [
            ("dataproduct_type", "image".to_owned()),
            ("hips_version", "1.4".to_owned()),
            ("hips_release_date", released.to_owned()),
            ("hips_creation_date", created.to_owned()),
            ("hips_builder", concat!("Armilla ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("hips_frame", "equatorial".to_owned()),
            ("hips_order", order.to_string()),
            ("hips_order_min", "0".to_owned()),
            ("hips_tile_width", TILE_WIDTH.to_string()),
            ("hips_tile_format", words.join(" ")),
            ("hips_pixel_scale", format!("{:e}", PIXEL_DEG / f64::from(1_u32 << order))),
            ("hips_sampling", "bilinear".to_owned()),
            ("hips_overlay", "mean".to_owned()),
            ("hips_hierarchy", "mean".to_owned()),
            ("hips_initial_ra", format!("{:.6}", self.view.centre.lon_deg())),
            ("hips_initial_dec", format!("{:.6}", self.view.centre.lat_deg())),
            ("hips_initial_fov", format!("{:.6}", self.view.field_deg)),
            ("moc_sky_fraction", format!("{fraction:e}")),
        ] {
            all.set(key, &value);
        }
        self.further.iter().for_each(|(key, value)| all.set(key, value));
        all
    }
}
