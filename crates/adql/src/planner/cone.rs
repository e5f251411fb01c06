//! Cones and polygons that are known.

use sky::{CellRange, Region, SkyPosition};

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Cells, ExprKind, Inside, Point, Within};
use crate::syntax::Span;
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
        let span = within.radius.span;
        within.cells = match Region::cone(centre, radius_deg) {
            Ok(region) => Some(self.cover(source, &region, span)?),
            Err(error) => return fault(ErrorKind::Sky(error), span),
        };
        Ok(())
    }

    /// Finds the cells in which the rows of a polygon are, if the point is an indexed position.
    pub(super) fn polygon(&mut self, inside: &mut Inside) -> Outcome<()> {
        if let Some(source) = self.row(&inside.point) {
            let region = Region::Polygon(inside.polygon.clone());
            inside.cells = Some(self.cover(source, &region, inside.point.lon.span)?);
        }
        Ok(())
    }

    fn cover(&mut self, source: usize, region: &Region, span: Span) -> Outcome<Cells> {
        match self.coverage.cover(region) {
            Ok(ranges) => {
                self.indexed[source] = true;
                // Testing the rows of inner cells costs less than a longer condition.
                Ok(Cells { source, ranges: CellRange::without_flags(&ranges) })
            }
            Err(error) => fault(ErrorKind::Sky(error), span),
        }
    }

    /// The source whose indexed position `row` is, and `centre` as a position.
    fn row_and_centre(&self, row: &Point, centre: &Point) -> Option<(usize, SkyPosition)> {
        let source = self.row(row)?;
        let centre = SkyPosition::new(constant(&centre.lon)?, constant(&centre.lat)?).ok()?;
        Some((source, centre))
    }

    /// The source whose indexed position a point is.
    fn row(&self, point: &Point) -> Option<usize> {
        let (ExprKind::Column(lon), ExprKind::Column(lat)) = (&point.lon.kind, &point.lat.kind) else {
            return None;
        };
        let position = self.tables.get(lon.source)?.as_ref()?.position.as_ref()?;
        let is_position =
            lon.source == lat.source && (lon.column, lat.column) == (position.lon, position.lat);
        (is_position && position.healpix.is_some()).then_some(lon.source)
    }
}
