//! The tiles of a release: ordinary fields, one across RA 0, one round the north celestial pole.

use crate::{
    FILTER_COUNT, JPAS_FILTER_COUNT, Release,
    tile::{PlanePoint, Tile},
};

/// Degrees between the centres of neighbouring tiles; a little less than their side, so that they overlap.
const STEP_DEG: f64 = 1.4;

/// Neighbouring tiles at one declination.
struct Row {
    /// The middle of the row in degrees.
    lon_deg: f64,
    lat_deg: f64,
    tiles: u32,
    /// Objects per area, relative to other rows.
    density: f64,
}

/// Across RA 0.
const ZERO: [Row; 2] = [row(0.0, 1.0, 5, 1.0), row(0.0, 2.4, 5, 1.0)];
/// High galactic latitude.
const NORTH: [Row; 3] = [row(211.8, 53.76, 3, 0.9), row(211.8, 55.16, 3, 0.9), row(211.8, 56.56, 3, 0.9)];
/// Equatorial, rich in galaxies.
const EQUATOR: [Row; 2] = [row(150.1, 1.5, 2, 1.3), row(150.1, 2.9, 2, 1.3)];
/// Beyond Dec +85: here a tile spans tens of degrees of right ascension.
const POLE: [Row; 3] = [row(40.0, 86.0, 3, 0.8), row(40.0, 87.4, 2, 0.8), row(40.0, 88.8, 1, 0.8)];
/// What the restricted release has beyond the public one.
const RESTRICTED: [Row; 3] = [row(150.1, 4.3, 2, 1.3), row(30.0, 33.0, 2, 1.1), row(30.0, 34.4, 2, 1.1)];

/// The fields of the narrow-band survey: small, across RA 0, and near the pole.
const NARROW_BAND: [Row; 3] = [row(0.0, 1.0, 3, 1.0), row(211.8, 55.16, 3, 0.9), row(40.0, 87.4, 2, 0.8)];

const fn row(lon_deg: f64, lat_deg: f64, tiles: u32, density: f64) -> Row {
    Row { lon_deg, lat_deg, tiles, density }
}

/// The tiles of a release, in the order of their identifiers.
pub(crate) fn tiles(release: Release) -> Vec<Tile> {
    let common = || ZERO.iter().chain(&NORTH).chain(&EQUATOR).chain(&POLE);
    let (first_id, filters, rows): (i32, usize, Vec<&Row>) = match release {
        Release::Dr1 => (70_000, FILTER_COUNT, common().collect()),
        Release::Idr2 => (90_000, FILTER_COUNT, common().chain(&RESTRICTED).collect()),
        Release::Jpas => (110_000, JPAS_FILTER_COUNT, NARROW_BAND.iter().collect()),
    };
    // Identifiers count images: one for each filter.
    let ids = (first_id..).step_by(filters);
    ids.zip(rows.into_iter().flat_map(centres))
        .map(|(id, (lon_deg, lat_deg, density))| Tile::new(id, lon_deg, lat_deg, density))
        .collect()
}

/// Which tile an object belongs to: of those that show it, the one with the nearest centre.
pub(crate) fn owner(tiles: &[Tile], direction: [f64; 3]) -> Option<(usize, PlanePoint)> {
    let mut best: Option<(usize, PlanePoint, f64)> = None;
    for (index, tile) in tiles.iter().enumerate() {
        let nearness = tile.nearness(direction);
        if best.is_some_and(|(_, _, known)| known >= nearness) {
            continue;
        }
        if let Some(point) = tile.project(direction) {
            best = Some((index, point, nearness));
        }
    }
    best.map(|(index, point, _)| (index, point))
}

fn centres(row: &Row) -> impl Iterator<Item = (f64, f64, f64)> {
    let step_deg = STEP_DEG / libm::cos(row.lat_deg.to_radians());
    let middle = f64::from(row.tiles - 1) / 2.0;
    (0..row.tiles).map(move |place| {
        // Whole arc seconds, as a telescope's plan has them.
        let lon_deg = libm::round((row.lon_deg + (f64::from(place) - middle) * step_deg) * 3600.0) / 3600.0;
        (if lon_deg < 0.0 { lon_deg + 360.0 } else { lon_deg }, row.lat_deg, row.density)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footprint_crosses_ra_zero_and_reaches_beyond_dec_85() {
        for release in [Release::Dr1, Release::Idr2, Release::Jpas] {
            let tiles = tiles(release);
            assert!(tiles.iter().any(|tile| tile.lon_deg > 358.0 && tile.lat_deg < 5.0));
            assert!(tiles.iter().any(|tile| tile.lon_deg < 2.0 && tile.lat_deg < 5.0));
            assert!(tiles.iter().filter(|tile| tile.lat_deg > 85.0).count() >= 2);
        }
    }

    #[test]
    fn restricted_release_has_tiles_that_the_public_one_lacks() {
        let (public, restricted) = (tiles(Release::Dr1), tiles(Release::Idr2));
        assert_eq!((public.len(), restricted.len()), (29, 35));
        let ids = |tiles: &[Tile]| tiles.iter().map(|tile| tile.tile_id).collect::<Vec<_>>();
        assert!(ids(&public).iter().all(|id| !ids(&restricted).contains(id)));
    }

    #[test]
    fn point_in_two_tiles_belongs_to_the_nearer_centre() {
        let tiles = [Tile::new(1, 10.0, 0.0, 1.0), Tile::new(2, 11.4, 0.0, 1.0)];
        let at = |lon_deg| {
            let there = Tile::new(0, lon_deg, 0.0, 1.0);
            owner(&tiles, there.direction(PlanePoint { east_deg: 0.0, north_deg: 0.0 }))
                .map(|(index, _)| index)
        };
        assert_eq!([at(10.699), at(10.701), at(9.2)], [Some(0), Some(1), None]);
    }
}
