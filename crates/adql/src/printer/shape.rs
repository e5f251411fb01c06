//! Geometries as arrays, and what is computed of them in the database.

use sky::{ConvexPart, LonLatRange, Polygon, UnitVector};

use crate::resolved::{Expr, ExprKind, FixedRegion, Inside, Point, SkyFunction};
use crate::typing::Type;

use super::Printer;

/// Sine of the angle by which a point on the border may seem to lie outside: the rounding of vectors.
const BORDER: f64 = 1e-15;

impl Printer<'_, '_> {
    /// A geometry that is not taken apart, or what is computed of one.
    pub(super) fn shape(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Framed { geometry, .. } => self.value(geometry),
            ExprKind::Polygon(vertices) => {
                let numbers: Vec<&Expr> =
                    vertices.iter().flat_map(|vertex| [&vertex.lon, &vertex.lat]).collect();
                self.array(&numbers);
            }
            ExprKind::Sky { function, arguments } => self.sky_function(*function, arguments),
            _ => {}
        }
    }

    /// A range of longitudes and latitudes as an array.
    pub(super) fn range(&mut self, range: &LonLatRange) {
        let west_deg = range.west_deg();
        self.push("ARRAY[");
        let numbers = [west_deg, west_deg + range.span_deg(), range.south_deg(), range.north_deg()];
        self.list(&numbers, ", ", |printer, number| printer.known(*number));
        self.push("]");
    }

    /// The condition that a point is in a known region, without parentheses.
    pub(super) fn inside(&mut self, inside: &Inside) {
        self.cells(inside.cells.as_ref());
        match &inside.region {
            FixedRegion::Polygon(polygon) => self.inside_polygon(&inside.point, polygon),
            FixedRegion::Range(range) => self.inside_range(&inside.point, range),
        }
    }

    /// Between the parallels and meridians of a range; a pole has all longitudes.
    fn inside_range(&mut self, point: &Point, range: &LonLatRange) {
        self.degrees(&point.lat);
        self.push(" BETWEEN ");
        self.known(range.south_deg());
        self.push(" AND ");
        self.known(range.north_deg());
        if range.span_deg() >= 360.0 {
            // A point without a longitude is none.
            self.push(" AND ");
            self.degrees(&point.lon);
            return self.push(" IS NOT NULL");
        }
        self.push(" AND (");
        self.east_of(&point.lon, range.west_deg());
        self.push(" - 360 * floor(");
        self.east_of(&point.lon, range.west_deg());
        self.push(" / 360) <= ");
        self.known(range.span_deg());
        if range.south_deg() == -90.0 || range.north_deg() == 90.0 {
            self.push(" OR ");
            self.degrees(&point.lon);
            self.push(" IS NOT NULL AND abs(");
            self.degrees(&point.lat);
            self.push(") = 90");
        }
        self.push(")");
    }

    fn east_of(&mut self, lon: &Expr, west_deg: f64) {
        self.push("(");
        self.degrees(lon);
        self.push(" - ");
        self.known(west_deg);
        self.push(")");
    }

    /// On the inner side of each great circle of one of its convex parts.
    fn inside_polygon(&mut self, point: &Point, polygon: &Polygon) {
        self.push("(SELECT ");
        self.list(polygon.parts(), " OR ", |printer, part| printer.part(part));
        self.push(" FROM (SELECT ");
        self.vector(point);
        // Without OFFSET the functions would be computed again for each great circle.
        self.push(" OFFSET 0) AS \"v\")");
    }

    fn part(&mut self, part: &ConvexPart) {
        self.list(part.normals(), " AND ", |printer, normal| printer.half_space(normal));
    }

    fn half_space(&mut self, normal: &UnitVector) {
        for (sign, number, axis) in [("", normal.x, "x"), (" + ", normal.y, "y"), (" + ", normal.z, "z")] {
            self.push(sign);
            self.known(number);
            self.add(format_args!(" * \"v\".\"{axis}\""));
        }
        self.push(" >= ");
        self.double(-BORDER);
    }

    /// The unit vector of a point as columns x, y, z.
    fn vector(&mut self, point: &Point) {
        for (function, axis) in [("cosd", "x"), ("sind", "y")] {
            self.push("cosd(");
            self.degrees(&point.lat);
            self.add(format_args!(") * {function}("));
            self.degrees(&point.lon);
            self.add(format_args!(") AS \"{axis}\", "));
        }
        self.push("sind(");
        self.degrees(&point.lat);
        self.push(") AS \"z\"");
    }

    fn sky_function(&mut self, function: SkyFunction, arguments: &[Expr]) {
        if function == SkyFunction::Contains && self.begins_with_quick_point(arguments) {
            self.called(function, arguments);
            return self.push(")");
        }
        self.called(function, arguments);
    }

    fn called(&mut self, function: SkyFunction, arguments: &[Expr]) {
        let name = match function {
            SkyFunction::Area => "area",
            SkyFunction::Box => "box",
            SkyFunction::Centroid => "centroid",
            SkyFunction::Contains => "contains",
            SkyFunction::Intersects => "intersects",
            SkyFunction::Region if self.stored_shape(arguments) => return,
            SkyFunction::Region => "region",
            SkyFunction::Rotate { .. } => "rotate",
            SkyFunction::Coordsys(frame) => return self.system_name(frame, arguments),
        };
        self.add(format_args!("armilla.{name}("));
        if let SkyFunction::Rotate { from, to } = function {
            self.add(format_args!("'{}', '{}', ", from.name(), to.name()));
        }
        self.list(arguments, ", ", |printer, argument| match argument.ty {
            Type::Text => printer.text(argument),
            ty if ty.is_geometry() => printer.exactly(argument, ty.pg()),
            _ => printer.exactly(argument, Type::Float8.pg()),
        });
        self.push(")");
    }

    fn system_name(&mut self, frame: sky::Frame, arguments: &[Expr]) {
        self.push("(CASE WHEN ");
        self.list(arguments, ", ", |printer, argument| printer.value(argument));
        self.add(format_args!(" IS NOT NULL THEN '{}' END)", frame.name()));
    }
}
