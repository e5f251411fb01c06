//! POINT, CIRCLE, BOX and POLYGON, with and without a coordinate system, of numbers and of points.

use sky::{Frame, Polygon, SkyError, SkyPosition};

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Circle, Expr, ExprKind, Point, SkyFunction};
use crate::syntax::{self, Function, Span};
use crate::typing::{Type, constant};

use super::super::Resolver;
use super::constant::{Known, position};
use super::frame::{framed, is_system, without_system};
use super::operand::as_point;
use super::wrong_count;

impl Resolver<'_> {
    /// `POINT([system,] lon, lat)`
    pub(super) fn point(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let (frame, rest) = without_system(arguments, arguments.len() == 3)?;
        let [lon, lat] = rest else { return wrong_count(Function::Point, arguments.len(), span) };
        let point = self.coordinates(lon, lat, "POINT")?;
        Ok(named(frame, Expr::new(ExprKind::Point(Box::new(point)), Type::Point, span)))
    }

    /// `CIRCLE([system,] lon, lat, radius)` or `CIRCLE([system,] point, radius)`
    pub(super) fn circle(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let led = arguments.len() == 4 || (arguments.len() == 3 && is_system(&arguments[0]));
        let (frame, rest) = without_system(arguments, led)?;
        let [centre @ .., radius] = rest else {
            return wrong_count(Function::Circle, arguments.len(), span);
        };
        let (frame, centre) = self.centre(frame, centre, Function::Circle, span)?;
        let radius = self.number(radius, "CIRCLE")?;
        match constant(&radius) {
            Some(radius_deg) if radius_deg < 0.0 => {
                fault(ErrorKind::Sky(SkyError::Radius(radius_deg)), radius.span)
            }
            _ => {
                let circle = ExprKind::Circle(Box::new(Circle { centre, radius }));
                Ok(named(frame, Expr::new(circle, Type::Circle, span)))
            }
        }
    }

    /// `BOX([system,] lon, lat, width, height)` or `BOX([system,] point, width, height)`
    pub(super) fn box_shape(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let led = arguments.len() == 5 || (arguments.len() == 4 && is_system(&arguments[0]));
        let (frame, rest) = without_system(arguments, led)?;
        let [centre @ .., width, height] = rest else {
            return wrong_count(Function::Box, arguments.len(), span);
        };
        let (frame, centre) = self.centre(frame, centre, Function::Box, span)?;
        let (width, height) = (self.number(width, "BOX")?, self.number(height, "BOX")?);
        let sides = constant(&width).zip(constant(&height));
        let shape = match position(&centre).zip(sides) {
            Some((centre, (width_deg, height_deg))) => {
                match Polygon::from_box(&centre, width_deg, height_deg) {
                    Ok(polygon) => Known::Polygon(polygon).expr(span),
                    Err(error) => return fault(ErrorKind::Sky(error), width.span.to(height.span)),
                }
            }
            None => {
                let arguments = vec![centre.lon, centre.lat, width, height];
                Expr::new(ExprKind::Sky { function: SkyFunction::Box, arguments }, Type::Polygon, span)
            }
        };
        Ok(named(frame, shape))
    }

    /// `POLYGON([system,] lon, lat, lon, lat, lon, lat, ...)` or `POLYGON([system,] point, point, point, ...)`
    pub(super) fn polygon(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        // NULL is a system only where it cannot be a number.
        let led = arguments.first().is_some_and(|first| match first.kind {
            syntax::ExprKind::String(_) => true,
            syntax::ExprKind::Null => arguments.len() % 2 == 1,
            _ => false,
        });
        let (frame, rest) = without_system(arguments, led)?;
        let values = self.values(rest)?;
        let (frame, vertices) = match values.first() {
            Some(Expr { ty: Type::Point, .. }) => self.vertices_of_points(frame, values)?,
            _ => (frame, vertices_of_numbers(values, span)?),
        };
        if vertices.len() < 3 {
            return wrong_count(Function::Polygon, arguments.len(), span);
        }
        let shape = match vertices.iter().map(position).collect::<Option<Vec<SkyPosition>>>() {
            Some(vertices) => match Polygon::new(vertices) {
                Ok(polygon) => Known::Polygon(polygon).expr(span),
                Err(error) => return fault(ErrorKind::Sky(error), span),
            },
            None => Expr::new(ExprKind::Polygon(vertices), Type::Polygon, span),
        };
        Ok(named(frame, shape))
    }

    /// The centre of a circle or a box, in the frame that was named, else in its own.
    fn centre(
        &mut self,
        frame: Option<Frame>,
        arguments: &[syntax::Expr],
        function: Function,
        span: Span,
    ) -> Outcome<(Option<Frame>, Point)> {
        match arguments {
            [point] => {
                let point = self.point_operand(point, function.name())?;
                let (frame, point) = self.vertex(frame, point)?;
                match as_point(&point) {
                    Some(point) => Ok((frame, point)),
                    None => wrong_count(function, arguments.len(), span),
                }
            }
            [lon, lat] => Ok((frame, self.coordinates(lon, lat, "POINT")?)),
            _ => wrong_count(function, arguments.len(), span),
        }
    }

    /// A point of a shape, turned into the frame of the shape if both are named; a shape without one takes its.
    fn vertex(&self, frame: Option<Frame>, point: Expr) -> Outcome<(Option<Frame>, Expr)> {
        match (frame, self.named_frame(&point)) {
            (Some(to), Some(_)) => Ok((frame, self.turned(point, to)?)),
            (frame, own) => Ok((frame.or(own), point)),
        }
    }

    fn vertices_of_points(
        &self,
        mut frame: Option<Frame>,
        values: Vec<Expr>,
    ) -> Outcome<(Option<Frame>, Vec<Point>)> {
        let mut vertices = Vec::with_capacity(values.len());
        for value in values {
            let (found, span) = (value.ty.noun(), value.span);
            let (next, value) = self.vertex(frame, value)?;
            frame = next;
            match as_point(&value) {
                Some(vertex) => vertices.push(vertex),
                None => return mixed(found, span),
            }
        }
        Ok((frame, vertices))
    }
}

fn vertices_of_numbers(values: Vec<Expr>, span: Span) -> Outcome<Vec<Point>> {
    let given = values.len();
    let mut vertices = Vec::with_capacity(given / 2);
    let mut values = values.into_iter();
    while let Some(lon) = values.next() {
        let Some(lat) = values.next() else { return wrong_count(Function::Polygon, given, span) };
        for number in [&lon, &lat] {
            if !number.ty.is_number() && number.ty != Type::Null {
                return mixed(number.ty.noun(), number.span);
            }
        }
        if let (Some(lon_deg), Some(lat_deg)) = (constant(&lon), constant(&lat))
            && let Err(error) = SkyPosition::new(lon_deg, lat_deg)
        {
            return fault(ErrorKind::Sky(error), lon.span.to(lat.span));
        }
        vertices.push(Point { lon, lat });
    }
    Ok(vertices)
}

fn mixed<T>(found: &'static str, span: Span) -> Outcome<T> {
    fault(ErrorKind::Operand { what: "POLYGON", expected: "either numbers or points", found }, span)
}

fn named(frame: Option<Frame>, geometry: Expr) -> Expr {
    match frame {
        Some(frame) => framed(frame, geometry),
        None => geometry,
    }
}
