//! Frames: their names in calls, and geometries of one predicate brought into one frame.

use sky::Frame;

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Expr, ExprKind, SkyFunction, Source, query_of};
use crate::syntax::{self, Span};
use crate::typing::Type;

use super::super::Resolver;
use super::constant::known;
use super::operand::unframed;

/// The frames that a coordinate system may name.
const FRAMES: [Frame; 4] = [Frame::Icrs, Frame::Fk5, Frame::Fk4, Frame::Galactic];

/// The reference positions that a coordinate system may name; directions do not depend on them.
const REFERENCE_POSITIONS: [&str; 5] =
    ["BARYCENTER", "GEOCENTER", "HELIOCENTER", "TOPOCENTER", "UNKNOWNREFPOS"];

impl Resolver<'_> {
    /// The frame of a geometry; ICRS if nobody named one.
    pub(super) fn frame_of(&self, geometry: &Expr) -> Frame {
        self.named_frame(geometry).unwrap_or_default()
    }

    /// The frame that the user, or the catalogue, named for a geometry.
    pub(super) fn named_frame(&self, geometry: &Expr) -> Option<Frame> {
        match &geometry.kind {
            ExprKind::Framed { frame, .. } => Some(*frame),
            ExprKind::Sky { function: SkyFunction::Rotate { to, .. }, .. } => Some(*to),
            ExprKind::Sky { function: SkyFunction::Region, .. } => Some(Frame::Icrs),
            ExprKind::Sky { function: SkyFunction::Centroid, arguments } => {
                arguments.first().and_then(|geometry| self.named_frame(geometry))
            }
            ExprKind::Cast { operand, .. } => self.named_frame(operand),
            ExprKind::Coalesce(arguments) => arguments.iter().find_map(|argument| self.named_frame(argument)),
            ExprKind::Column(column) => match self.sources.get(column.source)? {
                Source::Table(source) => {
                    let column = source.column(column.column)?;
                    column.field.frame.map(Frame::from)
                }
                source => {
                    let query = query_of(source, &self.commons)?;
                    self.named_frame(&query.outputs().get(column.column)?.value)
                }
            },
            _ => None,
        }
    }

    /// Two geometries in the frame of one of them: what is known is turned here, and stored positions stay as they
    /// are, so that an index can serve them.
    pub(super) fn in_one_frame(&self, [one, other]: [Expr; 2]) -> Outcome<[Expr; 2]> {
        let (one_frame, other_frame) = (self.frame_of(&one), self.frame_of(&other));
        if same_axes(one_frame, other_frame) {
            return Ok([one, other]);
        }
        let is_range = |geometry: &Expr| geometry.ty == Type::Range;
        // What the user gave is turned, but for ranges, which have no form in another frame.
        let turns_one = is_range(&other)
            || !is_range(&one)
                && !is_known(&other)
                && (is_known(&one) || matches!(unframed(&other).kind, ExprKind::Point(_)));
        match turns_one {
            true => Ok([self.turned(one, other_frame)?, other]),
            false => {
                let other = self.turned(other, one_frame)?;
                Ok([one, other])
            }
        }
    }

    /// A geometry in another frame.
    pub(super) fn turned(&self, geometry: Expr, to: Frame) -> Outcome<Expr> {
        let from = self.frame_of(&geometry);
        if same_axes(from, to) {
            return Ok(framed(to, geometry));
        }
        turned(geometry, from, to)
    }
}

/// A geometry whose frame is known by name.
pub(super) fn framed(frame: Frame, geometry: Expr) -> Expr {
    let (ty, span) = (geometry.ty, geometry.span);
    let geometry = match geometry.kind {
        ExprKind::Framed { geometry, .. } => geometry,
        _ => Box::new(geometry),
    };
    Expr::new(ExprKind::Framed { frame, geometry }, ty, span)
}

/// Whether an argument can only be a coordinate system.
pub(super) fn is_system(argument: &syntax::Expr) -> bool {
    matches!(argument.kind, syntax::ExprKind::String(_) | syntax::ExprKind::Null)
}

/// The frame that is named first, if `led`, and the arguments behind it. An empty name and NULL name none.
pub(super) fn without_system(
    arguments: &[syntax::Expr],
    led: bool,
) -> Outcome<(Option<Frame>, &[syntax::Expr])> {
    match arguments {
        [first, rest @ ..] if led => match &first.kind {
            syntax::ExprKind::String(name) => Ok((system(name, first.span)?, rest)),
            _ => Ok((None, rest)),
        },
        _ => Ok((None, arguments)),
    }
}

/// `ICRS`, `icrs GEOCENTER`, ``
fn system(name: &str, span: Span) -> Outcome<Option<Frame>> {
    let words: Vec<String> = name.split_whitespace().map(str::to_ascii_uppercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [first, rest @ ..] = words.as_slice() else { return Ok(None) };
    let frame = FRAMES.into_iter().find(|frame| frame.name() == *first);
    match (frame, rest) {
        (Some(frame), []) => Ok(Some(frame)),
        (Some(frame), [position]) if REFERENCE_POSITIONS.contains(position) => Ok(Some(frame)),
        _ => fault(ErrorKind::CoordinateSystem { name: clipped(name) }, span),
    }
}

/// A geometry whose numbers are in one frame, whatever it says itself, in another.
pub(in crate::resolver) fn transformed(geometry: &Expr, from: Frame, to: Frame) -> Outcome<Expr> {
    turned(unframed(geometry).clone(), from, to)
}

fn same_axes(one: Frame, other: Frame) -> bool {
    let equatorial = |frame| matches!(frame, Frame::Icrs | Frame::Fk5);
    one == other || (equatorial(one) && equatorial(other))
}

fn is_known(geometry: &Expr) -> bool {
    match &unframed(geometry).kind {
        ExprKind::Union(_) => true,
        _ => known(geometry).is_some(),
    }
}

fn turned(geometry: Expr, from: Frame, to: Frame) -> Outcome<Expr> {
    let (ty, span) = (geometry.ty, geometry.span);
    if let ExprKind::Union(parts) = &unframed(&geometry).kind {
        let parts = parts.iter().map(|part| turned(part.clone(), from, to));
        return Ok(framed(to, Expr::new(ExprKind::Union(parts.collect::<Outcome<_>>()?), ty, span)));
    }
    if let Some(known) = known(&geometry) {
        return match known.rotated(from, to) {
            Ok(known) => Ok(framed(to, known.expr(span))),
            Err(error) => fault(ErrorKind::Sky(error), span),
        };
    }
    let function = SkyFunction::Rotate { from, to };
    Ok(Expr::new(ExprKind::Sky { function, arguments: vec![geometry] }, ty, span))
}
