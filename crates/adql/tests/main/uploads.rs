//! Tables that come with the query.

use adql::{AdqlError, Options, Translation, UploadRanges, translate};
use catalogue::{Found, Ident, Scope};

use crate::sample::{self, FewCells};

/// The sample with its table `demo.obs` as the upload `name`.
fn with_upload(name: &str) -> Scope {
    let scope = sample::scope();
    let Found::One(obs) = scope.find_table(Some(Ident::regular("demo")), Ident::regular("obs")) else {
        panic!("the sample has demo.obs");
    };
    let mut table = obs.table.clone();
    table.name = name.to_owned();
    scope.with_uploads(vec![table])
}

fn translated(text: &str, scope: &Scope) -> Result<Translation, AdqlError> {
    translate(text, scope, &FewCells, &Options::default())
}

#[test]
fn an_upload_is_the_temporary_table_of_the_session() {
    let scope = with_upload("My \"table\"; DROP");
    let query = "SELECT u.id, s.name FROM demo.stars AS s JOIN tap_upload.\"My \"\"table\"\"; DROP\" AS u ON s.id = u.id";
    let translation = translated(query, &scope).unwrap();
    assert_eq!(
        translation.sql,
        "SELECT \"t2\".\"c1\"::int8 AS \"c1\", \"t1\".\"name\"::text AS \"c2\" FROM \"demo\".\"stars\" AS \"t1\" \
         INNER JOIN \"pg_temp\".\"upload1\" AS \"t2\" ON (\"t1\".\"id\" = \"t2\".\"c1\")"
    );
    assert_eq!(translation.collections, ["demo-1"]);
}

#[test]
fn columns_of_an_upload_that_differ_in_case_are_told_apart() {
    let scope = with_upload("mine");
    let mut table = scope.uploads()[0].clone();
    table.columns[0].field.name = "U".to_owned();
    table.columns[1].field.name = "u".to_owned();
    let scope = sample::scope().with_uploads(vec![table]);
    for (column, stored) in [("U", "c1"), ("u", "c2"), ("\"u\"", "c2"), ("\"U\"", "c1")] {
        let sql = translated(&format!("SELECT {column} AS x FROM TAP_UPLOAD.mine"), &scope).unwrap().sql;
        assert!(sql.starts_with(&format!("SELECT \"t1\".\"{stored}\"")), "{column}: {sql}");
    }
}

#[test]
fn a_misspelt_upload_is_named_in_the_error() {
    let error = translated("SELECT id FROM TAP_UPLOAD.minne", &with_upload("mine")).unwrap_err();
    assert_eq!(error.message(), "unknown table `TAP_UPLOAD.minne`");
    assert_eq!(error.hint().unwrap(), "did you mean TAP_UPLOAD.mine?");
    let error = translated("SELECT id FROM obs", &with_upload("obs")).unwrap_err();
    assert_eq!(error.message(), "`obs` is ambiguous: several schemas have such a table");
    assert_eq!(error.hint().unwrap(), "write one of TAP_UPLOAD.obs, demo.obs or other.obs");
}

#[test]
fn an_upload_joined_by_position_brings_its_ranges() {
    let query = "SELECT s.id FROM demo.stars AS s JOIN TAP_UPLOAD.mine AS u \
                 ON DISTANCE(s.ra, s.dec, u.ra, u.dec) < 0.001 AND DISTANCE(s.ra, s.dec, u.ra, u.dec) < 0.002";
    let translation = translated(query, &with_upload("mine")).unwrap();
    let ranges = "LATERAL (SELECT \"x\".* FROM (SELECT unnest(\"t2\".\"armilla_lo\"), unnest(\"t2\".\"armilla_hi\")) \
         AS \"r\"(\"l\", \"h\")";
    assert!(translation.sql.contains(ranges), "{}", translation.sql);
    let (lon, lat, table) = ("c4".to_owned(), "c5".to_owned(), "upload1".to_owned());
    assert_eq!(translation.upload_ranges, [UploadRanges { table, lon, lat, radius_deg: 0.001 }]);
}

#[test]
fn radii_that_differ_from_row_to_row_are_covered_in_the_database() {
    let query = "SELECT s.id FROM demo.stars AS s, TAP_UPLOAD.mine AS u \
                 WHERE 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(u.ra, u.dec, u.quality))";
    let translation = translated(query, &with_upload("mine")).unwrap();
    let cover = "armilla.cone_cover(\"t2\".\"c4\"::float8, \"t2\".\"c5\"::float8, \"t2\".\"c6\"::float8)";
    assert!(translation.sql.contains(cover), "{}", translation.sql);
    assert_eq!(translation.upload_ranges, []);
}
