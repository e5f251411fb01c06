//! Geometries that are known when the query is translated.

use sky::{Cone, Frame, LonLatRange, Polygon, Region, Shape, SkyError, SkyPosition};

use crate::resolved::{Circle, Expr, ExprKind, Point};
use crate::syntax::Span;
use crate::typing::{Type, constant};

/// A geometry of literals.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    /// A point.
    Position(SkyPosition),
    /// A circle.
    Cone(Cone),
    /// A polygon or a box.
    Polygon(Polygon),
    /// A range of longitudes and latitudes.
    Range(LonLatRange),
}

/// The geometry that an expression of literals is; `None` if it depends on a row or does not exist.
pub(crate) fn known(expr: &Expr) -> Option<Known> {
    match &expr.kind {
        ExprKind::Framed { geometry, .. } => known(geometry),
        ExprKind::Point(point) => position(point).map(Known::Position),
        ExprKind::Circle(circle) => {
            let radius_deg = constant(&circle.radius)?;
            Cone::new(position(&circle.centre)?, radius_deg).ok().map(Known::Cone)
        }
        ExprKind::Polygon(vertices) => {
            let vertices: Option<Vec<SkyPosition>> = vertices.iter().map(position).collect();
            Polygon::new(vertices?).ok().map(Known::Polygon)
        }
        ExprKind::Range(range) => Some(Known::Range(*range)),
        _ => None,
    }
}

/// The position that a point of literals is.
pub(crate) fn position(point: &Point) -> Option<SkyPosition> {
    SkyPosition::new(constant(&point.lon)?, constant(&point.lat)?).ok()
}

impl Known {
    /// A shape of a region text.
    pub(super) fn of_shape(shape: Shape) -> Self {
        match shape {
            Shape::Position(position) => Self::Position(position),
            Shape::Region(Region::Cone(cone)) => Self::Cone(cone),
            Shape::Region(Region::Polygon(polygon)) => Self::Polygon(polygon),
            Shape::Region(Region::Range(range)) => Self::Range(range),
        }
    }

    /// The same region of the sky in another frame.
    pub(super) fn rotated(self, from: Frame, to: Frame) -> Result<Self, SkyError> {
        let region = match self {
            Self::Position(position) => return Ok(Self::Position(Frame::rotate(from, to, &position))),
            Self::Cone(cone) => Region::Cone(cone),
            Self::Polygon(polygon) => Region::Polygon(polygon),
            Self::Range(range) => Region::Range(range),
        };
        Frame::rotate_region(from, to, &region).map(|region| Self::of_shape(Shape::Region(region)))
    }

    /// The geometry as an expression; vertices run counter-clockwise.
    pub(super) fn expr(&self, span: Span) -> Expr {
        match self {
            Self::Position(position) => {
                Expr::new(ExprKind::Point(Box::new(point_of(position, span))), Type::Point, span)
            }
            Self::Cone(cone) => {
                let circle = Circle {
                    centre: point_of(&cone.centre(), span),
                    radius: double(cone.radius_deg(), span),
                };
                Expr::new(ExprKind::Circle(Box::new(circle)), Type::Circle, span)
            }
            Self::Polygon(polygon) => {
                let vertices = polygon.vertices().iter().map(|vertex| point_of(vertex, span));
                Expr::new(ExprKind::Polygon(vertices.collect()), Type::Polygon, span)
            }
            Self::Range(range) => Expr::new(ExprKind::Range(*range), Type::Range, span),
        }
    }
}

/// A number as a literal.
pub(super) fn double(number: f64, span: Span) -> Expr {
    Expr::new(ExprKind::Double(number), Type::Float8, span)
}

fn point_of(position: &SkyPosition, span: Span) -> Point {
    Point { lon: double(position.lon_deg(), span), lat: double(position.lat_deg(), span) }
}
