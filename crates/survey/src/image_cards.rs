//! The header of an image.

use fits_header::Cards;
use jiff::Timestamp;

use crate::{
    FILTERS, Release,
    exposure::Camera,
    field::Field,
    image::Image,
    tile::{PIXEL_DEG, Tile},
};

/// 2000-01-01 UTC in seconds since 1970.
const YEAR_2000_SECS: i64 = 946_684_800;
/// The same day as a Modified Julian Date.
const YEAR_2000_MJD: f64 = 51_544.0;

/// What an image is of.
pub(crate) struct Subject<'a> {
    pub(crate) release: Release,
    pub(crate) tile: &'a Tile,
    pub(crate) field: &'a Field,
    /// The place of the filter.
    pub(crate) filter: usize,
    pub(crate) image: &'a Image,
}

impl Subject<'_> {
    /// The identifier of the image, as `TileImage` has it.
    pub(crate) fn image_id(&self) -> i32 {
        // There are twelve filters: the place fits.
        self.tile.tile_id + self.filter as i32
    }

    /// The name of the image, as `TileImage` has it.
    pub(crate) fn name(&self) -> String {
        format!("sim-{}-{}", self.tile.tile_id, FILTERS[self.filter].name)
    }

    /// All cards that do not tell how the pixels are stored.
    pub(crate) fn cards(&self) -> Cards {
        let mut cards = Cards::default();
        cards.text("OBJECT", &format!("sim-{}", self.tile.tile_id), "name of the tile");
        cards.text("OBS_ID", &self.name(), "name of the image");
        cards.integer("TILE_ID", self.image_id(), "identifier in TileImage");
        cards.integer("REFTILE", self.tile.tile_id, "identifier of the tile");
        cards.text("TELESCOP", "Simulated 0.8 m", "");
        cards.text("INSTRUME", "SimCam", "");
        cards.text("ORIGIN", "Armilla demo survey", "");
        cards.text("PROPOSID", self.release.id(), "release of the survey");
        self.time(&mut cards);
        self.light(&mut cards);
        self.position(&mut cards);
        cards.comment("A part of the tile: nothing in this image was observed.");
        cards
    }

    /// The cards of the image's weights.
    pub(crate) fn weight_cards(&self) -> Cards {
        let mut cards = Cards::default();
        cards.text("OBJECT", &format!("sim-{}", self.tile.tile_id), "name of the tile");
        cards.text("OBS_ID", &self.name(), "name of the image");
        cards.text("FILTER", FILTERS[self.filter].name, FILTERS[self.filter].description);
        cards.text("ORIGIN", "Armilla demo survey", "");
        cards.text("BUNIT", "count**(-2)", "inverse variance of the sky, 0 where full");
        self.position(&mut cards);
        cards
    }

    fn time(&self, cards: &mut Cards) {
        let image = self.image;
        let half_us = (image.exposure_secs * 5e5) as i64;
        let [begin_us, end_us] = [image.observed_us - half_us, image.observed_us + half_us];
        cards.text("FILTER", FILTERS[self.filter].name, FILTERS[self.filter].description);
        cards.real("EXPTIME", image.exposure_secs, "[s] of all exposures");
        cards.integer("NCOMBINE", image.exposures, "exposures that were added");
        cards.text("TIMESYS", "UTC", "");
        cards.text("DATE-OBS", &date(begin_us), "begin");
        cards.text("DATE-END", &date(end_us), "end");
        cards.real("MJD-OBS", mjd(begin_us), "[d] begin");
        cards.real("MJD-END", mjd(end_us), "[d] end");
    }

    fn light(&self, cards: &mut Cards) {
        let (image, camera) = (self.image, Camera::of(self.image));
        cards.text("BUNIT", "count", "");
        cards.real("MAGZP", rounded(image.zero_point_mag, 1e5), "[mag] AB magnitude of one count");
        cards.real("MAGZPERR", rounded(image.zero_point_error_mag, 1e5), "[mag] its standard error");
        cards.real("DEPTH", rounded(image.depth_mag, 1e4), "[mag] 5 sigma within 3 arcsec");
        cards.real("SEEING", rounded(image.seeing_arcsec, 1e4), "[arcsec] full width at half maximum");
        cards.real("GAIN", rounded(camera.gain, 1e4), "electrons per count");
        cards.real("RDNOISE", rounded(camera.read_noise_electrons, 1e4), "electrons");
        cards.real("SATURATE", rounded(camera.full(), 1e3), "counts of a full pixel, without sky");
        cards.real("SKYLEVEL", rounded(camera.sky, 1e6), "counts of the sky, which are taken away");
        cards.real("SKYSIGMA", rounded(camera.sky_noise, 1e6), "counts, noise of a pixel of the sky");
    }

    fn position(&self, cards: &mut Cards) {
        let [x, y] = self.field.reference_pixel();
        cards.integer("WCSAXES", 2, "");
        cards.text("CTYPE1", "RA---TAN", "");
        cards.text("CTYPE2", "DEC--TAN", "");
        cards.text("CUNIT1", "deg", "");
        cards.text("CUNIT2", "deg", "");
        cards.real("CRVAL1", self.tile.lon_deg, "middle of the tile");
        cards.real("CRVAL2", self.tile.lat_deg, "");
        cards.real("CRPIX1", x, "");
        cards.real("CRPIX2", y, "");
        cards.real("CD1_1", -PIXEL_DEG, "");
        cards.real("CD1_2", 0.0, "");
        cards.real("CD2_1", 0.0, "");
        cards.real("CD2_2", PIXEL_DEG, "");
        cards.real("LONPOLE", 180.0, "");
        cards.text("RADESYS", "ICRS", "");
    }
}

fn rounded(value: f64, steps: f64) -> f64 {
    libm::round(value * steps) / steps
}

/// The date of a time in microseconds since 2000-01-01 UTC.
fn date(time_us: i64) -> String {
    let whole = Timestamp::from_microsecond(YEAR_2000_SECS * 1_000_000 + time_us);
    whole.map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%dT%H:%M:%S.%3f").to_string())
}

/// The same as a Modified Julian Date, to a millisecond.
fn mjd(time_us: i64) -> f64 {
    rounded(YEAR_2000_MJD + time_us as f64 / 86_400e6, 1e8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_are_the_same_time() {
        // Half past noon on the first of March 2020.
        let time_us = (7_365 * 86_400 + 45_000) * 1_000_000 + 250_000;
        assert_eq!(date(time_us), "2020-03-01T12:30:00.250");
        assert_eq!(mjd(time_us), 58_909.520_836_23);
    }
}
