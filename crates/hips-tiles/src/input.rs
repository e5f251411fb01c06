//! The images that a HiPS is made of.

use std::fs;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use images::FitsFile;
use serde::{Deserialize, Serialize};
use wcs::{Footprint, Wcs};

/// An image of a FITS file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The file.
    pub file: PathBuf,
    /// Which part of it, from 0.
    pub hdu: usize,
    /// The level of the sky, which is taken away from its values; 0 leaves them.
    pub sky: f64,
    /// With what its values are then multiplied, e.g. to bring images of several zero points to one; 1 changes nothing.
    pub factor: f64,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub why: String,
}

/// An input as it was found: another length or time of change is another image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) input: Input,
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

/// An open image with its world coordinates.
pub(crate) struct Opened {
    pub(crate) file: FitsFile,
    pub(crate) wcs: Wcs,
    /// Pixels along each axis.
    pub(crate) lengths: [u64; 2],
}

impl Seen {
    pub(crate) fn new(input: &Input) -> Result<Self, Broken> {
        let found = fs::metadata(&input.file).map_err(|error| input.broken(error))?;
        let since = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or_default();
        Ok(Self { input: input.clone(), bytes: found.len(), modified })
    }
}

impl Input {
    /// Opens the image.
    pub(crate) fn open(&self) -> Result<Opened, Broken> {
        let file = FitsFile::open_first(&self.file, self.hdu + 1).map_err(|error| self.broken(error))?;
        let hdu = file.hdu(self.hdu).map_err(|error| self.broken(error))?;
        let image = hdu.image().map_err(|error| self.broken(error))?;
        let axes = image.map_or_else(Vec::new, |image| image.axes);
        let &[width, height, ..] = axes.as_slice() else {
            return Err(self.broken(format!("HDU {} has no image of two axes", self.hdu)));
        };
        let cards: Vec<u8> = hdu.header.cards().flat_map(|card| card.bytes().to_vec()).collect();
        let wcs = Wcs::from_header(&cards).map_err(|error| self.broken(error))?;
        if wcs.pixel_axes() != [1, 2] {
            return Err(self.broken("its first two axes are not those of the sky"));
        }
        Ok(Opened { file, wcs, lengths: [width, height] })
    }

    /// A reason to leave it out.
    pub(crate) fn broken(&self, why: impl std::fmt::Display) -> Broken {
        Broken { file: self.file.clone(), why: why.to_string() }
    }
}

impl Opened {
    /// What the image covers.
    pub(crate) fn footprint(&self) -> Option<Footprint> {
        self.wcs.footprint(self.lengths)
    }

    /// The size of a pixel in its middle, in degrees.
    pub(crate) fn scale_deg(&self) -> Option<f64> {
        let middle = self.lengths.map(|length| (length as f64 + 1.0) / 2.0);
        let scale_deg = self.wcs.pixel_scale_arcsec(middle)? / 3600.0;
        (scale_deg.is_finite() && scale_deg > 0.0).then_some(scale_deg)
    }
}
