//! Rows arrive as PostgreSQL sent them.

use bytes::Bytes;
use database::{Batch, ColumnInfo, End, Param, Pool, QuerySpec};

use crate::support::{all, ask, database, resident_mib};

const INT4: u32 = 23;
const FLOAT8: u32 = 701;

#[tokio::test]
async fn values_are_the_bytes_of_the_binary_form() {
    let sql = "SELECT 1::int2, -2::int4, 3::int8, 1.5::float4, -0.25::float8, 'žluť'::text, NULL::int4, true, ''::text";
    let (rows, end) = ask(&database(), sql).await.unwrap();
    let expected: Vec<Option<Vec<u8>>> = vec![
        Some(1i16.to_be_bytes().to_vec()),
        Some((-2i32).to_be_bytes().to_vec()),
        Some(3i64.to_be_bytes().to_vec()),
        Some(1.5f32.to_be_bytes().to_vec()),
        Some((-0.25f64).to_be_bytes().to_vec()),
        Some("žluť".as_bytes().to_vec()),
        None,
        Some(vec![1]),
        Some(Vec::new()),
    ];
    assert_eq!(rows, [expected]);
    assert_eq!(end, End { rows: 1, overflow: false });
}

#[tokio::test]
async fn array_has_its_header_and_element_lengths() {
    let (rows, _) = ask(&database(), "SELECT ARRAY[1.5, NULL]::float4[]").await.unwrap();
    let mut expected = Vec::new();
    // Dimensions, has nulls, OID of the element, length, lower bound; then the elements.
    for number in [1, 1, 700, 2, 1, 4] {
        expected.extend_from_slice(&i32::to_be_bytes(number));
    }
    expected.extend_from_slice(&1.5f32.to_be_bytes());
    expected.extend_from_slice(&(-1i32).to_be_bytes());
    assert_eq!(rows, [[Some(expected)]]);
}

#[tokio::test]
async fn columns_are_known_without_rows() {
    let spec = QuerySpec::new("SELECT n AS \"Number\", 'a'::varchar(7) AS t FROM numbers WHERE n < 0");
    let stream = database().query(spec).await.unwrap();
    let column = |name: &str, type_oid, typmod| ColumnInfo { name: name.to_owned(), type_oid, typmod };
    assert_eq!(stream.columns(), [column("Number", INT4, -1), column("t", 1043, 11)]);
    assert_eq!(all(stream).await.unwrap(), (Vec::new(), End { rows: 0, overflow: false }));
}

#[tokio::test]
async fn parameters_are_typed_and_may_be_null() {
    let mut spec = QuerySpec::new("SELECT $1, $2 + 1, $3 IS NULL");
    let value = |bytes: &[u8]| Some(Bytes::copy_from_slice(bytes));
    spec.params = vec![
        Param { type_oid: FLOAT8, value: value(&0.5f64.to_be_bytes()) },
        Param { type_oid: INT4, value: value(&41i32.to_be_bytes()) },
        Param { type_oid: INT4, value: None },
    ];
    let (rows, _) = all(database().query(spec).await.unwrap()).await.unwrap();
    let expected = [0.5f64.to_be_bytes().to_vec(), 42i32.to_be_bytes().to_vec(), vec![1]];
    assert_eq!(rows, [expected.map(Some)]);
}

#[tokio::test]
async fn too_few_parameters_are_an_error() {
    let error = ask(&database(), "SELECT $1::int4 + $2::int4").await.unwrap_err();
    assert_eq!(error.for_log(), "expected 2 parameters but got 0");
    assert_eq!(error.for_client(), "internal error");
}

#[tokio::test]
async fn column_of_another_type_than_expected_is_refused_before_the_query_runs() {
    let mut spec = QuerySpec::new("SELECT 1/0 AS n, 'a'::text AS t");
    spec.expected_types = Some(vec![INT4, FLOAT8]);
    let error = database().query(spec).await.err().unwrap();
    assert_eq!(error.for_log(), "column `t` of the query has the type with OID 25 where 701 is expected");
    let mut spec = QuerySpec::new("SELECT 1/0 AS n");
    spec.expected_types = Some(vec![INT4, FLOAT8]);
    let error = database().query(spec).await.err().unwrap();
    assert_eq!(error.for_log(), "the query has 1 columns where 2 are expected");
}

#[tokio::test]
async fn batches_hold_whole_rows_of_about_the_size_asked_for() {
    let mut spec = QuerySpec::new("SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
    spec.batch_bytes = 10_000;
    let mut stream = database().query(spec).await.unwrap();
    let (mut sizes, row_bytes) = (Vec::new(), 2 + 4 + 1000);
    while let Some(Ok(Batch::Rows(batch))) = stream.next().await {
        assert_eq!(batch.len() % row_bytes, 0);
        sizes.push(batch.len() / row_bytes);
    }
    assert_eq!(sizes.iter().sum::<usize>(), 1000);
    assert!(sizes.iter().all(|rows| *rows <= 10), "{sizes:?}");
}

#[tokio::test]
async fn row_larger_than_a_batch_is_whole() {
    let (rows, _) = ask(&database(), "SELECT repeat('x', 3000000)").await.unwrap();
    assert_eq!(rows[0][0].as_ref().unwrap().len(), 3_000_000);
}

#[tokio::test]
async fn million_rows_arrive_in_order_with_flat_memory() {
    let mut spec = QuerySpec::new(
        "SELECT n::int4, n::float8, 'some text', n::int8, NULL::int4 FROM generate_series(1, 1000000) n",
    );
    spec.pool = Pool::Long;
    let mut stream = database().query(spec).await.unwrap();
    let row_bytes = 2 + (4 + 4) + (4 + 8) + (4 + 9) + (4 + 8) + 4;
    let (before, mut peak, mut rows) = (resident_mib(), 0, 0u64);
    let end = loop {
        match stream.next().await.unwrap().unwrap() {
            Batch::Rows(batch) => {
                for row in batch.chunks(row_bytes) {
                    rows += 1;
                    assert_eq!(row[6..10], (rows as i32).to_be_bytes());
                }
                peak = peak.max(resident_mib());
            }
            Batch::End(end) => break end,
        }
    };
    assert_eq!((end, rows), (End { rows: 1_000_000, overflow: false }, 1_000_000));
    // 51 MB went through; other tests of this process take a little.
    assert!(peak.saturating_sub(before) < 16, "{before} MiB before, {peak} MiB at most");
}
