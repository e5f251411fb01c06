//! CONTAINS and INTERSECTS among all geometries.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Chain, Circle, Expr, ExprKind, FixedRegion, Inside, SkyFunction, Within};
use crate::syntax::{self, Function, Span, SumOperator};
use crate::typing::{Type, constant, sum};

use super::super::Resolver;
use super::constant::{Known, double, known};
use super::operand::{as_circle, as_point, unframed};

impl Resolver<'_> {
    /// `CONTAINS(inner, outer)` or `INTERSECTS(one, other)`, which is 1 or 0.
    pub(super) fn relation(
        &mut self,
        function: Function,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        let name = function.name();
        let one = self.geometry_operand(&arguments[0], name, "geometries")?;
        let other = self.geometry_operand(&arguments[1], name, "geometries")?;
        check_shapes(&one, &other, span)?;
        let [one, other] = self.in_one_frame([one, other])?;
        let condition = match function {
            Function::Intersects => intersects(&one, &other, span)?,
            _ => contains(&one, &other, known(&other).as_ref(), span)?,
        };
        Ok(Expr::new(ExprKind::Flag(Box::new(condition)), Type::Int4, span))
    }
}

/// How many shapes, or pairs of shapes, a condition can test: each becomes a condition of its own.
const SHAPES_MAX: usize = 1000;

fn check_shapes(one: &Expr, other: &Expr, span: Span) -> Outcome<()> {
    let shapes = |geometry: &Expr| match &unframed(geometry).kind {
        ExprKind::Union(parts) => parts.len(),
        _ => 1,
    };
    let count = shapes(one) * shapes(other);
    match count > SHAPES_MAX {
        true => fault(ErrorKind::UnionShapes { count, limit: SHAPES_MAX }, span),
        false => Ok(()),
    }
}

/// The condition that `outer` holds all of `inner`; `fixed` is `outer` if it is known.
fn contains(inner: &Expr, outer: &Expr, fixed: Option<&Known>, span: Span) -> Outcome<Expr> {
    if let ExprKind::Union(parts) = &unframed(inner).kind {
        let all = parts.iter().map(|part| contains(part, outer, fixed, span));
        return Ok(Expr::condition(ExprKind::And(all.collect::<Outcome<_>>()?), span));
    }
    if let ExprKind::Union(parts) = &unframed(outer).kind {
        return match inner.ty {
            Type::Point => any_of(parts, span, |part| contains(inner, part, known(part).as_ref(), span)),
            // Parts of it may lie in different shapes of the union.
            ty => {
                fault(ErrorKind::NotOffered { what: format!("CONTAINS of {} in a union", ty.noun()) }, span)
            }
        };
    }
    if let Some(point) = as_point(inner) {
        if let Some(circle) = as_circle(outer) {
            return Ok(near([point, circle.centre], circle.radius, span));
        }
        if let Some(other) = as_point(outer) {
            return Ok(near([point, other], double(0.0, span), span));
        }
        let region = match fixed {
            Some(Known::Polygon(polygon)) => Some(FixedRegion::Polygon(polygon.clone())),
            Some(Known::Range(range)) => Some(FixedRegion::Range(*range)),
            _ => None,
        };
        if let Some(region) = region {
            let inside = Inside { point, region, cells: None };
            let kind = ExprKind::Inside(Box::new(inside));
            return Ok(Expr::condition(kind, span));
        }
    }
    if let (Some(one), Some(other)) = (as_circle(inner), as_circle(outer))
        // A circle of 180 degrees or more is the sphere, which holds everything.
        && constant(&other.radius).is_some_and(|radius_deg| radius_deg < 180.0)
    {
        return circles(one, other, SumOperator::Subtract, span);
    }
    Ok(computed(SkyFunction::Contains, inner, outer, span))
}

/// The condition that two geometries have a common point; one point is common if the other holds it.
fn intersects(one: &Expr, other: &Expr, span: Span) -> Outcome<Expr> {
    if one.ty == Type::Point {
        return contains(one, other, known(other).as_ref(), span);
    }
    if other.ty == Type::Point {
        return contains(other, one, known(one).as_ref(), span);
    }
    if let ExprKind::Union(parts) = &unframed(one).kind {
        return any_of(parts, span, |part| intersects(part, other, span));
    }
    if let ExprKind::Union(parts) = &unframed(other).kind {
        return any_of(parts, span, |part| intersects(one, part, span));
    }
    if let (Some(one), Some(other)) = (as_circle(one), as_circle(other)) {
        return circles(one, other, SumOperator::Add, span);
    }
    Ok(computed(SkyFunction::Intersects, one, other, span))
}

/// Circles as a condition on their centres: near each other by the sum, or the difference, of the radii.
fn circles(one: Circle, other: Circle, operator: SumOperator, span: Span) -> Outcome<Expr> {
    let radius = match (constant(&one.radius), constant(&other.radius)) {
        (Some(one_deg), Some(other_deg)) => match operator {
            SumOperator::Add => double(other_deg + one_deg, span),
            SumOperator::Subtract => double(other_deg - one_deg, span),
        },
        _ => sum(Chain { first: other.radius, rest: vec![(operator, one.radius)] }, span)?,
    };
    Ok(near([one.centre, other.centre], radius, span))
}

fn near(points: [crate::resolved::Point; 2], radius: Expr, span: Span) -> Expr {
    let within = Within { points, radius, closed: true, cells: None };
    Expr::condition(ExprKind::Within(Box::new(within)), span)
}

fn any_of(parts: &[Expr], span: Span, test: impl Fn(&Expr) -> Outcome<Expr>) -> Outcome<Expr> {
    let any = parts.iter().map(test);
    Ok(Expr::condition(ExprKind::Or(any.collect::<Outcome<_>>()?), span))
}

fn computed(function: SkyFunction, one: &Expr, other: &Expr, span: Span) -> Expr {
    let arguments = vec![unframed(one).clone(), unframed(other).clone()];
    Expr::condition(ExprKind::Sky { function, arguments }, span)
}
