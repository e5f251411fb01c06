//! What a result column with a geometry is told to be.

use catalogue::{Frame, ResultColumn};

use crate::resolved::{Expr, ExprKind, SkyFunction};

use super::Metadata;
use super::declared::plain;

impl Metadata<'_, '_> {
    /// A geometry, or what is computed of one.
    pub(super) fn shape(&self, expr: &Expr) -> ResultColumn {
        match &expr.kind {
            ExprKind::Point(point) => self.framed_by(&point.lon, expr),
            ExprKind::Circle(circle) => self.framed_by(&circle.centre.lon, expr),
            ExprKind::Polygon(vertices) => match vertices.first() {
                Some(vertex) => self.framed_by(&vertex.lon, expr),
                None => plain(expr.ty),
            },
            ExprKind::Range(_) => in_frame(expr, None),
            ExprKind::Framed { frame, geometry } => {
                let mut column = self.value(geometry);
                column.field.frame = named(*frame);
                column
            }
            ExprKind::Sky { function, arguments } => match (function, arguments.first()) {
                (SkyFunction::Area, _) => self.measured(expr),
                (SkyFunction::Box, Some(lon)) => self.framed_by(lon, expr),
                (SkyFunction::Centroid, Some(geometry)) => self.framed_by(geometry, expr),
                (SkyFunction::Region, _) => in_frame(expr, Some(Frame::Icrs)),
                (SkyFunction::Rotate { to, .. }, _) => in_frame(expr, named(*to)),
                _ => plain(expr.ty),
            },
            _ => plain(expr.ty),
        }
    }

    /// A geometry in the frame of one of its parts.
    fn framed_by(&self, part: &Expr, expr: &Expr) -> ResultColumn {
        in_frame(expr, self.value(part).field.frame)
    }
}

fn in_frame(expr: &Expr, frame: Option<Frame>) -> ResultColumn {
    let mut column = plain(expr.ty);
    column.field.unit = Some("deg".to_owned());
    column.field.frame = frame;
    column
}

fn named(frame: sky::Frame) -> Option<Frame> {
    match frame {
        sky::Frame::Icrs => Some(Frame::Icrs),
        sky::Frame::Fk5 => Some(Frame::Fk5),
        sky::Frame::Fk4 => Some(Frame::Fk4),
        sky::Frame::Galactic => Some(Frame::Galactic),
        sky::Frame::Ecliptic => None,
    }
}
