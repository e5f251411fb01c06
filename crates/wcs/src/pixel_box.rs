//! Which pixels of an image a region of the sky needs.

use sky::SkyPosition;

use crate::bounds::Bounds;
use crate::curve::Curve;
use crate::{CutRegion, Wcs, torn};

/// Pixels by which a straight piece may miss the border of a region.
const DEVIATION_MAX: f64 = 1e-6;

/// How often a piece is halved: a break of the projection is found to a part of the border in 10^12.
const DEPTH_MAX: u32 = 36;

/// How often a piece is halved between two ends that have no pixel.
const BLIND_DEPTH_MAX: u32 = 3;

/// How many points of one curve are computed at most; a curve that needs more has no smooth image.
const POINTS_MAX: usize = 1_500;

/// How many points of all curves are computed at most before they are followed in single steps.
const POINTS_MAX_TOTAL: usize = 50_000;

/// Points of the image's own border, for each side.
const BORDER_POINTS: usize = 16;

/// A rectangle of whole pixels, counted from 1; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelBox {
    /// The pixel with the smallest coordinates, each at least 1.
    pub first: [u64; 2],
    /// The pixel with the largest coordinates, each at most the length of the axis.
    pub last: [u64; 2],
}

impl PixelBox {
    /// How many pixels it has along each axis, at least 1.
    pub fn lengths(&self) -> [u64; 2] {
        [0, 1].map(|axis| self.last[axis] - self.first[axis] + 1)
    }
}

impl Wcs {
    /// The smallest rectangle of whole pixels that covers the common part of a region and an image of these lengths;
    /// `None` if they have no point in common.
    ///
    /// A pixel is the square round its centre with its border. Borders are found to a millionth of a pixel. Where the
    /// projection is torn (whole-sky maps), only what is wider than half a pixel or meets the border of the region is
    /// sure to be found.
    pub fn pixel_box(&self, region: &CutRegion, lengths: [u64; 2]) -> Option<PixelBox> {
        if lengths.contains(&0) {
            return None;
        }
        let mut tracer = Tracer::new(self, lengths);
        tracer.image_border(region);
        let border = region.border();
        let pieces = (1024 / border.len().max(1)).clamp(8, 64);
        for curve in &border {
            tracer.follow(curve, pieces);
        }
        let Tracer { mut bounds, torn, image, .. } = tracer;
        if torn {
            torn::widen(self, region, &image, &mut bounds);
        }
        (!bounds.is_empty()).then(|| whole_pixels(&bounds, lengths))
    }
}

/// SODA cutouts keep every pixel that is touched over more than a line.
fn whole_pixels(bounds: &Bounds, lengths: [u64; 2]) -> PixelBox {
    let first = [0, 1].map(|axis| ((bounds.min[axis] + 0.5).floor() as u64).clamp(1, lengths[axis]));
    let last = [0, 1]
        .map(|axis| ((bounds.max[axis] - 0.5).ceil().max(0.0) as u64).clamp(first[axis], lengths[axis]));
    PixelBox { first, last }
}

/// A point of a border: its number and its pixel.
#[derive(Clone, Copy)]
struct Sample {
    part: f64,
    pixel: Option<[f64; 2]>,
}

/// A piece of a border.
struct Piece {
    from: Sample,
    to: Sample,
    depth: u32,
}

/// Follows borders through the image.
struct Tracer<'w> {
    wcs: &'w Wcs,
    image: Bounds,
    /// The image and one pixel round it.
    near: Bounds,
    /// What of the region and the image was found.
    bounds: Bounds,
    /// Whether the projection breaks near the image or has no position for a part of it.
    torn: bool,
    /// Degrees by which a position may miss itself after a way to a pixel and back.
    miss_deg: f64,
    /// How many points of this curve may still be computed.
    left: usize,
    /// How many points of all curves may still be computed.
    left_total: usize,
}

impl<'w> Tracer<'w> {
    fn new(wcs: &'w Wcs, lengths: [u64; 2]) -> Self {
        let image = Bounds::of_image(lengths);
        let near = image.grown([1.0; 2]);
        let miss_deg = 1e-3 * wcs.linear().scale_deg();
        Self {
            wcs,
            image,
            near,
            bounds: Bounds::EMPTY,
            torn: false,
            miss_deg,
            left: 0,
            left_total: POINTS_MAX_TOTAL,
        }
    }

    /// Includes points of the image's border that lie in the region, above all the corners.
    fn image_border(&mut self, region: &CutRegion) {
        let mut pixels = [[0.0; 2]; 4 * BORDER_POINTS];
        let mut positions = [None; 4 * BORDER_POINTS];
        let ([left, bottom], [right, top]) = (self.image.min, self.image.max);
        let corners = [[left, bottom], [right, bottom], [right, top], [left, top]];
        for (place, pixel) in pixels.iter_mut().enumerate() {
            let (side, part) = (place / BORDER_POINTS, (place % BORDER_POINTS) as f64 / BORDER_POINTS as f64);
            let (from, to) = (corners[side], corners[(side + 1) % 4]);
            *pixel = [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]));
        }
        self.wcs.skies_of(&pixels, &mut positions);
        for (pixel, position) in pixels.into_iter().zip(positions) {
            match position {
                Some(position) if region.contains(&position) => self.bounds.include(pixel),
                Some(_) => {}
                None => self.torn = true,
            }
        }
    }

    /// Includes what of a curve lies in the image: first an even choice of points, then what lies between them and may
    /// reach further.
    fn follow(&mut self, curve: &Curve, pieces: usize) {
        self.left = POINTS_MAX.min(self.left_total);
        let samples: Vec<Sample> =
            (0..=pieces).map(|piece| self.sample(curve, piece as f64 / pieces as f64)).collect();
        let mut stack = Vec::with_capacity(DEPTH_MAX as usize);
        for ends in samples.windows(2) {
            stack.push(Piece { from: ends[0], to: ends[1], depth: 0 });
            while let Some(piece) = stack.pop() {
                if let Some(middle) = self.piece(curve, &piece) {
                    let depth = piece.depth + 1;
                    stack.push(Piece { from: middle, to: piece.to, depth });
                    stack.push(Piece { from: piece.from, to: middle, depth });
                }
            }
        }
    }

    /// Includes a piece, or returns the point where it must be halved first.
    fn piece(&mut self, curve: &Curve, piece: &Piece) -> Option<Sample> {
        let middle = self.sample(curve, (piece.from.part + piece.to.part) / 2.0);
        let is_last = piece.depth >= DEPTH_MAX || self.left == 0;
        let (Some(from), Some(to)) = (piece.from.pixel, piece.to.pixel) else {
            return self.half_blind(piece, middle, is_last);
        };
        let Some(between) = middle.pixel else {
            self.torn |= is_last;
            return (!is_last).then_some(middle);
        };
        let deviation = [0, 1].map(|axis| (between[axis] - (from[axis] + to[axis]) / 2.0).abs());
        let mut around = Bounds::EMPTY;
        [from, between, to].into_iter().for_each(|pixel| around.include(pixel));
        let around = around.grown(deviation.map(|deviation| 2.0 * deviation));
        let reach = around.common(&self.image)?;
        // The border of the image may be a break, behind which the curve goes on elsewhere in it.
        if self.image.covers(&around) && self.bounds.grown([DEVIATION_MAX; 2]).covers(&reach) {
            return None;
        }
        let is_straight = deviation.iter().all(|deviation| *deviation <= DEVIATION_MAX);
        if !is_straight && !is_last {
            return Some(middle);
        }
        if !is_straight {
            // Neighbours that stay apart lie on both sides of a break.
            self.torn = true;
            return None;
        }
        for end in [from, to] {
            for point in self.image.clip(between, end).into_iter().flatten() {
                self.bounds.include(point);
            }
        }
        None
    }

    /// A piece of which an end has no pixel.
    fn half_blind(&mut self, piece: &Piece, middle: Sample, is_last: bool) -> Option<Sample> {
        let Some(end) = piece.from.pixel.or(piece.to.pixel) else {
            let is_last = middle.pixel.is_none() && piece.depth >= BLIND_DEPTH_MAX || is_last;
            return (!is_last).then_some(middle);
        };
        self.torn |= is_last && self.near.holds(end);
        (!is_last).then_some(middle)
    }

    /// A point of a curve, which is included if it lies in the image.
    fn sample(&mut self, curve: &Curve, part: f64) -> Sample {
        self.left = self.left.saturating_sub(1);
        self.left_total = self.left_total.saturating_sub(1);
        let position = curve.at(part);
        let pixel = self.wcs.pixel_of(&position);
        let pixel = pixel.filter(|pixel| !self.near.holds(*pixel) || self.is_there(*pixel, &position));
        if let Some(pixel) = pixel.filter(|pixel| self.image.holds(*pixel)) {
            self.bounds.include(pixel);
        }
        Sample { part, pixel }
    }

    /// Whether a pixel of the image has the position for which it was found: far from an image, the inverse of a
    /// distortion may find anything.
    fn is_there(&self, pixel: [f64; 2], position: &SkyPosition) -> bool {
        self.wcs.sky_of(pixel).is_some_and(|back| back.separation_deg(position) <= self.miss_deg)
    }
}
