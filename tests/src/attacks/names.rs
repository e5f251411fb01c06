//! Names that do not exist for the caller: every answer is that for a name that nobody has.

use reqwest::Method;

use super::fortress::{Fortress, query};
use crate::client::Request;

/// `SCHEMA`, `TABLE` and `COLUMN` are hidden names, or names of nothing.
pub(super) const QUERIES: &[&str] = &[
    "SELECT * FROM SCHEMA.TABLE",
    "SELECT * FROM TABLE",
    "SELECT BARS FROM SCHEMA.TABLE WHERE BARS = 1",
    "SELECT * FROM \"SCHEMA\".\"TABLE\"",
    "SELECT s.ID FROM plain.stars AS s JOIN SCHEMA.TABLE AS t ON s.ID = t.ID",
    "SELECT ID FROM plain.stars WHERE ID IN (SELECT BARS FROM SCHEMA.TABLE)",
    "SELECT SCHEMA.TABLE.ID FROM plain.stars",
    "SELECT TABLE.ID FROM plain.stars",
    "SELECT * FROM plain.TABLE",
    "SELECT COLUMN FROM plain.stars",
    "SELECT stars.COLUMN FROM plain.stars",
    "SELECT ID FROM plain.stars WHERE COLUMN < 6",
    "SELECT ID FROM plain.stars WHERE stars.COLUMN = stars.COLUMN",
    "SELECT ID FROM plain.stars ORDER BY COLUMN",
    "SELECT COUNT(*) AS n FROM plain.stars GROUP BY COLUMN",
    "SELECT MAX(COLUMN) AS m FROM plain.stars",
    "SELECT ID FROM plain.stars AS a JOIN plain.stars AS b USING (COLUMN)",
    "SELECT ID, RANK() OVER (ORDER BY COLUMN) AS r FROM plain.stars",
    "SELECT COLUMN[1] FROM plain.stars",
    "SELECT s.ID FROM plain.shown AS s WHERE EXISTS (SELECT 1 FROM plain.stars AS t WHERE t.COLUMN = s.ID)",
    "WITH w AS (SELECT * FROM plain.stars) SELECT COLUMN FROM w",
    "SELECT d.COLUMN FROM (SELECT * FROM plain.stars) AS d",
    "SELECT \"COLUMN\" FROM plain.stars",
];

/// The hidden names, and names of nothing that look like them: schema, table, column.
pub(super) const NAMES: [[&str; 3]; 2] = [["zqvault", "zqgold", "zqtray"], ["zqvaulx", "zqgolx", "zqtrax"]];

#[tokio::test]
async fn hidden_names_are_answered_like_names_of_nothing() {
    let fortress = Fortress::new();
    for form in QUERIES {
        let mut answers = Vec::new();
        for [schema, table, column] in NAMES {
            let adql = form.replace("SCHEMA", schema).replace("TABLE", table).replace("COLUMN", column);
            let answer = fortress.asked(query(&adql)).await;
            assert_eq!(answer.status, 400, "{adql}: {}", answer.text());
            answers
                .push(answer.text().replace(schema, "SCHEMA").replace(table, "NAME").replace(column, "NAME"));
        }
        assert_eq!(answers[0], answers[1], "{form}");
    }
}

#[tokio::test]
async fn metadata_name_nothing_that_is_hidden() {
    let fortress = Fortress::new();
    for path in [
        "/",
        "/tap",
        "/tap/tables",
        "/tap/tables?detail=max",
        "/tap/capabilities",
        "/tap/examples",
        "/scs",
        "/metrics",
        "/scs/plain/stars/capabilities",
        "/scs/plain/stars/moc",
    ] {
        let answer = fortress.asked(Request::new(Method::GET, path)).await;
        assert!(answer.status < 500, "{path}");
    }
    for table in ["schemas", "tables", "columns", "keys", "key_columns", "enumerations"] {
        fortress.asked(query(&format!("SELECT * FROM TAP_SCHEMA.{table}"))).await;
    }
}

#[tokio::test]
async fn an_announced_table_wants_a_login() {
    let fortress = Fortress::new();
    let tables =
        fortress.rows("SELECT table_name FROM TAP_SCHEMA.tables WHERE schema_name = 'promised'").await;
    assert_eq!(tables, ["promised.silver", "table_name"]);
    for adql in [
        "SELECT * FROM promised.silver",
        "SELECT COUNT(*) AS n FROM silver",
        "SELECT s.ID FROM plain.stars AS s LEFT JOIN promised.silver AS p ON s.ID = p.COINS",
        "SELECT ID FROM plain.stars WHERE ID IN (SELECT COINS FROM promised.silver)",
    ] {
        let answer = fortress.asked(query(adql)).await;
        assert_eq!(answer.status, 401, "{adql}: {}", answer.text());
        assert!(
            answer.text().contains("`promised.silver` is not open to you; log in to read it"),
            "{}",
            answer.text()
        );
    }
}
