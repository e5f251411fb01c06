//! The text of every error, place and hint included.

use crate::sample::translated;

/// A query that is wrong, and all that its user is told on one line.
const LEDGER: &[(&str, &str)] = &[
    // --- text ---
    (
        "SELECT name FROM demo.stars WHERE name = \u{2018}M31\u{2019}",
        "line 1, column 42: unexpected character `\u{2018}` (write straight quotes round strings: '...')",
    ),
    (
        "SELECT id FROM demo.stars WHERE id % 2 = 0",
        "line 1, column 36: unexpected character `%` (write MOD(x, y) for the remainder)",
    ),
    ("SELECT id\u{1} FROM demo.stars", "line 1, column 10: unexpected character U+0001"),
    (
        "SELECT name FROM demo.stars\nWHERE name = 'M31",
        "line 2, column 14: the string that starts here has no closing quote (a quote inside a string is written twice: 'O''Neill')",
    ),
    (
        "SELECT \"name FROM demo.stars",
        "line 1, column 8: the quoted name that starts here has no closing quote (double quotes enclose names; strings are written in single quotes)",
    ),
    ("SELECT \"\" FROM demo.stars", "line 1, column 8: a quoted name must not be empty"),
    (
        "SELECT 2MASS FROM demo.stars",
        "line 1, column 8: a number runs into a word: `2MASS` (put a blank between them, or write a name in double quotes: \"2MASS\")",
    ),
    ("SELECT 1e999 FROM demo.stars", "line 1, column 8: the number `1e999` is too large"),
    (
        "SELECT /* all */ id FROM demo.stars",
        "line 1, column 8: `/*` does not start a comment in ADQL (write -- in front of each line of the comment)",
    ),
    (
        "SELECT _x FROM demo.stars",
        "line 1, column 8: `_x` is not a regular name: it starts with an underscore (write it in double quotes, with the exact case: \"_x\")",
    ),
    // --- grammar ---
    ("SELECT id FROM", "line 1, column 15: expected a table name, found the end of the query"),
    ("SELECT id, FROM demo.stars", "line 1, column 12: expected a value, found `FROM`"),
    ("SELECT id demo.stars", "line 1, column 15: expected `,` or FROM, found `.`"),
    (
        "SELECT size FROM demo.stars",
        "line 1, column 8: expected a value, found the reserved word `size` (to use it as a name, write it in double quotes: \"size\")",
    ),
    (
        "SELECT COUNT(*) AS count FROM demo.stars",
        "line 1, column 20: expected a name after AS, found the reserved word `count` (to use it as a name, write it in double quotes: \"count\")",
    ),
    (
        "SELECT id FROM demo.stars; DROP TABLE stars",
        "line 1, column 28: the query ends at the `;`, but more text follows (send one query at a time)",
    ),
    ("SELECT id FROM demo.stars LIMIT 5, 10", "line 1, column 34: expected the end of the query, found `,`"),
    (
        "SELECT CASE WHEN id > 1 THEN 1 FROM demo.stars",
        "line 1, column 32: expected WHEN, ELSE or END, found `FROM`",
    ),
    (
        "SELECT CASE WHEN id > 1 THEN 1 ELSE name END FROM demo.stars",
        "line 1, column 37: an integer and a string cannot be results of one CASE (numbers are written without quotes, strings with: 12.5, 'M31')",
    ),
    (
        "SELECT FLOOR(mag) OVER (ORDER BY id) FROM demo.stars",
        "line 1, column 8: `FLOOR` is not a window function (window functions are ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE and the aggregates)",
    ),
    (
        "SELECT median(mag) OVER (ORDER BY id) FROM demo.stars",
        "line 1, column 8: `median` is not a window function (window functions are ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE and the aggregates)",
    ),
    (
        "SELECT id FROM demo.stars WHERE RANK() OVER (ORDER BY mag) = 1",
        "line 1, column 33: a window function cannot stand in WHERE (select it in a subquery of FROM, and use its name outside)",
    ),
    (
        "SELECT SUM(mag) OVER (ROWS BETWEEN 1 FOLLOWING AND CURRENT ROW) FROM demo.stars",
        "line 1, column 23: the frame of a window must not end before it starts",
    ),
    (
        "SELECT NTILE() OVER (ORDER BY id) FROM demo.stars",
        "line 1, column 8: NTILE does not take 0 arguments (write NTILE(count))",
    ),
    (
        "SELECT array_length(name) FROM demo.stars",
        "line 1, column 21: array_length takes an array, not a string",
    ),
    (
        "SELECT id::float FROM demo.stars",
        "line 1, column 10: `::` is not part of ADQL (write CAST(x AS type))",
    ),
    (
        "SELECT position FROM demo.stars",
        "line 1, column 8: expected a value, found the reserved word `position` (to use it as a name, write it in double quotes: \"position\")",
    ),
    (
        "SELECT POSITION('a' IN name) FROM demo.stars",
        "line 1, column 8: this function is not part of ADQL (compute it from the result; LOWER, UPPER, ||, LIKE and CAST are there for strings)",
    ),
    (
        "DROP TABLE demo.stars",
        "line 1, column 1: a statement that changes something is not part of ADQL (write a query: SELECT ... FROM ...)",
    ),
    (
        "SELECT a.id FROM demo.stars a CROSS JOIN demo.obs b",
        "line 1, column 31: CROSS JOIN is not part of ADQL (write a comma between the tables, or JOIN without ON)",
    ),
    (
        "SELECT id FROM demo.stars WHERE mag > (SELECT AVG(mag) FROM demo.stars)",
        "line 1, column 39: a subquery as a value is not part of ADQL (put it into FROM and join it)",
    ),
    (
        "SELECT * FROM (SELECT id FROM demo.stars)",
        "line 1, column 16: a subquery in FROM needs a name (add one after the parenthesis: ( ... ) AS q)",
    ),
    (
        "SELECT id FROM (demo.stars)",
        "line 1, column 17: parentheses in FROM hold a subquery or a join, not a single table (leave the parentheses out)",
    ),
    (
        "SELECT ROUND(mag, 1, 2) FROM demo.stars",
        "line 1, column 8: ROUND does not take 3 arguments (write ROUND(x [, digits]))",
    ),
    (
        "SELECT id FROM demo.stars WHERE CONTAINS(POINT(1, 2), CIRCLE(1, 2, 3))",
        "line 1, column 33: expected a condition, found a value (write 1 = CONTAINS(...))",
    ),
    (
        "SELECT id FROM demo.stars WHERE mag AND id = 1",
        "line 1, column 33: expected a condition, found a value (compare it with something, e.g. x > 0 or x IS NOT NULL)",
    ),
    (
        "SELECT id > 1 FROM demo.stars",
        "line 1, column 8: expected a value, found a condition (conditions stand in WHERE, ON and HAVING only)",
    ),
    (
        "SELECT - -id FROM demo.stars",
        "line 1, column 10: a value has at most one sign (put the inner one into parentheses: -(-x))",
    ),
    (
        "SELECT CAST(name AS VARCHAR(0)) FROM demo.stars",
        "line 1, column 29: 0 characters are not possible; a string has 1 to 10485760",
    ),
    (
        "SELECT POINT(name, ra, dec) FROM demo.stars",
        "line 1, column 14: the coordinate system must be a string literal (write 'ICRS', or leave the argument out)",
    ),
    (
        "SELECT id FROM demo.stars ORDER BY id UNION SELECT id FROM demo.obs",
        "line 1, column 27: ORDER BY belongs to the whole query and stands at its end, after all operands of UNION (put the operand into parentheses if the clause is meant for it alone)",
    ),
    (
        "SELECT a.id FROM demo.stars a NATURAL JOIN demo.obs b USING (id)",
        "line 1, column 55: a NATURAL join takes neither ON nor USING (leave out NATURAL or the condition)",
    ),
    (
        "SELECT a.id FROM demo.stars a LEFT JOIN demo.obs b",
        "line 1, column 31: LEFT JOIN needs ON or USING (add ON a.id = b.id, or USING (id))",
    ),
    // --- names ---
    (
        "SELECT id FROM demo.stars WHERE 1 = CONTAINS(field, REGION('Union (Circle 1 2 3 Circle 4 5 6)'))",
        "line 1, column 37: CONTAINS of a circle in a union is not offered by this service yet",
    ),
    ("SELECT id FROM demo.star", "line 1, column 16: unknown table `demo.star` (did you mean demo.stars?)"),
    (
        "SELECT id FROM galaxies",
        "line 1, column 16: unknown table `galaxies` (known tables: jplus.MagABDualObj, jplus.TileImage, jplus.Restricted, demo.stars, demo.obs, other.obs, jpas.Apertures, jpas.RestrictedApertures, TAP_SCHEMA.schemas, TAP_SCHEMA.tables, TAP_SCHEMA.columns, TAP_SCHEMA.keys, TAP_SCHEMA.key_columns, TAP_SCHEMA.enumerations)",
    ),
    (
        "SELECT id FROM cat.demo.stars",
        "line 1, column 16: this service has no catalogs, so that `cat.demo.stars` has one part too many (write schema.table)",
    ),
    (
        "SELECT id FROM obs",
        "line 1, column 16: `obs` is ambiguous: several schemas have such a table (write one of demo.obs or other.obs)",
    ),
    (
        "SELECT 1 FROM demo.obs, demo.stars AS OBS",
        "line 1, column 39: two tables of this FROM are called `OBS` (give one of them another name: ... AS OBS_2)",
    ),
    (
        "WITH a AS (SELECT id FROM demo.obs), A AS (SELECT id FROM demo.obs) SELECT id FROM a",
        "line 1, column 38: two queries of this WITH are called `A`",
    ),
    ("SELECT magg FROM demo.stars", "line 1, column 8: unknown column `magg` (did you mean mag or mag_b?)"),
    (
        "SELECT s.wavelength FROM demo.obs AS s",
        "line 1, column 10: unknown column `s.wavelength` (known columns: id, filter, exposure, ra, dec, quality)",
    ),
    (
        "SELECT id FROM demo.obs WHERE filter = \"rSDSS\"",
        "line 1, column 40: unknown column `\"rSDSS\"` (a string is written in single quotes: 'rSDSS'; known columns: id, filter, exposure, ra, dec, quality)",
    ),
    (
        "SELECT id FROM demo.stars s, demo.obs o",
        "line 1, column 8: `id` is ambiguous: several tables have such a column (write one of s.id or o.id)",
    ),
    ("SELECT x.id FROM demo.stars AS s", "line 1, column 8: `x` is not a table of this FROM (known here: s)"),
    (
        "SELECT 1 FROM demo.stars JOIN demo.obs USING (parallax)",
        "line 1, column 47: the right side of the join has no column `parallax`",
    ),
    (
        "SELECT SQR(mag) FROM demo.stars",
        "line 1, column 8: unknown function `SQR` (did you mean SQRT, SIN or SUM?)",
    ),
    (
        "SELECT id FROM demo.stars GROUP BY 2",
        "line 1, column 36: GROUP BY 2 is outside the select list, which has 1 column",
    ),
    (
        "SELECT name, COUNT(*) FROM demo.stars",
        "line 1, column 8: `name` is neither in GROUP BY nor inside an aggregate (add it to GROUP BY, or take e.g. MIN, MAX or AVG of it)",
    ),
    (
        "SELECT id FROM demo.stars WHERE MAX(mag) > 3",
        "line 1, column 33: MAX is an aggregate and cannot stand in WHERE (conditions on aggregates stand in HAVING)",
    ),
    (
        "SELECT DISTINCT name FROM demo.stars ORDER BY mag",
        "line 1, column 47: with DISTINCT, ORDER BY takes only what the select list has (add the sort key to the select list)",
    ),
    (
        "SELECT id FROM demo.obs WHERE id IN (SELECT id, ra FROM demo.stars)",
        "line 1, column 38: the subquery of IN has 2 columns and must have one",
    ),
    // --- types ---
    ("SELECT name + 1 FROM demo.stars", "line 1, column 8: + takes numbers, not a string"),
    (
        "SELECT id FROM demo.stars WHERE name = 5",
        "line 1, column 33: a string and an integer cannot be compared (numbers are written without quotes, strings with: 12.5, 'M31')",
    ),
    ("SELECT id FROM demo.stars WHERE thumbnail = 'x'", "line 1, column 33: binary data cannot be compared"),
    ("SELECT id FROM demo.stars WHERE mag LIKE '1%'", "line 1, column 33: LIKE takes strings, not a number"),
    (
        "SELECT ROUND(mag, 1.5) FROM demo.stars",
        "line 1, column 19: ROUND takes an integer as its second argument, not a number",
    ),
    ("SELECT DISTANCE(ra, dec) FROM demo.stars", "line 1, column 17: DISTANCE takes a point, not a number"),
    (
        "SELECT POINT('J2000', ra, dec) FROM demo.stars",
        "line 1, column 14: unknown coordinate system 'J2000' (write 'ICRS', 'FK5', 'FK4' or 'GALACTIC', or leave the argument out)",
    ),
    (
        "SELECT POLYGON(1, 2, 3, 4, 5) FROM demo.stars",
        "line 1, column 8: POLYGON does not take 5 arguments (write POLYGON(['sys',] lon1, lat1, lon2, lat2, lon3, lat3, ...))",
    ),
    (
        "SELECT POLYGON(POINT(1, 2), 3, 4) FROM demo.stars",
        "line 1, column 29: POLYGON takes either numbers or points, not an integer",
    ),
    (
        "SELECT POLYGON(1, 2, 3, 4, 1, 2) FROM demo.stars",
        "line 1, column 8: a polygon needs at least 3 different vertices, this one has 2",
    ),
    (
        "SELECT BOX(10, 20, 0, 1) FROM demo.stars",
        "line 1, column 20: the width of a box must be more than 0 and less than 180 degrees, this one is 0",
    ),
    ("SELECT CAST('1 2 3' AS POINT) FROM demo.stars", "line 1, column 13: a circle cannot be cast to POINT"),
    (
        "SELECT AREA(REGION('Union (Circle 1 2 3 Circle 4 5 6)')) FROM demo.stars",
        "line 1, column 13: AREA takes a single shape, not a union",
    ),
    (
        "SELECT REGION('Union (Circle 1 2 3 Circle 4 5 6)') FROM demo.stars",
        "line 1, column 8: this place takes a single shape, not a union of shapes",
    ),
    (
        "SELECT id FROM demo.stars WHERE 1 = CONTAINS(place, mag)",
        "line 1, column 53: CONTAINS takes geometries, not a number",
    ),
    ("SELECT POINT(10, -91) FROM demo.stars", "line 1, column 14: latitude -91 is outside [-90, 90] degrees"),
    ("SELECT mag / 0 FROM demo.stars", "line 1, column 14: division by zero"),
    ("SELECT id / (3 - 3) FROM demo.stars", "line 1, column 13: division by zero"),
    ("SELECT MOD(id, 0) FROM demo.stars", "line 1, column 16: division by zero"),
    (
        "SELECT ATAN2(mag) FROM demo.stars",
        "line 1, column 8: ATAN2 does not take 1 argument (write ATAN2(y, x))",
    ),
];

#[test]
fn every_error_says_what_and_where_and_what_to_write() {
    let mut wrong = Vec::new();
    for (query, expected) in LEDGER {
        let found = match translated(query) {
            Ok(translation) => format!("no error: {}", translation.sql),
            Err(error) => error.to_string(),
        };
        if found != *expected {
            wrong.push(format!("{query}\n  expected: {expected}\n  found:    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(LEDGER.len() >= 60);
}

#[test]
fn a_rendered_error_shows_the_line_with_carets_and_the_hint() {
    let query = "SELECT id\nFROM demo.star AS s";
    let rendered = translated(query).map_err(|error| error.render(query));
    let expected = "error: unknown table `demo.star`
 --> line 2, column 6
  |
2 | FROM demo.star AS s
  |      ^^^^^^^^^

hint: did you mean demo.stars?

try: SELECT id
FROM demo.stars AS s";
    assert_eq!(rendered, Err(expected.to_owned()));
}
