//! Visits of the parts of an expression.

use super::{Chain, Circle, Expr, ExprKind, Point, Within};

impl Expr {
    /// Calls `visit` for each part of which this expression directly consists. Subqueries are not entered.
    pub(crate) fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Null
            | ExprKind::Integer(_)
            | ExprKind::Double(_)
            | ExprKind::String(_)
            | ExprKind::Boolean(_)
            | ExprKind::Timestamp(_)
            | ExprKind::Column(_)
            | ExprKind::Range(_)
            | ExprKind::Aggregate { argument: None, .. }
            | ExprKind::Exists(_) => {}
            ExprKind::Element { array, indexes, .. } => {
                visit(array);
                indexes.iter().for_each(visit);
            }
            ExprKind::Case(case) => case.for_each_part(visit),
            ExprKind::Window(window) => window.for_each_part(visit),
            ExprKind::Sum(chain) => chain.for_each_part(visit),
            ExprKind::Product(chain) => chain.for_each_part(visit),
            ExprKind::Negate(part)
            | ExprKind::Flag(part)
            | ExprKind::ArrayLength(part)
            | ExprKind::Not(part)
            | ExprKind::Framed { geometry: part, .. }
            | ExprKind::Cast { operand: part, .. }
            | ExprKind::Aggregate { argument: Some(part), .. }
            | ExprKind::IsNull { operand: part, .. }
            | ExprKind::InQuery { operand: part, .. } => visit(part),
            ExprKind::Concat(parts)
            | ExprKind::Coalesce(parts)
            | ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Union(parts)
            | ExprKind::Sky { arguments: parts, .. }
            | ExprKind::Call { arguments: parts, .. } => parts.iter().for_each(visit),
            ExprKind::Compare { operands, .. } | ExprKind::Like { operands, .. } => {
                operands.iter().for_each(visit);
            }
            ExprKind::Between { operands, .. } => operands.iter().for_each(visit),
            ExprKind::InList { operand, list, .. } => {
                visit(operand);
                list.iter().for_each(visit);
            }
            ExprKind::UserCall(call) => call.arguments.iter().for_each(visit),
            ExprKind::Cell(cell) => cell.call.arguments.iter().for_each(visit),
            ExprKind::InCells(test) => test.cell.call.arguments.iter().for_each(visit),
            ExprKind::InUnit(conversion) => visit(&conversion.operand),
            ExprKind::Point(point) | ExprKind::Coordinate { point, .. } => point.for_each_part(visit),
            ExprKind::Circle(circle) => circle.for_each_part(visit),
            ExprKind::Distance(points) => points.iter().for_each(|point| point.for_each_part(visit)),
            ExprKind::Polygon(vertices) => vertices.iter().for_each(|vertex| vertex.for_each_part(visit)),
            ExprKind::Inside(inside) => inside.point.for_each_part(visit),
            ExprKind::Within(within) => within.for_each_part(visit),
            ExprKind::Footprint(found) => visit(&found.test),
        }
    }

    /// Whether a window function is in it. Subqueries are not entered.
    pub(crate) fn has_window(&self) -> bool {
        if matches!(self.kind, ExprKind::Window(_)) {
            return true;
        }
        let mut found = false;
        self.for_each_part(&mut |part| found = found || part.has_window());
        found
    }

    /// Whether it is an aggregate itself.
    pub(crate) fn is_aggregate(&self) -> bool {
        match &self.kind {
            ExprKind::Aggregate { .. } => true,
            ExprKind::UserCall(call) => call.callee.is_aggregate(),
            _ => false,
        }
    }

    /// Whether an aggregate is in it. Subqueries are not entered.
    pub(crate) fn has_aggregate(&self) -> bool {
        if self.is_aggregate() {
            return true;
        }
        let mut found = false;
        self.for_each_part(&mut |part| found = found || part.has_aggregate());
        found
    }
}

impl<Operator> Chain<Operator> {
    fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(&self.first);
        self.rest.iter().for_each(|(_, operand)| visit(operand));
    }
}

impl Point {
    fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(&self.lon);
        visit(&self.lat);
    }
}

impl Circle {
    fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        self.centre.for_each_part(visit);
        visit(&self.radius);
    }
}

impl Within {
    fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        self.points.iter().for_each(|point| point.for_each_part(visit));
        visit(&self.radius);
    }
}
