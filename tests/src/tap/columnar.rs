//! Parquet and Arrow streams as pyarrow and astropy read them.

use serde_json::json;

use crate::harness::{assert_clean, python, shared};

/// Numbers of all sizes, arrays, texts, times, polygons, and nulls of a float, of a long and of texts.
const QUERY: &str = "SELECT TOP 200 a.*, f.FLUX_AUTO, s.GAIA_PROB_STAR, x.Source, x.Gmag, t.NAME, t.DATE_OBS, t.S_REGION \
    FROM jplus.MagABDualObj AS a \
    JOIN jplus.FNuDualObj AS f ON a.tile_id = f.tile_id AND a.number = f.number \
    JOIN jplus.StarGalClass AS s ON a.tile_id = s.tile_id AND a.number = s.number \
    LEFT JOIN jplus.xmatch_gaia_dr3 AS x ON a.tile_id = x.tile_id AND a.number = x.number \
    JOIN jplus.TileImage AS t ON a.tile_id = t.tile_id ORDER BY a.tile_id, a.number";

#[tokio::test]
async fn pyarrow_reads_the_values_and_metadata_of_other_formats() {
    let report = python("columnar.py", &[shared().base(), QUERY]);
    assert_eq!(report["differences"], json!([]), "{report}");
    assert_eq!(report["rows"], 200, "{report}");
    let at_least = |name: &str, least: u64| report[name].as_u64().is_some_and(|count| count >= least);
    assert!(at_least("columns", 20) && at_least("lists", 3) && at_least("nulls", 1), "{report}");
    assert_eq!(report["status"], json!({ "QUERY_STATUS": "OK", "rows": "200" }));
    assert_eq!(report["overflow"], json!({ "QUERY_STATUS": "OVERFLOW", "rows": "3" }));
    let units = json!({ "ALPHA_J2000": "deg", "DELTA_J2000": "deg", "MAG_AUTO": "mag" });
    assert_eq!(
        report["astropy"],
        json!({ "units": units, "rows": 3 }),
        "astropy takes the footer's metadata"
    );
    let votable = report["votable"].as_str().expect("the footer holds a VOTable");
    assert_clean(votable.as_bytes(), "the footer of Parquet");
}
