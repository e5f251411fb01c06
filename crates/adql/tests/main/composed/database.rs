//! A private PostgreSQL with a composed table, and the same rows as one wide table.

use std::fmt::Write;
use std::sync::LazyLock;

use private_postgres::PrivateServer;
use sky::{Healpix, SkyPosition};

use crate::database::Database;

/// One server for all tests; it goes when the test program has ended.
static SERVER: LazyLock<PrivateServer> = LazyLock::new(|| {
    let server = PrivateServer::temporary(|_| ()).unwrap();
    Database::connect(&server.connection_string()).rows(&schema());
    server
});

/// The objects on a side of the square that they fill, 0.02 degrees apart, across RA 0.
const SIDE: u32 = 80;

/// A connection to the tables.
pub fn open() -> Database {
    Database::connect(&SERVER.connection_string())
}

/// Makes the relations: arrays of 59 elements whose last one differs from object to object.
fn schema() -> String {
    let array = |last: &str| format!("array_append(array_fill(20::real, ARRAY[58]), ({last})::real)");
    let (mag_3, err_3) = (array("14 + id % 97 * 0.1"), array("id % 13 * 0.05"));
    let (mag_6, err_6) = (array("13.5 + id % 89 * 0.1"), array("id % 11 * 0.05"));
    let objects = objects();
    format!(
        "CREATE SCHEMA sim_jpas; SET search_path = sim_jpas;
         CREATE TABLE object (id bigint, hpx bigint, ra float8, dec float8);
         INSERT INTO object VALUES {objects};
         CREATE TABLE core AS SELECT id AS object_id, (id / 50)::int AS tile_id, (id % 50)::int AS number,
             ra AS alpha_j2000, dec AS delta_j2000, (14 + id % 101 * 0.08)::real AS mag_i, hpx,
             CASE WHEN id % 3 = 0 THEN 'o''1' ELSE 'o2' END AS release FROM object ORDER BY hpx;
         CREATE TABLE aper_3_0 AS SELECT id AS object_id, hpx, {mag_3} AS mag, {err_3} AS err FROM object ORDER BY hpx;
         CREATE TABLE aper_6_0 AS SELECT id AS object, hpx AS cell, {mag_6} AS mag, {err_6} AS err
             FROM object ORDER BY hpx;
         CREATE TABLE flags AS SELECT (id / 50)::int AS tile_id, (id % 50)::int AS number,
             array_append(array_fill(0::int2, ARRAY[58]), (id % 7)::int2) AS flags FROM object ORDER BY hpx;
         CREATE TABLE wide AS SELECT core.*, a.mag AS mag_aper_3_0, a.err AS mag_err_aper_3_0,
             b.mag AS mag_aper_6_0, b.err AS mag_err_aper_6_0, flags.flags
             FROM core JOIN aper_3_0 AS a USING (object_id) JOIN aper_6_0 AS b ON b.object = core.object_id
             JOIN flags USING (tile_id, number) ORDER BY core.hpx;
         CREATE INDEX core_hpx_idx ON core (hpx); CREATE UNIQUE INDEX core_key ON core (object_id);
         CREATE INDEX ON aper_3_0 (hpx); CREATE UNIQUE INDEX ON aper_3_0 (object_id);
         CREATE INDEX aper_6_0_cell ON aper_6_0 (cell); CREATE UNIQUE INDEX aper_6_0_key ON aper_6_0 (object);
         CREATE UNIQUE INDEX ON flags (tile_id, number); CREATE INDEX ON wide (hpx);
         ANALYZE"
    )
}

fn objects() -> String {
    let mut text = String::new();
    for id in 0..SIDE * SIDE {
        let lon_deg = (359.2 + f64::from(id % SIDE) * 0.02).rem_euclid(360.0);
        let lat_deg = 39.2 + f64::from(id / SIDE) * 0.02;
        let hpx = Healpix::index(&SkyPosition::new(lon_deg, lat_deg).unwrap());
        let comma = if id == 0 { "" } else { ", " };
        write!(text, "{comma}({id}, {hpx}, {lon_deg:?}, {lat_deg:?})").unwrap();
    }
    text
}
