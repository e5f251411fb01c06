//! Single conditions whose region is known: cones, polygons and ranges.

use sky::{CellRange, Frame, Region, SkyPosition};

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Cells, Inside, Point, Within};
use crate::syntax::Span;
use crate::typing::constant;

use super::Planner;
use super::position::{Row, known_position};

/// From this radius on cones test only the rows of border cells.
pub(crate) const FLAGGED_FROM_DEG: f64 = 1.0;

impl Planner<'_> {
    /// Finds the cells in which the rows of a cone are, if one of its points is an indexed position.
    pub(super) fn cone(&mut self, within: &mut Within) -> Outcome<()> {
        let [one, other] = &within.points;
        let Some((row, centre)) = self.row_and_centre(one, other).or_else(|| self.row_and_centre(other, one))
        else {
            return Ok(());
        };
        let radius_deg = match constant(&within.radius) {
            // Beyond that there is nothing to leave out, and a negative radius selects nothing.
            Some(radius_deg) if (0.0..180.0).contains(&radius_deg) => radius_deg,
            _ => return Ok(()),
        };
        let span = within.radius.span;
        let mut cells = match Region::cone(centre, radius_deg) {
            Ok(region) => self.cover(row, &region, span)?,
            Err(error) => return fault(ErrorKind::Sky(error), span),
        };
        // In small cones testing the rows of inner cells costs less than more ranges.
        if radius_deg < FLAGGED_FROM_DEG {
            cells.ranges = CellRange::without_flags(&cells.ranges);
        }
        within.cells = Some(cells);
        Ok(())
    }

    /// Finds the cells in which the rows of a polygon or a range are, if the point is an indexed position.
    pub(super) fn fixed_region(&mut self, inside: &mut Inside) -> Outcome<()> {
        if let Some(row) = self.row(&inside.point) {
            let span = inside.point.lon.span;
            inside.cells = Some(self.cover(row, &inside.region.region(), span)?);
        }
        Ok(())
    }

    fn cover(&mut self, row: Row, region: &Region, span: Span) -> Outcome<Cells> {
        let turned = Frame::rotate_region(row.frame, Frame::Icrs, region);
        match turned.and_then(|region| self.coverage.cover(&region)) {
            Ok(ranges) => {
                self.inline[row.base] += 1;
                Ok(Cells { source: row.base, direct: row.direct, ranges, is_flag: false })
            }
            Err(error) => fault(ErrorKind::Sky(error), span),
        }
    }

    /// The row whose indexed position one point is, and the other point as a position.
    fn row_and_centre(&self, row: &Point, centre: &Point) -> Option<(Row, SkyPosition)> {
        Some((self.row(row)?, known_position(centre)?))
    }
}
