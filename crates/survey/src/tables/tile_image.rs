//! `TileImage`: the images, twelve of each tile.

use crate::{
    FILTERS,
    filters::PerFilter,
    image::Image,
    plan::{Plan, index},
    relation::Relation,
    tile::{PIXEL_DEG, SIDE_PIXELS, Tile},
    tuple::Tuples,
};

#[rustfmt::skip]
pub(super) static TILE_IMAGE: Relation = Relation {
    name: "tileimage",
    columns: &[
        ("hpx", "bigint NOT NULL"),
        ("tile_id", "integer NOT NULL"),
        ("ref_tile_id", "integer NOT NULL"),
        ("filter_id", "integer NOT NULL"),
        ("name", "text NOT NULL"),
        ("ra", "double precision NOT NULL"),
        ("dec", "double precision NOT NULL"),
        ("date_obs", "timestamp NOT NULL"),
        ("ncombine", "smallint NOT NULL"),
        ("texposed", "real NOT NULL"),
        ("fwhmg", "real NOT NULL"),
        ("fwhm_mean", "real NOT NULL"),
        ("depth3arc5s", "real NOT NULL"),
        ("zpt", "real NOT NULL"),
        ("err_zpt", "real NOT NULL"),
        ("aper_cor_3_0", "real NOT NULL"),
        ("aper_cor_6_0", "real NOT NULL"),
        ("naxis1", "integer NOT NULL"),
        ("naxis2", "integer NOT NULL"),
        ("pixel_scale", "real NOT NULL"),
        ("s_region", "double precision[] NOT NULL"),
    ],
    unique: "tile_id",
    indexes: &["hpx", "ref_tile_id"],
};

/// The rows, in HEALPix order of the centres.
pub(super) fn tile_images(plan: &Plan, images: &[PerFilter<Image>]) -> Tuples {
    let mut order: Vec<(i64, usize)> = plan
        .tiles
        .iter()
        .enumerate()
        .filter_map(|(place, tile)| Some((index(tile.lon_deg, tile.lat_deg)?, place)))
        .collect();
    order.sort_unstable();
    let mut rows = Tuples::default();
    for (hpx, place) in order {
        let tile = &plan.tiles[place];
        for (filter, image) in images[place].iter().enumerate() {
            write(hpx, tile, filter, image, &mut rows);
        }
    }
    rows
}

fn write(hpx: i64, tile: &Tile, filter: usize, image: &Image, row: &mut Tuples) {
    row.begin(TILE_IMAGE.width());
    row.int8(hpx);
    // There are twelve filters: the place fits.
    row.int4(tile.tile_id + filter as i32);
    row.int4(tile.tile_id);
    row.int4(filter as i32 + 1);
    row.text(&format!("sim-{}-{}", tile.tile_id, FILTERS[filter].name));
    row.float8(tile.lon_deg);
    row.float8(tile.lat_deg);
    row.int8(image.observed_us);
    row.int2(image.exposures);
    let lost = |light: f64| 2.5 * libm::log10(light);
    for value in [
        image.exposure_secs,
        image.seeing_arcsec,
        image.seeing_arcsec * 1.03,
        image.depth_mag,
        image.zero_point_mag,
        image.zero_point_error_mag,
        lost(image.light_in_3_arcsec),
        lost(image.light_in_6_arcsec),
    ] {
        row.float4(value);
    }
    row.int4(SIDE_PIXELS);
    row.int4(SIDE_PIXELS);
    row.float4(PIXEL_DEG * 3600.0);
    row.float8_array(&tile.corners_deg());
}
