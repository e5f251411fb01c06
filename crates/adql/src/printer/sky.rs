//! Spherical geometry with the functions that every PostgreSQL has.
//!
//! Angles come from haversines: `near` is that of the angle between two points, `far` that of its supplement. Each is
//! exact to rounding where it is small, so between them all angles are. Functions in degrees are exact at the poles
//! and at multiples of 30 degrees, where borders like to be.

use crate::resolved::{Cells, Expr, ExprKind, Point, Within};
use crate::typing::constant;

use super::Printer;
use super::narrowed::FLAG;

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
        self.cells(within.cells.as_ref());
        let [one, other] = &within.points;
        match constant(&within.radius).filter(|_| !is_computed(one) && !is_computed(other)) {
            Some(radius_deg) if (0.0..=90.0).contains(&radius_deg) => {
                self.near(one, other);
                self.push(if within.closed { " <= " } else { " < " });
                self.squared("sind", radius_deg);
            }
            Some(radius_deg) if (90.0..180.0).contains(&radius_deg) => {
                self.far(one, other);
                self.push(if within.closed { " >= " } else { " > " });
                self.squared("cosd", radius_deg);
            }
            _ => {
                self.distance(one, other);
                self.push(if within.closed { " <= " } else { " < " });
                self.float8(&within.radius);
            }
        }
    }

    /// The square of the sine or cosine of half a known angle.
    fn squared(&mut self, function: &str, angle_deg: f64) {
        if self.binds_numbers() {
            // A bound angle would be worked on again for each row.
            return self.known(match function {
                "sind" => half_sine_squared(angle_deg),
                _ => cosd(angle_deg / 2.0).powi(2),
            });
        }
        self.add(format_args!("power({function}("));
        self.known(angle_deg);
        self.push(" / 2), 2)");
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

    /// What the planner found out about a condition, with the operator that joins it to the exact test: ranges of the
    /// bare column of each relation, so that any B-tree serves them and partitions are pruned, or a flag.
    pub(super) fn cells(&mut self, cells: Option<&Cells>) {
        match cells {
            None => {}
            Some(Cells { source, is_flag: true, .. }) => {
                self.add(format_args!("\"t{}\".\"{FLAG}\" OR ", source + 1));
            }
            Some(Cells { ranges, .. }) if ranges.is_empty() => self.push("FALSE AND "),
            Some(Cells { source, ranges, .. }) => {
                self.each_index(*source, " AND ", |printer, healpix| {
                    printer.push("(");
                    printer.list(ranges, " OR ", |printer, range| {
                        printer.add(format_args!("\"t{}\".", source + 1));
                        printer.name(healpix);
                        printer.add(format_args!(" BETWEEN {} AND {}", range.first, range.last));
                    });
                    printer.push(")");
                });
                self.push(" AND ");
            }
        }
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
        self.push(" + ");
        self.cosine(&one.lat);
        self.push(" * ");
        self.cosine(&other.lat);
        self.push(" * ");
    }

    fn cosine(&mut self, angle: &Expr) {
        match constant(angle).filter(|_| self.binds_numbers()) {
            Some(angle_deg) => self.known(cosd(angle_deg)),
            None => {
                self.push("cosd(");
                self.degrees(angle);
                self.push(")");
            }
        }
    }

    /// An angle; one that is known is computed here.
    pub(super) fn degrees(&mut self, angle: &Expr) {
        match constant(angle) {
            Some(degrees) => self.known(degrees),
            None => self.float8(angle),
        }
    }
}

/// The square of the sine of half an angle in degrees.
pub(crate) fn half_sine_squared(angle_deg: f64) -> f64 {
    sind(angle_deg / 2.0).powi(2)
}

/// Whether a point is the result of a function.
fn is_computed(point: &Point) -> bool {
    match &point.lon.kind {
        ExprKind::Element { array, .. } => !matches!(array.kind, ExprKind::Column(_)),
        _ => false,
    }
}

/// The sine of an angle in degrees, exact where PostgreSQL's is: at multiples of 30 degrees.
fn sind(angle_deg: f64) -> f64 {
    match angle_deg.abs() {
        0.0 => 0.0,
        30.0 => 0.5_f64.copysign(angle_deg),
        90.0 => 1.0_f64.copysign(angle_deg),
        _ => angle_deg.to_radians().sin(),
    }
}

/// The cosine of an angle in degrees, exact where PostgreSQL's is.
pub(crate) fn cosd(angle_deg: f64) -> f64 {
    match angle_deg.abs() {
        60.0 => 0.5,
        90.0 => 0.0,
        _ => angle_deg.to_radians().cos(),
    }
}

fn may_be_null(number: &Expr) -> bool {
    !matches!(number.kind, ExprKind::Integer(_) | ExprKind::Double(_))
}
