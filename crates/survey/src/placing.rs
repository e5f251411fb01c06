//! The positions of the objects of one cell.

use crate::{
    footprint,
    plan::{Cell, Piece, Plan, index},
    random::Stream,
    tile::{HALF_SIDE_DEG, PlanePoint, lon_lat_deg},
};

/// The share of objects that stand in clumps.
const CLUMPED: f64 = 0.2;

/// How often a place is looked for in a clump before it is taken anywhere.
const CLUMP_TRIES: u32 = 4;

/// How often a place may fall outside its piece before it is drawn towards a point inside.
const TRIES: u32 = 64;

/// An object's name and place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Nested HEALPix index at order 29.
    pub(crate) hpx: i64,
    /// The index of its tile.
    pub(crate) tile: usize,
    /// Its number within the tile, from 1.
    pub(crate) number: i32,
    /// ICRS, degrees.
    pub(crate) lon_deg: f64,
    pub(crate) lat_deg: f64,
    /// Where it is in the tile's plane.
    pub(crate) point: PlanePoint,
}

impl Place {
    /// Whether the object is so near the border of the tile, in degrees, that its light is cut.
    pub(crate) fn near_border(&self, margin_deg: f64) -> bool {
        self.point.east_deg.abs().max(self.point.north_deg.abs()) > HALF_SIDE_DEG - margin_deg
    }
}

/// Places the objects of a cell, in HEALPix order.
pub(crate) fn place(plan: &Plan, cell: &Cell) -> Vec<Place> {
    let mut stream = plan.stream(*b"place ", cell.number);
    let mut places = Vec::with_capacity(plan.pieces(cell).iter().map(|piece| piece.objects as usize).sum());
    for piece in plan.pieces(cell) {
        let clumps: [Clump; 2] = std::array::from_fn(|_| Clump::new(piece, &mut stream));
        places.extend((0..piece.objects).map(|_| place_one(plan, cell, piece, &clumps, &mut stream)));
    }
    places.sort_by_key(|place| (place.hpx, place.tile));
    for piece in plan.pieces(cell) {
        let own = places.iter_mut().filter(|place| place.tile == piece.tile);
        for (place, number) in own.zip(piece.first_number..) {
            place.number = number;
        }
    }
    places
}

/// A group of objects: a star cluster, a cluster of galaxies.
struct Clump {
    centre: PlanePoint,
    deviation_deg: f64,
}

impl Clump {
    fn new(piece: &Piece, stream: &mut Stream) -> Self {
        Self { centre: anywhere(piece, stream), deviation_deg: stream.between(0.008, 0.03) }
    }

    fn point(&self, stream: &mut Stream) -> PlanePoint {
        PlanePoint {
            east_deg: self.centre.east_deg + self.deviation_deg * stream.normal(),
            north_deg: self.centre.north_deg + self.deviation_deg * stream.normal(),
        }
    }
}

fn place_one(plan: &Plan, cell: &Cell, piece: &Piece, clumps: &[Clump; 2], stream: &mut Stream) -> Place {
    let clump = stream.chance(CLUMPED).then(|| &clumps[usize::from(stream.chance(0.3))]);
    for attempt in 0..TRIES {
        let point = match clump {
            // A clump may lie beside its piece: then the object stands alone.
            Some(clump) if attempt < CLUMP_TRIES => clump.point(stream),
            _ => anywhere(piece, stream),
        };
        if let Some(place) = accept(plan, cell, piece, point) {
            return place;
        }
    }
    draw_inside(plan, cell, piece, anywhere(piece, stream))
}

fn anywhere(piece: &Piece, stream: &mut Stream) -> PlanePoint {
    PlanePoint {
        east_deg: stream.between(piece.east_deg.0, piece.east_deg.1),
        north_deg: stream.between(piece.north_deg.0, piece.north_deg.1),
    }
}

/// Halves the distance to a point inside until the point is inside too.
fn draw_inside(plan: &Plan, cell: &Cell, piece: &Piece, start: PlanePoint) -> Place {
    let mut offset = (start.east_deg - piece.inside.east_deg, start.north_deg - piece.inside.north_deg);
    loop {
        offset = (offset.0 / 2.0, offset.1 / 2.0);
        let PlanePoint { east_deg, north_deg } = piece.inside;
        let point = PlanePoint { east_deg: east_deg + offset.0, north_deg: north_deg + offset.1 };
        // Ends: the offset becomes zero, and the point itself was accepted when the plan was made.
        if let Some(place) = accept(plan, cell, piece, point) {
            return place;
        }
    }
}

/// The place at a point of the piece's plane, if it lies in the cell and belongs to the tile.
fn accept(plan: &Plan, cell: &Cell, piece: &Piece, point: PlanePoint) -> Option<Place> {
    let direction = plan.tiles[piece.tile].direction(point);
    let (lon_deg, lat_deg) = lon_lat_deg(direction);
    let hpx = index(lon_deg, lat_deg).filter(|hpx| cell.contains(*hpx))?;
    let (tile, point) = footprint::owner(&plan.tiles, direction).filter(|(tile, _)| *tile == piece.tile)?;
    Some(Place { hpx, tile, number: 0, lon_deg, lat_deg, point })
}
