//! The 16 apertures: what part of the light and of the sky each holds.

use crate::image::light_within;

/// A way to add up the light of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Aperture {
    /// A circle of this diameter in arcsec.
    Circle(f64),
    /// The circle of [`APERTURES`] at this place, corrected for the light of a point source outside it.
    Corrected(usize),
    /// An ellipse fitted to the object.
    Auto,
    /// A circle corrected for the different seeing of the filters, for colours.
    PsfCorrected,
}

/// The apertures, in the order of their tables.
#[rustfmt::skip]
pub(crate) const APERTURES: [Aperture; 16] = [
    Aperture::Circle(0.8), Aperture::Circle(1.0), Aperture::Circle(1.2), Aperture::Circle(1.5),
    Aperture::Circle(2.0), Aperture::Circle(2.5), Aperture::Circle(3.0), Aperture::Circle(3.5),
    Aperture::Circle(4.0), Aperture::Circle(5.0), Aperture::Circle(6.0), Aperture::Circle(8.0),
    Aperture::Corrected(6), Aperture::Corrected(10), Aperture::Auto, Aperture::PsfCorrected,
];

/// How large an object looks: radii in arcsec that hold half of the light.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Of a point source.
    pub(crate) point_arcsec: f64,
    /// Of the object above the atmosphere; 0 for a point.
    pub(crate) own_arcsec: f64,
}

impl Aperture {
    /// The part of the object's light that it holds, and the noise of its sky in units of that of a circle of 3 arcsec.
    pub(crate) fn light_and_sky(self, extent: Extent) -> (f64, f64) {
        match self {
            Self::Circle(diameter) => (light_within(diameter / 2.0, extent.seen_arcsec()), diameter / 3.0),
            Self::Corrected(circle) => {
                let (light, sky) = APERTURES[circle].light_and_sky(extent);
                let point = Extent { own_arcsec: 0.0, ..extent };
                let (held, _) = APERTURES[circle].light_and_sky(point);
                (light / held, sky / held)
            }
            Self::Auto => (0.97, 1.1 + 0.6 * extent.own_arcsec),
            Self::PsfCorrected => {
                let seen = light_within(1.5, extent.seen_arcsec());
                (libm::sqrt(seen / light_within(1.5, extent.point_arcsec)), 1.1)
            }
        }
    }
}

impl Extent {
    fn seen_arcsec(self) -> f64 {
        libm::sqrt(self.point_arcsec * self.point_arcsec + self.own_arcsec * self.own_arcsec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_circles_hold_more_light_and_more_sky() {
        let extent = Extent { point_arcsec: 0.5, own_arcsec: 0.7 };
        let circles: Vec<_> = APERTURES[..12].iter().map(|aperture| aperture.light_and_sky(extent)).collect();
        assert!(circles.is_sorted_by(|one, other| one.0 < other.0 && one.1 < other.1));
        assert!(circles[11].0 > 0.99);
    }

    #[test]
    fn corrected_circles_hold_all_light_of_a_point() {
        let extent = Extent { point_arcsec: 0.5, own_arcsec: 0.0 };
        assert_eq!(Aperture::Corrected(6).light_and_sky(extent).0, 1.0);
    }
}
