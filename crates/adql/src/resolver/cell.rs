//! HEALPix cells of indexed positions, which the index of the table knows already.

use catalogue::Position;

use crate::resolved::{Cell, ExprKind, Source, UserCall, has_axes_of_index};
use crate::typing::constant;

use super::Resolver;

/// The order of the stored index.
const STORED_ORDER: u32 = 29;

impl Resolver<'_> {
    /// A call of `ivo_healpix_index`: a shift of the stored index, if it is about the position of a table that has one.
    pub(super) fn cell(&mut self, call: UserCall) -> ExprKind {
        let Some((source, shift)) = self.stored_cell(&call) else {
            return ExprKind::UserCall(Box::new(call));
        };
        if let Some(Source::Table(table)) = self.sources.get_mut(source) {
            table.healpix = true;
        }
        ExprKind::Cell(Box::new(Cell { call, source, shift }))
    }

    /// The source whose indexed position the arguments are, and the bits of its index below the cell.
    fn stored_cell(&self, call: &UserCall) -> Option<(usize, u32)> {
        let [order, lon, lat] = call.arguments.as_slice() else { return None };
        let (ExprKind::Column(lon), ExprKind::Column(lat)) = (&lon.kind, &lat.kind) else { return None };
        // A filter stands where the index has no name yet.
        let stored = self.sources.get(lon.source).filter(|_| self.filtered.is_none());
        let Some(Source::Table(source)) = stored else { return None };
        let indexed = |position: &&Position| position.healpix.is_some() && has_axes_of_index(position);
        let position = source.table.position.as_ref().filter(indexed)?;
        let is_position =
            lon.source == lat.source && (lon.column, lat.column) == (position.lon, position.lat);
        // The order has been checked.
        let order = constant(order).filter(|_| is_position)? as u32;
        Some((lon.source, 2 * STORED_ORDER.checked_sub(order)?))
    }
}
