//! Light on the pixels: every object is a sum of elliptical Gaussians.

use crate::{image::Image, object::Shape, tile::PIXEL_DEG};

/// Pixels in one arcsecond.
const PIXELS_PER_ARCSEC: f64 = 1.0 / (PIXEL_DEG * 3600.0);

/// The half-light radius of a Gaussian in units of its standard deviation: the root of 2 ln 2.
const HALF_LIGHT: f64 = 1.177_410_022_515_474_7;

/// The light of a point beside the seeing: in a faint halo, whose half-light radius is given in arcsec. With it apertures
/// of 3 and 6 arcsec hold as much as the catalogue says.
const HALO: f64 = 0.19;
const HALO_HALF_LIGHT_ARCSEC: f64 = 1.84;

/// A galaxy: parts of its light, with the half-light radius of each in that of the whole. A bright middle, a wide disc.
const GALAXY: [(f64, f64); 3] = [(0.2, 0.45), (0.45, 1.0), (0.35, 1.6)];

/// A Gaussian with its middle at the origin: x towards west, y towards north.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gaussian {
    /// Its light at the middle, per pixel.
    peak: f64,
    /// The inverse of its covariance, in 1 per square pixel: xx, xy, yy.
    inverse: [f64; 3],
    /// The standard deviation along the major axis, in pixels.
    major_pixels: f64,
}

/// Pixels of a square image.
pub(crate) struct Canvas<'p> {
    /// Pixels on each side.
    pub(crate) side: usize,
    pub(crate) pixels: &'p mut [f64],
}

/// The Gaussians of an object of one count of light. The width of a pixel itself is part of the seeing.
pub(crate) fn gaussians(shape: &Shape, image: &Image) -> Vec<Gaussian> {
    let seeing = (1.0 - HALO, image.seeing_arcsec / 2.0);
    let halo = (HALO, HALO_HALF_LIGHT_ARCSEC);
    let parts: &[(f64, f64)] = if shape.half_light_arcsec > 0.0 { &GALAXY } else { &[(1.0, 0.0)] };
    let pairs = parts.iter().flat_map(|part| [seeing, halo].map(|blur| (*part, blur)));
    pairs
        .map(|((part, radius), (blur, blur_arcsec))| {
            let half_light_arcsec = radius * shape.half_light_arcsec;
            Gaussian::new(part * blur, blur_arcsec, Shape { half_light_arcsec, ..*shape })
        })
        .collect()
}

/// The part of a point's light that falls on the pixel in its middle.
pub(crate) fn peak_of_point(image: &Image) -> f64 {
    let point = Shape { half_light_arcsec: 0.0, axis_ratio: 1.0, angle_deg: 0.0 };
    gaussians(&point, image).iter().map(|gaussian| gaussian.peak).sum()
}

impl Gaussian {
    /// An ellipse that a round Gaussian of half-light radius `blur_arcsec` blurs.
    fn new(light: f64, blur_arcsec: f64, shape: Shape) -> Self {
        let variance = |arcsec: f64| {
            let deviation = arcsec * PIXELS_PER_ARCSEC / HALF_LIGHT;
            deviation * deviation
        };
        let blur = variance(blur_arcsec);
        let major = blur + variance(shape.half_light_arcsec);
        let minor = blur + variance(shape.half_light_arcsec * shape.axis_ratio);
        // East of north: the angle grows towards smaller x.
        let (sin, cos) = libm::sincos(shape.angle_deg.to_radians());
        let (xx, yy) = (major * sin * sin + minor * cos * cos, major * cos * cos + minor * sin * sin);
        let xy = (minor - major) * sin * cos;
        let determinant = major * minor;
        Self {
            peak: light / (std::f64::consts::TAU * libm::sqrt(determinant)),
            inverse: [yy / determinant, -xy / determinant, xx / determinant],
            major_pixels: libm::sqrt(major),
        }
    }

    /// Adds the light of so many counts, wherever it is more than `least` counts per pixel. The middle is given in
    /// pixels of FITS.
    pub(crate) fn draw(&self, middle: [f64; 2], counts: f64, least: f64, canvas: &mut Canvas<'_>) {
        let peak = self.peak * counts;
        if peak <= least {
            return;
        }
        let reach = self.major_pixels * libm::sqrt(2.0 * libm::log(peak / least));
        let range = |at: f64| {
            // A negative number becomes 0, and one beyond the image its end.
            let first = libm::ceil(at - 1.0 - reach) as usize;
            first..(libm::floor(at + reach) as usize).min(canvas.side)
        };
        let [xx, xy, yy] = self.inverse;
        let side = canvas.side;
        for row in range(middle[1]) {
            let y = (row + 1) as f64 - middle[1];
            for column in range(middle[0]) {
                let x = (column + 1) as f64 - middle[0];
                let square = xx * x * x + 2.0 * xy * x * y + yy * y * y;
                canvas.pixels[row * side + column] += peak * libm::exp(-0.5 * square);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Release, Survey, image::images, plan::Plan};

    const SIDE: usize = 201;

    fn drawn(shape: Shape, image: &Image) -> Vec<f64> {
        let mut pixels = vec![0.0; SIDE * SIDE];
        let mut canvas = Canvas { side: SIDE, pixels: &mut pixels };
        for gaussian in gaussians(&shape, image) {
            gaussian.draw([101.0, 101.0], 1.0, 1e-12, &mut canvas);
        }
        pixels
    }

    fn within(pixels: &[f64], radius_arcsec: f64) -> f64 {
        let radius = radius_arcsec * PIXELS_PER_ARCSEC;
        // Pixels on the rim count by the part inside: of 10 x 10 points each.
        let part = |place: usize| {
            let [x, y] = [place % SIDE, place / SIDE].map(|at| at as f64 - 100.0);
            let points = (0..100).filter(|point| {
                let [dx, dy] = [point % 10, point / 10].map(|step| f64::from(step) / 10.0 - 0.45);
                (x + dx) * (x + dx) + (y + dy) * (y + dy) <= radius * radius
            });
            points.count() as f64 / 100.0
        };
        pixels.iter().enumerate().map(|(place, light)| light * part(place)).sum()
    }

    fn conditions() -> Vec<Image> {
        let plan = Plan::new(&Survey::default(), Release::Dr1);
        images(&plan).into_iter().flatten().collect()
    }

    #[test]
    fn apertures_of_points_hold_what_the_catalogue_says() {
        for image in conditions().iter().step_by(37) {
            let pixels = drawn(Shape { half_light_arcsec: 0.0, axis_ratio: 1.0, angle_deg: 0.0 }, image);
            assert!((pixels.iter().sum::<f64>() - 1.0).abs() < 2e-3);
            let [in_3, in_6] = [1.5, 3.0].map(|radius| within(&pixels, radius));
            assert!((in_6 - image.light_in_6_arcsec).abs() < 0.01, "{in_6} {image:?}");
            assert!((in_3 - image.light_in_3_arcsec).abs() < 0.03, "{in_3} {image:?}");
        }
    }

    #[test]
    fn a_galaxy_has_its_axes_where_its_shape_says() {
        let image = conditions()[0];
        let shape = Shape { half_light_arcsec: 4.0, axis_ratio: 0.4, angle_deg: 30.0 };
        let pixels = drawn(shape, &image);
        let mut moments = [0.0; 3];
        for (place, light) in pixels.iter().enumerate() {
            let [x, y] = [place % SIDE, place / SIDE].map(|at| at as f64 - 100.0);
            let products = [x * x, x * y, y * y];
            moments = std::array::from_fn(|which| moments[which] + light * products[which]);
        }
        // East is left: from north, the axis turns towards negative x.
        let angle_deg = 0.5 * f64::atan2(-2.0 * moments[1], moments[2] - moments[0]).to_degrees();
        assert!((angle_deg - 30.0).abs() < 0.1, "{angle_deg}");
        assert!((pixels.iter().sum::<f64>() - 1.0).abs() < 1e-3);
    }

    #[test]
    fn half_of_the_light_of_a_large_galaxy_is_within_its_radius() {
        let sharp = Image { seeing_arcsec: 0.8, ..conditions()[0] };
        let shape = Shape { half_light_arcsec: 10.0, axis_ratio: 1.0, angle_deg: 0.0 };
        let half = within(&drawn(shape, &sharp), 10.0);
        assert!((half - 0.5).abs() < 0.02, "{half}");
    }
}
