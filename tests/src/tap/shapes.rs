//! The same question to the host and to PostgreSQL, at places where the demo has objects.

use crate::client::{Client, Csv};
use crate::harness::{Host, shared};

/// Said where rows do not come as ORDER BY asks.
pub(super) const ORDER: &str = "the rows are not in order";

/// How rows are compared with those of PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub(super) enum Compare {
    /// The same rows in any order.
    All,
    /// In the order of the last column, as numbers, a part of all rows.
    ByLast { skip: usize, count: usize },
    /// Any so many of the rows.
    Among { count: usize },
}

/// A question in PostgreSQL.
pub(super) struct Shape {
    /// The columns to compare; none stands for all.
    pub(super) columns: &'static [&'static str],
    pub(super) sql: String,
    pub(super) compare: Compare,
}

/// Fails the test unless the rows are those that PostgreSQL has.
#[track_caller]
pub(super) fn same(found: &Csv, shape: &Shape, host: &Host, what: &str) {
    let mut all: Vec<Vec<String>> = host.database().rows(&shape.sql).iter().map(|row| stored(row)).collect();
    let mut found = answered(found, shape.columns);
    let last = |row: &Vec<String>| row.last().and_then(|cell| cell.parse::<f64>().ok()).unwrap();
    match shape.compare {
        Compare::All => {
            found.sort();
            all.sort();
            assert!(found == all, "{what}: {} rows, {} in PostgreSQL", found.len(), all.len());
        }
        Compare::ByLast { skip, count } => {
            all.sort_by(|a, b| last(a).total_cmp(&last(b)));
            let expected: Vec<f64> = all.iter().skip(skip).take(count).map(last).collect();
            assert_eq!(found.iter().map(last).collect::<Vec<_>>(), expected, "{what}: {ORDER}");
            among(&found, &all, what);
        }
        Compare::Among { count } => {
            assert_eq!(found.len(), count, "{what}");
            among(&found, &all, what);
        }
    }
}

#[track_caller]
fn among(found: &[Vec<String>], all: &[Vec<String>], what: &str) {
    for row in found {
        assert!(all.contains(row), "{what}: {row:?} is not in PostgreSQL");
    }
}

/// The condition that a place is in a cone: by the chord, from a vector that is computed here.
pub(super) fn cone(lon: &str, lat: &str, lon_deg: f64, lat_deg: f64, radius_deg: f64) -> String {
    let (lon_rad, lat_rad) = (lon_deg.to_radians(), lat_deg.to_radians());
    let (x, y, z) = (lat_rad.cos() * lon_rad.cos(), lat_rad.cos() * lon_rad.sin(), lat_rad.sin());
    let chord = 2.0 * (radius_deg.to_radians() / 2.0).sin();
    format!(
        "power(cosd({lat}) * cosd({lon}) - {x:?}, 2) + power(cosd({lat}) * sind({lon}) - ({y:?}), 2) \
         + power(sind({lat}) - ({z:?}), 2) <= {:?}",
        chord * chord
    )
}

/// Cells as numbers where they are numbers, or arrays of them.
fn plain(cell: &str) -> String {
    let word = |word: &str| word.parse().map_or(word.to_owned(), |number: f64| format!("{number:?}"));
    cell.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn stored(row: &str) -> Vec<String> {
    row.split('|').map(|cell| plain(&cell.replace(['{', '}'], "").replace(',', " "))).collect()
}

fn answered(table: &Csv, columns: &[&str]) -> Vec<Vec<String>> {
    let place = |name: &&str| table.head.iter().position(|known| known.eq_ignore_ascii_case(name)).unwrap();
    let places: Vec<usize> = match columns {
        [] => (0..table.head.len()).collect(),
        _ => columns.iter().map(place).collect(),
    };
    table.rows.iter().map(|row| places.iter().map(|place| plain(&row[*place])).collect()).collect()
}

/// An object that Gaia knows: what to write for `{ra}`, `{dec}`, `{tile}`, `{source}`; `{cone}` is round it.
struct Known {
    cells: [(&'static str, String); 5],
}

impl Known {
    async fn find(client: &Client) -> Self {
        let adql = "SELECT TOP 1 alpha_j2000, delta_j2000, tile_id, source FROM jplus.xmatch_gaia_dr3 \
                    WHERE delta_j2000 BETWEEN 50 AND 60 ORDER BY gmag";
        let row = client.rows(adql).await.rows.remove(0);
        let number = |place: usize| row[place].parse().unwrap();
        let near = cone("alpha_j2000", "delta_j2000", number(0), number(1), 0.3);
        let [ra, dec, tile, source] = row.try_into().unwrap();
        Self {
            cells: [("{ra}", ra), ("{dec}", dec), ("{tile}", tile), ("{source}", source), ("{cone}", near)],
        }
    }

    fn put_into(&self, text: &str) -> String {
        self.cells.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

/// The question in ADQL, and in PostgreSQL in another way.
#[rustfmt::skip]
const SHAPES: &[(&str, &str)] = &[
    ("SELECT object_id, mag_psfcor[jplus::rSDSS], flags[jplus::J0861] FROM jplus.MagABDualObj \
      WHERE 1=CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), CIRCLE('ICRS', {ra}, {dec}, 0.3))",
     "SELECT object_id, mag_psfcor[1], flags[12] FROM sim_dr1.magabdualobj WHERE {cone}"),
    ("SELECT object_id FROM jplus.MagABDualObj WHERE 1=CONTAINS(POINT({ra}, {dec}), CIRCLE(alpha_j2000, delta_j2000, 0.3))",
     "SELECT object_id FROM sim_dr1.magabdualobj WHERE {cone}"),
    ("SELECT object_id FROM jplus.MagABDualObj WHERE 0=CONTAINS(POINT(alpha_j2000, delta_j2000), CIRCLE({ra}, {dec}, 0.3)) AND delta_j2000 > 30",
     "SELECT object_id FROM sim_dr1.magabdualobj WHERE NOT ({cone}) AND delta_j2000 > 30"),
    ("SELECT number FROM jplus.MagABDualObj WHERE (alpha_j2000 > 359.5 OR alpha_j2000 < 0.5) AND delta_j2000 BETWEEN 0.5 AND 1.5",
     "SELECT number FROM sim_dr1.magabdualobj WHERE abs(alpha_j2000 - 180) > 179.5 AND abs(delta_j2000 - 1) <= 0.5"),
    ("SELECT x.source AS gaia_id, f.flux_auto[jplus::rSDSS]*1e-7 AS \"flux\" FROM jplus.FNuDualObj AS f JOIN jplus.xmatch_gaia_dr3 AS x \
      ON x.tile_id = f.tile_id AND x.NUMBER = f.NUMBER WHERE x.source IN ({source}, 12)",
     "SELECT source, flux_auto[1] * 1e-7 FROM sim_dr1.xmatch_gaia_dr3 AS x, sim_dr1.fnudualobj AS f \
      WHERE (x.tile_id, x.number) = (f.tile_id, f.number) AND source = {source}"),
    ("SELECT p.tile_id, p.number, e.mag_auto FROM jplus.xmatch_gaia_dr3 AS p JOIN jplus.MagABDualObj AS e \
      USING (tile_id, number) WHERE p.tile_id = {tile}",
     "SELECT tile_id, number, mag_auto FROM sim_dr1.magabdualobj WHERE tile_id = {tile} \
      AND (tile_id, number) IN (SELECT tile_id, number FROM sim_dr1.xmatch_gaia_dr3)"),
    ("SELECT COUNT(*) AS n FROM jplus.MagABDualObj AS m WHERE NOT EXISTS \
      (SELECT x.source FROM jplus.xmatch_gaia_dr3 AS x WHERE x.tile_id = m.tile_id AND x.number = m.number)",
     "SELECT (SELECT count(*) FROM sim_dr1.magabdualobj) - (SELECT count(*) FROM sim_dr1.xmatch_gaia_dr3)"),
    ("SELECT FLOOR(gmag*10)/10 AS bin, COUNT(*) AS n FROM jplus.xmatch_gaia_dr3 WHERE plx > 1 GROUP BY FLOOR(gmag*10)/10 ORDER BY 1",
     "SELECT floor(gmag::float8 * 10) / 10, count(*) FROM sim_dr1.xmatch_gaia_dr3 WHERE plx > 1 GROUP BY 1"),
    ("SELECT ivo_healpix_index(6, alpha_j2000, delta_j2000) AS hpx, COUNT(*) AS n FROM jplus.MagABDualObj \
      GROUP BY ivo_healpix_index(6, alpha_j2000, delta_j2000)",
     "SELECT hpx / 70368744177664, count(*) FROM sim_dr1.magabdualobj GROUP BY 1"),
    ("SELECT tile_id FROM jplus.MagABDualObj WHERE mag_auto[jplus::rSDSS] < 15 INTERSECT SELECT tile_id FROM jplus.xmatch_gaia_dr3 WHERE plx > 5",
     "SELECT DISTINCT tile_id FROM sim_dr1.xmatch_gaia_dr3 WHERE plx > 5 \
      AND tile_id IN (SELECT tile_id FROM sim_dr1.magabdualobj WHERE mag_auto[1] < 15)"),
    ("SELECT tile_id, CASE WHEN COALESCE(bp_rp, 99.0) < 1 THEN 'blue' ELSE 'other' END AS colour FROM jplus.xmatch_gaia_dr3",
     "SELECT tile_id, 'blue' FROM sim_dr1.xmatch_gaia_dr3 WHERE bp_rp < 1 UNION ALL \
      SELECT tile_id, 'other' FROM sim_dr1.xmatch_gaia_dr3 WHERE bp_rp < 1 IS NOT TRUE"),
    ("SELECT name FROM jplus.TileImage WHERE name ILIKE '%JAVA' AND LOWER(name) < 'sim-70100'",
     "SELECT name FROM sim_dr1.tileimage WHERE name ~ 'JAVA$' AND name COLLATE \"C\" < 'sim-70100'"),
    ("WITH near AS (SELECT tile_id, number, plx FROM jplus.xmatch_gaia_dr3 WHERE plx > 2) \
      SELECT m.object_id, n.plx FROM near AS n JOIN jplus.MagABDualObj AS m ON n.tile_id = m.tile_id AND n.number = m.number",
     "SELECT object_id, plx FROM sim_dr1.magabdualobj AS m, sim_dr1.xmatch_gaia_dr3 AS x \
      WHERE x.plx > 2 AND (m.tile_id, m.number) = (x.tile_id, x.number)"),
    ("SELECT w.tile_id, w.number FROM (SELECT tile_id, number, ROW_NUMBER() OVER \
      (PARTITION BY tile_id ORDER BY gmag, number) AS k FROM jplus.xmatch_gaia_dr3) AS w WHERE w.k = 1",
     "SELECT DISTINCT ON (tile_id) tile_id, number FROM sim_dr1.xmatch_gaia_dr3 ORDER BY tile_id, gmag, number"),
];

#[tokio::test]
async fn questions_of_astronomers_at_places_with_objects_give_the_rows_of_postgresql() {
    let client = Client::shared();
    let known = Known::find(&client).await;
    for (adql, sql) in SHAPES {
        let (adql, sql) = (known.put_into(adql), known.put_into(sql));
        let found = client.rows(&adql).await;
        assert!(!found.rows.is_empty(), "{adql}");
        same(&found, &Shape { columns: &[], sql, compare: Compare::All }, shared(), &adql);
    }
}
