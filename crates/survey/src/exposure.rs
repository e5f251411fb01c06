//! The pixels of an image: objects, noise, and what saturation leaves of them, without the sky.

use crate::{
    field::{FIELD_PIXELS, Seen},
    image::Image,
    light::{Canvas, gaussians, peak_of_point},
    photometry::ZERO_POINT_MAG,
    random::Stream,
    tile::PIXEL_DEG,
};

/// Light fainter than this part of the noise is not drawn.
const FAINTEST: f64 = 0.01;

/// The noise of the reading, as a part of the variance where there is only sky.
const READING: f64 = 0.1;

/// The variance of the catalogue's fluxes, in 1e-7 Jy, per unit of flux.
const VARIANCE_OF_FLUX: f64 = 0.0625;

/// AB magnitude from which on the catalogue says that a point is saturated.
const SATURATED_MAG: f64 = 12.8;

/// How the camera makes light into counts, so that its noise is that of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    /// Electrons per count.
    pub(crate) gain: f64,
    /// Counts per pixel of the sky.
    pub(crate) sky: f64,
    /// Standard deviation of a pixel of the sky in counts.
    pub(crate) sky_noise: f64,
    /// Standard deviation of the reading in electrons.
    pub(crate) read_noise_electrons: f64,
    /// Counts at which a pixel is full.
    saturation: f64,
}

impl Camera {
    pub(crate) fn of(image: &Image) -> Self {
        let count_of_flux = libm::exp10(0.4 * (image.zero_point_mag - ZERO_POINT_MAG));
        let gain = 1.0 / (VARIANCE_OF_FLUX * count_of_flux);
        let radius_pixels = 1.5 / (PIXEL_DEG * 3600.0);
        let aperture_pixels = std::f64::consts::PI * radius_pixels * radius_pixels;
        let sky_noise = counts(image, image.depth_mag) / 5.0 / libm::sqrt(aperture_pixels);
        let variance = sky_noise * sky_noise;
        let sky = (1.0 - READING) * variance * gain;
        Self {
            gain,
            sky,
            sky_noise,
            read_noise_electrons: libm::sqrt(READING * variance) * gain,
            saturation: sky + counts(image, SATURATED_MAG) * peak_of_point(image),
        }
    }

    /// What a pixel has on which so many counts of light fall, of which those of the sky are taken away again, as surveys
    /// do: neighbouring images then go together.
    fn read(&self, light: f64, stream: &mut Stream) -> f32 {
        let read_noise = self.read_noise_electrons / self.gain;
        // About a thousand electrons and more come to each pixel: their number is as good as normally distributed.
        let variance = light.max(0.0) / self.gain + read_noise * read_noise;
        ((light + libm::sqrt(variance) * stream.normal()).min(self.saturation) - self.sky) as f32
    }

    /// What a full pixel has.
    pub(crate) fn full(&self) -> f64 {
        self.saturation - self.sky
    }
}

/// The counts of an AB magnitude.
fn counts(image: &Image, magnitude: f64) -> f64 {
    libm::exp10(0.4 * (image.zero_point_mag - magnitude))
}

/// The pixels of a field in a filter, row by row from the south.
pub(crate) fn expose(image: &Image, filter: usize, objects: &[Seen], stream: &mut Stream) -> Vec<f32> {
    let camera = Camera::of(image);
    let side = FIELD_PIXELS as usize;
    let mut pixels = vec![camera.sky; side * side];
    let mut canvas = Canvas { side, pixels: &mut pixels };
    for seen in objects {
        let light = counts(image, seen.object.magnitudes[filter]);
        for gaussian in gaussians(&seen.object.shape, image) {
            gaussian.draw(seen.pixel, light, FAINTEST * camera.sky_noise, &mut canvas);
        }
    }
    pixels.into_iter().map(|light| camera.read(light, stream)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Release, Survey, field::fields, image::images, plan::Plan};

    fn scene() -> (Plan, Image, Vec<Seen>) {
        let plan = Plan::new(&Survey::new(20_000, 3).unwrap(), Release::Dr1);
        let images = images(&plan);
        let field = fields(&plan)[1];
        let seen = field.objects(&plan, &images);
        let image = images[field.tile][0];
        (plan, image, seen)
    }

    fn deviation(pixels: &[f32], mean: f64) -> f64 {
        let squares = pixels.iter().map(|&pixel| (f64::from(pixel) - mean).powi(2));
        (squares.sum::<f64>() / pixels.len() as f64).sqrt()
    }

    #[test]
    fn empty_sky_has_the_depth_of_the_catalogue() {
        let (plan, image, _) = scene();
        let camera = Camera::of(&image);
        let pixels = expose(&image, 0, &[], &mut plan.stream(*b"noise ", 1));
        let mean = pixels.iter().map(|&pixel| f64::from(pixel)).sum::<f64>() / pixels.len() as f64;
        assert!(mean.abs() < 0.01 * camera.sky_noise);
        let noise = deviation(&pixels, 0.0);
        assert!((noise / camera.sky_noise - 1.0).abs() < 0.01);
        // Five sigma within 3 arcsec, whose circle has 23.4 pixels.
        let faintest = image.zero_point_mag - 2.5 * (5.0 * noise * 23.367_f64.sqrt()).log10();
        assert!((faintest - image.depth_mag).abs() < 0.02, "{faintest}");
    }

    #[test]
    fn a_star_is_saturated_where_the_catalogue_says_so() {
        let (plan, image, mut seen) = scene();
        let mut star = seen.remove(0);
        star.pixel = [500.0, 500.0];
        star.object.shape.half_light_arcsec = 0.0;
        let mut full = |magnitude| {
            star.object.magnitudes[0] = magnitude;
            let pixels = expose(&image, 0, std::slice::from_ref(&star), &mut plan.stream(*b"noise ", 1));
            let limit = Camera::of(&image).full() as f32;
            assert!(pixels.iter().all(|&pixel| pixel <= limit));
            pixels.iter().filter(|&&pixel| pixel == limit).count()
        };
        assert_eq!(full(12.9), 0);
        assert!(full(12.0) > 1);
    }

    #[test]
    fn an_image_is_the_same_each_time() {
        let (plan, image, seen) = scene();
        let expose = |number| expose(&image, 0, &seen, &mut plan.stream(*b"noise ", number));
        assert_eq!(expose(1), expose(1));
        assert_ne!(expose(1), expose(2));
    }
}
