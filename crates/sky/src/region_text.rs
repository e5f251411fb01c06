//! Regions written as text: STC-S as clients send it in `REGION('…')`, and shapes of DALI.
//!
//! STC-S (IVOA Note 1.33) gives a shape, a frame, numbers: `Circle ICRS 10 20 0.5`, `Polygon FK5 …`, `Box`, `Position`,
//! `Union ICRS (Circle 10 20 1 Box 11 20 2 2)`. The frame (ICRS unless given), the reference position and the flavour
//! may be left out; case does not matter. DALI 1.2 §3.3 gives a shape and numbers, or numbers alone: 2 are a
//! position, 3 a circle, 6 or more a polygon. Its range, `RANGE lon1 lon2 lat1 lat2`, may have infinite ends. All numbers
//! are degrees, longitude first.

mod frame;
mod shape;
mod words;

use crate::{Frame, Region, SkyError, SkyPosition, VERTICES_MAX};

use words::Words;

/// How many vertices all polygons of one text may have together.
const VERTICES_MAX_IN_TEXT: usize = 10 * VERTICES_MAX;

/// What a text describes: the union of its shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionText {
    /// The frame of all shapes.
    pub frame: Frame,
    /// At least one shape.
    pub shapes: Vec<Shape>,
}

/// A shape in a region text.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A single point.
    Position(SkyPosition),
    /// A circle, a polygon, a box or a range.
    Region(Region),
}

impl RegionText {
    /// The shapes in ICRS.
    pub fn icrs_shapes(&self) -> Result<Vec<Shape>, SkyError> {
        let turned = |shape: &Shape| match shape {
            Shape::Position(position) => {
                Ok(Shape::Position(Frame::rotate(self.frame, Frame::Icrs, position)))
            }
            Shape::Region(region) => Frame::rotate_region(self.frame, Frame::Icrs, region).map(Shape::Region),
        };
        self.shapes.iter().map(turned).collect()
    }
}

/// Reads a region text. Errors say what was expected at which character, counted from 1.
pub fn parse(text: &str) -> Result<RegionText, SkyError> {
    let mut words = Words::new(text);
    if words.at_number() {
        let shape = shape::from_numbers(&mut words)?;
        return Ok(RegionText { frame: Frame::default(), shapes: vec![shape] });
    }
    let mut reader = Reader { words, frame: None, shapes: Vec::new(), vertices: 0 };
    reader.read()?;
    Ok(RegionText { frame: reader.frame.unwrap_or_default(), shapes: reader.shapes })
}

/// What has been read of a text with names of shapes.
struct Reader<'t> {
    words: Words<'t>,
    frame: Option<Frame>,
    shapes: Vec<Shape>,
    vertices: usize,
}

impl Reader<'_> {
    /// Reads one shape or union, and nothing behind it. A union of unions is one long union, so that only the
    /// number of open parentheses matters.
    fn read(&mut self) -> Result<(), SkyError> {
        let mut open = 0usize;
        loop {
            if open > 0 && self.words.take(")") {
                open -= 1;
            } else if self.words.take("union") {
                self.frame()?;
                self.words.expect("(", "`(` and the shapes of the union")?;
                open += 1;
                continue;
            } else {
                self.shape()?;
            }
            if open == 0 {
                break;
            }
        }
        if self.shapes.is_empty() {
            return Err(self.words.error("a shape inside the union"));
        }
        self.words.expect_end()
    }

    fn shape(&mut self) -> Result<(), SkyError> {
        let kind = shape::kind(&mut self.words)?;
        self.frame()?;
        let shape = shape::read(kind, &mut self.words)?;
        if let Shape::Region(Region::Polygon(polygon)) = &shape {
            self.vertices += polygon.vertices().len();
        }
        if self.vertices > VERTICES_MAX_IN_TEXT {
            let problem = format!(
                "the polygons of a region may have {VERTICES_MAX_IN_TEXT} vertices together; simplify it or split it"
            );
            return Err(SkyError::RegionText(problem));
        }
        self.shapes.push(shape);
        Ok(())
    }

    /// Reads a coordinate system, which must not contradict an earlier one.
    fn frame(&mut self) -> Result<(), SkyError> {
        let place = self.words.place();
        let Some(frame) = frame::read(&mut self.words)? else { return Ok(()) };
        match self.frame {
            Some(other) if other != frame => {
                let (frame, other) = (frame.name(), other.name());
                Err(words::problem(
                    place,
                    &format!(
                        "the frame {frame} differs from {other} before it; use one frame for the whole region"
                    ),
                ))
            }
            _ => {
                self.frame = Some(frame);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
