//! Tables of every kind are read from a real PostgreSQL.

use catalogue::PgBase;
use private_postgres::PrivateServer;
use tokio_postgres::NoTls;

use super::*;

const TABLES: &str = "
    CREATE SCHEMA s;
    CREATE DOMAIN s.angle AS numeric(9,4);
    CREATE TABLE s.plates (id int PRIMARY KEY, name varchar(20) NOT NULL);
    COMMENT ON TABLE s.plates IS 'Plates';
    COMMENT ON COLUMN s.plates.name IS 'What is written on it';
    CREATE TABLE s.\"Odd one\" (a s.angle, \"b c\" float4[], plate int REFERENCES s.plates (id), gone int, j json);
    ALTER TABLE s.\"Odd one\" DROP COLUMN gone;
    CREATE INDEX a_part ON s.\"Odd one\" (a) WHERE a > 0;
    CREATE INDEX both_of ON s.\"Odd one\" (plate, (lower(j::text)));
    CREATE TABLE s.parted (hpx int8, v float8) PARTITION BY RANGE (hpx);
    CREATE TABLE s.parted_0 PARTITION OF s.parted FOR VALUES FROM (0) TO (100);
    CREATE TABLE s.parted_1 PARTITION OF s.parted FOR VALUES FROM (100) TO (200);
    CREATE INDEX ON s.parted (hpx);
    INSERT INTO s.parted SELECT n, -n FROM generate_series(0, 199) AS n;
    ANALYZE s.parted;
    CREATE VIEW s.seen AS SELECT id FROM s.plates;
    CREATE MATERIALIZED VIEW s.kept AS SELECT id FROM s.plates;
";

async fn client(server: &PrivateServer) -> Client {
    let (client, connection) = tokio_postgres::connect(&server.connection_string(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn table(client: &Client, name: &str) -> LiveTable {
    read(client, "s", name).await.unwrap().unwrap()
}

#[tokio::test]
async fn tables_of_every_kind_are_read() {
    let server = PrivateServer::temporary(|_| ()).unwrap();
    let client = client(&server).await;
    client.batch_execute(TABLES).await.unwrap();
    assert_eq!(schemas(&client).await.unwrap(), ["public", "s"]);
    assert_eq!(tables(&client, "s").await.unwrap(), ["Odd one", "kept", "parted", "plates", "seen"]);
    assert_eq!(read(&client, "s", "odd one").await.unwrap(), None);
    assert_eq!(table(&client, "seen").await.kind, LiveKind::View);
    assert_eq!(table(&client, "kept").await.kind, LiveKind::MaterialisedView);
    a_table_tells_comments_and_key(&table(&client, "plates").await);
    an_odd_table_tells_types_and_references(&table(&client, "Odd one").await);
    partitions_are_counted_together(&table(&client, "parted").await);
}

fn a_table_tells_comments_and_key(plates: &LiveTable) {
    assert_eq!((plates.kind, plates.description.as_deref()), (LiveKind::Table, Some("Plates")));
    assert_eq!((plates.identifier(), plates.rows_estimate), (Some("id"), None));
    let name = plates.column("name").unwrap();
    assert_eq!((name.type_name.as_str(), name.nullable), ("character varying(20)", false));
    assert_eq!(name.pg_type, Some(PgType::scalar(PgBase::Text)));
    assert_eq!(name.description.as_deref(), Some("What is written on it"));
}

fn an_odd_table_tells_types_and_references(odd: &LiveTable) {
    let types: Vec<(&str, &str, bool)> = odd
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.type_name.as_str(), column.pg_type.is_some()))
        .collect();
    let expected = [
        ("a", "numeric(9,4)", false),
        ("b c", "real[]", true),
        ("plate", "integer", true),
        ("j", "json", false),
    ];
    assert_eq!(types, expected);
    assert_eq!(odd.columns[1].pg_type, Some(PgType::array(PgBase::Float4)));
    let key = &odd.foreign_keys[0];
    assert_eq!((key.target_schema.as_str(), key.target.as_str()), ("s", "plates"));
    assert_eq!(
        (&key.columns[..], &key.target_columns[..]),
        (&["plate".to_owned()][..], &["id".to_owned()][..])
    );
    assert_eq!(odd.indexes[1].columns, [Some("plate".to_owned()), None]);
    assert_eq!((odd.is_indexed("a"), odd.is_indexed("plate"), odd.identifier()), (false, true, None));
}

fn partitions_are_counted_together(parted: &LiveTable) {
    assert_eq!((parted.kind, parted.rows_estimate), (LiveKind::Partitioned, Some(200)));
    assert!(parted.size_bytes > 0 && parted.is_indexed("hpx"));
    assert_eq!(parted.column("hpx").unwrap().correlation, Some(1.0));
    assert_eq!(parted.column("v").unwrap().correlation, Some(-1.0));
}
