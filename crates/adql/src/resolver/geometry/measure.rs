//! Numbers and names of geometries: DISTANCE, COORD1, COORD2, AREA, CENTROID, COORDSYS.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind, Point, SkyFunction};
use crate::syntax::{self, Span};
use crate::typing::Type;

use super::super::Resolver;
use super::operand::{as_point, unframed};

impl Resolver<'_> {
    /// `DISTANCE(point, point)` or `DISTANCE(lon1, lat1, lon2, lat2)`
    pub(super) fn distance(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let points = match arguments {
            [one, other] => {
                let points = [self.point_operand(one, "DISTANCE")?, self.point_operand(other, "DISTANCE")?];
                let [one, other] = self.in_one_frame(points)?;
                [taken_apart(&one, "DISTANCE")?, taken_apart(&other, "DISTANCE")?]
            }
            _ => [
                self.coordinates(&arguments[0], &arguments[1], "DISTANCE")?,
                self.coordinates(&arguments[2], &arguments[3], "DISTANCE")?,
            ],
        };
        Ok(Expr::new(ExprKind::Distance(Box::new(points)), Type::Float8, span))
    }

    /// COORD1 or, if `second`, COORD2.
    pub(super) fn coordinate(&mut self, point: &syntax::Expr, second: bool, span: Span) -> Outcome<Expr> {
        let name = if second { "COORD2" } else { "COORD1" };
        let point = self.point_operand(point, name)?;
        let point = Box::new(taken_apart(&point, name)?);
        Ok(Expr::new(ExprKind::Coordinate { point, second }, Type::Float8, span))
    }

    /// `AREA(geometry)`
    pub(super) fn area(&mut self, argument: &syntax::Expr, span: Span) -> Outcome<Expr> {
        let geometry = self.single_geometry(argument, "AREA")?;
        let kind = ExprKind::Sky { function: SkyFunction::Area, arguments: vec![geometry] };
        Ok(Expr::new(kind, Type::Float8, span))
    }

    /// `CENTROID(geometry)`
    pub(super) fn centroid(&mut self, argument: &syntax::Expr, span: Span) -> Outcome<Expr> {
        let geometry = self.single_geometry(argument, "CENTROID")?;
        if geometry.ty == Type::Point {
            return Ok(geometry);
        }
        let kind = ExprKind::Sky { function: SkyFunction::Centroid, arguments: vec![geometry] };
        Ok(Expr::new(kind, Type::Point, span))
    }

    /// `COORDSYS(geometry)`
    pub(super) fn system_of(&mut self, argument: &syntax::Expr, span: Span) -> Outcome<Expr> {
        let geometry = self.geometry_operand(argument, "COORDSYS", "a geometry")?;
        if matches!(unframed(&geometry).kind, ExprKind::Union(_)) {
            let name = self.frame_of(&geometry).name();
            return Ok(Expr::new(ExprKind::String(name.to_owned()), Type::Text, span));
        }
        let function = SkyFunction::Coordsys(self.frame_of(&geometry));
        Ok(Expr::new(ExprKind::Sky { function, arguments: vec![geometry] }, Type::Text, span))
    }

    /// A geometry that is not a union, of which nobody here knows the area or the middle.
    fn single_geometry(&mut self, argument: &syntax::Expr, what: &'static str) -> Outcome<Expr> {
        let geometry = self.geometry_operand(argument, what, "a geometry")?;
        match unframed(&geometry).kind {
            ExprKind::Union(_) => fault(
                ErrorKind::Operand { what, expected: "a single shape", found: "a union" },
                geometry.span,
            ),
            _ => Ok(geometry),
        }
    }
}

fn taken_apart(point: &Expr, what: &'static str) -> Outcome<Point> {
    match as_point(point) {
        Some(point) => Ok(point),
        None => fault(ErrorKind::Operand { what, expected: "a point", found: point.ty.noun() }, point.span),
    }
}
