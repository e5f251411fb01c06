//! Arguments of geometry functions: geometries, points, numbers.

use sky::SkyPosition;

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Circle, ElementLabel, Expr, ExprKind, Point, SkyFunction, Source, query_of};
use crate::syntax;
use crate::typing::{Type, constant};

use super::super::Resolver;

impl Resolver<'_> {
    /// A geometry; NULL is one, and so is a text column that is declared to hold regions.
    pub(super) fn geometry_operand(
        &mut self,
        argument: &syntax::Expr,
        what: &'static str,
        expected: &'static str,
    ) -> Outcome<Expr> {
        let value = match &argument.kind {
            syntax::ExprKind::Call { function: syntax::Function::Region, arguments } => {
                self.region_or_union(arguments, argument.span)?
            }
            _ => self.value(argument)?,
        };
        let span = value.span;
        match value.ty {
            ty if ty.is_geometry() => Ok(value),
            Type::Null => Ok(no_geometry(value, Type::Region)),
            Type::Text if self.holds_regions(&value) => {
                self.use_shape(&value);
                let kind = ExprKind::Sky { function: SkyFunction::Region, arguments: vec![value] };
                Ok(Expr::new(kind, Type::Region, span))
            }
            ty => fault(ErrorKind::Operand { what, expected, found: ty.noun() }, span),
        }
    }

    /// A point.
    pub(super) fn point_operand(&mut self, argument: &syntax::Expr, what: &'static str) -> Outcome<Expr> {
        let value = self.value(argument)?;
        match value.ty {
            Type::Point => Ok(value),
            Type::Null => Ok(no_geometry(value, Type::Point)),
            ty => fault(ErrorKind::Operand { what, expected: "a point", found: ty.noun() }, value.span),
        }
    }

    /// A longitude and a latitude.
    pub(super) fn coordinates(
        &mut self,
        lon: &syntax::Expr,
        lat: &syntax::Expr,
        what: &'static str,
    ) -> Outcome<Point> {
        let point = Point { lon: self.number(lon, what)?, lat: self.number(lat, what)? };
        if let (Some(lon_deg), Some(lat_deg)) = (constant(&point.lon), constant(&point.lat))
            && let Err(error) = SkyPosition::new(lon_deg, lat_deg)
        {
            return fault(ErrorKind::Sky(error), point.lon.span.to(point.lat.span));
        }
        Ok(point)
    }

    /// A number.
    pub(super) fn number(&mut self, argument: &syntax::Expr, what: &'static str) -> Outcome<Expr> {
        let value = self.value(argument)?;
        match value.ty.is_number() || value.ty == Type::Null {
            true => Ok(value),
            false => {
                let found = value.ty.noun();
                fault(ErrorKind::Operand { what, expected: "numbers", found }, value.span)
            }
        }
    }

    /// Notes that the stored form of a region is used, where there is one.
    pub(super) fn use_shape(&mut self, value: &Expr) {
        if let ExprKind::Column(column) = value.kind
            && let Some(Source::Table(source)) = self.sources.get_mut(column.source)
        {
            source.shape |= source.footprint(column.column).is_some();
        }
    }

    /// Whether a string is a column whose extended type says that it holds regions as text.
    fn holds_regions(&self, value: &Expr) -> bool {
        let ExprKind::Column(column) = value.kind else { return false };
        match self.sources.get(column.source) {
            Some(Source::Table(source)) => {
                let known = source.column(column.column);
                let xtype = known.and_then(|column| column.field.value_type.xtype.as_deref());
                xtype.is_some_and(|xtype| REGION_XTYPES.iter().any(|known| known.eq_ignore_ascii_case(xtype)))
            }
            Some(source) => query_of(source, &self.commons)
                .and_then(|query| query.outputs().get(column.column))
                .is_some_and(|output| self.holds_regions(&output.value)),
            None => false,
        }
    }
}

/// The extended types of text columns that hold regions (TAP 1.0 §2.5, DALI 1.1 §3.3).
const REGION_XTYPES: [&str; 5] = ["adql:REGION", "region", "point", "circle", "polygon"];

/// The geometry without the name of its frame.
pub(super) fn unframed(geometry: &Expr) -> &Expr {
    match &geometry.kind {
        ExprKind::Framed { geometry, .. } => geometry,
        _ => geometry,
    }
}

/// A point taken apart; one that is stored or computed is an array.
pub(in crate::resolver) fn as_point(value: &Expr) -> Option<Point> {
    match &unframed(value).kind {
        ExprKind::Point(point) => Some((**point).clone()),
        _ if value.ty == Type::Point => Some(Point { lon: element(value, 1), lat: element(value, 2) }),
        _ => None,
    }
}

/// A circle taken apart; one that is stored or computed is an array.
pub(super) fn as_circle(value: &Expr) -> Option<Circle> {
    match &unframed(value).kind {
        ExprKind::Circle(circle) => Some((**circle).clone()),
        _ if value.ty == Type::Circle => Some(Circle {
            centre: Point { lon: element(value, 1), lat: element(value, 2) },
            radius: element(value, 3),
        }),
        _ => None,
    }
}

/// A number of a geometry that is an array.
fn element(value: &Expr, place: i64) -> Expr {
    let index = Expr::new(ExprKind::Integer(place), Type::Int4, value.span);
    let array = Box::new(unframed(value).clone());
    let kind = ExprKind::Element { array, indexes: vec![index], label: ElementLabel::default() };
    // Stored geometries may be REAL; the printer widens them.
    Expr::new(kind, Type::Float4, value.span)
}

/// NULL as a geometry.
fn no_geometry(null: Expr, ty: Type) -> Expr {
    let span = null.span;
    Expr::new(ExprKind::Cast { operand: Box::new(null), length: None, pad: false }, ty, span)
}
