//! Spherical geometry with the functions that every PostgreSQL has.
//!
//! Angles come from haversines: `near` is that of the angle between two points, `far` that of its supplement. Each is
//! exact to rounding where it is small, so between them all angles are. Functions in degrees are exact at the poles
//! and at multiples of 30 degrees, where borders like to be.

use crate::resolved::{Cells, Expr, ExprKind, Point, Within};
use crate::typing::constant;

use super::Printer;

impl Printer<'_, '_> {
    /// The angle between two points in degrees.
    pub(super) fn distance(&mut self, one: &Point, other: &Point) {
        if is_computed(one) || is_computed(other) {
            return self.distance_call(one, other);
        }
        // Rounding may make a haversine of 0 negative where latitudes are no latitudes (proper motions).
        self.push("(2 * atan2d(sqrt(abs(");
        self.near(one, other);
        self.push(")), sqrt(abs(");
        self.far(one, other);
        self.push("))))");
    }

    /// The condition that two points are near each other, without parentheses.
    pub(super) fn within(&mut self, within: &Within) {
        if let Some(cells) = &within.cells {
            self.cells(cells);
            self.push(" AND ");
        }
        let [one, other] = &within.points;
        match constant(&within.radius).filter(|_| !is_computed(one) && !is_computed(other)) {
            Some(radius_deg) if (0.0..=90.0).contains(&radius_deg) => {
                self.near(one, other);
                self.push(if within.closed { " <= " } else { " < " });
                self.push("power(sind(");
                self.degrees_known(radius_deg);
                self.push(" / 2), 2)");
            }
            Some(radius_deg) if (90.0..180.0).contains(&radius_deg) => {
                self.far(one, other);
                self.push(if within.closed { " >= " } else { " > " });
                self.push("power(cosd(");
                self.degrees_known(radius_deg);
                self.push(" / 2), 2)");
            }
            _ => {
                self.distance(one, other);
                self.push(if within.closed { " <= " } else { " < " });
                self.float8(&within.radius);
            }
        }
    }

    /// The angle between points of which one is the result of a function, which must not be called again and again.
    fn distance_call(&mut self, one: &Point, other: &Point) {
        self.push("armilla.distance(");
        self.list(&[&one.lon, &one.lat, &other.lon, &other.lat], ", ", |printer, number| {
            printer.exactly_float8(number);
        });
        self.push(")");
    }

    /// Numbers as an array; NULL if one of them is.
    pub(super) fn array(&mut self, numbers: &[&Expr]) {
        let nullable: Vec<&&Expr> = numbers.iter().filter(|number| may_be_null(number)).collect();
        if nullable.is_empty() {
            return self.array_of(numbers);
        }
        self.push("(CASE WHEN ");
        self.list(&nullable, " AND ", |printer, number| {
            printer.value(number);
            printer.push(" IS NOT NULL");
        });
        self.push(" THEN ");
        self.array_of(numbers);
        self.push(" END)");
    }

    /// One coordinate of a point; NULL if the other is.
    pub(super) fn coordinate(&mut self, point: &Point, second: bool) {
        let (wanted, other) = if second { (&point.lat, &point.lon) } else { (&point.lon, &point.lat) };
        if !may_be_null(other) {
            return self.exactly_float8(wanted);
        }
        self.push("(CASE WHEN ");
        self.value(other);
        self.push(" IS NOT NULL THEN ");
        self.exactly_float8(wanted);
        self.push(" END)");
    }

    fn array_of(&mut self, numbers: &[&Expr]) {
        self.push("ARRAY[");
        self.list(numbers, ", ", |printer, number| printer.exactly_float8(number));
        self.push("]");
    }

    fn exactly_float8(&mut self, number: &Expr) {
        self.exactly(number, crate::typing::Type::Float8.pg());
    }

    /// Ranges of the bare column of each relation, so that any B-tree serves them and partitions are pruned.
    pub(super) fn cells(&mut self, cells: &Cells) {
        if cells.ranges.is_empty() {
            return self.push("FALSE");
        }
        self.each_index(cells.source, " AND ", |printer, healpix| {
            printer.push("(");
            printer.list(&cells.ranges, " OR ", |printer, range| {
                printer.add(format_args!("\"t{}\".", cells.source + 1));
                printer.name(healpix);
                printer.add(format_args!(" BETWEEN {} AND {}", range.first, range.last));
            });
            printer.push(")");
        });
    }

    fn near(&mut self, one: &Point, other: &Point) {
        self.haversine(&one.lat, " - ", &other.lat);
        self.cosines(one, other);
        self.haversine(&one.lon, " - ", &other.lon);
    }

    fn far(&mut self, one: &Point, other: &Point) {
        self.haversine(&one.lat, " + ", &other.lat);
        self.cosines(one, other);
        self.push("power(cosd((");
        self.degrees(&one.lon);
        self.push(" - ");
        self.degrees(&other.lon);
        self.push(") / 2), 2)");
    }

    fn haversine(&mut self, one: &Expr, sign: &str, other: &Expr) {
        self.push("power(sind((");
        self.degrees(one);
        self.push(sign);
        self.degrees(other);
        self.push(") / 2), 2)");
    }

    fn cosines(&mut self, one: &Point, other: &Point) {
        self.push(" + cosd(");
        self.degrees(&one.lat);
        self.push(") * cosd(");
        self.degrees(&other.lat);
        self.push(") * ");
    }

    /// An angle; one that is known is computed here.
    pub(super) fn degrees(&mut self, angle: &Expr) {
        match constant(angle) {
            Some(degrees) => self.degrees_known(degrees),
            None => self.float8(angle),
        }
    }

    /// PostgreSQL refuses squares that underflow, so angles of no size become 0.
    pub(super) fn degrees_known(&mut self, degrees: f64) {
        self.double(if degrees.abs() < 1e-100 { 0.0 } else { degrees });
    }
}

/// Whether a point is the result of a function.
fn is_computed(point: &Point) -> bool {
    match &point.lon.kind {
        ExprKind::Element { array, .. } => !matches!(array.kind, ExprKind::Column(_)),
        _ => false,
    }
}

fn may_be_null(number: &Expr) -> bool {
    !matches!(number.kind, ExprKind::Integer(_) | ExprKind::Double(_))
}
