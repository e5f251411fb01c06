//! Geometries in other frames.

use sky::Frame;

use crate::resolved::{Expr, ExprKind};

use super::{Body, Declared, Kind, Refusal};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    POINT,
    CIRCLE,
    POLYGON,
    POINT.called("ivo_transform"),
    CIRCLE.called("ivo_transform"),
    POLYGON.called("ivo_transform"),
    POINT.called("gavo_transform"),
    CIRCLE.called("gavo_transform"),
    POLYGON.called("gavo_transform"),
];

const POINT: Declared =
    of(Kind::Point, &[("fromsys", Kind::Text), ("tosys", Kind::Text), ("geo", Kind::Point)]);
const CIRCLE: Declared =
    of(Kind::Circle, &[("fromsys", Kind::Text), ("tosys", Kind::Text), ("geo", Kind::Circle)]);
const POLYGON: Declared =
    of(Kind::Polygon, &[("fromsys", Kind::Text), ("tosys", Kind::Text), ("geo", Kind::Polygon)]);

const fn of(geometry: Kind, parameters: &'static [(&'static str, Kind)]) -> Declared {
    Declared::new(
        "ivo_geom_transform",
        parameters,
        geometry,
        "",
        "The geometry in another frame; 'ICRS', 'FK5' (J2000), 'FK4' (B1950), 'GALACTIC' and \
         'ECLIPTIC' (J2000).",
    )
    .with_body(Body::Transform)
    .checked(check_frames)
}

fn check_frames(arguments: &[Expr]) -> Result<(), Refusal> {
    for (place, argument) in arguments.iter().take(2).enumerate() {
        let known = matches!(&argument.kind, ExprKind::String(name) if Frame::named(name).is_some());
        if !known {
            return Refusal::of(
                place,
                format!("one of '{}'", Frame::ALL.map(|frame| frame.name()).join("', '")),
            );
        }
    }
    Ok(())
}
