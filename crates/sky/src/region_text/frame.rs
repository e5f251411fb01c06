//! The coordinate system of STC-S: frame, reference position, flavour.

use super::words::Words;
use crate::{Frame, SkyError};

/// Names of frames in STC-S, with what older clients write.
const FRAMES: &[(&str, Frame)] = &[
    ("ICRS", Frame::Icrs),
    ("FK5", Frame::Fk5),
    ("J2000", Frame::Fk5),
    ("FK4", Frame::Fk4),
    ("B1950", Frame::Fk4),
    ("GALACTIC", Frame::Galactic),
    ("GALACTIC_II", Frame::Galactic),
    ("ECLIPTIC", Frame::Ecliptic),
    ("UNKNOWNFRAME", Frame::Icrs),
];

/// Reference positions; a direction does not depend on them at this precision.
const REFERENCE_POSITIONS: &[&str] = &[
    "GEOCENTER",
    "BARYCENTER",
    "HELIOCENTER",
    "TOPOCENTER",
    "LSR",
    "LSRK",
    "LSRD",
    "GALACTIC_CENTER",
    "LOCAL_GROUP_CENTER",
    "EMBARYCENTER",
    "MOON",
    "RELOCATABLE",
    "UNKNOWNREFPOS",
];

/// Reads what there is of a coordinate system, with the fill factor that may precede it; `None` if no frame is named.
pub(super) fn read(words: &mut Words) -> Result<Option<Frame>, SkyError> {
    if words.take("fillfactor") {
        words.number("the fill factor, a number")?;
    }
    let frame = FRAMES.iter().find(|(name, _)| words.take(name)).map(|(_, frame)| *frame);
    match frame {
        // The equinox that the frame has anyway.
        Some(Frame::Fk5 | Frame::Ecliptic) => words.take("J2000"),
        Some(Frame::Fk4) => words.take("B1950"),
        _ => false,
    };
    REFERENCE_POSITIONS.iter().any(|name| words.take(name));
    words.take("SPHERICAL2");
    Ok(frame)
}
