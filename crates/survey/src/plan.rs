//! Where the objects of a release go: how many to which coarse cell of which tile.
//!
//! Counts are fixed before any object is made, so that cells can be made in any order and side by side.

use std::{collections::BTreeMap, ops::Range};

use sky::{Healpix, SkyPosition};

use crate::{
    Release, Survey, footprint,
    random::Stream,
    tile::{HALF_SIDE_DEG, PlanePoint, Tile, lon_lat_deg},
};

/// The order of the coarse cells; about 0.23 degrees on a side.
const COARSE_ORDER: u8 = 8;

/// Points on each side of the grid that measures how a tile falls onto the cells.
const GRID_SIDE: u32 = 96;

/// The distance of its points in degrees.
const GRID_STEP_DEG: f64 = 2.0 * HALF_SIDE_DEG / GRID_SIDE as f64;

/// The plan of a release.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) release: Release,
    pub(crate) seed: u64,
    /// The tiles, in the order of their identifiers.
    pub(crate) tiles: Vec<Tile>,
    /// The cells that hold objects, in order.
    pub(crate) cells: Vec<Cell>,
    pieces: Vec<Piece>,
}

/// A coarse cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) number: i64,
    pieces: Range<usize>,
}

/// What a cell and a tile have in common.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The index of the tile.
    pub(crate) tile: usize,
    /// How many objects.
    pub(crate) objects: u64,
    /// The number, within the tile, of the first of them.
    pub(crate) first_number: i32,
    /// The bounds in the tile's plane, in degrees.
    pub(crate) east_deg: (f64, f64),
    pub(crate) north_deg: (f64, f64),
    /// A point that is inside.
    pub(crate) inside: PlanePoint,
    grid_points: u32,
}

impl Plan {
    pub(crate) fn new(survey: &Survey, release: Release) -> Self {
        let tiles = footprint::tiles(release);
        let mut found: Vec<((i64, usize), Piece)> = measure(&tiles).into_iter().collect();
        let contrasts = contrasts(survey.seed(), release, found.iter().map(|((cell, _), _)| *cell));
        let weights = found.iter().map(|((cell, tile), piece)| {
            f64::from(piece.grid_points) * tiles[*tile].density * contrasts[cell]
        });
        let counts = share(release.objects(survey), &weights.collect::<Vec<f64>>());
        let mut next_number = vec![1; tiles.len()];
        for (((_, tile), piece), count) in found.iter_mut().zip(counts) {
            piece.objects = count;
            piece.first_number = next_number[*tile];
            // At most ten million objects: far below the largest number.
            next_number[*tile] += count as i32;
        }
        found.retain(|(_, piece)| piece.objects > 0);
        let cells = cells(&found);
        let pieces = found.into_iter().map(|(_, piece)| piece).collect();
        Self { release, seed: survey.seed(), tiles, cells, pieces }
    }

    /// The parts of a cell, by tile.
    pub(crate) fn pieces(&self, cell: &Cell) -> &[Piece] {
        &self.pieces[cell.pieces.clone()]
    }

    /// Opens the stream of random numbers of a cell for one purpose.
    pub(crate) fn stream(&self, purpose: [u8; 6], number: i64) -> Stream {
        Stream::new(self.seed, self.release.purpose(purpose), number.unsigned_abs())
    }
}

impl Cell {
    /// Whether an index of order 29 is in this cell.
    pub(crate) fn contains(&self, hpx: i64) -> bool {
        coarse(hpx) == self.number
    }
}

fn coarse(hpx: i64) -> i64 {
    hpx >> (2 * (sky::ORDER - COARSE_ORDER))
}

/// The index of a position at order 29; `None` for what is no position.
pub(crate) fn index(lon_deg: f64, lat_deg: f64) -> Option<i64> {
    SkyPosition::new(lon_deg, lat_deg).ok().map(|position| Healpix::index(&position))
}

/// Lays a grid over each tile and collects which cells its points meet.
fn measure(tiles: &[Tile]) -> BTreeMap<(i64, usize), Piece> {
    let mut pieces: BTreeMap<(i64, usize), Piece> = BTreeMap::new();
    for (tile_index, tile) in tiles.iter().enumerate() {
        for grid_index in 0..GRID_SIDE * GRID_SIDE {
            let along = |place: u32| (f64::from(place) + 0.5) * GRID_STEP_DEG - HALF_SIDE_DEG;
            let inside = PlanePoint {
                east_deg: along(grid_index % GRID_SIDE),
                north_deg: along(grid_index / GRID_SIDE),
            };
            let direction = tile.direction(inside);
            let (lon_deg, lat_deg) = lon_lat_deg(direction);
            let owned = footprint::owner(tiles, direction).is_some_and(|(owner, _)| owner == tile_index);
            let Some(hpx) = index(lon_deg, lat_deg).filter(|_| owned) else { continue };
            pieces
                .entry((coarse(hpx), tile_index))
                .or_insert_with(|| Piece::at(tile_index, inside))
                .add(inside);
        }
    }
    pieces
}

impl Piece {
    fn at(tile: usize, inside: PlanePoint) -> Self {
        let PlanePoint { east_deg, north_deg } = inside;
        Self {
            tile,
            objects: 0,
            first_number: 1,
            east_deg: (east_deg, east_deg),
            north_deg: (north_deg, north_deg),
            inside,
            grid_points: 0,
        }
    }

    /// Takes in a point of the grid and the area round it.
    fn add(&mut self, point: PlanePoint) {
        let grow = |(low, high): (f64, f64), at: f64| {
            (
                low.min((at - GRID_STEP_DEG).max(-HALF_SIDE_DEG)),
                high.max((at + GRID_STEP_DEG).min(HALF_SIDE_DEG)),
            )
        };
        self.east_deg = grow(self.east_deg, point.east_deg);
        self.north_deg = grow(self.north_deg, point.north_deg);
        self.grid_points += 1;
    }
}

/// How dense each cell is: the sky is not even.
fn contrasts(seed: u64, release: Release, cells: impl Iterator<Item = i64>) -> BTreeMap<i64, f64> {
    cells
        .map(|cell| {
            let mut stream = Stream::new(seed, release.purpose(*b"dense "), cell.unsigned_abs());
            (cell, libm::exp(0.3 * stream.normal()))
        })
        .collect()
}

/// Shares a number of objects out by weight, so that the shares add up to it.
fn share(objects: u64, weights: &[f64]) -> Vec<u64> {
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let mut given = 0;
    let last = weights.len().saturating_sub(1);
    weights
        .iter()
        .enumerate()
        .map(|(place, weight)| {
            sum += weight;
            let due = if place == last { objects } else { (objects as f64 * (sum / total)) as u64 };
            let count = due.min(objects) - given;
            given += count;
            count
        })
        .collect()
}

/// Groups pieces, which are in order of cells, by cell.
fn cells(found: &[((i64, usize), Piece)]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (index, ((number, _), _)) in found.iter().enumerate() {
        match cells.last_mut() {
            Some(cell) if cell.number == *number => cell.pieces.end = index + 1,
            _ => cells.push(Cell { number: *number, pieces: index..index + 1 }),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_follow_the_weights() {
        assert_eq!(share(10, &[1.0, 0.0, 3.0, 1.0]), [2, 0, 6, 2]);
        assert_eq!(share(2, &[1.0; 7]).iter().sum::<u64>(), 2);
    }

    #[test]
    fn every_object_is_planned_once_and_cells_are_in_order() {
        for (objects, release) in [(1, Release::Dr1), (100, Release::Idr2), (1_000_000, Release::Dr1)] {
            let survey = Survey::new(objects, 3).unwrap();
            let plan = Plan::new(&survey, release);
            let planned = plan.cells.iter().flat_map(|cell| plan.pieces(cell)).map(|piece| piece.objects);
            assert_eq!(planned.sum::<u64>(), release.objects(&survey));
            assert!(plan.cells.is_sorted_by(|a, b| a.number < b.number));
        }
    }

    #[test]
    fn area_is_some_tens_of_square_degrees() {
        let tiles = footprint::tiles(Release::Dr1);
        let points: u32 = measure(&tiles).values().map(|piece| piece.grid_points).sum();
        let area_deg2 = f64::from(points) * GRID_STEP_DEG * GRID_STEP_DEG;
        assert!((40.0..70.0).contains(&area_deg2), "{area_deg2} square degrees");
    }
}
