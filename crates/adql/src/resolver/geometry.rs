//! Geometry: points, circles, CONTAINS, DISTANCE (ADQL 2.1 §4.2).

use sky::{SkyError, SkyPosition};

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Circle, ElementLabel, Expr, ExprKind, Point, Within};
use crate::syntax::{self, Function, Span};
use crate::typing::{Type, constant};

use super::Resolver;

impl Resolver<'_> {
    /// A call of POINT, CIRCLE, CONTAINS or DISTANCE.
    pub(super) fn geometry(
        &mut self,
        function: Function,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        match function {
            Function::Point => {
                let point = self.point(arguments)?;
                Ok(Expr::new(ExprKind::Point(Box::new(point)), Type::Point, span))
            }
            Function::Circle => {
                let circle = self.circle(arguments)?;
                Ok(Expr::new(ExprKind::Circle(Box::new(circle)), Type::Circle, span))
            }
            Function::Contains => self.contains(arguments, span),
            _ => {
                let points = match arguments {
                    [one, other] => {
                        [self.point_operand(one, "DISTANCE")?, self.point_operand(other, "DISTANCE")?]
                    }
                    _ => [self.coordinates(&arguments[..2])?, self.coordinates(&arguments[2..])?],
                };
                Ok(Expr::new(ExprKind::Distance(Box::new(points)), Type::Float8, span))
            }
        }
    }

    /// COORD1 or, if `second`, COORD2.
    pub(super) fn coordinate(&mut self, point: &syntax::Expr, second: bool, span: Span) -> Outcome<Expr> {
        let name = if second { "COORD2" } else { "COORD1" };
        let point = Box::new(self.point_operand(point, name)?);
        let kind = ExprKind::Coordinate { point, second };
        Ok(Expr::new(kind, Type::Float8, span))
    }

    /// `POINT([system,] lon, lat)`
    fn point(&mut self, arguments: &[syntax::Expr]) -> Outcome<Point> {
        self.coordinates(without_system(arguments, arguments.len() == 3)?)
    }

    /// `CIRCLE([system,] lon, lat, radius)` or `CIRCLE([system,] point, radius)`
    fn circle(&mut self, arguments: &[syntax::Expr]) -> Outcome<Circle> {
        let led = arguments.len() == 4 || (arguments.len() == 3 && is_system(&arguments[0]));
        let arguments = without_system(arguments, led)?;
        let [centre @ .., radius] = arguments else { return wrong_count(Function::Circle, arguments) };
        let centre = match centre {
            [point] => self.point_operand(point, "CIRCLE")?,
            [_, _] => self.coordinates(centre)?,
            _ => return wrong_count(Function::Circle, arguments),
        };
        let radius = self.number(radius, "CIRCLE")?;
        match constant(&radius) {
            Some(radius_deg) if radius_deg < 0.0 => {
                fault(ErrorKind::Sky(SkyError::Radius(radius_deg)), radius.span)
            }
            _ => Ok(Circle { centre, radius }),
        }
    }

    /// `CONTAINS(point, circle)`
    fn contains(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let (inner, outer) = (self.value(&arguments[0])?, self.value(&arguments[1])?);
        let (inner_type, outer_type) = (inner.ty, outer.ty);
        let (Some(inner), Some(outer)) = (as_point(inner), as_circle(outer)) else {
            let geometry = [(inner_type, &arguments[0]), (outer_type, &arguments[1])]
                .into_iter()
                .find(|(ty, _)| !matches!(ty, Type::Point | Type::Circle | Type::Polygon));
            return match geometry {
                Some((ty, argument)) => {
                    let kind =
                        ErrorKind::Operand { what: "CONTAINS", expected: "geometries", found: ty.noun() };
                    fault(kind, argument.span)
                }
                None => {
                    let what = format!("CONTAINS of {} in {}", inner_type.noun(), outer_type.noun());
                    fault(ErrorKind::NotOffered { what }, span)
                }
            };
        };
        let within =
            Within { points: [inner, outer.centre], radius: outer.radius, closed: true, cells: None };
        let condition = Expr::condition(ExprKind::Within(Box::new(within)), span);
        Ok(Expr::new(ExprKind::Flag(Box::new(condition)), Type::Int4, span))
    }

    /// A longitude and a latitude.
    fn coordinates(&mut self, arguments: &[syntax::Expr]) -> Outcome<Point> {
        let [lon, lat] = arguments else { return wrong_count(Function::Point, arguments) };
        let point = Point { lon: self.number(lon, "POINT")?, lat: self.number(lat, "POINT")? };
        if let (Some(lon_deg), Some(lat_deg)) = (constant(&point.lon), constant(&point.lat))
            && let Err(error) = SkyPosition::new(lon_deg, lat_deg)
        {
            return fault(ErrorKind::Sky(error), point.lon.span.to(point.lat.span));
        }
        Ok(point)
    }

    fn point_operand(&mut self, argument: &syntax::Expr, what: &'static str) -> Outcome<Point> {
        let value = self.value(argument)?;
        let (found, span) = (value.ty.noun(), value.span);
        match as_point(value) {
            Some(point) => Ok(point),
            None => fault(ErrorKind::Operand { what, expected: "a point", found }, span),
        }
    }

    fn number(&mut self, argument: &syntax::Expr, what: &'static str) -> Outcome<Expr> {
        let value = self.value(argument)?;
        match value.ty.is_number() || value.ty == Type::Null {
            true => Ok(value),
            false => {
                let found = value.ty.noun();
                fault(ErrorKind::Operand { what, expected: "numbers", found }, value.span)
            }
        }
    }
}

/// A point taken apart; a stored one is an array.
fn as_point(value: Expr) -> Option<Point> {
    match value.kind {
        ExprKind::Point(point) => Some(*point),
        _ if value.ty == Type::Point => Some(Point { lon: stored(&value, 1), lat: stored(&value, 2) }),
        _ => None,
    }
}

/// A circle taken apart; a stored one is an array.
fn as_circle(value: Expr) -> Option<Circle> {
    match value.kind {
        ExprKind::Circle(circle) => Some(*circle),
        _ if value.ty == Type::Circle => Some(Circle {
            centre: Point { lon: stored(&value, 1), lat: stored(&value, 2) },
            radius: stored(&value, 3),
        }),
        _ => None,
    }
}

/// A number of a stored geometry.
fn stored(value: &Expr, place: i64) -> Expr {
    let index = Expr::new(ExprKind::Integer(place), Type::Int4, value.span);
    let kind = ExprKind::Element {
        array: Box::new(value.clone()),
        indexes: vec![index],
        label: ElementLabel::default(),
    };
    // Stored geometries may be REAL; the printer widens them.
    Expr::new(kind, Type::Float4, value.span)
}

/// Whether an argument can only be a coordinate system.
fn is_system(argument: &syntax::Expr) -> bool {
    matches!(argument.kind, syntax::ExprKind::String(_) | syntax::ExprKind::Null)
}

/// The arguments behind the coordinate system, which is checked if it is there.
fn without_system(arguments: &[syntax::Expr], led: bool) -> Outcome<&[syntax::Expr]> {
    let [first, rest @ ..] = arguments else { return Ok(arguments) };
    if !led {
        return Ok(arguments);
    }
    let syntax::ExprKind::String(name) = &first.kind else { return Ok(rest) };
    let words: Vec<String> = name.split_whitespace().map(str::to_ascii_uppercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] | ["ICRS"] | ["ICRS", "GEOCENTER" | "BARYCENTER" | "TOPOCENTER"] => Ok(rest),
        _ => fault(ErrorKind::CoordinateSystem { name: clipped(name) }, first.span),
    }
}

fn wrong_count<T>(function: Function, arguments: &[syntax::Expr]) -> Outcome<T> {
    let span = match arguments {
        [first, .., last] => first.span.to(last.span),
        [only] => only.span,
        [] => Span::default(),
    };
    let (name, signature, given) = (function.name(), function.signature(), arguments.len());
    fault(ErrorKind::ArgumentCount { name, signature, given }, span)
}
