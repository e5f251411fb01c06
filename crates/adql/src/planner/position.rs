//! Points that are indexed positions of tables.

use sky::{Frame, SkyPosition};

use crate::resolved::{ExprKind, Point, has_axes_of_index};
use crate::typing::constant;

use super::Planner;

/// A row of a table with an indexed position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The source by which the condition knows the row.
    pub(super) direct: usize,
    /// The table that it comes from: the same, or one below a subquery.
    pub(super) base: usize,
    /// Whether a query of WITH stands between the two.
    pub(super) is_common: bool,
    /// The frame of the position; that of the index is ICRS.
    pub(super) frame: Frame,
    /// Whether the index has the axes of that frame, so that regions need not be turned.
    pub(super) has_axes_of_index: bool,
}

impl Planner<'_> {
    /// The row whose indexed position a point is.
    pub(super) fn row(&self, point: &Point) -> Option<Row> {
        let (ExprKind::Column(lon), ExprKind::Column(lat)) = (&point.lon.kind, &point.lat.kind) else {
            return None;
        };
        let (direct, also) = (lon.source, lat.source);
        let is_common = self.origins.is_common(*lon);
        let (lon, lat) = (self.origins.of_column(*lon), self.origins.of_column(*lat));
        let position = self.tables.get(lon.source)?.as_ref()?.position.as_ref()?;
        let is_position = direct == also
            && lon.source == lat.source
            && (lon.column, lat.column) == (position.lon, position.lat);
        (is_position && position.healpix.is_some()).then(|| Row {
            direct,
            base: lon.source,
            is_common,
            frame: position.frame.into(),
            has_axes_of_index: has_axes_of_index(position),
        })
    }
}

/// The position that a point of literals is.
pub(super) fn known_position(point: &Point) -> Option<SkyPosition> {
    SkyPosition::new(constant(&point.lon)?, constant(&point.lat)?).ok()
}
