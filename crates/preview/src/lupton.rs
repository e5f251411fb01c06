//! Colour composites of three planes, by Lupton et al. 2004 (PASP 116, 133).

use crate::picture::{byte, layout};
use crate::{Blanks, Picture, Plane, PreviewError, Size};

/// How three planes become one picture in colour.
///
/// The mean of the three bands is stretched by asinh, and each band is multiplied by the same number: bright stars keep
/// their colours. A pixel whose brightest band would be more than white is made darker as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lupton {
    minimum: [f64; 3],
    /// What the intensity is multiplied with before the asinh.
    softening: f64,
    /// What the asinh is multiplied with; none for a linear stretch.
    slope: Option<f64>,
    /// The intensity that a linear stretch makes white.
    stretch: f64,
}

/// The part of the range at which the stretches of all Q meet.
const MEETING: f64 = 0.1;
/// A smaller Q is a linear stretch, for single precision.
const Q_MIN: f64 = f32::EPSILON as f64;
/// A larger Q is taken as this.
const Q_MAX: f64 = 1e10;

impl Lupton {
    /// A composite with the black level of each band, red first, the range of its linear part, and its softening.
    ///
    /// - `minimum`: finite, in the units of each plane.
    /// - `stretch`: a positive single-precision number, the intensity above `minimum` that a linear stretch makes white.
    /// - `q`: 0 to any number, taken as 1e10 at most; 8 is usual; 0 is the linear stretch.
    pub fn new(minimum: [f64; 3], stretch: f64, q: f64) -> Result<Self, PreviewError> {
        let refuse = |name, value, range| Err(PreviewError::Parameter { name, value, range });
        if let Some(&value) = minimum.iter().find(|value| value.abs() > f64::from(f32::MAX) || value.is_nan())
        {
            return refuse("a minimum", value, "a finite number of single precision");
        }
        if !(f64::from(f32::MIN_POSITIVE)..=f64::from(f32::MAX)).contains(&stretch) {
            return refuse("a stretch", stretch, "a positive number of single precision");
        }
        if q.is_nan() || q < 0.0 {
            return refuse("a Q", q, "a number of 0 or more");
        }
        let q = q.min(Q_MAX);
        let slope = (q >= Q_MIN).then(|| MEETING / libm::asinh(MEETING * q));
        Ok(Self { minimum, softening: q / stretch, slope, stretch })
    }

    /// The picture of three planes of one size: red, green, blue. Where any of them is blank, the picture is.
    pub fn compose(&self, planes: [&Plane; 3], blanks: Blanks) -> Result<Picture, PreviewError> {
        let [red, green, blue] = planes;
        let size = common_size(planes.map(Plane::size))?;
        let layout = layout(3, blanks);
        let mut bytes = Vec::with_capacity(size.area() * layout.bytes());
        let rows = red.rows_from_top().zip(green.rows_from_top()).zip(blue.rows_from_top());
        for ((red, green), blue) in rows {
            for ((&red, &green), &blue) in red.iter().zip(green).zip(blue) {
                let is_good = red.is_finite() && green.is_finite() && blue.is_finite();
                layout.push(&mut bytes, is_good.then(|| self.colour([red, green, blue])));
            }
        }
        Ok(Picture::new(size, layout, bytes))
    }

    fn colour(&self, values: [f32; 3]) -> [u8; 3] {
        let mut bands = [0, 1, 2].map(|band| f64::from(values[band]) - self.minimum[band]);
        let factor = self.factor(bands.iter().sum::<f64>() / 3.0);
        bands = bands.map(|band| (band * factor).max(0.0));
        let brightest = bands.into_iter().fold(1.0, f64::max);
        bands.map(|band| byte(band / brightest * 255.0))
    }

    /// What the bands of a pixel with this intensity are multiplied with.
    fn factor(&self, intensity: f64) -> f64 {
        if intensity <= 0.0 {
            return 0.0;
        }
        match self.slope {
            Some(slope) => libm::asinh(self.softening * intensity) * slope / intensity,
            None => 1.0 / self.stretch,
        }
    }
}

fn common_size([first, second, third]: [Size; 3]) -> Result<Size, PreviewError> {
    if first == second && second == third {
        Ok(first)
    } else {
        Err(PreviewError::PlaneSizes(first, second, third))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn linear_stretch_divides_by_the_range() {
        let lupton = Lupton::new([1.0, 2.0, 3.0], 4.0, 0.0).unwrap();
        // Bands of 1, 2 and 4 above their minima, of a range of 4.
        assert_eq!(compose(&lupton, [2.0, 4.0, 7.0]), [63, 127, 255]);
    }

    #[test]
    fn pixel_brighter_than_white_keeps_its_colour() {
        let lupton = Lupton::new([0.0; 3], 1.0, 0.0).unwrap();
        assert_eq!(compose(&lupton, [1000.0, 500.0, 100.0]), [255, 127, 25]);
    }

    #[test]
    fn pixel_without_light_is_black() {
        let lupton = Lupton::new([0.0; 3], 1.0, 8.0).unwrap();
        assert_eq!(compose(&lupton, [1.0, 1.0, -2.0]), [0, 0, 0]);
    }

    #[test]
    fn band_below_its_minimum_is_dark_in_a_bright_pixel() {
        let lupton = Lupton::new([0.0; 3], 1.0, 8.0).unwrap();
        let [red, _, blue] = compose(&lupton, [1.0, 1.0, -1.0])[..] else {
            panic!("a pixel has three bytes")
        };
        assert!(red > 0 && blue == 0);
    }

    #[test]
    fn pixel_with_a_blank_band_is_blank() {
        let lupton = Lupton::new([0.0; 3], 1.0, 8.0).unwrap();
        let planes = [1.0, f32::NAN, 1.0].map(plane);
        let picture = lupton.compose(planes.each_ref(), Blanks::Transparent).unwrap();
        assert_eq!(picture.bytes(), [0, 0, 0, 0]);
    }

    #[test]
    fn planes_of_several_sizes_are_refused() {
        let lupton = Lupton::new([0.0; 3], 1.0, 8.0).unwrap();
        let wide = Plane::new(Size { width: 2, height: 1 }, vec![0.0; 2]).unwrap();
        let error = lupton.compose([&plane(0.0), &plane(0.0), &wide], Blanks::Black).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the planes of a composite must have one size, these have 1 x 1, 1 x 1 and 2 x 1 pixels; \
             scale them to one"
        );
    }

    #[test]
    fn numbers_outside_their_range_are_refused() {
        let refused =
            |minimum, stretch, q| Lupton::new([0.0, minimum, 0.0], stretch, q).unwrap_err().to_string();
        assert_eq!(
            refused(f64::NAN, 1.0, 8.0),
            "a minimum of NaN is not possible: give a finite number of single precision"
        );
        assert_eq!(
            refused(0.0, 0.0, 8.0),
            "a stretch of 0 is not possible: give a positive number of single precision"
        );
        assert_eq!(refused(0.0, 1.0, -1.0), "a Q of -1 is not possible: give a number of 0 or more");
    }

    proptest! {
        #[test]
        fn ratios_of_bright_bands_are_kept(
            bands in prop::array::uniform3(1_f32..1e6),
            q in 0_f64..100.0,
        ) {
            let lupton = Lupton::new([0.0; 3], 1e-3, q).unwrap();
            let colours = compose(&lupton, bands);
            let brightest = bands.into_iter().fold(0.0, f32::max);
            let white = f64::from(*colours.iter().max().unwrap());
            for (band, colour) in bands.into_iter().zip(colours) {
                let expected = f64::from(band / brightest) * white;
                prop_assert!((f64::from(colour) - expected).abs() <= 1.0, "{} {}", colour, expected);
            }
        }

        #[test]
        fn every_number_has_a_colour(
            bands in prop::array::uniform3(any::<f32>()),
            minimum in -1e38_f64..1e38,
            stretch in 1e-37_f64..1e38,
            q in 0_f64..1e12,
        ) {
            let lupton = Lupton::new([minimum; 3], stretch, q).unwrap();
            prop_assert_eq!(compose(&lupton, bands).len(), 3);
        }
    }

    fn compose(lupton: &Lupton, values: [f32; 3]) -> Vec<u8> {
        let planes = values.map(plane);
        lupton.compose(planes.each_ref(), Blanks::Black).unwrap().bytes().to_vec()
    }

    fn plane(value: f32) -> Plane {
        Plane::new(Size { width: 1, height: 1 }, vec![value]).unwrap()
    }
}
