//! Names and values that come with an uploaded table.

use reqwest::Method;

use super::fortress::Fortress;
use crate::client::{Answer, Request};

/// Names of tables that cannot be names.
pub(super) const NAMES: &[&str] = &[
    "x; DROP TABLE depot.canary",
    "x\"y",
    "x'y",
    "pg_temp.x",
    "plain.stars",
    "TAP_SCHEMA.tables",
    "\u{0}",
    "x y",
    "$1",
    "",
];

/// Names of columns.
pub(super) const COLUMNS: &[&str] = &[
    "a\"; DROP TABLE depot.canary; --",
    "a'; --",
    "a\\\"b",
    "ctid",
    "xmin",
    "tableoid",
    "select",
    "armilla_lo",
    "armilla_hi",
    "c1",
    "$1",
    "\u{202e}a",
];

/// Values of a text column.
pub(super) const VALUES: &[&str] = &[
    "'; DROP TABLE depot.canary; --",
    "\\'; --",
    "\\N",
    "\\.",
    "$$x$$",
    "E'\\x27'",
    "{1,2}",
    "NULL",
    "=cmd()",
    "\u{202e}\u{feff}x",
];

pub(super) async fn uploaded(fortress: &Fortress, adql: &str, upload: &str, file: Vec<u8>) -> Answer {
    let request = Request::new(Method::POST, "/tap/sync").with(&[
        ("LANG", "ADQL"),
        ("QUERY", adql),
        ("UPLOAD", upload),
        ("RESPONSEFORMAT", "json"),
    ]);
    fortress.asked(request.with_file("file", file)).await
}

#[tokio::test]
async fn an_upload_has_a_plain_name_or_none() {
    let fortress = Fortress::new();
    for name in NAMES {
        let upload = format!("{name},param:file");
        let answer = uploaded(&fortress, "SELECT * FROM TAP_UPLOAD.x", &upload, b"a\n1\n".to_vec()).await;
        assert_eq!(answer.status, 400, "{name}: {}", answer.text());
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn columns_of_an_upload_are_names_and_nothing_else() {
    let fortress = Fortress::new();
    for name in COLUMNS {
        let csv = format!("\"{}\",b\n7,8\n", name.replace('"', "\"\""));
        for file in [csv.clone().into_bytes(), votable(name, "7").into_bytes()] {
            let answer = uploaded(&fortress, "SELECT * FROM TAP_UPLOAD.x", "x,param:file", file).await;
            assert!(matches!(answer.status, 200 | 400), "{name}: {}", answer.text());
            assert!(answer.status == 400 || answer.text().contains('7'), "{name}: {}", answer.text());
            if answer.status == 200 {
                let quoted = format!("SELECT \"{}\" AS v FROM TAP_UPLOAD.x", name.replace('"', "\"\""));
                let again = uploaded(&fortress, &quoted, "x,param:file", csv.clone().into_bytes()).await;
                assert!(matches!(again.status, 200 | 400), "{name}: {}", again.text());
            }
        }
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn values_of_an_upload_come_back_as_they_were() {
    let fortress = Fortress::new();
    for value in VALUES {
        let text = uploaded(
            &fortress,
            "SELECT t.v FROM TAP_UPLOAD.x AS t",
            "x,param:file",
            votable("v", value).into_bytes(),
        );
        let answer = text.await;
        assert_eq!(answer.status, 200, "{value}: {}", answer.text());
        let written = serde_json::to_string(value).unwrap();
        let document = answer.json();
        assert!(document.to_string().contains(&written), "{value}: {document}");
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn a_join_with_an_upload_sees_no_hidden_row() {
    let fortress = Fortress::new();
    let all: String = std::iter::once("n\n".to_owned()).chain((1..=120).map(|n| format!("{n}\n"))).collect();
    for (adql, count) in [
        ("SELECT COUNT(*) AS n FROM TAP_UPLOAD.x AS x JOIN plain.stars AS s ON s.ID = x.n", 60),
        (
            "SELECT COUNT(*) AS n FROM TAP_UPLOAD.x AS x LEFT JOIN plain.stars AS s ON s.ID = x.n WHERE s.NAME IS NULL",
            60,
        ),
        ("SELECT COUNT(*) AS n FROM TAP_UPLOAD.x AS x WHERE x.n IN (SELECT ID FROM plain.stars)", 60),
    ] {
        let answer = uploaded(&fortress, adql, "x,param:file", all.clone().into_bytes()).await;
        assert!(answer.text().contains(&count.to_string()), "{adql}: {}", answer.text());
    }
    let locked = "SELECT x.n FROM TAP_UPLOAD.x AS x JOIN promised.silver AS p ON p.COINS = x.n";
    assert_eq!(uploaded(&fortress, locked, "x,param:file", all.into_bytes()).await.status, 401);
}

/// A table of one text column with one value.
fn votable(name: &str, value: &str) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<?xml version=\"1.0\"?><VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE><TABLE>\
         <FIELD name=\"{}\" datatype=\"char\" arraysize=\"*\"/><DATA><TABLEDATA><TR><TD>{}</TD></TR></TABLEDATA></DATA>\
         </TABLE></RESOURCE></VOTABLE>",
        escape(name),
        escape(value)
    )
}
