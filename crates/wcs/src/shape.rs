//! How large pixels are, and how the image lies on the sky.

use crate::linear::Linear;
use crate::{Wcs, vector};

/// The linear world coordinates of an image in its own frame, for the columns `VOX:WCS_*` of SIA 1.0 §4.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orientation {
    /// Three letters: `TAN`, `ZEA`, `TPV`, …
    pub projection: &'static str,
    /// CRPIX of the two axes of the image: the centre of the first pixel is (1, 1).
    pub reference_pixel: [f64; 2],
    /// CRVAL, longitude first, in degrees of the header's own frame ([`Wcs::reference`]).
    pub reference_deg: [f64; 2],
    /// Degrees per pixel: a row each for longitude and latitude, a column each for the axes of the image.
    pub matrix_deg: [[f64; 2]; 2],
}

impl Linear {
    /// The geometric mean of the sides of a pixel at the reference, in degrees, more than 0.
    pub(crate) fn scale_deg(&self) -> f64 {
        self.determinant().abs().sqrt()
    }
}

impl Wcs {
    /// Projection, reference and matrix as the header has them, longitude first and in degrees.
    pub fn orientation(&self) -> Orientation {
        let linear = self.linear();
        Orientation {
            projection: self.projection(),
            reference_pixel: linear.reference_pixel,
            reference_deg: linear.reference_deg,
            matrix_deg: linear.matrix,
        }
    }

    /// The geometric mean of the sides of a pixel in arcseconds: the square root of the area that it has on the sky.
    ///
    /// `None` if the middle of a side has no position.
    pub fn pixel_scale_arcsec(&self, pixel: [f64; 2]) -> Option<f64> {
        let [x, y] = pixel;
        let mut sides = [None; 4];
        self.directions_of(&[[x - 0.5, y], [x + 0.5, y], [x, y - 0.5], [x, y + 0.5]], &mut sides);
        let [left, right, bottom, top] = sides;
        let across = right?.minus(&left?);
        let up = top?.minus(&bottom?);
        Some(vector::length(&across.cross(&up)).sqrt().to_degrees() * 3600.0)
    }
}
