//! One plane as a picture in grey.

use crate::picture::{byte, layout};
use crate::{Blanks, Limits, Picture, Plane, Stretch};

/// A picture in grey of one plane: black at the lower limit, white at the higher one, the curve of `stretch` between.
pub fn grey(plane: &Plane, limits: Limits, stretch: Stretch, blanks: Blanks) -> Picture {
    let layout = layout(1, blanks);
    let mut bytes = Vec::with_capacity(plane.size().area() * layout.bytes());
    for &value in plane.rows_from_top().flatten() {
        let brightness = stretch.apply(limits.fraction(f64::from(value)));
        layout.push(&mut bytes, value.is_finite().then(|| [byte((255.0 * brightness).round())]));
    }
    Picture::new(plane.size(), layout, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;

    #[test]
    fn first_row_of_the_picture_is_the_last_of_the_plane() {
        let plane = plane((2, 2), &[0.0, 1.0, 2.0, 4.0]);
        let picture = grey(&plane, Limits::new(0.0, 4.0).unwrap(), Stretch::Linear, Blanks::Black);
        assert_eq!(picture.bytes(), [128, 255, 0, 64]);
    }

    #[test]
    fn blank_pixels_are_black_or_transparent() {
        let plane = plane((3, 1), &[f32::NAN, 2.0, f32::INFINITY]);
        let picture = |blanks| grey(&plane, Limits::new(0.0, 2.0).unwrap(), Stretch::Sqrt, blanks);
        assert_eq!(picture(Blanks::Black).bytes(), [0, 255, 0]);
        assert_eq!(picture(Blanks::Transparent).bytes(), [0, 0, 255, 255, 0, 0]);
    }

    #[test]
    fn values_outside_the_limits_are_black_and_white() {
        let plane = plane((4, 1), &[f32::MIN, -1.0, 1.5, f32::MAX]);
        for stretch in [Stretch::Linear, Stretch::Asinh, Stretch::Sqrt, Stretch::Log] {
            let picture = grey(&plane, Limits::new(0.0, 1.0).unwrap(), stretch, Blanks::Black);
            assert_eq!(picture.bytes(), [0, 0, 255, 255], "{stretch:?}");
        }
    }

    fn plane(size: (usize, usize), values: &[f32]) -> Plane {
        Plane::new(Size { width: size.0, height: size.1 }, values.to_vec()).unwrap()
    }
}
