//! Ways round a row filter: each query has the rows of the same query over a table that holds no others.

use super::fortress::{Fortress, query};

/// `T` is the table.
pub(super) const SAME: &[&str] = &[
    "SELECT * FROM T",
    "SELECT COUNT(*) AS n FROM T",
    "SELECT ID FROM T WHERE 1 = 1 OR ID = 6",
    "SELECT ID FROM T WHERE NAME = 'a\\' OR 1=1 --'",
    "SELECT ID FROM T; --",
    "SELECT x.ID FROM T AS x WHERE NOT (x.ID < 0)",
    "SELECT \"ID\" FROM T AS \"r0\"",
    "SELECT ID FROM T AS \"t2\" WHERE \"t2\".MAG > 0",
    "WITH stars AS (SELECT * FROM T) SELECT * FROM stars",
    "WITH w AS (SELECT * FROM T) SELECT a.ID, b.ID AS b FROM w AS a, w AS b WHERE a.ID = b.ID + 1",
    "SELECT ID FROM (SELECT * FROM T) AS d WHERE 1 = 1",
    "SELECT ID FROM (SELECT ID FROM (SELECT * FROM T) AS a) AS b",
    "SELECT a.ID, b.ID AS b FROM T AS a LEFT JOIN T AS b ON b.ID = a.ID + 1",
    "SELECT a.ID, b.ID AS b FROM T AS a RIGHT JOIN T AS b ON 1 = 1 WHERE a.ID < 3",
    "SELECT a.ID, b.ID AS b FROM T AS a FULL JOIN T AS b ON a.ID = b.ID + 6",
    "SELECT a.NAME FROM T AS a JOIN T AS b ON a.ID <> b.ID OR 1 = 1",
    "SELECT a.ID FROM T AS a NATURAL JOIN T AS b",
    "SELECT ID FROM T JOIN (SELECT ID FROM T) AS b USING (ID)",
    "SELECT s.ID FROM plain.shown AS s WHERE NOT EXISTS (SELECT 1 FROM T AS t WHERE t.ID = s.ID + 6)",
    "SELECT s.ID FROM plain.shown AS s WHERE s.ID + 5 NOT IN (SELECT ID FROM T)",
    "SELECT s.ID FROM plain.shown AS s WHERE EXISTS (SELECT 1 FROM T AS t WHERE t.MAG = 17.25)",
    "SELECT ID FROM T UNION SELECT ID FROM T",
    "SELECT ID FROM T UNION ALL SELECT ID FROM T WHERE 1 = 1",
    "SELECT ID FROM T EXCEPT SELECT ID FROM plain.shown",
    "SELECT ID FROM T INTERSECT SELECT ID FROM T",
    "SELECT MAG, COUNT(*) AS n FROM T GROUP BY MAG",
    "SELECT MAG, COUNT(*) AS n FROM T GROUP BY MAG HAVING COUNT(*) > 0 OR MAX(ID) > 0",
    "SELECT MAX(MAG) AS m, MIN(NAME) AS a, MAX(NAME) AS z, SUM(ID) AS s, AVG(RA) AS r FROM T",
    "SELECT DISTINCT MAG FROM T",
    "SELECT COUNT(DISTINCT NAME) AS n FROM T",
    "SELECT ID, RANK() OVER (ORDER BY MAG, ID) AS r FROM T",
    "SELECT ID, COUNT(*) OVER () AS n FROM T",
    "SELECT ID, LAG(NAME) OVER (ORDER BY ID) AS n FROM T",
    "SELECT TOP 3 ID FROM T ORDER BY MAG DESC, ID OFFSET 2",
    "SELECT TOP 5 ID, DISTANCE(RA, DEC, 15, -13) AS d FROM T ORDER BY d, ID",
    "SELECT ID FROM T WHERE DISTANCE(RA, DEC, 15, -13.5) < 30",
    "SELECT ID FROM T WHERE 0 = CONTAINS(POINT(RA, DEC), CIRCLE(0, 0, 0.001))",
    "SELECT a.ID, b.ID AS b FROM T AS a JOIN T AS b ON DISTANCE(a.RA, a.DEC, b.RA, b.DEC) < 3",
    "SELECT ID FROM T WHERE NAME LIKE 'v%' OR NAME LIKE '%'",
    "SELECT ID FROM T WHERE MAG BETWEEN 17 AND 18 OR MAG IS NOT NULL",
    "SELECT ID FROM T WHERE ID IN (6, 7, 8, 9, 10, 11, 12)",
    "SELECT CASE WHEN MAG = 17.25 THEN NAME ELSE 'x' END AS n FROM T",
    "SELECT COALESCE(NULL, NAME) AS n FROM T WHERE COALESCE(MAG, 1) > 0",
];

/// Conditions that fail for the hidden rows, whose magnitude is 17.25, and for no other.
pub(super) const FAILING: &[&str] = &[
    "1 / (MAG - 17.25) > -100",
    "SQRT(17.2 - MAG) >= 0",
    "LOG10(17.25 - MAG) < 9",
    "CAST(CASE WHEN MAG > 17 THEN 'x' ELSE '1' END AS INTEGER) = 1",
    "CAST(POWER(10, CASE WHEN MAG > 17 THEN 30 ELSE 1 END) AS INTEGER) > 0",
    "MOD(5, 17.25 - MAG) >= 0",
    "ACOS((MAG - 16.25) / 10 + 0.91) < 9",
    "ID + CASE WHEN MAG > 17 THEN 9223372036854775807 ELSE 1 END > 0",
];

/// Where they may stand, as `{}`.
pub(super) const PLACES: &[&str] = &[
    "SELECT ID FROM T WHERE {}",
    "SELECT COUNT(*) AS n FROM T WHERE {}",
    "SELECT ID FROM (SELECT * FROM T) AS d WHERE {}",
    "WITH w AS (SELECT * FROM T) SELECT ID FROM w WHERE {}",
    "SELECT s.ID FROM T AS s JOIN (SELECT ID AS o FROM plain.shown) AS p ON s.ID = p.o AND {}",
];

#[tokio::test]
async fn no_form_of_query_sees_a_hidden_row() {
    let fortress = Fortress::new();
    for form in SAME {
        let rows = fortress.rows(&of(form, "plain.stars")).await;
        assert_eq!(rows, fortress.rows(&of(form, "plain.shown")).await, "{form}");
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn no_error_tells_of_a_hidden_row() {
    let fortress = Fortress::new();
    for condition in FAILING {
        for place in PLACES {
            let form = place.replace("{}", &format!("({condition})"));
            let rows = fortress.rows(&of(&form, "plain.stars")).await;
            assert_eq!(rows, fortress.rows(&of(&form, "plain.shown")).await, "{form}");
            assert!(rows.len() > 1, "{form}");
        }
    }
}

#[tokio::test]
async fn a_plan_tells_no_numbers_of_a_filtered_table() {
    let fortress = Fortress::new();
    let plan = |table: &str| {
        let mut request = query(&format!("SELECT ID FROM {table} WHERE MAG > 17"));
        request.path = "/tap/plan".to_owned();
        request.parameters.retain(|(name, _)| name != "RESPONSEFORMAT");
        request
    };
    let whole = fortress.asked(plan("plain.shown")).await;
    assert!(whole.text().contains("\"estimated_rows\""), "{}", whole.text());
    let filtered = fortress.asked(plan("plain.stars")).await;
    let expected = "{\n  \"maxrec\": 20000,\n  \"tables\": [\n    {\n      \"table\": \"plain.stars\"\n    }\n  ],\n  \
                    \"indexes\": [],\n  \"warnings\": [\n    \"you may see a part of the rows of these tables, so that \
                    no estimates are told\"\n  ]\n}\n";
    assert_eq!(filtered.text(), expected);
}

/// A query over one table; a `T` alone stands for it.
fn of(form: &str, table: &str) -> String {
    let words: Vec<String> = form
        .split(' ')
        .map(|word| {
            let bare = word.trim_end_matches([')', ',']);
            if bare == "T" || bare == "T;" { word.replacen('T', table, 1) } else { word.to_owned() }
        })
        .collect();
    words.join(" ")
}
