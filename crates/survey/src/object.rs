//! The objects themselves: what they are, before anything is measured.

use crate::{
    filters::PerFilter,
    placing::Place,
    random::Stream,
    spectrum::{self, Spectrum},
};

/// A star, galaxy or quasar at its place.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    /// Its spectrum, without the scatter of `magnitudes`.
    pub(crate) spectrum: Spectrum,
    /// Magnitude in r without scatter.
    pub(crate) r_mag: f64,
    /// Total AB magnitudes.
    pub(crate) magnitudes: PerFilter<f64>,
    pub(crate) shape: Shape,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A star and its place on the locus, from 0 (type A) to 6 (late M).
    Star { class: f64 },
    /// A galaxy.
    Galaxy { redshift: f64 },
    /// A quasar.
    Quasar { redshift: f64 },
}

/// The form of an object above the atmosphere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    /// Radius that holds half of the light in arcsec; 0 for a point.
    pub(crate) half_light_arcsec: f64,
    /// Minor over major axis.
    pub(crate) axis_ratio: f64,
    /// Position angle of the major axis in degrees, in [-90, 90).
    pub(crate) angle_deg: f64,
}

impl Object {
    /// Draws an object for a place.
    pub(crate) fn new(place: Place, stream: &mut Stream) -> Self {
        match stream.uniform() {
            ..0.45 => star(place, stream),
            ..0.97 => galaxy(place, stream),
            _ => quasar(place, stream),
        }
    }
}

fn star(place: Place, stream: &mut Stream) -> Object {
    let r_mag = stream.magnitude(13.0, 21.5, 0.15);
    // Few hot stars, many near the turn-off, many cool dwarfs.
    let class = match stream.uniform() {
        ..0.03 => stream.between(0.0, 1.0),
        ..0.33 => stream.between(1.0, 2.0),
        ..0.58 => stream.between(2.0, 3.0),
        ..0.73 => stream.between(3.0, 4.0),
        ..0.93 => stream.between(4.0, 5.0),
        _ => stream.between(5.0, spectrum::LATEST_STAR),
    };
    let spectrum = Spectrum::Star { class, metals: stream.normal() };
    let magnitudes = spectrum.colours().map(|colour| r_mag + colour + 0.02 * stream.normal());
    Object { place, kind: Kind::Star { class }, spectrum, r_mag, magnitudes, shape: Shape::POINT }
}

fn galaxy(place: Place, stream: &mut Stream) -> Object {
    let r_mag = stream.magnitude(14.5, 21.9, 0.4);
    // The median redshift of galaxies of this magnitude, and the spread round it.
    let typical = (0.06 * libm::exp10(0.16 * (r_mag - 16.0))).max(0.01);
    let redshift = (typical * 0.85 * libm::sqrt(-2.0 * libm::log(1.0 - stream.uniform()))).clamp(0.002, 1.2);
    let class = spectrum::IRREGULAR * stream.uniform();
    let spectrum = Spectrum::Galaxy { class, redshift };
    let magnitudes = spectrum.colours().map(|colour| r_mag + colour + 0.04 * stream.normal());
    let half_light_arcsec = 0.9 * libm::exp10(-0.12 * (r_mag - 20.0)) * libm::exp(0.25 * stream.normal());
    let axis_ratio = stream.between(0.3, 1.0);
    let shape = Shape { half_light_arcsec, axis_ratio, angle_deg: stream.between(-90.0, 90.0) };
    Object { place, kind: Kind::Galaxy { redshift }, spectrum, r_mag, magnitudes, shape }
}

fn quasar(place: Place, stream: &mut Stream) -> Object {
    let r_mag = stream.magnitude(16.5, 21.8, 0.45);
    let redshift = (1.7 + 0.75 * stream.normal()).clamp(0.2, 3.9);
    let spectrum = Spectrum::Quasar { redshift };
    let magnitudes = spectrum.colours().map(|colour| r_mag + colour + 0.05 * stream.normal());
    Object { place, kind: Kind::Quasar { redshift }, spectrum, r_mag, magnitudes, shape: Shape::POINT }
}

impl Shape {
    /// A point source, round.
    const POINT: Self = Self { half_light_arcsec: 0.0, axis_ratio: 1.0, angle_deg: 0.0 };
}
