//! What the camera measures of an object in all filters and apertures.

use super::apertures::{APERTURES, Aperture, Extent};
use super::{Conditions, JPAS_FILTER_COUNT, PerFilter};
use crate::{
    object::Object,
    photometry::{NOT_DETECTED, ZERO_POINT_MAG, flux},
    random::Stream,
};

/// The photometry of an object.
#[derive(Debug)]
pub(crate) struct Photometry {
    /// In the order of the apertures.
    pub(crate) magnitudes: [Magnitudes; APERTURES.len()],
    pub(crate) flags: PerFilter<i16>,
    pub(crate) mask_flags: PerFilter<i32>,
}

/// Magnitudes in one aperture; 99 with an error of 99 where the flux is less than its error.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Magnitudes {
    pub(crate) value: PerFilter<f32>,
    pub(crate) error: PerFilter<f32>,
}

impl Photometry {
    /// Measures an object of these total magnitudes.
    pub(crate) fn new(
        object: &Object,
        totals: &[f64],
        conditions: &PerFilter<Conditions>,
        stream: &mut Stream,
    ) -> Self {
        let mut measured = Self {
            magnitudes: [Magnitudes::NOTHING; APERTURES.len()],
            flags: [0; JPAS_FILTER_COUNT],
            mask_flags: [0; JPAS_FILTER_COUNT],
        };
        for (filter, (total, conditions)) in totals.iter().zip(conditions).enumerate() {
            measured.measure(filter, object, flux(*total), conditions, stream);
        }
        measured.set_flags(object, totals, stream);
        measured
    }

    fn measure(
        &mut self,
        filter: usize,
        object: &Object,
        total: f64,
        conditions: &Conditions,
        stream: &mut Stream,
    ) {
        let sky = flux(conditions.depth_mag) / 5.0;
        let point_arcsec = conditions.seeing_arcsec / 2.0;
        let extent = Extent { point_arcsec, own_arcsec: object.shape.half_light_arcsec };
        // The apertures share most of their pixels, and so of their noise.
        let shared = 0.9 * stream.normal();
        let mut deviations = [0.0; APERTURES.len()];
        for (place, aperture) in APERTURES.iter().enumerate() {
            deviations[place] = match aperture {
                Aperture::Corrected(circle) => deviations[*circle],
                _ => shared + 0.4 * stream.normal(),
            };
            let (light, noise) = aperture.light_and_sky(extent);
            let (flux, sky) = (total * light, sky * noise);
            let error = libm::sqrt(sky * sky + 0.0625 * flux + 2.5e-5 * flux * flux);
            self.magnitudes[place].set(filter, flux + error * deviations[place], error);
        }
    }

    fn set_flags(&mut self, object: &Object, totals: &[f64], stream: &mut Stream) {
        let (neighbour, blended) = (stream.chance(0.06), stream.chance(0.03));
        let truncated = object.place.near_border(10.0 / 3600.0);
        let outside = object.place.near_border(0.01);
        let bright_star = stream.chance(0.01);
        for (filter, total) in totals.iter().enumerate() {
            let bits = [neighbour && stream.chance(0.85), blended, *total < 12.8, truncated];
            self.flags[filter] = bits.iter().rev().fold(0, |sum, &bit| sum * 2 + i16::from(bit));
            let bits = [outside, bright_star, stream.chance(0.003)];
            self.mask_flags[filter] = bits.iter().rev().fold(0, |sum, &bit| sum * 2 + i32::from(bit));
        }
    }
}

impl Magnitudes {
    const NOTHING: Self =
        Self { value: [NOT_DETECTED; JPAS_FILTER_COUNT], error: [NOT_DETECTED; JPAS_FILTER_COUNT] };

    /// Enters a flux and its error, both in 1e-7 Jy.
    fn set(&mut self, filter: usize, flux: f64, error: f64) {
        if flux >= error {
            self.value[filter] = (ZERO_POINT_MAG - 2.5 * libm::log10(flux)) as f32;
            self.error[filter] = (2.5 * std::f64::consts::LOG10_E * error / flux) as f32;
        }
    }
}
