//! Circles drawn into pictures, round what a catalogue has there.

use crate::Picture;
use crate::picture::Layout;

/// Half of the width of a line in pixels.
const HALF_WIDTH: f64 = 0.8;

impl Picture {
    /// The same in colour, with circles round places: column and row from the upper left corner, whose pixel has its middle at
    /// (0, 0). What lies outside of the picture is not drawn; places and a radius that are not finite neither.
    #[must_use]
    pub fn with_circles(&self, places: &[[f64; 2]], radius: f64, colour: [u8; 3]) -> Self {
        let mut picture = self.in_colour();
        for place in places {
            picture.circle(*place, radius, colour);
        }
        picture
    }

    fn circle(&mut self, [x, y]: [f64; 2], radius: f64, colour: [u8; 3]) {
        let reach = radius + HALF_WIDTH + 1.0;
        let (size, bytes_of_pixel) = (self.size(), self.layout().bytes());
        // Whatever is not finite makes an empty span.
        let span = |at: f64, length: usize| {
            let (first, beyond) = ((at - reach).floor().max(0.0), (at + reach).ceil().min(length as f64));
            first as usize..if beyond > first { beyond as usize } else { 0 }
        };
        for row in span(y, size.height) {
            for column in span(x, size.width) {
                let distance = (column as f64 - x).hypot(row as f64 - y);
                let share = (HALF_WIDTH + 0.5 - (distance - radius).abs()).clamp(0.0, 1.0);
                if share > 0.0 {
                    let start = (row * size.width + column) * bytes_of_pixel;
                    self.mix(start, share, colour);
                }
            }
        }
    }

    fn mix(&mut self, start: usize, share: f64, colour: [u8; 3]) {
        let has_alpha = self.layout().bytes() == 4;
        let bytes = self.bytes_mut();
        for (byte, colour) in bytes[start..].iter_mut().zip(colour) {
            *byte = (f64::from(*byte) * (1.0 - share) + f64::from(colour) * share).round() as u8;
        }
        if has_alpha {
            bytes[start + 3] = bytes[start + 3].max((share * 255.0).round() as u8);
        }
    }

    /// The same with three colours, equal ones where it was grey.
    fn in_colour(&self) -> Self {
        let layout = self.layout();
        let Layout { colours: 1, has_alpha } = layout else { return self.clone() };
        let mut bytes = Vec::with_capacity(self.bytes().len() * 3);
        for pixel in self.bytes().chunks_exact(layout.bytes()) {
            bytes.extend([pixel[0]; 3]);
            bytes.extend(&pixel[1..]);
        }
        Self::new(self.size(), Layout { colours: 3, has_alpha }, bytes)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Blanks, Limits, Picture, Plane, Size, Stretch, grey};

    fn black(width: usize, height: usize, blanks: Blanks) -> Picture {
        let plane = Plane::new(Size { width, height }, vec![0.0; width * height]).unwrap();
        grey(&plane, Limits::new(0.0, 1.0).unwrap(), Stretch::Linear, blanks)
    }

    #[test]
    fn a_circle_has_its_radius_and_its_colour() {
        let picture = black(21, 21, Blanks::Black).with_circles(&[[10.0, 10.0]], 6.0, [255, 128, 0]);
        assert_eq!(picture.bytes().len(), 21 * 21 * 3);
        for (index, pixel) in picture.bytes().chunks_exact(3).enumerate() {
            let distance = ((index % 21) as f64 - 10.0).hypot((index / 21) as f64 - 10.0);
            match (distance - 6.0).abs() {
                away if away < 0.3 => assert_eq!(pixel, [255, 128, 0], "{distance}"),
                away if away > 1.3 => assert_eq!(pixel, [0, 0, 0], "{distance}"),
                _ => {}
            }
        }
    }

    #[test]
    fn circles_beyond_the_border_are_cut_and_those_nowhere_are_left_out() {
        let places = [[-2.0, -2.0], [1e300, 5.0], [f64::NAN, 1.0], [f64::INFINITY, 0.0]];
        let picture = black(8, 4, Blanks::Transparent).with_circles(&places, 4.0, [0, 255, 0]);
        assert!(picture.bytes().chunks_exact(4).any(|pixel| pixel == [0, 255, 0, 255]));
        let nothing = black(8, 4, Blanks::Black).with_circles(&[[4.0, 2.0]], f64::NAN, [9, 9, 9]);
        assert!(nothing.bytes().iter().all(|byte| *byte == 0));
    }
}
