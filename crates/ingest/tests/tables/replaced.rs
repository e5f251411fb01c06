//! A table that is there: what the new one inherits, what stands in the way, and what readers see.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::{Place, stars_csv};

#[tokio::test]
async fn the_new_table_has_the_grants_and_the_comment_of_the_old() {
    let place = Place::new();
    let role = |name: &str| format!("{name}_{}", std::process::id());
    let (reader, query) = (role("reader"), role("query"));
    place.psql(&format!("CREATE ROLE {reader}; CREATE ROLE {query}"));
    let file = place.file("stars.csv", stars_csv(10));
    let mut order = place.order(&[&file]);
    order.query_role = Some(query.clone());
    place.run(&order).await.unwrap();
    place.psql(&format!(
        "COMMENT ON TABLE sky.stars IS 'it''s \\ all';
         GRANT SELECT, INSERT ON sky.stars TO {reader} WITH GRANT OPTION;
         GRANT UPDATE (ra) ON sky.stars TO {reader}"
    ));
    let state = "SELECT relacl::text || obj_description(oid) || \
        (SELECT attacl::text FROM pg_attribute WHERE attrelid = c.oid AND attname = 'ra') \
        FROM pg_class c WHERE oid = 'sky.stars'::regclass";
    let (before, oid) = (place.psql(state), place.psql("SELECT 'sky.stars'::regclass::oid"));
    place.run(&order).await.unwrap();
    assert_eq!(place.psql(state), before);
    assert_ne!(place.psql("SELECT 'sky.stars'::regclass::oid"), oid);
    for sql in [
        format!("SELECT has_table_privilege('{query}', 'sky.stars', 'SELECT')"),
        format!("SELECT has_schema_privilege('{query}', 'sky', 'USAGE')"),
    ] {
        assert_eq!(place.psql(&sql), "t", "{sql}");
    }
    place.psql(&format!("DROP OWNED BY {reader}, {query}; DROP ROLE {reader}, {query}"));
}

#[tokio::test]
async fn policies_of_a_host_hold_for_the_new_table_from_its_first_moment() {
    let place = Place::new();
    let role = |name: &str| format!("{name}_{}", std::process::id());
    let (some, lost, all) = (role("some"), role("lost"), role("all"));
    place.psql(&format!("CREATE ROLE {some}; CREATE ROLE {lost}; CREATE ROLE {all}"));
    let file = place.file("stars.csv", "name,ra,dec,mag\na,10.25,20.5,5\nb,11.25,21.5,6\nc,12.25,22.5,7\n");
    place.run(&place.order(&[&file])).await.unwrap();
    let mark = grants::MARK;
    place.psql(&format!(
        "GRANT USAGE ON SCHEMA sky TO {some}, {lost}, {all}; GRANT SELECT ON sky.stars TO {some}, {lost}, {all};
         CREATE POLICY {some} ON sky.stars AS RESTRICTIVE FOR SELECT TO {some} USING (ra > 10.5);
         CREATE POLICY {lost} ON sky.stars AS RESTRICTIVE FOR SELECT TO {lost} USING (mag > 5.5);
         CREATE POLICY everybody ON sky.stars USING (true) WITH CHECK (true);
         COMMENT ON POLICY {some} ON sky.stars IS '{mark} for some';
         COMMENT ON POLICY {lost} ON sky.stars IS '{mark} for lost';
         COMMENT ON POLICY everybody ON sky.stars IS '{mark}';
         ALTER TABLE sky.stars ENABLE ROW LEVEL SECURITY"
    ));
    let read = |role: &str| {
        place.psql(&format!("SET ROLE {role}; SELECT string_agg(name, ' ' ORDER BY name) FROM sky.stars"))
    };
    let state = "SELECT string_agg(concat_ws(' ', polname, polpermissive, polcmd, polroles, pg_get_expr(polqual, polrelid), \
        pg_get_expr(polwithcheck, polrelid), obj_description(p.oid, 'pg_policy')), '|' ORDER BY polname) \
        FROM pg_policy p WHERE polrelid = 'sky.stars'::regclass";
    let before = place.psql(state);
    let more = place
        .file("stars.csv", "name,ra,dec,mag\nb,11.25,21.5,6\nc,12.25,22.5,7\nd,1.25,2.5,9\ne,13.25,2.5,9\n");
    place.run(&place.order(&[&more])).await.unwrap();
    assert_eq!(place.psql(state), before);
    assert_eq!((read(&some), read(&lost), read(&all)), ("b c e".into(), "b c d e".into(), "b c d e".into()));
    // A column that a policy looks at is not there any more: its role reads nothing until a host says what it may.
    let narrow = place.file("stars.csv", "name,ra,dec\nb,11.25,21.5\nd,1.25,2.5\n");
    place.run(&place.order(&[&narrow])).await.unwrap();
    assert_eq!((read(&some), read(&all)), ("b".into(), "b d".into()));
    let may =
        |role: &str| place.psql(&format!("SELECT has_table_privilege('{role}', 'sky.stars', 'SELECT')"));
    assert_eq!((may(&some), may(&lost)), ("t".into(), "f".into()));
    let enabled =
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'sky.stars'::regclass";
    assert_eq!(place.psql(enabled), "t|f");
    place.psql(&format!("DROP OWNED BY {some}, {lost}, {all}; DROP ROLE {some}, {lost}, {all}"));
}

#[test]
fn what_hangs_on_the_old_table_is_named() {
    let place = Place::new();
    let file = place.file("stars.csv", stars_csv(10));
    place.psql(
        "CREATE SCHEMA sky;
         CREATE TABLE sky.stars (id int PRIMARY KEY, ra float8, dec float8 CHECK (dec < 91));
         CREATE VIEW sky.bright AS SELECT * FROM sky.stars;
         CREATE MATERIALIZED VIEW sky.counted AS SELECT count(*) FROM sky.stars;
         CREATE TABLE sky.spectra (star int REFERENCES sky.stars);
         ALTER TABLE sky.stars ENABLE ROW LEVEL SECURITY;
         CREATE POLICY mine ON sky.stars USING (true)",
    );
    let (text, hint) = place.refused(&place.order(&[&file]));
    assert_eq!(
        text,
        "table sky.stars cannot be replaced: these hang on it: constraint stars_dec_check, \
         foreign key spectra_star_fkey of sky.spectra, materialized view sky.counted, policy mine, \
         unique index sky.stars_pkey, view sky.bright"
    );
    assert_eq!(hint, "drop them and make them again afterwards, or name another table with --table");
    let mut order = place.order(&[&file]);
    order.target = "sky.bright".parse().unwrap();
    let (text, hint) = place.refused(&order);
    assert_eq!(text, "table sky.bright cannot be replaced: it is a view, not a table");
    assert_eq!(hint, "name another table with --table");
}

#[test]
fn a_table_that_somebody_else_made_is_replaced_only_if_that_is_said() {
    let place = Place::new();
    let file = place.file("stars.csv", stars_csv(10));
    place.psql("CREATE SCHEMA sky; CREATE TABLE sky.stars AS SELECT 7 AS answer");
    let (text, hint) = place.refused(&place.order(&[&file]));
    assert_eq!(text, "table sky.stars cannot be replaced: it is there, and was not made by `armilla ingest`");
    assert_eq!(hint, "write --replace if all its rows may go, or name another table with --table");
    assert_eq!(place.psql("SELECT answer FROM sky.stars"), "7");
    let order = ingest::Ingest { replace: true, ..place.order(&[&file]) };
    tokio::runtime::Runtime::new().unwrap().block_on(place.run(&order)).unwrap();
    assert_eq!(place.psql("SELECT count(*) FROM sky.stars"), "10");
}

#[tokio::test]
async fn readers_of_the_old_table_end_in_peace_and_new_ones_come_through() {
    let place = Arc::new(Place::new());
    let file = place.file("stars.csv", stars_csv(100));
    let order = place.order(&[&file]);
    place.run(&order).await.unwrap();
    let file = place.file("stars.csv", stars_csv(200));
    let order = place.order(&[&file]);
    let reader = place.client().await;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ").await.unwrap();
    let count = async |client: &database::Client| -> i64 {
        client.query_one("SELECT count(*) FROM sky.stars", &[]).await.unwrap().get(0)
    };
    assert_eq!(count(&reader).await, 100);
    let other = place.clone();
    let ingesting = tokio::spawn(async move { other.run(&order).await.map(|ingested| ingested.rows) });
    let late = place.client().await;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(4) {
        assert_eq!(count(&late).await, 100);
    }
    assert!(!ingesting.is_finished());
    assert_eq!(count(&reader).await, 100);
    reader.batch_execute("COMMIT").await.unwrap();
    assert_eq!(ingesting.await.unwrap().unwrap(), 200);
    assert_eq!(count(&late).await, 200);
}

#[tokio::test]
async fn a_snapshot_from_before_sees_all_rows_of_the_new_table() {
    let place = Place::new();
    let file = place.file("stars.csv", stars_csv(100));
    place.run(&place.order(&[&file])).await.unwrap();
    let reader = place.client().await;
    reader
        .batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM pg_class LIMIT 1")
        .await
        .unwrap();
    let file = place.file("stars.csv", stars_csv(200));
    place.run(&place.order(&[&file])).await.unwrap();
    let rows: i64 = reader.query_one("SELECT count(*) FROM sky.stars", &[]).await.unwrap().get(0);
    assert_eq!(rows, 200);
}

#[test]
fn two_ingests_into_one_table_do_not_meet() {
    let place = Place::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let file = place.file("stars.csv", stars_csv(100));
    let first = runtime.block_on(place.client());
    let lock = "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('armilla ingest sky.stars', 0))";
    runtime.block_on(first.batch_execute(lock)).unwrap();
    let (text, hint) = place.refused(&place.order(&[&file]));
    assert_eq!(text, "table sky.stars cannot be replaced: another ingest into it is under way");
    assert_eq!(hint, "wait until it ends, then run the same command again");
}
