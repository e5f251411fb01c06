//! The places on the sky of the pixels of a picture, and what an image has there.

use std::time::Instant;

use plugin_api::Error;
use preview::{Plane, Size};
use sky::{Cone, Region, SkyPosition, UnitVector};
use wcs::{CutRegion, Wcs};

use super::plane::View;
use super::{in_time, refused};
use crate::error::{Result, usage};
use crate::opened::Opened;

/// How many places along each side are looked at to find the part of an image that a picture needs.
const COARSE: usize = 64;

/// Larger regions are no plane any more.
const RADIUS_MAX_DEG: f64 = 45.0;

/// The longest side of the scaled part of an image, in pixels.
const REDUCED_MAX: f64 = preview::SIDE_MAX as f64;

/// A grid of pixels on a plane of the sky. Columns count from the left and rows from the lowest, both from 0.
#[derive(Debug)]
pub(crate) struct Grid {
    wcs: Wcs,
    size: Size,
    /// The pixel of the plane below the first pixel of the grid, and the steps to the next.
    origin: [f64; 2],
    step: [f64; 2],
}

impl Grid {
    /// The grid of a picture of a rectangle of an image.
    pub(crate) fn of_view(view: &View, size: Size) -> Result<Self> {
        let Some(wcs) = view.wcs.clone() else {
            return Err(usage(
                "the image has no world coordinates, so that nobody knows where on the sky it is",
            ));
        };
        let source = view.size();
        let step = [source.width as f64 / size.width as f64, source.height as f64 / size.height as f64];
        let origin = [0, 1].map(|axis| view.first[axis] as f64 - 0.5 + step[axis] / 2.0);
        Ok(Self { wcs, size, origin, step })
    }

    /// A square with a region in its middle, north up and east left.
    pub(crate) fn of_region(region: &CutRegion, side: usize) -> Result<Self> {
        let circle = circle_round(region)?;
        if !(circle.radius_deg() > 0.0 && circle.radius_deg() <= RADIUS_MAX_DEG) {
            let text = format!(
                "a picture in colour shows a region of more than 0 and at most {RADIUS_MAX_DEG} degrees round its middle"
            );
            return Err(usage(text));
        }
        let scale_arcsec = 2.0 * circle.radius_deg() * 3600.0 / side as f64;
        let wcs = Wcs::tangential(circle.centre(), scale_arcsec, [side as u32; 2])
            .map_err(|error| usage(format!("no picture of this region is possible: {error}")))?;
        Ok(Self { wcs, size: Size { width: side, height: side }, origin: [1.0; 2], step: [1.0; 2] })
    }

    /// The circle round all that the picture shows.
    pub(crate) fn cone(&self) -> Result<Cone> {
        let [width, height] = [self.size.width as f64, self.size.height as f64];
        let at = |column: f64, row: f64| self.wcs.sky_of(self.place(column, row));
        let centre = at(width / 2.0 - 0.5, height / 2.0 - 0.5)
            .ok_or_else(|| usage("the middle of the picture has no place on the sky"))?;
        let border = (0..=8).flat_map(|step| {
            let share = f64::from(step) / 8.0;
            let (column, row) = (share * width - 0.5, share * height - 0.5);
            [(column, -0.5), (column, height - 0.5), (-0.5, row), (width - 0.5, row)]
        });
        let distance = |(column, row)| at(column, row).map_or(180.0, |place| centre.separation_deg(&place));
        let radius_deg = border.map(distance).fold(0.0, f64::max) * 1.02;
        Cone::new(centre, radius_deg).map_err(|error| Error::internal(error.to_string()).into())
    }

    /// Column and row of a position as a picture counts them, from its upper left corner; `None` where the plane has none.
    pub(crate) fn in_picture(&self, position: &SkyPosition) -> Option<[f64; 2]> {
        let place = self.wcs.pixel_of(position)?;
        let [column, row] = [0, 1].map(|axis| (place[axis] - self.origin[axis]) / self.step[axis]);
        Some([column, self.size.height as f64 - 1.0 - row])
    }

    /// What an image has at the pixels of the grid; blank where it does not reach.
    pub(crate) fn plane(&self, opened: &Opened, view: &View, deadline: Instant) -> Result<Plane> {
        let Some(wcs) = &view.wcs else {
            return Err(usage(
                "an image has no world coordinates, so that nobody knows where on the sky it is",
            ));
        };
        let mut values = Vec::with_capacity(self.size.width * self.size.height);
        if let Some(reduced) = self.reduced(opened, view, wcs, deadline)? {
            let columns: Vec<usize> = (0..self.size.width).collect();
            let mut there = vec![None; self.size.width];
            for row in 0..self.size.height {
                self.places_in(wcs, columns.iter().map(|&column| (column as f64, row as f64)), &mut there);
                values.extend(
                    there.iter().map(|place| place.and_then(|place| reduced.at(place)).unwrap_or(f32::NAN)),
                );
                in_time(deadline)?;
            }
        }
        values.resize(self.size.width * self.size.height, f32::NAN);
        Plane::new(self.size, values).map_err(|error| refused(&error))
    }

    fn place(&self, column: f64, row: f64) -> [f64; 2] {
        [self.origin[0] + column * self.step[0], self.origin[1] + row * self.step[1]]
    }

    /// Where pixels of the grid are in an image.
    fn places_in(&self, wcs: &Wcs, pixels: impl Iterator<Item = (f64, f64)>, there: &mut [Option<[f64; 2]>]) {
        let places: Vec<[f64; 2]> = pixels.map(|(column, row)| self.place(column, row)).collect();
        self.wcs.pixels_in(wcs, &places, there);
    }

    /// The part of an image that the grid needs, with pixels of about the same size; `None` if it needs nothing.
    fn reduced(&self, opened: &Opened, view: &View, wcs: &Wcs, deadline: Instant) -> Result<Option<Reduced>> {
        let steps = [self.size.width, self.size.height].map(|length| length as f64 / COARSE as f64);
        let pixels = (0..=COARSE).flat_map(|row| (0..=COARSE).map(move |column| (column, row)));
        let pixels =
            pixels.map(|(column, row)| (column as f64 * steps[0] - 0.5, row as f64 * steps[1] - 0.5));
        let mut there = vec![None; (COARSE + 1) * (COARSE + 1)];
        self.places_in(wcs, pixels, &mut there);
        let stride = neighbours(&there);
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for place in there.iter().flatten() {
            let is_near = |axis: usize| {
                place[axis] > view.first[axis] as f64 - 0.5 - stride
                    && place[axis] < view.last[axis] as f64 + 0.5 + stride
            };
            if is_near(0) && is_near(1) {
                for axis in [0, 1] {
                    low[axis] = low[axis].min(place[axis] - stride);
                    high[axis] = high[axis].max(place[axis] + stride);
                }
            }
        }
        if low[0] > high[0] {
            return Ok(None);
        }
        let first =
            [0, 1].map(|axis| (low[axis].floor().max(1.0) as u64).clamp(view.first[axis], view.last[axis]));
        let last = [0, 1].map(|axis| (high[axis].ceil().max(1.0) as u64).clamp(first[axis], view.last[axis]));
        let part = view.part(first, last);
        let size = part.size();
        // Image pixels for each pixel of the picture.
        let factor = (stride / steps[0]).max(1.0);
        let length = |pixels: usize| (pixels as f64 / factor).ceil().clamp(1.0, REDUCED_MAX) as usize;
        let target = Size { width: length(size.width), height: length(size.height) };
        let plane = part.scaled(opened, target, deadline)?;
        Ok(Some(Reduced { first, source: size, plane }))
    }
}

/// The median of the distances between places beside each other in a row, in pixels of the image.
fn neighbours(there: &[Option<[f64; 2]>]) -> f64 {
    let pairs = there.chunks(COARSE + 1).flat_map(|row| row.windows(2));
    let distance = |pair: &[Option<[f64; 2]>]| {
        let (one, other) = (pair[0]?, pair[1]?);
        Some((one[0] - other[0]).hypot(one[1] - other[1])).filter(|distance| distance.is_finite())
    };
    let mut distances: Vec<f64> = pairs.filter_map(distance).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(1.0)
}

/// A rectangle of an image with fewer pixels.
struct Reduced {
    first: [u64; 2],
    source: Size,
    plane: Plane,
}

impl Reduced {
    /// The value at a place of the image, mixed of the four pixels round it that have one; none where less than half of
    /// the weight has, and outside.
    fn at(&self, place: [f64; 2]) -> Option<f32> {
        let size = self.plane.size();
        let lengths = [(self.source.width, size.width), (self.source.height, size.height)];
        let mut ends = [(0, 0.0); 2];
        for (axis, (source, length)) in lengths.into_iter().enumerate() {
            let from_edge = place[axis] - self.first[axis] as f64 + 0.5;
            if !(0.0..=source as f64).contains(&from_edge) {
                return None;
            }
            let middle = from_edge * length as f64 / source as f64 - 0.5;
            let middle = middle.clamp(0.0, (length - 1) as f64);
            let below = (middle as usize).min(length.saturating_sub(2));
            ends[axis] = (below, middle - below as f64);
        }
        let [(column, right), (row, upper)] = ends;
        let (mut sum, mut weight) = (0.0, 0.0);
        for (row, share_of_row) in [(row, 1.0 - upper), (row + 1, upper)] {
            for (column, share) in [(column, 1.0 - right), (column + 1, right)] {
                let share = share * share_of_row;
                if share > 0.0 {
                    let value = self.plane.values()[row * size.width + column];
                    if value.is_finite() {
                        sum += share * f64::from(value);
                        weight += share;
                    }
                }
            }
        }
        (weight >= 0.5).then_some((sum / weight) as f32)
    }
}

/// A circle that holds a region.
fn circle_round(region: &CutRegion) -> Result<Cone> {
    let positions: Vec<SkyPosition> = match region {
        CutRegion::Region(Region::Cone(cone)) => return Ok(*cone),
        CutRegion::Region(Region::Polygon(polygon)) => polygon.vertices().to_vec(),
        CutRegion::Region(Region::Range(range)) | CutRegion::Range(range) => {
            let lons = (0..=8).map(|step| range.west_deg() + range.span_deg() * f64::from(step) / 8.0);
            let lats = [range.south_deg(), (range.south_deg() + range.north_deg()) / 2.0, range.north_deg()];
            let all = lons.flat_map(|lon| lats.map(|lat| SkyPosition::new(lon, lat)));
            all.filter_map(Result::ok).collect()
        }
    };
    let sum = positions.iter().map(SkyPosition::vector).reduce(|sum: UnitVector, next| sum.plus(&next));
    let centre = sum.and_then(|sum| sum.normalised()).and_then(|middle| {
        let (lon, lat) =
            (middle.y.atan2(middle.x).to_degrees(), middle.z.clamp(-1.0, 1.0).asin().to_degrees());
        SkyPosition::new(lon, lat).ok()
    });
    let centre = centre.ok_or_else(|| usage("the region has no middle; give a smaller one"))?;
    let radius_deg = positions.iter().map(|position| centre.separation_deg(position)).fold(0.0, f64::max);
    Cone::new(centre, radius_deg).map_err(|error| usage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opened::OpenFiles;
    use crate::sample;

    /// An image of 100 x 80 pixels of one arcsecond whose values grow by one to the right, and by a hundred upwards.
    fn image() -> (tempfile::NamedTempFile, std::sync::Arc<Opened>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let value = |place: u64| (place % 100) as f32 + 100.0 * (place / 100) as f32;
        std::fs::write(file.path(), sample::bytes(&[100, 80], &sample::SKY, value)).unwrap();
        let opened = OpenFiles::new(1).open(file.path()).unwrap();
        (file, opened)
    }

    fn soon() -> Instant {
        Instant::now() + std::time::Duration::from_secs(60)
    }

    #[test]
    fn the_grid_of_an_image_has_its_pixels() {
        let (_file, opened) = image();
        let view = View::of(&opened, None).unwrap();
        let grid = Grid::of_view(&view, view.size()).unwrap();
        let plane = grid.plane(&opened, &view, soon()).unwrap();
        for (place, value) in plane.values().iter().enumerate() {
            let expected = (place % 100) as f32 + 100.0 * (place / 100) as f32;
            assert!((value - expected).abs() < 0.01, "{place}: {value}");
        }
        // The reference pixel (50, 40) is the 50th column and the 41st row from the upper edge.
        let middle = grid.in_picture(&SkyPosition::new(150.0, 2.0).unwrap()).unwrap();
        assert!((middle[0] - 49.0).abs() < 1e-6 && (middle[1] - 40.0).abs() < 1e-6, "{middle:?}");
    }

    #[test]
    fn a_region_has_north_up_and_what_is_beyond_the_image_is_blank() {
        let (_file, opened) = image();
        let centre = SkyPosition::new(150.0, 2.0).unwrap();
        let region = Region::cone(centre, 60.0 / 3600.0).unwrap().into();
        let view = View::of(&opened, None).unwrap();
        let grid = Grid::of_region(&region, 60).unwrap();
        let plane = grid.plane(&opened, &view, soon()).unwrap();
        let at = |column: usize, row: usize| plane.values()[row * 60 + column];
        // Two arcseconds a pixel; the image has a gradient of 200 upwards for each.
        assert!((at(30, 31) - at(30, 30) - 200.0).abs() < 2.0, "{} {}", at(30, 31), at(30, 30));
        assert!((at(31, 30) - at(30, 30) - 2.0).abs() < 0.1, "{} {}", at(31, 30), at(30, 30));
        assert!(at(30, 0).is_nan() && at(30, 59).is_nan() && at(0, 30).is_nan());
    }

    #[test]
    fn a_circle_round_a_picture_holds_its_corners() {
        let (_file, opened) = image();
        let view = View::of(&opened, None).unwrap();
        let grid = Grid::of_view(&view, view.size().fitted(20)).unwrap();
        let cone = grid.cone().unwrap();
        for corner in [[0.5, 0.5], [100.5, 0.5], [0.5, 80.5], [100.5, 80.5]] {
            assert!(cone.contains(&view.wcs.as_ref().unwrap().sky_of(corner).unwrap()), "{corner:?}");
        }
        assert!(cone.radius_deg() < 70.0 / 3600.0, "{}", cone.radius_deg());
    }

    #[test]
    fn a_region_without_a_size_and_one_that_is_no_plane_are_refused() {
        let centre = SkyPosition::new(150.0, 2.0).unwrap();
        for radius_deg in [0.0, 60.0] {
            let region = Region::cone(centre, radius_deg).unwrap().into();
            assert_eq!(
                Grid::of_region(&region, 60).unwrap_err().labelled(),
                "UsageError: a picture in colour shows a region of more than 0 and at most 45 degrees round its middle"
            );
        }
    }
}
