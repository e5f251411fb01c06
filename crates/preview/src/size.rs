//! Widths and heights, and which of them are accepted.

use std::fmt;

use crate::PreviewError;

/// The longest side of a picture, in pixels; longer ones are refused.
pub const SIDE_MAX: usize = 4096;

/// The longest side of an image that is scaled, in pixels; longer ones are refused.
pub const SOURCE_SIDE_MAX: usize = 1 << 31;

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// Pixels in a row, FITS' NAXIS1.
    pub width: usize,
    /// Rows, FITS' NAXIS2.
    pub height: usize,
}

impl Size {
    /// The size of the same shape whose longer side has `side` pixels; the other has at least one.
    ///
    /// It does not check `side`: a [`Scaler`](crate::Scaler) refuses a size outside its limits.
    pub fn fitted(self, side: usize) -> Self {
        let longer = self.width.max(self.height).max(1) as u128;
        let of = |length: usize| {
            let rounded = (2 * length as u128 * side as u128 + longer) / (2 * longer);
            usize::try_from(rounded).unwrap_or(usize::MAX).clamp(side.min(1), side)
        };
        Self { width: of(self.width), height: of(self.height) }
    }

    /// How many pixels there are.
    pub(crate) fn area(self) -> usize {
        self.width.saturating_mul(self.height)
    }

    /// Refuses what no picture may have.
    pub(crate) fn check_picture(self) -> Result<(), PreviewError> {
        let is_good = |side: usize| (1..=SIDE_MAX).contains(&side);
        if is_good(self.width) && is_good(self.height) {
            Ok(())
        } else {
            Err(PreviewError::PictureSize(self))
        }
    }

    /// Refuses what no image may have that is scaled.
    pub(crate) fn check_source(self) -> Result<(), PreviewError> {
        let is_good = |side: usize| (1..=SOURCE_SIDE_MAX).contains(&side);
        if is_good(self.width) && is_good(self.height) { Ok(()) } else { Err(PreviewError::SourceSize(self)) }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} x {}", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_size_keeps_the_shape() {
        assert_eq!(Size { width: 300, height: 200 }.fitted(30), Size { width: 30, height: 20 });
        assert_eq!(Size { width: 200, height: 300 }.fitted(600), Size { width: 400, height: 600 });
        assert_eq!(Size { width: 9, height: 9 }.fitted(4), Size { width: 4, height: 4 });
    }

    #[test]
    fn fitted_size_of_a_strip_keeps_one_pixel() {
        assert_eq!(Size { width: 100_000, height: 1 }.fitted(256), Size { width: 256, height: 1 });
        assert_eq!(Size { width: 0, height: 0 }.fitted(256), Size { width: 1, height: 1 });
        assert_eq!(Size { width: usize::MAX, height: 1 }.fitted(0), Size { width: 0, height: 0 });
    }

    #[test]
    fn sides_of_nothing_and_of_too_much_are_refused() {
        let refused = |width, height| Size { width, height }.check_picture().unwrap_err().to_string();
        assert_eq!(refused(0, 5), "a picture of 0 x 5 pixels is not made: ask for sides of 1 to 4096 pixels");
        assert_eq!(
            refused(5, 4097),
            "a picture of 5 x 4097 pixels is not made: ask for sides of 1 to 4096 pixels"
        );
        assert!(Size { width: 4096, height: 1 }.check_picture().is_ok());
        assert_eq!(
            Size { width: 5, height: 0 }.check_source().unwrap_err().to_string(),
            "an image of 5 x 0 pixels cannot be scaled: sides of 1 to 2147483648 pixels can"
        );
    }
}
