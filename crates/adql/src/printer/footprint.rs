//! Stored regions: their geometry, and the index of their cells.

use sky::{Polygon, Region};

use crate::param::Param;
use crate::resolved::{Expr, ExprKind, FootprintTest, Holders, SkyFunction, Source, TableSource};

use super::Printer;
use super::filter::Rows;

impl Printer<'_, '_> {
    /// The condition on a stored region, without parentheses: its cells, then a quick test that knows most answers, then
    /// the exact one.
    pub(super) fn footprint_test(&mut self, found: &FootprintTest) {
        if let Some(codes) = &found.codes {
            self.add(format_args!("\"t{}\".", found.source + 1));
            self.has_cell(found.source, codes);
            self.push(" AND ");
        }
        match self.quick_test(found) {
            true => {
                self.push(", ");
                self.value(&found.test);
                self.push(")");
            }
            false => self.value(&found.test),
        }
    }

    /// Begins the condition that a stored region holds a point with a quick test; `false` if there is none.
    pub(super) fn begins_with_quick_point(&mut self, arguments: &[Expr]) -> bool {
        let [Expr { kind: ExprKind::Point(point), .. }, region] = arguments else { return false };
        if !self.is_stored(region) {
            return false;
        }
        self.push("COALESCE(armilla.quad_reach(");
        self.value(region);
        for number in [&point.lon, &point.lat] {
            self.push(", ");
            self.degrees(number);
        }
        self.push(", 0), ");
        true
    }

    /// Whether a region is a column that is stored as a geometry too.
    fn is_stored(&self, region: &Expr) -> bool {
        let ExprKind::Sky { function: SkyFunction::Region, arguments } = &region.kind else { return false };
        let [Expr { kind: ExprKind::Column(column), .. }] = arguments.as_slice() else { return false };
        match self.statement.sources.get(column.source) {
            Some(Source::Table(source)) => source.footprint(column.column).is_some(),
            _ => false,
        }
    }

    /// Begins with a quick test for regions of four vertices; `false` if there is none.
    fn quick_test(&mut self, found: &FootprintTest) -> bool {
        let Some(shape) = found.shape().filter(|_| found.meets) else { return false };
        match &found.region {
            Region::Cone(cone) if cone.radius_deg() < 90.0 => {
                self.push("COALESCE(armilla.quad_reach(");
                self.value(shape);
                let sine = cone.radius_deg().to_radians().sin();
                for number in [cone.centre().lon_deg(), cone.centre().lat_deg(), sine] {
                    self.push(", ");
                    self.known(number);
                }
            }
            Region::Cone(_) => return false,
            Region::Polygon(polygon) => {
                let Some(quad) = quad(polygon) else { return false };
                self.quad_meets(shape, [quad.clone(), quad]);
            }
            Region::Range(range) => {
                let [Some(outer), Some(inner)] = [range.polygon_round(), range.polygon_within()]
                    .map(|polygon| polygon.as_ref().and_then(quad))
                else {
                    return false;
                };
                self.quad_meets(shape, [outer, inner]);
            }
        }
        self.push(")");
        true
    }

    fn quad_meets(&mut self, shape: &Expr, regions: [Vec<f64>; 2]) {
        self.push("COALESCE(armilla.quad_meets(");
        self.value(shape);
        for region in regions {
            self.push(", ARRAY[");
            self.list(&region, ", ", |printer, number| printer.known(*number));
            self.push("]");
        }
    }

    /// The lists of cells by which a table is read, over the columns of its relation; `lead` in front.
    pub(super) fn probes(&mut self, source: &TableSource<'_>, mut lead: &'static str) {
        let Some(footprint) = &source.table.footprint else { return };
        for codes in &source.probes {
            self.push(lead);
            self.name(&footprint.cells);
            self.in_common(codes);
            lead = " AND ";
        }
    }

    fn has_cell(&mut self, place: usize, codes: &[i64]) {
        let statement = self.statement;
        if let Some(Source::Table(source)) = statement.sources.get(place)
            && let Some(footprint) = &source.table.footprint
        {
            self.name(&footprint.cells);
            self.in_common(codes);
        }
    }

    fn in_common(&mut self, codes: &[i64]) {
        self.push(" && ");
        self.param(Param::Int8Array(codes.to_vec()));
        self.push("::int8[]");
    }

    /// The rows of a table whose stored regions may hold a place.
    pub(super) fn holders_of(&mut self, source: &TableSource<'_>, holders: &Holders) {
        let Some(footprint) = &source.table.footprint else { return };
        self.push("(SELECT ");
        self.used_columns(source);
        self.push(" FROM ");
        self.only_relation(source);
        self.push(" WHERE ");
        self.name(&footprint.cells);
        self.push(" && armilla.cells_round(");
        match holders {
            Holders::OfColumn(place) => {
                self.add(format_args!("\"t{}\".", place + 1));
                self.each_index(*place, "", |printer, healpix| printer.name(healpix));
            }
            Holders::OfPoint(point) => {
                self.push("armilla.healpix_index(29, ");
                self.list(&[&point.lon, &point.lat], ", ", |printer, number| printer.float8(number));
                self.push(")");
            }
        }
        self.push(")");
        self.other_conditions(source);
        self.push(" OFFSET 0)");
    }

    /// The stored geometry of a region that a column has as text; `false` if there is none here.
    pub(super) fn stored_shape(&mut self, arguments: &[Expr]) -> bool {
        let statement = self.statement;
        let [Expr { kind: ExprKind::Column(column), .. }] = arguments else { return false };
        let Some(Source::Table(source)) = statement.sources.get(column.source) else { return false };
        let Some(footprint) = source.footprint(column.column).filter(|_| !self.grouped) else { return false };
        match self.rows {
            Rows::Outside => self.add(format_args!("\"t{}\".", column.source + 1)),
            Rows::Inside { first } => self.add(format_args!("\"r{first}\".")),
            Rows::Bare => {}
        }
        self.name(&footprint.shape);
        true
    }
}

impl FootprintTest {
    /// The stored region.
    fn shape(&self) -> Option<&Expr> {
        let ExprKind::Sky { arguments, .. } = &self.test.kind else { return None };
        arguments.iter().find(|argument| matches!(argument.kind, ExprKind::Sky { .. }))
    }
}

/// Vertices and poles of edges of a convex polygon, for the functions of four vertices; a triangle has one of each twice.
fn quad(polygon: &Polygon) -> Option<Vec<f64>> {
    let [part] = polygon.parts() else { return None };
    let vertices: Vec<_> = polygon.vertices().iter().map(|vertex| vertex.vector()).collect();
    let numbers = [vertices.as_slice(), part.normals()].map(|vectors| match vectors {
        [a, b, c] => Some([a, b, c, c]),
        [a, b, c, d] => Some([a, b, c, d]),
        _ => None,
    });
    let [Some(vertices), Some(poles)] = numbers else { return None };
    Some(vertices.iter().chain(&poles).flat_map(|vector| [vector.x, vector.y, vector.z]).collect())
}
