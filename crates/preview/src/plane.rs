//! A picture's values before they have colours.

use crate::{PreviewError, Size};

/// Values of a small picture, in the order of FITS: the first row is the lowest. NaN and infinite values are blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    size: Size,
    values: Vec<f32>,
}

impl Plane {
    /// A plane of these values, row by row; sides of 1 to [`SIDE_MAX`](crate::SIDE_MAX) pixels.
    pub fn new(size: Size, values: Vec<f32>) -> Result<Self, PreviewError> {
        size.check_picture()?;
        if values.len() != size.area() {
            return Err(PreviewError::ValueCount { found: values.len(), size });
        }
        Ok(Self { size, values })
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// All values, row by row from the lowest row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The rows in the order of a picture: from the highest.
    pub(crate) fn rows_from_top(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.size.width).rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_from_top_begin_with_the_last_of_fits() {
        let plane = Plane::new(Size { width: 2, height: 2 }, vec![1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!(plane.rows_from_top().collect::<Vec<_>>(), [[3.0, 4.0], [1.0, 2.0]]);
    }

    #[test]
    fn values_that_do_not_fill_the_plane_are_refused() {
        let error = Plane::new(Size { width: 3, height: 2 }, vec![0.0; 5]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "5 values do not fill a plane of 3 x 2 pixels; pass one for each pixel"
        );
    }

    #[test]
    fn plane_without_pixels_is_refused() {
        let error = Plane::new(Size { width: 0, height: 0 }, Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a picture of 0 x 0 pixels is not made: ask for sides of 1 to 4096 pixels"
        );
    }
}
