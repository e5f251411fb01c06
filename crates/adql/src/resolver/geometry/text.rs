//! Geometries written as text: REGION, and CAST of a string.

use sky::{Frame, RegionText, region_text};

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind, SkyFunction};
use crate::syntax::{self, CastType, Span};
use crate::typing::{Type, cast};

use super::super::Resolver;
use super::constant::Known;
use super::frame::framed;

impl Resolver<'_> {
    /// `REGION('text')` as a value, which a union of shapes is not.
    pub(super) fn region(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let region = self.region_or_union(arguments, span)?;
        match region.ty {
            Type::Region => {
                let (what, expected) = ("this place", "a single shape");
                fault(ErrorKind::Operand { what, expected, found: "a union of shapes" }, span)
            }
            _ => Ok(region),
        }
    }

    /// `REGION('text')`; the text is STC-S or a shape of DALI.
    pub(super) fn region_or_union(&self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        match arguments {
            [syntax::Expr { kind: syntax::ExprKind::String(text), span: place }] => {
                read(text, *place).and_then(|text| geometry(text, span))
            }
            _ => fault(ErrorKind::NotLiteral { what: "the region", instead: REGION_EXAMPLE }, span),
        }
    }

    /// CAST to a geometry: of a string in the form of DALI, or of such a geometry.
    pub(in crate::resolver) fn cast_geometry(
        &mut self,
        operand: Expr,
        target: CastType,
        span: Span,
    ) -> Outcome<Expr> {
        let ty = match target {
            CastType::Circle => Type::Circle,
            CastType::Polygon => Type::Polygon,
            _ => Type::Point,
        };
        match &operand.kind {
            ExprKind::String(text) => {
                let place = operand.span;
                let value = read(text, place).and_then(|text| geometry(text, span))?;
                match value.ty == ty {
                    true => Ok(value),
                    false => {
                        let from = value.ty.noun();
                        fault(ErrorKind::Cast { from, to: target.to_string() }, place)
                    }
                }
            }
            _ if operand.ty == Type::Text => {
                self.use_shape(&operand);
                let kind = ExprKind::Sky { function: SkyFunction::Region, arguments: vec![operand] };
                Ok(Expr::new(kind, ty, span))
            }
            _ => cast(operand, target, span),
        }
    }
}

const REGION_EXAMPLE: &str = "write e.g. 'Circle ICRS 10 20 0.5'";

fn read(text: &str, place: Span) -> Outcome<RegionText> {
    match region_text::parse(text) {
        Ok(text) => Ok(text),
        Err(error) => fault(ErrorKind::Sky(error), place),
    }
}

/// The shapes of a text; frames that no FIELD can name become ICRS.
fn geometry(text: RegionText, span: Span) -> Outcome<Expr> {
    let (frame, shapes) = match text.frame {
        Frame::Ecliptic => match text.icrs_shapes() {
            Ok(shapes) => (Frame::Icrs, shapes),
            Err(error) => return fault(ErrorKind::Sky(error), span),
        },
        frame => (frame, text.shapes),
    };
    let mut parts: Vec<Expr> = shapes.into_iter().map(|shape| Known::of_shape(shape).expr(span)).collect();
    let shape = match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            Expr::new(ExprKind::Union(parts), Type::Region, span)
        }
    };
    Ok(framed(frame, shape))
}
