//! What becomes of tables, whole and partitioned, and of earlier runs.

use ingest::index::{IndexReport, IndexRequest, Position, Target, index};

use crate::place::{Place, STARS, UNPLACED};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_with_a_position_gets_its_cell_and_a_second_run_finds_nothing_to_do() {
    let place = Place::new(STARS).await;
    let report = place.index("stars").await.unwrap();
    let expected = IndexReport {
        rows: 20_000,
        filled: 20_000 - UNPLACED,
        unplaced: UNPLACED,
        left: 0,
        added: true,
        built: 1,
    };
    assert_eq!(report, expected);
    assert_eq!(place.wrong("stars").await, 0);
    assert_eq!(place.indexes("stars").await, (1, 1));
    let again = place.index("stars").await.unwrap();
    assert_eq!(again, IndexReport { filled: 0, added: false, built: 0, ..expected });
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_added_moved_or_lost_their_position_are_mended_by_another_run() {
    let place = Place::new(STARS).await;
    place.index("stars").await.unwrap();
    let changes = "INSERT INTO stars VALUES (0, 10, 20); UPDATE stars SET dec = -dec WHERE id BETWEEN 10 AND 19; \
                   UPDATE stars SET ra = NULL WHERE id = 20";
    place.client().await.batch_execute(changes).await.unwrap();
    assert_eq!(place.wrong("stars").await, 12);
    let report = place.index("stars").await.unwrap();
    assert_eq!((report.filled, report.unplaced), (12, UNPLACED + 1));
    assert_eq!(place.wrong("stars").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_was_left_unfinished_is_made_anew() {
    let place = Place::new(STARS).await;
    let client = place.client().await;
    client.batch_execute("ALTER TABLE stars ADD hpx bigint; UPDATE stars SET hpx = 1").await.unwrap();
    client.batch_execute("CREATE UNIQUE INDEX CONCURRENTLY stale ON stars (hpx)").await.unwrap_err();
    assert_eq!(place.indexes("stars").await, (1, 0));
    assert_eq!(place.index("stars").await.unwrap().built, 1);
    assert_eq!(place.indexes("stars").await, (1, 1));
    assert_eq!(place.wrong("stars").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_partition_is_filled_and_the_whole_has_an_index() {
    let partitioned = "CREATE TABLE \"All Sky\" (id int, ra real, dec numeric) PARTITION BY RANGE (id); \
        CREATE TABLE low PARTITION OF \"All Sky\" FOR VALUES FROM (0) TO (500) PARTITION BY LIST (id); \
        CREATE TABLE lowest PARTITION OF low DEFAULT; \
        CREATE TABLE high PARTITION OF \"All Sky\" FOR VALUES FROM (500) TO (1001); \
        INSERT INTO \"All Sky\" SELECT i, i / 3.0, i / 12.0 FROM generate_series(1, 1000) i";
    let place = Place::new(partitioned).await;
    let report = place.index("All Sky").await.unwrap();
    assert_eq!((report.rows, report.filled, report.built), (1000, 1000, 3));
    let columns = "(SELECT ra::float8 AS ra, dec::float8 AS dec, hpx FROM \"All Sky\") AS stars";
    assert_eq!(place.wrong(columns).await, 0);
    assert_eq!(place.indexes("\"All Sky\"").await, (1, 1));
    assert_eq!(place.indexes("low").await, (1, 1));
    assert_eq!(place.index("All Sky").await.unwrap().built, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_grows_by_less_than_a_third() {
    let rows = "CREATE TABLE stars AS SELECT i AS id, i % 360 * 1.0::float8 AS ra, i % 90 * 1.0::float8 AS dec, \
                repeat('x', 100) AS note FROM generate_series(1, 800000) i";
    let place = Place::new(rows).await;
    let before = place.number("SELECT pg_relation_size('stars')").await;
    assert_eq!(place.index("stars").await.unwrap().filled, 800_000);
    let after = place.number("SELECT pg_relation_size('stars')").await;
    assert!(after * 3 < before * 4, "{before} bytes before, {after} after");
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_of_another_frame_are_indexed_in_icrs() {
    let place = Place::new("CREATE TABLE clouds AS SELECT 0::float8 AS l, 0::float8 AS b").await;
    let client = place.client().await;
    let target = Target::find(&client, "public", "clouds").await.unwrap();
    let frame = sky::Frame::Galactic;
    let request = IndexRequest {
        position: Position { lon: "l".to_owned(), lat: "b".to_owned(), frame },
        column: "hpx".to_owned(),
        patience: std::time::Duration::from_secs(2),
    };
    index(&client, &target, &request, &|_, _, _| ()).await.unwrap();
    // The galactic centre (IAU 1958): 17h45m37.20s -28d56m10.2s in ICRS.
    let centre = sky::SkyPosition::new(266.405, -28.936_166).unwrap();
    // The same cell of order 14, of 13 arcseconds.
    assert_eq!(place.number("SELECT hpx FROM clouds").await >> 30, sky::Healpix::index(&centre) >> 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_found_by_their_names() {
    let place =
        Place::new("CREATE TABLE a (raj2000 float8, dej2000 float8); CREATE TABLE b (x float8)").await;
    let client = place.client().await;
    let found = Target::find(&client, "public", "a").await.unwrap().position().unwrap();
    let (lon, lat) = ("raj2000".to_owned(), "dej2000".to_owned());
    assert_eq!(found, Position { lon, lat, frame: sky::Frame::Icrs });
    let error = Target::find(&client, "public", "b").await.unwrap().position().unwrap_err();
    assert_eq!(error.to_string(), "no columns of `public.b` look like a position");
    assert_eq!(error.hint(), "name the columns with --ra and --dec");
}
