//! What is derived from the photometry: shape, star or galaxy, redshift.

use crate::{
    gaia::Counterpart,
    image::Image,
    object::{Kind, Object},
    photometry::Photometry,
    random::Stream,
};

/// Size and form on the image, in degrees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appearance {
    pub(crate) fwhm_deg: f64,
    /// Root mean square of the light along the axes.
    pub(crate) major_deg: f64,
    pub(crate) minor_deg: f64,
    pub(crate) angle_deg: f64,
    /// SExtractor's classifier: near 1 for point sources.
    pub(crate) class_star: f64,
}

/// Probabilities that the object is a star.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StarProbability {
    /// From the magnitude alone.
    pub(crate) prior: f64,
    /// From the form alone.
    pub(crate) likelihood: f64,
    /// From both.
    pub(crate) morphology: f64,
    /// From parallax and proper motion; absent without them.
    pub(crate) gaia: Option<f64>,
    /// From everything.
    pub(crate) total: f64,
}

/// A redshift from the colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PhotoRedshift {
    pub(crate) best: f64,
    pub(crate) error: f64,
    pub(crate) most_likely: f64,
    /// How peaked the probability is, in [0, 1].
    pub(crate) odds: f64,
    pub(crate) chi_square: f64,
}

/// How well the image tells points from extended sources at this magnitude: 1 well, 0 not at all.
fn contrast(object: &Object) -> f64 {
    (1.0 - (object.magnitudes[0] - 19.5) / 2.7).clamp(0.05, 1.0)
}

/// A value near 1 for point sources and near 0 for others, with noise that grows as the contrast falls.
fn pointlike(object: &Object, stream: &mut Stream) -> f64 {
    let point = object.shape.half_light_arcsec == 0.0;
    let contrast = contrast(object);
    let clear = if point { 0.48 } else { -0.47 };
    (0.5 + clear * contrast + (0.01 + 0.15 * (1.0 - contrast)) * stream.normal()).clamp(0.0, 1.0)
}

impl Appearance {
    pub(crate) fn new(object: &Object, image: &Image, stream: &mut Stream) -> Self {
        let (point, extent) = (image.seeing_arcsec / 2.0, object.shape.half_light_arcsec);
        let spread = libm::sqrt(point * point + extent * extent);
        let narrow =
            libm::sqrt(point * point + extent * extent * object.shape.axis_ratio * object.shape.axis_ratio);
        let noise = 1.0 + (0.02 + 0.1 * (1.0 - contrast(object))) * stream.normal().clamp(-3.0, 3.0);
        let fwhm_deg = 2.0 * spread * noise / 3600.0;
        let deviation_deg = fwhm_deg / 2.3548;
        let axis_ratio = (narrow / spread * (1.0 - 0.03 * stream.uniform())).min(1.0);
        Self {
            fwhm_deg,
            major_deg: deviation_deg / libm::sqrt(axis_ratio),
            minor_deg: deviation_deg * libm::sqrt(axis_ratio),
            angle_deg: if extent > 0.0 { object.shape.angle_deg } else { stream.between(-90.0, 90.0) },
            class_star: pointlike(object, stream),
        }
    }
}

impl StarProbability {
    pub(crate) fn new(object: &Object, gaia: Option<&Counterpart>, stream: &mut Stream) -> Self {
        let prior = (0.9 - 0.09 * (object.magnitudes[0] - 14.0)).clamp(0.2, 0.9);
        let likelihood = pointlike(object, stream).clamp(0.001, 0.999);
        let star = prior * likelihood;
        let morphology = star / (star + (1.0 - prior) * (1.0 - likelihood));
        let gaia = gaia.and_then(|counterpart| counterpart.motion).map(|motion| {
            let moving =
                libm::sqrt(motion.pm_lon * motion.pm_lon + motion.pm_lat * motion.pm_lat) / motion.pm_error;
            let significance = moving.max(motion.parallax / motion.parallax_error);
            1.0 - libm::exp(-significance * significance / 25.0)
        });
        let total = 1.0 - (1.0 - morphology) * (1.0 - gaia.unwrap_or(0.0));
        Self { prior, likelihood, morphology, gaia, total }
    }
}

impl PhotoRedshift {
    /// The redshift that a fit to the colours finds; `None` with fewer than four detections.
    pub(crate) fn fit(object: &Object, photometry: &Photometry, stream: &mut Stream) -> Option<Self> {
        if photometry.detections() < 4 {
            return None;
        }
        let faintness = libm::exp10(0.18 * (object.magnitudes[0] - 18.0));
        let width = (0.008 * faintness).clamp(0.004, 0.15);
        let lost = stream.chance(0.03);
        // The templates are galaxies: what else they find for a star or a quasar means nothing.
        let truth = match object.kind {
            Kind::Galaxy { redshift } if !lost => redshift,
            Kind::Star { .. } => 0.02 + 0.05 * stream.uniform(),
            _ => stream.between(0.0, 1.0),
        };
        let error = width * (1.0 + truth);
        let best = (truth + error * stream.normal()).max(0.001);
        let galaxy = matches!(object.kind, Kind::Galaxy { .. });
        let misfit = if galaxy { 1.0 } else { stream.between(2.0, 6.0) };
        Some(Self {
            best,
            error,
            most_likely: (best + 0.3 * error * stream.normal()).max(0.001),
            odds: (1.0 - 5.0 * width - if galaxy { 0.0 } else { 0.3 } + 0.05 * stream.normal())
                .clamp(0.0, 1.0),
            chi_square: misfit * (photometry.detections() as f64 - 2.0) * libm::exp(0.4 * stream.normal()),
        })
    }
}
