//! A coverage map of the sky: which cells hold something, at which resolution that is known.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use ::moc::deser::fits::keywords::MocType;
use ::moc::elemset::range::MocRanges;
use ::moc::moc::range::RangeMOC;
use ::moc::moc::{
    CellHpxMOCIterator, CellMOCIterator, CellOrCellRangeMOCIterator, RangeMOCIntoIterator, RangeMOCIterator,
};
use ::moc::qty::Hpx;
use ::moc::ranges::Ranges;

use crate::{MocError, moc_ascii};

/// A spatial MOC (MOC 2.0 §4.1): a set of HEALPix cells, nested scheme, ICRS, with an order of 0 to 29.
#[derive(Clone, Debug)]
pub struct Moc {
    map: RangeMOC<u64, Hpx<u64>>,
}

impl Moc {
    /// The map of cells of one order. An order beyond 29 and cells that it does not have are errors.
    pub fn of_cells(order: u8, cells: impl IntoIterator<Item = u64>) -> Result<Self, MocError> {
        let ranges: Result<Vec<_>, _> =
            cells.into_iter().map(|cell| moc_ascii::range(order, cell, cell)).collect();
        Ok(Self::of_ranges(moc_ascii::checked_order(order.into())?, ranges?))
    }

    /// The map of ranges of cells of order 29, in any order, the end outside. `order` is at most 29, and the ranges are
    /// whole cells of it.
    pub(crate) fn of_ranges(order: u8, ranges: Vec<Range<u64>>) -> Self {
        let ranges = MocRanges::from(Ranges::new_from(ranges));
        Self { map: RangeMOC::new(order, ranges) }
    }

    /// The ranges of cells of order 29, ascending and apart, the end outside.
    #[cfg(test)]
    pub(crate) fn ranges(&self) -> Vec<Range<u64>> {
        self.map.moc_ranges().iter().cloned().collect()
    }

    /// The finest order that the map can tell apart, 0 to 29; all cells may be coarser.
    pub fn order(&self) -> u8 {
        self.map.depth_max()
    }

    /// The part of the sky that it covers, 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.map.coverage_percentage()
    }

    /// The map with a coarser order: each cell of it that holds a part of this one. An order that is finer than the own one
    /// changes nothing.
    pub fn degraded(&self, order: u8) -> Self {
        if order >= self.order() { self.clone() } else { Self { map: self.map.degraded(order) } }
    }

    /// What one of the two maps covers, at the finer order of both.
    pub fn union(&self, other: &Self) -> Self {
        Self { map: self.map.or(&other.map) }
    }

    /// The map with the finest order at which its text has at most this many bytes; order 0 in any case.
    pub fn shortened(&self, ascii_bytes_max: usize) -> Self {
        let orders = (0..=self.order()).rev().map(|order| self.degraded(order));
        orders
            .into_iter()
            .find(|moc| moc.order() == 0 || moc.ascii().len() <= ascii_bytes_max)
            .unwrap_or_else(|| self.clone())
    }

    /// Reads the ASCII form (MOC 2.0 §4.3.2), with blanks, line breaks or commas between the items, and with or without `s`
    /// before the first. Overlaps and cells in any order are put right.
    pub fn from_ascii(text: &str) -> Result<Self, MocError> {
        moc_ascii::read(text)
    }

    /// The ASCII form, in one line: `3/5 12-14 4/60 6/`.
    pub fn ascii(&self) -> String {
        let mut text = Vec::new();
        let cells = (&self.map).into_range_moc_iter().cells().cellranges();
        // Writing into memory cannot fail.
        let _ = cells.to_ascii_ivoa(None, false, &mut text);
        String::from_utf8_lossy(text.trim_ascii_end()).into_owned()
    }

    /// The JSON form (MOC 2.0, appendix): `{"3": [5, 12], "6": []}`.
    pub fn json(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory cannot fail.
        let _ = (&self.map).into_range_moc_iter().cells().to_json_aladin(None, &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    /// The FITS form (MOC 2.0 §4.3.1) of a catalogue's coverage, with NUNIQ cells of 64 bits, which readers of MOC 1.1 know
    /// too.
    pub fn fits(&self) -> Vec<u8> {
        self.fits_of(MocType::Catalog)
    }

    /// The same of the coverage of images.
    pub fn image_fits(&self) -> Vec<u8> {
        self.fits_of(MocType::Image)
    }

    fn fits_of(&self, kind: MocType) -> Vec<u8> {
        let mut file = Vec::new();
        let cells = (&self.map).into_range_moc_iter().cells();
        // Writing into memory cannot fail.
        let _ = cells.hpx_cells_to_fits_ivoa(None, Some(kind), &mut file);
        file
    }
}

impl PartialEq for Moc {
    /// Whether order and cells are the same.
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order() && self.map.eq_without_depth(&other.map)
    }
}

impl Eq for Moc {}

impl fmt::Display for Moc {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.ascii())
    }
}

impl FromStr for Moc {
    type Err = MocError;

    fn from_str(text: &str) -> Result<Self, MocError> {
        Self::from_ascii(text)
    }
}

#[cfg(test)]
mod tests;
