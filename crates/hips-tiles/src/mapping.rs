//! Where the pixels of a cell lie in an image: exact on a grid, on straight lines between its points.

use sky::SkyPosition;
use wcs::Wcs;

use crate::Cell;

/// Pixels between two points of the grid.
const STEP: usize = 16;

/// Pixels of the image by which the middle of a square of the grid may miss the lines; else its pixels are exact.
const DEVIATION_MAX: f64 = 1e-3;

/// What of a cell an image may have.
pub(crate) struct Mapping {
    squares: Vec<Square>,
    /// The first and the last pixel of the image that is needed, counted from 1.
    pub(crate) needed: [[i64; 2]; 2],
}

/// A square of the grid, and where its pixels are in the image.
struct Square {
    x: Span,
    y: Span,
    way: Way,
}

enum Way {
    /// The places of its first and last pixels: south, north-east of it, north-west of it, north.
    Lines([[f64; 2]; 4]),
    /// Each pixel, `y` by `y`, for each `x`; NaN where the image has none.
    Exact(Vec<[f64; 2]>),
}

/// Pixels from one point of the grid to the next. The last one belongs to the next square, but at the end of the cell.
#[derive(Clone, Copy)]
struct Span {
    first: usize,
    last: usize,
    count: usize,
}

/// The pixels of a cell that an image may have.
pub(crate) struct Sampled<'c> {
    pub(crate) cell: Cell,
    /// Pixels along each side of the cell.
    pub(crate) side: usize,
    pub(crate) wcs: &'c Wcs,
    /// Pixels of the image.
    pub(crate) lengths: [u64; 2],
}

impl Sampled<'_> {
    /// Finds the places; `None` if the image has no part of the cell.
    pub(crate) fn map(&self) -> Option<Mapping> {
        let spans = spans(self.side);
        let knots: Vec<f64> =
            spans.iter().map(|span| span.first).chain([self.side - 1]).map(|at| at as f64).collect();
        let middles: Vec<f64> = spans.iter().map(|span| (span.first + span.last) as f64 / 2.0).collect();
        let (nodes, centres) = (self.grid(&knots), self.grid(&middles));
        let mut mapping = Mapping { squares: Vec::new(), needed: [[i64::MAX; 2], [i64::MIN; 2]] };
        for (row, &x) in spans.iter().enumerate() {
            for (column, &y) in spans.iter().enumerate() {
                let at = |dx: usize, dy: usize| nodes[(row + dx) * knots.len() + column + dy];
                let corners = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
                let centre = centres[row * spans.len() + column];
                if let Some(way) = self.way(x, y, corners, centre) {
                    mapping.add(Square { x, y, way }, self.lengths);
                }
            }
        }
        (!mapping.squares.is_empty()).then_some(mapping)
    }

    /// How the pixels of a square are found; `None` if none of them is in the image.
    fn way(&self, x: Span, y: Span, corners: [Option<[f64; 2]>; 4], centre: Option<[f64; 2]>) -> Option<Way> {
        if let [Some(south), Some(east), Some(west), Some(north)] = corners
            && let Some(centre) = centre
        {
            let lines = [south, east, west, north];
            let is_straight = (0..2).all(|axis| {
                let between = lines.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0;
                (between - centre[axis]).abs() <= DEVIATION_MAX
            });
            if is_straight {
                return self.touches(&lines).then_some(Way::Lines(lines));
            }
        } else if corners.iter().all(Option::is_none) && centre.is_none() {
            return None;
        }
        let range =
            |span: Span| (span.first..span.first + span.count).map(|at| at as f64).collect::<Vec<_>>();
        let nowhere = [f64::NAN; 2];
        let exact = self.places(&range(x), &range(y)).into_iter().map(|place| place.unwrap_or(nowhere));
        let exact: Vec<[f64; 2]> =
            exact.map(|place| if self.touches(&[place]) { place } else { nowhere }).collect();
        exact.iter().any(|place| !place[0].is_nan()).then_some(Way::Exact(exact))
    }

    /// Whether the rectangle round some places meets the image.
    fn touches(&self, places: &[[f64; 2]]) -> bool {
        (0..2).all(|axis| {
            let along = || places.iter().map(|place| place[axis]);
            let (low, high) = (along().fold(f64::MAX, f64::min), along().fold(f64::MIN, f64::max));
            high >= 0.5 && low <= self.lengths[axis] as f64 + 0.5
        })
    }

    fn grid(&self, along: &[f64]) -> Vec<Option<[f64; 2]>> {
        self.places(along, along)
    }

    /// The places in the image of pixels of the cell, `y` by `y`, for each `x`.
    fn places(&self, xs: &[f64], ys: &[f64]) -> Vec<Option<[f64; 2]>> {
        let side = self.side as f64;
        let mut positions: Vec<SkyPosition> = Vec::with_capacity(ys.len());
        let mut places = vec![None; xs.len() * ys.len()];
        for (x, places) in xs.iter().zip(places.chunks_exact_mut(ys.len())) {
            positions.clear();
            positions
                .extend(ys.iter().filter_map(|y| self.cell.position((x + 0.5) / side, (y + 0.5) / side)));
            // Every place of a cell has a position.
            debug_assert_eq!(positions.len(), ys.len());
            self.wcs.pixels_of(&positions, places);
        }
        places
    }
}

impl Mapping {
    /// Calls for each pixel of the cell that is in the image: `x`, `y`, and its place there.
    pub(crate) fn each(&self, lengths: [u64; 2], mut found: impl FnMut(usize, usize, [f64; 2])) {
        let [width, height] = lengths.map(|length| length as f64 + 0.5);
        let mut inside = |x, y, place: [f64; 2]| {
            if place[0] >= 0.5 && place[1] >= 0.5 && place[0] <= width && place[1] <= height {
                found(x, y, place);
            }
        };
        for Square { x, y, way } in &self.squares {
            for dx in 0..x.count {
                match way {
                    Way::Exact(places) => {
                        for (dy, &place) in places[dx * y.count..][..y.count].iter().enumerate() {
                            inside(x.first + dx, y.first + dy, place);
                        }
                    }
                    Way::Lines([south, east, west, north]) => {
                        let part = x.part(dx);
                        let (from, to) = (between(*south, *east, part), between(*west, *north, part));
                        for dy in 0..y.count {
                            inside(x.first + dx, y.first + dy, between(from, to, y.part(dy)));
                        }
                    }
                }
            }
        }
    }

    fn add(&mut self, square: Square, lengths: [u64; 2]) {
        let places: &[[f64; 2]] = match &square.way {
            Way::Lines(corners) => corners,
            Way::Exact(places) => places,
        };
        for place in places.iter().filter(|place| !place[0].is_nan()) {
            for axis in 0..2 {
                let last = i64::try_from(lengths[axis]).unwrap_or(i64::MAX);
                let [low, high] = [place[axis].floor() as i64, place[axis].ceil() as i64];
                self.needed[0][axis] = self.needed[0][axis].min(low.saturating_sub(1).clamp(1, last));
                self.needed[1][axis] = self.needed[1][axis].max(high.saturating_add(1).clamp(1, last));
            }
        }
        self.squares.push(square);
    }
}

impl Span {
    fn part(self, step: usize) -> f64 {
        step as f64 / (self.last - self.first).max(1) as f64
    }
}

fn spans(side: usize) -> Vec<Span> {
    let begins = (0..side).step_by(STEP);
    let span = |first: usize| {
        let next = first + STEP;
        if next < side {
            Span { first, last: next, count: STEP }
        } else {
            Span { first, last: side - 1, count: side - first }
        }
    };
    begins.map(span).collect()
}

fn between(from: [f64; 2], to: [f64; 2], part: f64) -> [f64; 2] {
    [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most that the mapping of a cell misses its exact places, in pixels of the image, and how many it has.
    fn miss(wcs: &Wcs, cell: Cell, side: usize, lengths: [u64; 2]) -> (f64, usize) {
        let Some(mapping) = (Sampled { cell, side, wcs, lengths }).map() else { return (0.0, 0) };
        let (mut worst, mut count) = (0.0_f64, 0);
        mapping.each(lengths, |x, y, place| {
            let position =
                cell.position((x as f64 + 0.5) / side as f64, (y as f64 + 0.5) / side as f64).unwrap();
            let exact = wcs.pixel_of(&position).unwrap();
            worst = worst.max((place[0] - exact[0]).abs()).max((place[1] - exact[1]).abs());
            count += 1;
            for axis in 0..2 {
                let needed = mapping.needed[0][axis] as f64..=mapping.needed[1][axis] as f64;
                assert!(needed.contains(&place[axis].clamp(1.0, lengths[axis] as f64)));
            }
        });
        (worst, count)
    }

    fn plane(lon_deg: f64, lat_deg: f64, scale_arcsec: f64, side: u32) -> Wcs {
        Wcs::tangential(SkyPosition::new(lon_deg, lat_deg).unwrap(), scale_arcsec, [side; 2]).unwrap()
    }

    #[test]
    fn lines_between_the_points_of_the_grid_miss_no_pixel() {
        // Latitude 41.81 is where the equatorial part of HEALPix ends, with a bend in its lines.
        for (lon_deg, lat_deg) in [(0.0, 0.0), (45.0, 41.810_3), (123.4, 88.9), (0.0, 90.0), (359.99, -41.8)]
        {
            let wcs = plane(lon_deg, lat_deg, 0.55, 300);
            let centre = SkyPosition::new(lon_deg, lat_deg).unwrap();
            let (worst, count) = miss(&wcs, Cell::at(9, &centre), 1024, [300; 2]);
            assert!(worst <= 2e-3 && count > 1000, "{lon_deg} {lat_deg}: {worst} of {count}");
        }
    }

    #[test]
    fn coarse_cells_of_half_a_sky_are_exact_where_they_are_bent() {
        let wcs = plane(30.0, 20.0, 1500.0, 200);
        let (worst, count) = miss(&wcs, Cell { order: 0, index: 0 }, 512, [200; 2]);
        assert!(worst <= 2e-3 && count > 10_000, "{worst} of {count}");
    }

    #[test]
    fn an_image_elsewhere_has_nothing_of_a_cell() {
        let wcs = plane(10.0, 20.0, 1.0, 100);
        for (lon, lat) in [(190.0, -20.0), (11.0, 20.0), (100.0, 0.0)] {
            let cell = Cell::at(9, &SkyPosition::new(lon, lat).unwrap());
            assert!((Sampled { cell, side: 1024, wcs: &wcs, lengths: [100; 2] }).map().is_none());
        }
    }
}
