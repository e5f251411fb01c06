//! HEALPix cells of the positions of a table, read off its index.

use catalogue::{Frame, Position};

use super::UserCall;

/// The cell of a row's position at some order, which is a shift of the stored index.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// The call that it was: the order, the longitude and the latitude.
    pub call: UserCall,
    /// The table, as its place in `Statement::sources`.
    pub source: usize,
    /// How many bits of the stored index are below the cell.
    pub shift: u32,
}

/// The condition that a row is in one of some cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InCells {
    /// What is looked up.
    pub cell: Cell,
    /// The stored indexes of the cells, both ends included, sorted, apart from each other.
    pub ranges: Vec<(i64, i64)>,
    /// Whether it is the contrary.
    pub negated: bool,
}

/// Whether the index of a position, which is in ICRS, has the axes of its columns.
pub(crate) fn has_axes_of_index(position: &Position) -> bool {
    matches!(position.frame, Frame::Icrs | Frame::Fk5)
}
