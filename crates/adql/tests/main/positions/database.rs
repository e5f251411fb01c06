//! A private PostgreSQL with indexed positions in all awkward places of the sky.

use std::fmt::Write;
use std::sync::LazyLock;

use private_postgres::PrivateServer;
use sky::{Healpix, SkyPosition};

use crate::database::Database;

/// How many positions there are.
pub const STARS: usize = 60_000;
/// How many positions are in the table without an index, each near one of the others.
pub const OBSERVATIONS: usize = 300;

/// One server for all tests; it goes when the test program has ended.
static SERVER: LazyLock<PrivateServer> = LazyLock::new(|| {
    let server = PrivateServer::temporary(|_| ()).unwrap();
    let database = Database::connect(&server.connection_string());
    database.rows(&pg_functions::install_sql(None));
    database.rows(&schema());
    server
});

/// A connection to the tables.
pub fn open() -> Database {
    Database::connect(&SERVER.connection_string())
}

/// The positions of the stars: poles, RA 0, corners of HEALPix cells, a dense field, and the whole sky.
pub fn stars() -> Vec<(f64, f64)> {
    let mut random = Random(7);
    let mut stars: Vec<(f64, f64)> = vec![
        (0.0, 90.0),
        (123.0, 90.0),
        (0.0, -90.0),
        (0.0, 0.0),
        (45.0, 0.0),
        (180.0, 0.0),
        (359.999_999_999, 0.0),
        (45.0, 41.810_314_895_778_6),
        (10.0, 20.0),
        (190.0, -20.0),
        (12.0, 20.0),
        (12.0, 21.0),
    ];
    while stars.len() < STARS {
        let (one, other) = (random.next(), random.next());
        stars.push(match stars.len() % 4 {
            0 => (10.0 + 3.0 * one, 20.0 + 2.0 * other),
            1 => ((359.5 + one).rem_euclid(360.0), other - 0.5),
            2 => (360.0 * one, 90.0 - 0.8 * other * other),
            _ => (360.0 * one, (2.0 * other - 1.0).asin().to_degrees()),
        });
    }
    stars
}

/// The positions of the observations: mostly within arcseconds of stars.
pub fn observations() -> Vec<(f64, f64)> {
    let stars = stars();
    let near = |number: usize| {
        let (lon, lat) = stars[number * 17 % stars.len()];
        ((lon + number as f64 * 1e-6).rem_euclid(360.0), (lat - number as f64 * 1e-6).clamp(-90.0, 90.0))
    };
    (0..OBSERVATIONS).map(near).collect()
}

fn schema() -> String {
    let mut sql = String::from(
        "CREATE SCHEMA demo; SET search_path = demo;
         CREATE TABLE stars (id int8, ra float8, dec float8, hpx int8, mag float4, name text, parallax float8);
         INSERT INTO stars (id, ra, dec, hpx, mag) VALUES ",
    );
    for (id, (lon, lat)) in stars().into_iter().enumerate() {
        let hpx = Healpix::index(&SkyPosition::new(lon, lat).unwrap());
        let comma = if id == 0 { "" } else { ", " };
        write!(sql, "{comma}({id}, '{lon:?}', '{lat:?}', {hpx}, {})", id % 20).unwrap();
    }
    sql.push_str(
        "; CREATE TABLE obs (id int8, filter text, exposure float8, ra float8, dec float8, quality float8);",
    );
    sql.push_str("INSERT INTO obs VALUES (-1, 'none', 0, NULL, NULL, NULL)");
    for (id, (lon, lat)) in observations().into_iter().enumerate() {
        write!(sql, ", ({id}, 'r', 1, '{lon:?}', '{lat:?}', {})", (id % 5) as f64 * 0.0005).unwrap();
    }
    sql.push_str("; CREATE TABLE sorted AS SELECT * FROM stars ORDER BY hpx; DROP TABLE stars; ");
    sql.push_str("ALTER TABLE sorted RENAME TO stars; CREATE INDEX stars_hpx ON stars (hpx); ANALYZE");
    sql
}

/// Numbers in [0, 1) that are the same in each run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}
