//! The survey in a real PostgreSQL: rows, order, reuse, rights, and agreement with the collection files.

use std::{
    collections::HashMap,
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use private_postgres::PrivateServer;
use tokio_postgres::{Client, NoTls};

use crate::{FILTERS, Loaded, Progress, Project, QUERY_ROLE, Release, Silent, Survey, conf_files_of, load};

/// One server for all tests; its watchdog removes it when the test program has ended.
static SERVER: LazyLock<PrivateServer> = LazyLock::new(|| PrivateServer::temporary(|_| ()).unwrap());

/// A database of one test.
struct Database {
    connection: String,
    client: Client,
}

impl Database {
    async fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let server = tokio::task::spawn_blocking(|| SERVER.connection_string()).await.unwrap();
        let create = format!("CREATE DATABASE {name}");
        connect(&server).await.batch_execute(&create).await.unwrap();
        let connection = format!("{server} dbname={name}");
        Self { client: connect(&connection).await, connection }
    }

    async fn load(&self, objects: u64) -> [Loaded; 2] {
        let survey = Survey::new(objects, 5).unwrap();
        let loaded = load(&self.connection, survey, Project::Jplus, &Silent).await.unwrap();
        loaded.try_into().unwrap()
    }

    async fn load_narrow_bands(&self, objects: u64) -> Loaded {
        let survey = Survey::new(objects, 5).unwrap();
        load(&self.connection, survey, Project::Jpas, &Silent).await.unwrap()[0]
    }

    /// The columns of a table with the object identifiers of their types.
    async fn types(&self, table: &str) -> HashMap<String, u32> {
        let sql = "SELECT attname::text, atttypid FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0";
        let rows = self.client.query(sql, &[&table]).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    async fn number(&self, sql: &str) -> i64 {
        self.client.query_one(sql, &[]).await.unwrap().get(0)
    }
}

async fn connect(connection: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(connection, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

#[derive(Default)]
struct Recorder(Mutex<Vec<(String, u64, u64)>>);

impl Progress for Recorder {
    fn report(&self, stage: &str, done: u64, total: u64) {
        self.0.lock().unwrap().push((stage.to_owned(), done, total));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_releases_are_loaded_in_healpix_order() {
    let database = Database::start().await;
    let loaded = database.load(2_000).await;
    assert_eq!(loaded.map(|release| (release.objects, release.reused)), [(2_000, false), (2_500, false)]);
    for (release, objects) in [("sim_dr1", 2_000), ("sim_idr2", 2_500)] {
        for table in ["magabdualobj", "fnudualobj", "stargalclass", "photozlephare"] {
            assert_eq!(database.number(&format!("SELECT count(*) FROM {release}.{table}")).await, objects);
        }
        for table in ["magabdualobj", "fnudualobj", "xmatch_gaia_dr3", "tileimage"] {
            let sql = format!(
                "SELECT count(*) FROM (SELECT hpx, lag(hpx) OVER (ORDER BY ctid) AS before FROM {release}.{table}) AS t
                 WHERE before > hpx"
            );
            assert_eq!(database.number(&sql).await, 0, "{release}.{table} is out of order");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn second_load_reuses_and_another_number_of_objects_replaces() {
    let database = Database::start().await;
    database.load(500).await;
    let oid = "SELECT 'sim_dr1.magabdualobj'::regclass::oid::bigint";
    let first = database.number(oid).await;
    assert!(database.load(500).await.iter().all(|release| release.reused));
    assert_eq!(database.number(oid).await, first);
    assert!(database.load(600).await.iter().all(|release| !release.reused));
    assert_ne!(database.number(oid).await, first);
    assert_eq!(database.number("SELECT count(*) FROM sim_dr1.magabdualobj").await, 600);
    let left = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%loading'";
    assert_eq!(database.number(left).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn release_that_lost_a_table_is_loaded_again() {
    let database = Database::start().await;
    database.load(500).await;
    database.client.batch_execute("DROP TABLE sim_idr2.filter").await.unwrap();
    assert_eq!(database.load(500).await.map(|release| release.reused), [true, false]);
    assert_eq!(database.number("SELECT count(*) FROM sim_idr2.filter").await, 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn remains_of_an_interrupted_load_are_cleared() {
    let database = Database::start().await;
    database.client.batch_execute("CREATE SCHEMA sim_dr1_loading CREATE TABLE filter (a int)").await.unwrap();
    database.load(500).await;
    assert_eq!(database.number("SELECT count(*) FROM sim_dr1.filter").await, 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_loads_at_once_make_the_rows_once() {
    let database = Database::start().await;
    let (first, second) = tokio::join!(database.load(500), database.load(500));
    let made = first.iter().chain(&second).filter(|release| !release.reused).count();
    assert_eq!(made, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn query_role_reads_and_cannot_write() {
    let database = Database::start().await;
    database.load(500).await;
    database.client.batch_execute(&format!("SET ROLE {QUERY_ROLE}")).await.unwrap();
    assert_eq!(database.number("SELECT count(*) FROM sim_dr1.magabdualobj").await, 500);
    for (sql, message) in [
        ("DELETE FROM sim_dr1.filter", "permission denied for table filter"),
        ("CREATE TABLE sim_dr1.mine (a int)", "permission denied for schema sim_dr1"),
        ("SELECT * FROM armilla_survey.release", "permission denied for schema armilla_survey"),
    ] {
        let error = database.client.batch_execute(sql).await.unwrap_err();
        assert_eq!(error.as_db_error().unwrap().message(), message);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_refer_to_each_other() {
    let database = Database::start().await;
    database.load(2_000).await;
    for (child, parent, key) in [
        ("magabdualobj", "tileimage", "tile_id"),
        ("fnudualobj", "magabdualobj", "tile_id, number"),
        ("stargalclass", "magabdualobj", "tile_id, number"),
        ("photozlephare", "magabdualobj", "tile_id, number"),
        ("xmatch_gaia_dr3", "magabdualobj", "tile_id, number"),
        ("tileimage", "filter", "filter_id"),
    ] {
        let sql = format!(
            "SELECT count(*) FROM sim_dr1.{child} WHERE ({key}) NOT IN (SELECT {key} FROM sim_dr1.{parent})"
        );
        assert_eq!(database.number(&sql).await, 0, "{child} without {parent}");
    }
    let images = "SELECT count(*) FROM sim_dr1.tileimage AS image JOIN sim_dr1.tileimage AS reference
                  ON image.ref_tile_id = reference.tile_id AND reference.filter_id = 1";
    assert_eq!(database.number(images).await, 29 * 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_numbered_in_the_order_of_the_arrays() {
    let database = Database::start().await;
    database.load(500).await;
    let rows =
        database.client.query("SELECT filter_id, name FROM sim_dr1.filter ORDER BY ctid", &[]).await.unwrap();
    let names: Vec<(i32, &str)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let expected: Vec<(i32, &str)> = (1..).zip(FILTERS.iter().map(|filter| filter.name)).collect();
    assert_eq!(names, expected);
    assert_eq!(expected[0], (1, "rSDSS"));
    assert_eq!(expected[11], (12, "J0861"));
    let wrong = "SELECT count(*) FROM sim_dr1.magabdualobj
                 WHERE cardinality(mag_auto) <> 12 OR array_lower(flags, 1) <> 1 OR cardinality(mask_flags) <> 12";
    assert_eq!(database.number(wrong).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_of_each_stage_grows_to_its_total() {
    let database = Database::start().await;
    let recorder = Recorder::default();
    let survey = Survey::new(3_000, 5).unwrap();
    load(&database.connection, survey, Project::Jplus, &recorder).await.unwrap();
    let heard = recorder.0.into_inner().unwrap();
    for (release, objects) in Release::JPLUS.map(|release| (release.id(), release.objects(&survey))) {
        for (stage, expected) in [(format!("{release} rows"), objects), (format!("{release} tables"), 5)] {
            let of_stage: Vec<_> = heard.iter().filter(|report| report.0 == stage).collect();
            assert!(of_stage.is_sorted_by_key(|report| report.1));
            assert!(of_stage.iter().all(|report| report.2 == expected));
            assert_eq!(of_stage.last().unwrap().1, expected);
        }
    }
}

#[test]
fn loading_may_be_spawned() {
    fn assert_send(_: impl Send) {}
    assert_send(load("", Survey::default(), Project::Jplus, &Silent));
}

#[tokio::test]
async fn unreachable_database_is_named_as_the_step() {
    let nowhere = tempfile::tempdir().unwrap();
    let connection = format!("host={} user=nobody", nowhere.path().display());
    let error = load(&connection, Survey::default(), Project::Jpas, &Silent).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "failed to connect to the demo database; see the source of this error and the log of PostgreSQL"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn published_columns_are_in_the_database_with_their_types() {
    let database = Database::start().await;
    database.load(500).await;
    database.load_narrow_bands(100).await;
    let mut columns = 0;
    for (path, text) in
        conf_files_of(&Project::ALL).iter().filter(|(path, _)| path.starts_with("collections/"))
    {
        for table in catalogue::parse(path, text).unwrap().tables {
            let relations =
                [&table.relation].into_iter().chain(table.parts.iter().map(|part| &part.relation));
            let mut stored = Vec::new();
            for relation in relations {
                stored.push(database.types(&format!("{}.{}", relation.schema, relation.table)).await);
            }
            for column in &table.columns {
                let oid = stored[column.part][&column.pg_name];
                assert!(column.pg_type.accepts_oid(oid), "{} {}", table.name, column.field.name);
                columns += 1;
            }
            for (part, stored) in table.parts.iter().zip(&stored[1..]) {
                let names = part.key.iter().map(|(_, own)| own).chain(&part.healpix);
                assert!(names.into_iter().all(|name| stored.contains_key(name)), "{part:?}");
            }
        }
    }
    assert!(columns > 210, "{columns}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_narrow_bands_are_loaded_in_parts_with_the_same_rows_in_the_same_order() {
    let database = Database::start().await;
    let loaded = database.load_narrow_bands(1_500).await;
    assert_eq!((loaded.release, loaded.objects, loaded.reused), (Release::Jpas, 1_500, false));
    assert!(database.load_narrow_bands(1_500).await.reused);
    let parts =
        "SELECT count(*) FROM pg_tables WHERE schemaname = 'sim_jpas' AND tablename LIKE 'mag!_%' ESCAPE '!'";
    assert_eq!(database.number(parts).await, 17);
    for part in ["mag_aper_0_8", "mag_aper_cor_6_0", "mag_auto", "mag_flags"] {
        let same = format!(
            "SELECT count(*) FROM (SELECT object_id, hpx, row_number() OVER (ORDER BY ctid) AS place FROM sim_jpas.{part})
             AS part NATURAL JOIN (SELECT object_id, hpx, row_number() OVER (ORDER BY ctid) AS place
             FROM sim_jpas.magabdualobj) AS core"
        );
        assert_eq!(database.number(&same).await, 1_500, "{part}");
    }
    let elements = "SELECT count(*) FROM sim_jpas.mag_auto JOIN sim_jpas.magabdualobj USING (object_id)
                    WHERE cardinality(mag) = 59 AND cardinality(err) = 59 AND mag[59] = mag_auto_isdss
                    AND err[57] = mag_err_auto_gsdss";
    assert_eq!(database.number(elements).await, 1_500);
    let filters =
        "SELECT count(*) FROM sim_jpas.filter WHERE (filter_id, name) IN ((1, 'uJAVA'), (59, 'iSDSS'))";
    assert_eq!(database.number(filters).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn arrays_of_the_narrow_bands_stay_in_their_rows() {
    let database = Database::start().await;
    database.load_narrow_bands(300).await;
    let apart = "SELECT coalesce(sum(pg_relation_size(reltoastrelid)), 0)::bigint FROM pg_class
                 WHERE relnamespace = 'sim_jpas'::regnamespace AND relkind = 'r' AND reltoastrelid <> 0";
    assert_eq!(database.number(apart).await, 0);
}
