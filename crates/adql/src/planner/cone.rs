//! Cones whose centre and radius are known.

use sky::{CellRange, Region, SkyPosition};

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Cells, ExprKind, Point, Within};
use crate::typing::constant;

use super::Planner;

impl Planner<'_> {
    /// Finds the cells in which the rows of a cone are, if one of its points is an indexed position.
    pub(super) fn cone(&mut self, within: &mut Within) -> Outcome<()> {
        let [one, other] = &within.points;
        let Some((source, centre)) =
            self.row_and_centre(one, other).or_else(|| self.row_and_centre(other, one))
        else {
            return Ok(());
        };
        let radius_deg = match constant(&within.radius) {
            // Beyond that there is nothing to leave out, and a negative radius selects nothing.
            Some(radius_deg) if (0.0..180.0).contains(&radius_deg) => radius_deg,
            _ => return Ok(()),
        };
        let cover = Region::cone(centre, radius_deg).and_then(|region| self.coverage.cover(&region));
        match cover {
            Ok(ranges) => {
                // Testing the rows of inner cells costs less than a longer condition (measured for cones only).
                let ranges = CellRange::without_flags(&ranges);
                within.cells = Some(Cells { source, ranges });
                self.indexed[source] = true;
                Ok(())
            }
            Err(error) => fault(ErrorKind::Sky(error), within.radius.span),
        }
    }

    /// The source whose indexed position `row` is, and `centre` as a position.
    fn row_and_centre(&self, row: &Point, centre: &Point) -> Option<(usize, SkyPosition)> {
        let (ExprKind::Column(lon), ExprKind::Column(lat)) = (&row.lon.kind, &row.lat.kind) else {
            return None;
        };
        let position = self.tables.get(lon.source)?.as_ref()?.position.as_ref()?;
        let is_position =
            lon.source == lat.source && (lon.column, lat.column) == (position.lon, position.lat);
        if !is_position || position.healpix.is_none() {
            return None;
        }
        let centre = SkyPosition::new(constant(&centre.lon)?, constant(&centre.lat)?).ok()?;
        Some((lon.source, centre))
    }
}
