//! FITS images of a smooth sky with stars, whose every value is known.

use std::fs;
use std::path::{Path, PathBuf};

use fits_header::Cards;
use hips_tiles::Input;

/// An image to be written.
#[derive(Clone, Copy, Debug)]
pub struct SkyImage {
    pub name: &'static str,
    pub lon_deg: f64,
    pub lat_deg: f64,
    pub scale_arcsec: f64,
    pub width: usize,
    pub height: usize,
    /// With what its values are multiplied to be those of the sky.
    pub factor: f64,
    /// What is to be taken away from them first.
    pub sky: f64,
    /// Whether it is stored in 16 bits, with a scale, a zero and blank pixels.
    pub is_short: bool,
}

impl SkyImage {
    pub fn new(name: &'static str, lon_deg: f64, lat_deg: f64) -> Self {
        let (scale_arcsec, width, height) = (2.0, 300, 260);
        Self { name, lon_deg, lat_deg, scale_arcsec, width, height, factor: 1.0, sky: 0.0, is_short: false }
    }

    /// Stars, in pixels counted from 1, and their brightness.
    pub fn stars(&self) -> [([f64; 2], f64); 3] {
        let [width, height] = [self.width as f64, self.height as f64];
        [
            ([0.31 * width, 0.27 * height], 900.0),
            ([0.72 * width, 0.44 * height], 1500.0),
            ([0.45 * width, 0.83 * height], 600.0),
        ]
    }

    /// The value of a pixel, counted from 1.
    fn value(&self, x: f64, y: f64) -> f64 {
        let sky = 10.0 + 3.0 * (x / 37.0).sin() + 2.0 * (y / 29.0).cos();
        let star = |([star_x, star_y], peak): ([f64; 2], f64)| {
            peak * (-((x - star_x).powi(2) + (y - star_y).powi(2)) / (2.0 * 2.5_f64.powi(2))).exp()
        };
        sky + self.stars().into_iter().map(star).sum::<f64>()
    }

    /// Writes it, turned by 20 degrees.
    pub fn write(&self, folder: &Path) -> Input {
        let mut cards = Cards::default();
        cards.logical("SIMPLE", true);
        cards.integer("BITPIX", if self.is_short { 16 } else { -32 }, "");
        cards.integer("NAXIS", 2, "");
        cards.integer("NAXIS1", self.width as u64, "");
        cards.integer("NAXIS2", self.height as u64, "");
        if self.is_short {
            cards.real("BSCALE", 0.05, "");
            cards.real("BZERO", 1000.0, "");
            cards.integer("BLANK", -32768, "");
        }
        self.write_wcs(&mut cards);
        let mut bytes = Vec::new();
        cards.end(&mut bytes);
        for y in 1..=self.height {
            for x in 1..=self.width {
                let value = self.value(x as f64, y as f64);
                match self.is_short {
                    // A column without values.
                    true if x == 200 => bytes.extend((-32768_i16).to_be_bytes()),
                    true => bytes.extend((((value - 1000.0) / 0.05).round() as i16).to_be_bytes()),
                    false => bytes.extend(((value / self.factor + self.sky) as f32).to_be_bytes()),
                }
            }
        }
        bytes.resize(bytes.len().next_multiple_of(2880), 0);
        let file: PathBuf = folder.join(format!("{}.fits", self.name));
        fs::write(&file, bytes).unwrap();
        Input { file, hdu: 0, sky: self.sky, factor: self.factor }
    }

    fn write_wcs(&self, cards: &mut Cards) {
        let (sin, cos) = 20_f64.to_radians().sin_cos();
        let step_deg = self.scale_arcsec / 3600.0;
        cards.text("CTYPE1", "RA---TAN", "");
        cards.text("CTYPE2", "DEC--TAN", "");
        cards.real("CRPIX1", self.width as f64 / 2.0, "");
        cards.real("CRPIX2", self.height as f64 / 2.0, "");
        cards.real("CRVAL1", self.lon_deg, "");
        cards.real("CRVAL2", self.lat_deg, "");
        cards.real("CD1_1", -step_deg * cos, "");
        cards.real("CD1_2", step_deg * sin, "");
        cards.real("CD2_1", step_deg * sin, "");
        cards.real("CD2_2", step_deg * cos, "");
        cards.text("RADESYS", "ICRS", "");
    }
}
