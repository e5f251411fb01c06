//! What is in the table is what is in the file, in HEALPix order.

use catalogue::{Arraysize, Datatype, Field, PgBase, PgType, ResultColumn, ValueType};
use formats::{End, Format, Head, Options, writer};
use futures_util::TryStreamExt;
use pg_rows::{COPY_HEADER, COPY_TRAILER};
use sky::{Healpix, SkyPosition};

use crate::support::{Place, stars_csv};

/// Every type that a file can hold, with nulls, and more rows than one block has in little memory.
const SOURCE: &str = "
    CREATE TABLE source AS SELECT
        i::int AS id,
        (i * 7919 % 36000) / 100::float8 AS ra,
        (i * 104729 % 18000) / 100::float8 - 90 AS dec,
        i % 3 = 0 AS flag,
        (i % 100)::int2 AS small,
        i::int8 * 10000000000 AS large,
        CASE WHEN i % 7 > 0 THEN i / 3::float4 END::float4 AS mag,
        CASE WHEN i % 5 > 0 THEN 'name ' || i END AS name,
        ARRAY[i, i + 0.5, -i]::float4[] AS mags,
        ARRAY[i, 2, 3, 4]::int4[] AS counts,
        ARRAY[i / 7::float8, 1]::float8[] AS pair,
        timestamp '2020-01-01' + i * interval '1 minute' AS seen
    FROM generate_series(1, 20000) i";

fn columns() -> Vec<ResultColumn> {
    let scalar = |datatype| ValueType::scalar(datatype);
    let array =
        |datatype, length| ValueType { arraysize: Some(Arraysize::exactly(length)), ..scalar(datatype) };
    let timestamp = ValueType { xtype: Some("timestamp".into()), ..ValueType::text() };
    let column =
        |name: &str, value_type, pg_type| ResultColumn { field: Field::new(name, value_type), pg_type };
    vec![
        column("id", scalar(Datatype::Int), PgType::scalar(PgBase::Int4)),
        column("ra", scalar(Datatype::Double), PgType::scalar(PgBase::Float8)),
        column("dec", scalar(Datatype::Double), PgType::scalar(PgBase::Float8)),
        column("flag", scalar(Datatype::Boolean), PgType::scalar(PgBase::Bool)),
        column("small", scalar(Datatype::Short), PgType::scalar(PgBase::Int2)),
        column("large", scalar(Datatype::Long), PgType::scalar(PgBase::Int8)),
        column("mag", scalar(Datatype::Float), PgType::scalar(PgBase::Float4)),
        column("name", ValueType::text(), PgType::scalar(PgBase::Text)),
        column("mags", array(Datatype::Float, 3), PgType::array(PgBase::Float4)),
        column("counts", array(Datatype::Int, 4), PgType::array(PgBase::Int4)),
        column("pair", array(Datatype::Double, 2), PgType::array(PgBase::Float8)),
        column("seen", timestamp, PgType::scalar(PgBase::Timestamp)),
    ]
}

/// The table `source` in a format.
async fn document(place: &Place, format: &str) -> Vec<u8> {
    let copy = "COPY source TO STDOUT (FORMAT binary)";
    let client = place.client().await;
    let pieces: Vec<_> = client.copy_out(copy).await.unwrap().try_collect().await.unwrap();
    let bytes = pieces.concat();
    let rows = bytes.strip_prefix(COPY_HEADER).unwrap().strip_suffix(COPY_TRAILER).unwrap();
    let columns = columns();
    let format = Format::parse(Some(format)).unwrap();
    let mut writer = writer(&format, &Head::new(&columns), &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    let rows = writer.rows(rows, &mut out).unwrap();
    writer.end(&End { rows, overflow: false }, &mut out).unwrap();
    while writer.rest(&mut out).unwrap() {}
    out
}

#[tokio::test]
async fn every_type_of_every_format_arrives_as_it_was() {
    let place = Place::new();
    place.psql(SOURCE);
    for format in ["fits", "parquet", "votable", "votable/td"] {
        let file = place.file("stars", document(&place, format).await);
        let mut order = place.order(&[&file]);
        order.memory_bytes = 1 << 20;
        let ingested = place.run(&order).await.unwrap();
        assert_eq!((ingested.rows, ingested.rejected), (20_000, 0), "{format}");
        place.psql("ALTER TABLE sky.stars DROP COLUMN hpx");
        let other = "SELECT count(*) FROM ((TABLE source EXCEPT TABLE sky.stars) UNION ALL (TABLE sky.stars EXCEPT TABLE source)) x";
        assert_eq!(place.psql(other), "0", "{format}");
    }
}

#[tokio::test]
async fn rows_lie_in_the_order_of_their_cells_and_those_without_position_behind() {
    let place = Place::new();
    let file = place.file("stars.csv", stars_csv(3000) + "nowhere,,\nhalf,10,\nlast,NaN,5\n");
    let mut order = place.order(&[&file]);
    order.memory_bytes = 1 << 14;
    let ingested = place.run(&order).await.unwrap();
    assert_eq!((ingested.rows, ingested.replaced), (3003, false));
    let disorder = "SELECT count(*) FROM (SELECT hpx, lag(hpx) OVER (ORDER BY ctid) AS before FROM sky.stars) x \
        WHERE hpx < before OR before IS NULL AND hpx IS NOT NULL AND hpx <> (SELECT min(hpx) FROM sky.stars)";
    assert_eq!(place.psql(disorder), "0");
    assert_eq!(
        place.psql("SELECT name FROM sky.stars WHERE hpx IS NULL ORDER BY ctid"),
        "nowhere\nhalf\nlast"
    );
    for line in place.psql("SELECT ra, dec, hpx FROM sky.stars WHERE hpx IS NOT NULL LIMIT 50").lines() {
        let mut values = line.split('|');
        let mut angle = || values.next().unwrap().parse::<f64>().unwrap();
        let position = SkyPosition::new(angle(), angle()).unwrap();
        assert_eq!(values.next().unwrap(), Healpix::index(&position).to_string());
    }
    let index = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'sky'";
    assert_eq!(place.psql(index), "CREATE INDEX stars_hpx_idx ON sky.stars USING btree (hpx)");
    let counted = "SELECT reltuples FROM pg_class WHERE oid = 'sky.stars'::regclass";
    assert_eq!(place.psql(counted), "3003");
}

#[tokio::test]
async fn little_memory_gives_the_same_table_as_much() {
    let place = Place::new();
    let file = place.file("stars.csv", stars_csv(5000));
    let mut order = place.order(&[&file]);
    place.run(&order).await.unwrap();
    let in_memory = place.stored();
    order.memory_bytes = 1;
    place.run(&order).await.unwrap();
    assert!(in_memory == place.stored());
}

#[tokio::test]
async fn positions_of_another_frame_are_indexed_in_icrs() {
    let place = Place::new();
    let file = place.file("stars.csv", "l,b\n0,0\n");
    let mut order = place.order(&[&file]);
    order.position = ingest::PositionChoice::Columns { lon: "L".into(), lat: "b".into() };
    order.frame = Some(catalogue::Frame::Galactic);
    place.run(&order).await.unwrap();
    // The galactic centre (IAU 1958): 17h45m37.20s -28d56m10.2s in ICRS.
    let centre = SkyPosition::new(266.405, -28.936_166).unwrap();
    let cell = Healpix::index(&centre);
    let found: i64 = place.psql("SELECT hpx FROM sky.stars").parse().unwrap();
    // The same cell of order 14, of 13 arcseconds.
    assert_eq!(found >> 30, cell >> 30);
}

#[tokio::test]
async fn a_table_that_is_not_on_the_sky_keeps_the_order_of_its_file() {
    let place = Place::new();
    let file = place.file("names.csv", "Name,2nd\nb,1\na,2\nc,3\n");
    let mut order = place.order(&[&file]);
    order.position = ingest::PositionChoice::Nowhere;
    let ingested = place.run(&order).await.unwrap();
    assert_eq!(ingested.position, None);
    assert_eq!(place.stored(), "(b,1)\n(a,2)\n(c,3)");
    let columns = "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute \
        WHERE attrelid = 'sky.stars'::regclass AND attnum > 0";
    assert_eq!(place.psql(columns), "name _2nd");
}
