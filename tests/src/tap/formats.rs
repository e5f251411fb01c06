//! Output formats: media types, serializations, column metadata (TAP 1.1, VOTable 1.4).

use crate::client::{Client, Field};
use crate::harness::{python, shared};

/// Numbers of all sizes, arrays, strings, times, polygons, and nulls of a float and of a long.
pub const QUERY: &str = "SELECT TOP 200 a.*, f.FLUX_AUTO, s.GAIA_PROB_STAR, x.Source, x.Gmag, t.NAME, t.DATE_OBS, t.S_REGION \
    FROM jplus.MagABDualObj AS a \
    JOIN jplus.FNuDualObj AS f ON a.tile_id = f.tile_id AND a.number = f.number \
    JOIN jplus.StarGalClass AS s ON a.tile_id = s.tile_id AND a.number = s.number \
    LEFT JOIN jplus.xmatch_gaia_dr3 AS x ON a.tile_id = x.tile_id AND a.number = x.number \
    JOIN jplus.TileImage AS t ON a.tile_id = t.tile_id ORDER BY a.tile_id, a.number";

#[tokio::test]
async fn every_declared_media_type_and_alias_is_accepted() {
    let client = Client::shared();
    let capabilities = client.get("/tap/capabilities").await.xml();
    let elements = capabilities.descendants();
    let formats: Vec<_> = elements.iter().filter(|element| element.name == "outputFormat").collect();
    assert!(formats.len() >= 4, "TABLEDATA, BINARY, BINARY2 and CSV at least");
    for format in formats {
        let mime = format.text_of("mime");
        for name in std::iter::once(mime).chain(format.all("alias").map(|alias| alias.text.as_str())) {
            let answer =
                client.query("SELECT TOP 2 name FROM jplus.Filter", &[("RESPONSEFORMAT", name)]).await;
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            let (found, asked) = (main_type(answer.header("content-type")), main_type(mime));
            assert_eq!(found, asked, "{name}");
        }
    }
}

#[tokio::test]
async fn each_serialization_is_the_one_that_was_asked_for() {
    let client = Client::shared();
    for (format, serialization) in [
        ("votable/td", "TABLEDATA"),
        ("votable/b", "BINARY"),
        ("votable/b2", "BINARY2"),
        ("application/x-votable+xml;serialization=TABLEDATA", "TABLEDATA"),
        ("application/x-votable+xml; serialization=binary", "BINARY"),
        ("Application/X-VOTable+XML;serialization=BINARY2", "BINARY2"),
    ] {
        let answer = client.query("SELECT TOP 2 name FROM jplus.Filter", &[("RESPONSEFORMAT", format)]).await;
        assert_eq!(answer.votable().serialization, serialization, "{format}");
        let kind = answer.header("content-type");
        assert!(kind.starts_with("application/x-votable+xml"), "{format}: {kind}");
    }
}

#[tokio::test]
async fn asked_type_of_text_xml_is_the_type_of_the_answer() {
    let client = Client::shared();
    let answer = client.query("SELECT TOP 2 name FROM jplus.Filter", &[("RESPONSEFORMAT", "text/xml")]).await;
    assert_eq!(main_type(answer.header("content-type")), "text/xml");
}

/// astropy reads all serializations; the text of CSV is compared with its numbers.
#[tokio::test]
async fn astropy_reads_the_same_rows_from_every_serialization() {
    let report = python("serializations.py", &[shared().base(), QUERY]);
    assert_eq!(report["rows"], 200, "{report}");
    assert!(report["columns"].as_u64().is_some_and(|columns| columns > 20), "{report}");
    assert_eq!(report["differences"], serde_json::json!([]), "{report}");
}

#[tokio::test]
async fn csv_without_a_head_line_has_rows_only() {
    let client = Client::shared();
    let query = "SELECT filter_id FROM jplus.Filter WHERE filter_id < 3 ORDER BY filter_id";
    let answer = client.query(query, &[("RESPONSEFORMAT", "text/csv;header=absent")]).await;
    assert_eq!(answer.text(), "1\r\n2\r\n");
    let answer = client.query(query, &[("RESPONSEFORMAT", "text/csv")]).await;
    assert_eq!(answer.text(), "filter_id\r\n1\r\n2\r\n".replace("filter_id", answer.csv().head[0].as_str()));
    assert_eq!(answer.header("content-type"), "text/csv;header=present");
}

#[tokio::test]
async fn columns_of_a_table_carry_what_the_table_document_says() {
    let client = Client::shared();
    let document = client.get("/tap/tables/jplus.MagABDualObj").await.xml();
    let answer = client.query("SELECT * FROM jplus.MagABDualObj", &[("MAXREC", "0")]).await.votable();
    let published: Vec<Field> = document
        .all("column")
        .map(|column| {
            let kind = column.first("dataType").expect("a column has a type");
            let text = |name| Some(column.text_of(name).to_owned()).filter(|text| !text.is_empty());
            Field {
                name: column.text_of("name").trim_matches('"').to_owned(),
                datatype: kind.text.clone(),
                arraysize: kind.attribute("arraysize").map(str::to_owned),
                xtype: kind.attribute("extendedType").map(str::to_owned),
                unit: text("unit"),
                ucd: text("ucd"),
                utype: text("utype"),
                description: column.text_of("description").to_owned(),
            }
        })
        .collect();
    assert!(published.len() >= 15);
    assert_eq!(answer.fields, published);
}

#[tokio::test]
async fn element_of_an_array_keeps_its_unit_and_is_a_scalar() {
    let client = Client::shared();
    let adql = "SELECT mag_auto, mag_auto[1] AS r, COUNT(*) AS n FROM jplus.MagABDualObj GROUP BY mag_auto, mag_auto[1]";
    let table = client.query(adql, &[("MAXREC", "1")]).await.votable();
    let [array, element, count] = table.fields.as_slice() else { panic!("{:?}", table.fields) };
    assert_eq!(array.arraysize.as_deref(), Some("12"));
    assert_eq!((element.arraysize.as_deref(), &element.unit), (None, &array.unit));
    assert_eq!(element.datatype, array.datatype);
    assert_eq!((count.name.as_str(), count.datatype.as_str()), ("n", "long"));
}

fn main_type(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_lowercase()
}
