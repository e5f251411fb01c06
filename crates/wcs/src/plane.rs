//! The world coordinates of one image: from pixels to the sky and back.

use std::sync::Arc;

use sky::{SkyPosition, UnitVector};

use crate::axes::Axes;
use crate::cards::Cards;
use crate::clean_header::CleanHeader;
use crate::distortion::Distortion;
use crate::ffi::Handle;
use crate::frame::{Reference, Turn};
use crate::linear::Linear;
use crate::{Error, vector};

/// How many points are turned between frames at once, on the stack.
const CHUNK: usize = 64;

/// The world coordinates of the plane of an image: `Send`, not `Sync`; clone it for each thread.
#[derive(Debug)]
pub struct Wcs {
    handle: Handle,
    description: Arc<Description>,
    turn: Turn,
}

/// What was read, from which handles are made.
struct Description {
    header: CleanHeader,
    lengths: Option<[u32; 2]>,
    linear: Linear,
    projection: &'static str,
    reference: Reference,
}

impl std::fmt::Debug for Description {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Description").field("linear", &self.linear).finish_non_exhaustive()
    }
}

impl Clone for Wcs {
    fn clone(&self) -> Self {
        let handle = Handle::new(&self.description.header, self.description.lengths)
            .expect("the same header was read before");
        Self { handle, description: Arc::clone(&self.description), turn: self.turn.clone() }
    }
}

impl Wcs {
    /// Reads the primary description of a header, which is all its 80-byte cards up to `END` or to the end.
    pub fn from_header(cards: &[u8]) -> Result<Self, Error> {
        Self::read(cards, None)
    }

    /// Reads the alternative description of a letter from A to Z: FITS 4.0 §8.2.1.
    pub fn from_alternate(cards: &[u8], letter: char) -> Result<Self, Error> {
        Self::read(cards, Some(letter))
    }

    /// A gnomonic plane of `lengths` pixels, north up and east left, with `centre` in its middle.
    ///
    /// The scale is in arcseconds per pixel; 0, negative and non-finite ones are errors.
    pub fn tangential(centre: SkyPosition, scale_arcsec: f64, lengths: [u32; 2]) -> Result<Self, Error> {
        let step_deg = scale_arcsec / 3600.0;
        if !(step_deg > 0.0 && step_deg < 90.0) {
            return Err(Error::Wrong {
                card: "CDELT1".to_owned(),
                value: step_deg.to_string(),
                expected: "more than 0 and less than 90 degrees per pixel",
            });
        }
        let linear = Linear {
            pixel_axes: [1, 2],
            reference_pixel: lengths.map(|length| (f64::from(length) + 1.0) / 2.0),
            reference_deg: [centre.lon_deg(), centre.lat_deg()],
            matrix: [[-step_deg, 0.0], [0.0, step_deg]],
        };
        let distortion = Distortion { projection: "TAN", ..Distortion::default() };
        // The default at a pole is another one.
        Self::assemble(linear, &distortion, [Some(180.0), None], None, Reference::ICRS)
    }

    fn read(cards: &[u8], alternate: Option<char>) -> Result<Self, Error> {
        let cards = Cards::read(cards);
        let axes = Axes::find(&cards, alternate)?;
        let linear = Linear::read(&cards, &axes)?;
        let distortion = Distortion::read(&cards, &axes, &linear)?;
        let reference = Reference::read(&cards, &axes)?;
        let length = |axis| cards.axis_length(axis).and_then(|length| u32::try_from(length).ok());
        let [first, second] = linear.pixel_axes.map(length);
        let lengths = first.zip(second).map(|(first, second)| [first, second]);
        Self::assemble(linear, &distortion, poles_deg(&cards, &axes)?, lengths, reference)
    }

    fn assemble(
        linear: Linear,
        distortion: &Distortion,
        poles_deg: [Option<f64>; 2],
        lengths: Option<[u32; 2]>,
        reference: Reference,
    ) -> Result<Self, Error> {
        let header = CleanHeader::new(&linear, distortion, poles_deg);
        let handle = Handle::new(&header, lengths)?;
        let projection = distortion.projection;
        let description = Arc::new(Description { header, lengths, linear, projection, reference });
        Ok(Self { handle, description, turn: reference.turn() })
    }

    /// The axes of the image that span the sky, counted from 1, in ascending order: `[1, 2]` but for unusual cubes.
    /// A pixel of this crate is a pair of coordinates along these.
    pub fn pixel_axes(&self) -> [usize; 2] {
        self.description.linear.pixel_axes
    }

    /// The frame of the header's own coordinates.
    pub fn reference(&self) -> Reference {
        self.description.reference
    }

    pub(crate) fn linear(&self) -> &Linear {
        &self.description.linear
    }

    pub(crate) fn projection(&self) -> &'static str {
        self.description.projection
    }

    /// The ICRS position of a pixel; `None` where the projection has none, and for numbers that are not finite.
    pub fn sky_of(&self, pixel: [f64; 2]) -> Option<SkyPosition> {
        let mut position = [None];
        self.skies_of(&[pixel], &mut position);
        position[0]
    }

    /// The ICRS positions of pixels, of as many as both slices have.
    pub fn skies_of(&self, pixels: &[[f64; 2]], positions: &mut [Option<SkyPosition>]) {
        self.worlds_of(pixels, positions, |[lon_deg, lat_deg]| {
            let own = SkyPosition::new(lon_deg, lat_deg.clamp(-90.0, 90.0)).ok()?;
            Some(match &self.turn {
                Turn::Nothing => own,
                turn => vector::position(&turn.to_icrs(&own.vector())),
            })
        });
    }

    /// The ICRS directions of pixels, for those who go on with vectors.
    pub(crate) fn directions_of(&self, pixels: &[[f64; 2]], directions: &mut [Option<UnitVector>]) {
        self.worlds_of(pixels, directions, |[lon_deg, lat_deg]| {
            let own = SkyPosition::new(lon_deg, lat_deg.clamp(-90.0, 90.0)).ok()?;
            Some(self.turn.to_icrs(&own.vector()))
        });
    }

    fn worlds_of<T>(
        &self,
        pixels: &[[f64; 2]],
        results: &mut [Option<T>],
        make: impl Fn([f64; 2]) -> Option<T>,
    ) {
        let mut worlds = [[0.0; 2]; CHUNK];
        for (pixels, results) in pixels.chunks(CHUNK).zip(results.chunks_mut(CHUNK)) {
            let worlds = &mut worlds[..pixels.len()];
            self.handle.worlds(pixels, worlds);
            for (world, result) in worlds.iter().zip(results) {
                *result = if world[0].is_nan() { None } else { make(*world) };
            }
        }
    }

    /// The pixel at an ICRS position, within the image or not; `None` where the projection has none.
    pub fn pixel_of(&self, position: &SkyPosition) -> Option<[f64; 2]> {
        let mut pixel = [None];
        self.pixels_of(std::slice::from_ref(position), &mut pixel);
        pixel[0]
    }

    /// The pixels at ICRS positions, of as many as both slices have.
    pub fn pixels_of(&self, positions: &[SkyPosition], pixels: &mut [Option<[f64; 2]>]) {
        let mut worlds = [[0.0; 2]; CHUNK];
        let mut found = [[0.0; 2]; CHUNK];
        for (positions, pixels) in positions.chunks(CHUNK).zip(pixels.chunks_mut(CHUNK)) {
            for (world, position) in worlds.iter_mut().zip(positions) {
                let own = match &self.turn {
                    Turn::Nothing => *position,
                    turn => vector::position(&turn.back_from_icrs(&position.vector())),
                };
                *world = [own.lon_deg(), own.lat_deg()];
            }
            let count = positions.len();
            self.handle.pixels(&worlds[..count], &mut found[..count]);
            for (pixel, found) in pixels.iter_mut().zip(&found[..count]) {
                *pixel = (!found[0].is_nan()).then_some(*found);
            }
        }
    }

    /// Where pixels of this plane lie in another one, of as many as both slices have: what a reprojection onto this
    /// plane needs to know.
    pub fn pixels_in(&self, other: &Self, pixels: &[[f64; 2]], there: &mut [Option<[f64; 2]>]) {
        let nowhere = SkyPosition::new(0.0, 0.0).expect("the origin is a position");
        let mut skies = [None; CHUNK];
        let mut positions = [nowhere; CHUNK];
        for (pixels, there) in pixels.chunks(CHUNK).zip(there.chunks_mut(CHUNK)) {
            let count = pixels.len();
            self.skies_of(pixels, &mut skies[..count]);
            for (position, sky) in positions.iter_mut().zip(&skies[..count]) {
                *position = sky.unwrap_or(nowhere);
            }
            other.pixels_of(&positions[..count], there);
            for (pixel, sky) in there.iter_mut().zip(&skies[..count]) {
                *pixel = pixel.filter(|_| sky.is_some());
            }
        }
    }
}

/// LONPOLE and LATPOLE; a latitude beyond 90 degrees means the default.
fn poles_deg(cards: &Cards, axes: &Axes) -> Result<[Option<f64>; 2], Error> {
    let pole = |name: &str| cards.number(&format!("{name}{}", axes.alternate), 1e9);
    let lat = pole("LATPOLE")?.filter(|lat_deg| lat_deg.abs() <= 90.0);
    Ok([pole("LONPOLE")?.map(|lon_deg| lon_deg % 360.0), lat])
}
