//! A composed table: 59 filters in 16 apertures, stored in eighteen relations.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use tokio::sync::Mutex;

use crate::client::{Client, Field};
use crate::harness::{Host, Start, until};

/// A demo of the narrow-band survey, for these tests only.
pub(super) static HOST: LazyLock<Host> =
    LazyLock::new(|| Start::demo(1_000).with(&["--survey", "jpas"]).ready());

/// The tests take turns: one of them counts which tables the server reads.
pub(super) static TURN: Mutex<()> = Mutex::const_new(());

const ALL: &str = "SELECT * FROM jpas.MagABDualObj ORDER BY object_id";

/// Published columns of each kind of relation, with where the rows are.
const COLUMNS: &[(&str, &str)] = &[
    ("OBJECT_ID", "magabdualobj.object_id"),
    ("ALPHA_J2000", "magabdualobj.alpha_j2000"),
    ("MAG_AUTO_ISDSS", "magabdualobj.mag_auto_isdss"),
    ("MAG_APER_0_8", "mag_aper_0_8.mag"),
    ("MAG_ERR_APER_0_8", "mag_aper_0_8.err"),
    ("MAG_APER_8_0", "mag_aper_8_0.mag"),
    ("MAG_APER_COR_6_0", "mag_aper_cor_6_0.mag"),
    ("MAG_ERR_AUTO", "mag_auto.err"),
    ("MAG_PSFCOR", "mag_psfcor.mag"),
    ("FLAGS", "mag_flags.flags"),
    ("MASK_FLAGS", "mag_flags.mask_flags"),
];

#[tokio::test]
async fn all_of_a_composed_table_is_the_rows_of_the_database_in_csv() {
    let _turn = TURN.lock().await;
    let table = Client::of(&HOST).rows(ALL).await;
    assert_eq!((table.rows.len(), table.head.len()), (1_000, 52));
    for (name, stored) in COLUMNS {
        let expected = stored_numbers(stored);
        let found: Vec<Vec<f64>> = table.column(name).into_iter().map(numbers).collect();
        assert!(found == expected, "{name} is not {stored}");
    }
}

#[tokio::test]
async fn all_of_a_composed_table_is_the_rows_of_the_database_in_binary2() {
    let _turn = TURN.lock().await;
    let parameters = [("RESPONSEFORMAT", "votable/b2"), ("MAXREC", "100000")];
    let answer = Client::of(&HOST).query(ALL, &parameters).await;
    let table = answer.votable();
    assert_eq!((table.status(), table.fields.len()), ("OK", 52));
    let document = answer.xml();
    let stream = document.descendants().into_iter().find(|element| element.name == "STREAM").unwrap();
    let rows = binary2_rows(&base64(&stream.text), &table.fields);
    assert_eq!(rows.len(), 1_000);
    for (name, stored) in COLUMNS {
        let place = table.names().iter().position(|known| known == name).unwrap();
        let single = table.fields[place].datatype == "float";
        // The database says numbers of single precision in as few digits as tell them apart.
        let exact = |value: f64| if single { f64::from(value as f32) } else { value };
        for (row, expected) in rows.iter().zip(stored_numbers(stored)) {
            assert!(row[place].iter().copied().eq(expected.into_iter().map(exact)), "{name} is not {stored}");
        }
    }
}

#[tokio::test]
async fn an_element_of_one_aperture_reads_one_relation() {
    let _turn = TURN.lock().await;
    let client = Client::of(&HOST);
    let database = HOST.database();
    let scans = || -> BTreeMap<String, i64> {
        let sql = "SELECT relname, coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables \
                   WHERE schemaname = 'sim_jpas'";
        let rows = database.rows(sql);
        rows.iter()
            .filter_map(|row| row.split_once('|'))
            .map(|(name, n)| (name.to_owned(), n.parse().unwrap()))
            .collect()
    };
    // The server counts with a delay: it has ended when this query, which comes last, is counted.
    let settle = || async {
        let before = scans()["filter"];
        client.rows("SELECT COUNT(*) FROM jpas.Filter").await;
        until("the counts", Duration::from_secs(60), || (scans()["filter"] > before).then_some(()));
    };
    settle().await;
    let before = scans();
    let bright = "SELECT COUNT(*) AS n FROM jpas.MagABDualObj WHERE MAG_APER_6_0[jpas::J0660] < 20";
    let count = client.rows(bright).await.numbers("n");
    until("the scan", Duration::from_secs(60), || (scans() != before).then_some(()));
    settle().await;
    let after = scans();
    let read: Vec<&str> =
        after.iter().filter(|(name, n)| **n > before[*name]).map(|(name, _)| name.as_str()).collect();
    assert_eq!(read, ["filter", "mag_aper_6_0"]);
    let direct = database.rows("SELECT count(*) FROM sim_jpas.mag_aper_6_0 WHERE mag[30] < 20");
    assert_eq!(direct, [format!("{}", count[0])]);
}

#[tokio::test]
async fn a_cone_over_several_parts_is_what_the_database_has_there() {
    let _turn = TURN.lock().await;
    let adql = "SELECT number, mag_aper_3_0[jpas::rSDSS] - mag_aper_6_0[jpas::rSDSS] AS growth, flags[jpas::iSDSS] AS f \
                FROM jpas.MagABDualObj WHERE DISTANCE(ALPHA_J2000, DELTA_J2000, 211.8, 55.16) < 0.5 ORDER BY object_id";
    let found = Client::of(&HOST).rows(adql).await;
    let expected = HOST.database().rows(
        "SELECT number, a.mag[58]::float8 - b.mag[58]::float8, flags[59] FROM sim_jpas.magabdualobj
         JOIN sim_jpas.mag_aper_3_0 AS a USING (object_id) JOIN sim_jpas.mag_aper_6_0 AS b USING (object_id)
         JOIN sim_jpas.mag_flags USING (object_id) WHERE acosd(least(1, sind(delta_j2000) * sind(55.16)
         + cosd(delta_j2000) * cosd(55.16) * cosd(alpha_j2000 - 211.8))) < 0.5 ORDER BY object_id",
    );
    let expected: Vec<Vec<f64>> = expected.iter().map(|row| numbers(&row.replace('|', " "))).collect();
    assert!(expected.len() > 10, "{}", expected.len());
    let found: Vec<Vec<f64>> = found.rows.iter().map(|row| numbers(&row.join(" "))).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_filter_of_another_survey_is_refused_with_the_right_ones() {
    let answer = Client::of(&HOST).query("SELECT mag_auto[jpas::J0515] FROM jpas.MagABDualObj", &[]).await;
    let error = answer.votable().error().to_owned();
    assert_eq!(answer.status, 400);
    assert!(error.starts_with("error: enumeration `jpas` has no element `J0515`"), "{error}");
    assert!(error.contains("uJAVA, J0378, J0390") && error.contains("J0510, J0520"), "{error}");
}

/// The values of a column of the database, in the order of the objects.
fn stored_numbers(column: &str) -> Vec<Vec<f64>> {
    let relation = column.split('.').next().unwrap();
    let sql = format!("SELECT {column} FROM sim_jpas.{relation} ORDER BY object_id");
    let rows = HOST.database().rows(&sql);
    rows.iter().map(|row| numbers(&row.replace(['{', '}'], "").replace(',', " "))).collect()
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|word| word.parse().unwrap()).collect()
}

/// The rows of BINARY2 (VOTable 1.4 §5.4) whose columns are numbers and arrays of fixed length, none of them null.
fn binary2_rows(mut bytes: &[u8], fields: &[Field]) -> Vec<Vec<Vec<f64>>> {
    let mut rows = Vec::new();
    while !bytes.is_empty() {
        let flags = take(&mut bytes, fields.len().div_ceil(8));
        assert!(flags.iter().all(|flag| *flag == 0), "no value is null");
        rows.push(fields.iter().map(|field| values(&mut bytes, field)).collect());
    }
    rows
}

fn values(bytes: &mut &[u8], field: &Field) -> Vec<f64> {
    let length = field.arraysize.as_ref().map_or(1, |size| size.parse().unwrap());
    let mut value = || match field.datatype.as_str() {
        "short" => f64::from(i16::from_be_bytes(array(bytes))),
        "int" => f64::from(i32::from_be_bytes(array(bytes))),
        "long" => i64::from_be_bytes(array(bytes)) as f64,
        "float" => f32::from_be_bytes(array(bytes)).into(),
        "double" => f64::from_be_bytes(array(bytes)),
        other => panic!("{other} is not expected"),
    };
    (0..length).map(|_| value()).collect()
}

fn array<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
    take(bytes, N).try_into().unwrap()
}

fn take<'b>(bytes: &mut &'b [u8], count: usize) -> &'b [u8] {
    let (taken, rest) = bytes.split_at(count);
    *bytes = rest;
    taken
}

fn base64(text: &str) -> Vec<u8> {
    let mut digits = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>();
    base64_simd::STANDARD.decode_inplace(&mut digits).expect("the stream is base64").to_vec()
}
