//! What the camera measures of an object: fluxes with noise, magnitudes, flags.

use crate::{
    FILTER_COUNT,
    filters::PerFilter,
    image::{Image, light_within},
    object::{Object, Shape},
    random::Stream,
};

/// The AB magnitude of the unit of flux, 1e-7 Jy.
pub(crate) const ZERO_POINT_MAG: f64 = 26.4;

/// Magnitude and error of what was not detected, as SExtractor writes it.
pub(crate) const NOT_DETECTED: f32 = 99.0;

/// The photometry of an object.
#[derive(Clone, Debug)]
pub(crate) struct Photometry {
    pub(crate) auto: Magnitudes,
    pub(crate) psfcor: Magnitudes,
    pub(crate) aper_3_0: Magnitudes,
    pub(crate) aper_6_0: Magnitudes,
    /// Flux of the automatic aperture in 1e-7 Jy.
    pub(crate) flux_auto: PerFilter<f32>,
    /// Its error divided by its absolute value.
    pub(crate) flux_relerr_auto: PerFilter<f32>,
    pub(crate) flags: PerFilter<i16>,
    pub(crate) mask_flags: PerFilter<i32>,
}

/// Magnitudes in one kind of aperture.
#[derive(Clone, Debug)]
pub(crate) struct Magnitudes {
    pub(crate) value: PerFilter<f32>,
    pub(crate) error: PerFilter<f32>,
}

impl Photometry {
    /// Measures an object on the images of its tile.
    pub(crate) fn new(object: &Object, images: &PerFilter<Image>, stream: &mut Stream) -> Self {
        let mut measured = Self::nothing();
        for (filter, image) in images.iter().enumerate() {
            measured.measure(object, image, filter, stream);
        }
        measured.set_flags(object, stream);
        measured
    }

    /// In how many filters it is detected.
    pub(crate) fn detections(&self) -> usize {
        self.auto.value.iter().filter(|&&magnitude| magnitude < NOT_DETECTED).count()
    }

    fn nothing() -> Self {
        Self {
            auto: Magnitudes::NOTHING,
            psfcor: Magnitudes::NOTHING,
            aper_3_0: Magnitudes::NOTHING,
            aper_6_0: Magnitudes::NOTHING,
            flux_auto: [0.0; FILTER_COUNT],
            flux_relerr_auto: [0.0; FILTER_COUNT],
            flags: [0; FILTER_COUNT],
            mask_flags: [0; FILTER_COUNT],
        }
    }

    fn measure(&mut self, object: &Object, image: &Image, filter: usize, stream: &mut Stream) {
        let total = flux(object.magnitudes[filter]);
        let sky = flux(image.depth_mag) / 5.0;
        let light = Light::new(&object.shape, image);
        // The apertures share most of their pixels, and so of their noise.
        let shared = 0.8 * stream.normal();
        let mut draw = |flux: f64, sky: f64| {
            let error = libm::sqrt(sky * sky + 0.0625 * flux + 2.5e-5 * flux * flux);
            (flux + error * (shared + 0.6 * stream.normal()), error)
        };
        let auto = draw(0.97 * total, sky * (1.1 + 0.6 * object.shape.half_light_arcsec));
        self.psfcor.set(filter, draw(total * light.psfcor, sky * 1.1));
        self.aper_3_0.set(filter, draw(total * light.in_3_arcsec, sky));
        self.aper_6_0.set(filter, draw(total * light.in_6_arcsec, sky * 2.0));
        self.auto.set(filter, auto);
        self.flux_auto[filter] = auto.0 as f32;
        self.flux_relerr_auto[filter] = (auto.1 / auto.0.abs()) as f32;
    }

    fn set_flags(&mut self, object: &Object, stream: &mut Stream) {
        let (neighbour, blended) = (stream.chance(0.06), stream.chance(0.03));
        let truncated = object.place.near_border(10.0 / 3600.0);
        let outside = object.place.near_border(0.01);
        let bright_star = stream.chance(0.01);
        for filter in 0..self.flags.len() {
            let saturated = object.magnitudes[filter] < 12.8;
            let bits = [neighbour && stream.chance(0.85), blended, saturated, truncated];
            self.flags[filter] = bits.iter().rev().fold(0, |sum, &bit| sum * 2 + i16::from(bit));
            let bits = [outside, bright_star, stream.chance(0.003)];
            self.mask_flags[filter] = bits.iter().rev().fold(0, |sum, &bit| sum * 2 + i32::from(bit));
        }
    }
}

impl Magnitudes {
    const NOTHING: Self = Self { value: [NOT_DETECTED; FILTER_COUNT], error: [NOT_DETECTED; FILTER_COUNT] };

    /// Enters a flux and its error, both in 1e-7 Jy; less than its error counts as not detected.
    fn set(&mut self, filter: usize, (flux, error): (f64, f64)) {
        if flux >= error {
            self.value[filter] = (ZERO_POINT_MAG - 2.5 * libm::log10(flux)) as f32;
            self.error[filter] = (2.5 * std::f64::consts::LOG10_E * error / flux) as f32;
        }
    }
}

/// Which part of the light each aperture holds.
struct Light {
    in_3_arcsec: f64,
    in_6_arcsec: f64,
    psfcor: f64,
}

impl Light {
    fn new(shape: &Shape, image: &Image) -> Self {
        let point = image.seeing_arcsec / 2.0;
        let spread = libm::sqrt(point * point + shape.half_light_arcsec * shape.half_light_arcsec);
        let lost_in_3 = light_within(1.5, spread) / light_within(1.5, point);
        let lost_in_6 = light_within(3.0, spread) / light_within(3.0, point);
        Self {
            in_3_arcsec: image.light_in_3_arcsec * lost_in_3,
            in_6_arcsec: image.light_in_6_arcsec * lost_in_6,
            psfcor: libm::sqrt(lost_in_3),
        }
    }
}

/// The flux of an AB magnitude in 1e-7 Jy.
pub(crate) fn flux(magnitude: f64) -> f64 {
    libm::exp10(0.4 * (ZERO_POINT_MAG - magnitude))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flux_below_its_error_is_not_a_detection() {
        let mut magnitudes = Magnitudes::NOTHING;
        for (filter, flux) in [(0, -3.0), (1, 0.0), (2, 0.99), (3, 1.0), (4, 100.0)] {
            magnitudes.set(filter, (flux, 1.0));
        }
        assert_eq!(magnitudes.value[..5], [99.0, 99.0, 99.0, 26.4, 21.4]);
        assert_eq!(magnitudes.error[..3], [99.0; 3]);
        assert!((magnitudes.error[4] - 0.010857).abs() < 1e-6);
    }

    #[test]
    fn magnitude_of_one_jansky_is_8_9() {
        assert!((flux(8.9) / 1e7 - 1.0).abs() < 1e-12);
    }
}
