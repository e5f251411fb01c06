//! What row filters become, and what is wrong with those that become nothing.

use adql::{check_filter, filter_sql, translate};
use catalogue::{Found, Ident, Scope, Table};

use super::{filtered, scope_with};
use crate::extensions::extensions;
use crate::sample::{self, FewCells};

fn sql(query: &str, scope: &Scope) -> String {
    translate(query, scope, &FewCells, &sample::options()).unwrap().sql
}

fn error(query: &str, scope: &Scope) -> String {
    translate(query, scope, &FewCells, &sample::options()).unwrap_err().to_string()
}

/// A table of the sample.
fn table(schema: &str, name: &str) -> Table {
    let scope = sample::scope();
    match scope.find_table(Some(Ident::regular(schema)), Ident::regular(name)) {
        Found::One(found) => found.table.clone(),
        _ => panic!("{schema}.{name}"),
    }
}

#[test]
fn a_filter_stands_inside_the_reference_to_its_table() {
    let scope = filtered("demo.stars", &["mag < 5", "name = 'it''s'"], &["mag"]);
    assert_eq!(
        sql("SELECT id FROM demo.stars AS s", &scope),
        "SELECT \"t1\".\"id\"::int8 AS \"c1\" FROM (SELECT \"id\" FROM \"demo\".\"stars\" AS \"r0\" WHERE \
         ((\"r0\".\"mag\" < 5) OR (\"r0\".\"name\" = 'it''s'))) AS \"t1\""
    );
}

#[test]
fn a_part_that_is_read_alone_is_joined_with_what_its_filter_needs() {
    let scope = filtered("jpas.Apertures", &["mag_i < 18 AND Apertures.flags[59] = 0"], &["MAG_I"]);
    assert_eq!(
        sql("SELECT mag_aper_3_0[1] FROM jpas.Apertures", &scope),
        "SELECT (\"t1\".\"c8\")[1]::float4 AS \"c1\" FROM (SELECT \"r1\".\"mag\" AS \"c8\" FROM \
         \"sim_jpas\".\"core\" AS \"r0\" JOIN \"sim_jpas\".\"aper_3_0\" AS \"r1\" ON (\"r1\".\"object_id\" = \
         \"r0\".\"object_id\") JOIN \"sim_jpas\".\"flags\" AS \"r3\" ON (\"r3\".\"tile_id\" = \"r0\".\"tile_id\" \
         AND \"r3\".\"number\" = \"r0\".\"number\") WHERE ((\"r0\".\"mag_i\" < 18) AND ((\"r3\".\"flags\")[59] = \
         0))) AS \"t1\""
        .replace("c8", "c6")
    );
}

#[test]
fn a_filter_of_the_key_needs_no_other_part() {
    let scope = filtered("jpas.Apertures", &["object_id > 7"], &[]);
    let sql = sql("SELECT mag_aper_6_0[1] FROM jpas.Apertures", &scope);
    assert!(sql.contains("FROM \"sim_jpas\".\"aper_6_0\" AS \"r2\" WHERE (\"r2\".\"object\" > 7))"), "{sql}");
}

#[test]
fn filters_may_name_elements_of_enumerations_and_functions() {
    let scope = filtered("jplus.MagABDualObj", &["mag_auto[jplus::rSDSS] < 20 AND LOWER('A') = 'a'"], &[]);
    let sql = sql("SELECT number FROM jplus.MagABDualObj", &scope);
    assert!(sql.contains("WHERE (((\"r0\".\"mag_auto\")[1] < 20) AND (lower('A') = 'a'))"), "{sql}");
}

#[test]
fn a_star_does_not_show_hidden_columns() {
    let scope = filtered("demo.obs", &["quality > 0"], &["quality", "filter"]);
    let options = sample::options();
    let translation =
        translate("SELECT * FROM demo.obs AS o NATURAL JOIN other.obs AS p", &scope, &FewCells, &options);
    let names: Vec<String> =
        translation.unwrap().columns.into_iter().map(|column| column.field.name).collect();
    assert_eq!(names, ["id", "exposure", "ra", "dec", "filter", "quality"]);
}

#[test]
fn who_names_a_hidden_column_learns_what_he_would_of_an_unknown_one() {
    let scope = filtered("demo.stars", &["mag < 5"], &["mag", "small"]);
    let without = scope_with("demo.stars", |table| {
        table.columns.retain(|column| !["mag", "small"].contains(&column.field.name.as_str()));
    });
    for query in [
        "SELECT mag FROM demo.stars",
        "SELECT s.mag FROM demo.stars AS s",
        "SELECT id FROM demo.stars WHERE small = 1",
        "SELECT id FROM demo.stars ORDER BY small",
        "SELECT COUNT(*) AS n FROM demo.stars GROUP BY mag",
        "SELECT smal FROM demo.stars",
        "SELECT id FROM demo.stars JOIN other.obs USING (mag)",
        "SELECT (SELECT mag FROM demo.stars) FROM demo.obs",
        "SELECT o.id FROM demo.obs AS o WHERE EXISTS (SELECT 1 FROM demo.stars AS s WHERE s.mag = o.id)",
    ] {
        assert_eq!(error(query, &scope), error(query, &without), "{query}");
    }
    assert_eq!(
        error("SELECT small FROM demo.stars AS s", &scope),
        error("SELECT small FROM demo.stars AS s", &without)
    );
}

#[test]
fn a_locked_table_is_named_and_not_read() {
    let scope = scope_with("demo.stars", |table| table.locked = true);
    for query in [
        "SELECT id FROM demo.stars",
        "SELECT o.id FROM demo.obs AS o LEFT JOIN stars AS s ON o.id = s.id",
        "WITH w AS (SELECT * FROM demo.stars) SELECT 1 AS one FROM demo.obs",
    ] {
        let error = translate(query, &scope, &FewCells, &sample::options()).unwrap_err();
        assert!(matches!(error.kind(), adql::ErrorKind::Locked { .. }), "{query}: {error}");
        assert_eq!(error.message(), "`demo.stars` is not open to you");
    }
}

#[test]
fn a_filter_that_means_nothing_lets_nothing_through_and_keeps_its_text() {
    let scope = filtered("demo.stars", &["secret_flag = 'x'"], &[]);
    let error = translate("SELECT id FROM demo.stars", &scope, &FewCells, &sample::options()).unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 16: `demo.stars` cannot be read at the moment");
    assert!(matches!(
        error.kind(),
        adql::ErrorKind::RowFilter { problem, .. } if problem == "unknown column `secret_flag`"
    ));
}

#[test]
fn filters_that_cannot_be_used_are_told_with_their_place() {
    let stars = table("demo", "stars");
    for (filter, expected) in [
        ("mag <", "line 1, column 6: expected a value, found the end of the query"),
        ("mag < 5\n AND magg > 1", "line 2, column 6: unknown column `magg` (did you mean mag or mag_b?)"),
        ("obs.id = 1", "line 1, column 1: `obs` is not a table of this FROM (known here: stars)"),
        (
            "demo.stars.id = 1",
            "line 1, column 1: `demo.stars` is not a table of this FROM (known here: stars)",
        ),
        ("mag", "line 1, column 1: expected a condition, found a value"),
        ("COUNT(*) > 1", "line 1, column 1: COUNT is an aggregate and cannot stand in a row filter"),
        ("id IN (SELECT 1 FROM demo.obs)", "line 1, column 1: a subquery cannot stand in a row filter"),
        ("NOT EXISTS (SELECT 1 FROM demo.obs)", "line 1, column 5: a subquery cannot stand in a row filter"),
        ("RAND() < 0.5", "line 1, column 1: RAND cannot stand in a row filter"),
        ("mag < 5; id > 1", "line 1, column 8: expected the end of the condition, found `;`"),
        ("name = 5", "line 1, column 1: a string and an integer cannot be compared"),
    ] {
        let error = check_filter(&stars, "demo-1", Some(&extensions()), filter).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{filter}: {error}");
    }
    assert_eq!(check_filter(&stars, "demo-1", Some(&extensions()), "stars.mag < 5 AND variable"), Ok(()));
}

#[test]
fn names_that_plugins_may_offer_are_checked_once_the_plugins_are_known() {
    let (objects, filter) = (table("jplus", "MagABDualObj"), "mag_auto[jplus::uRSS] < 20");
    assert_eq!(check_filter(&objects, "sim-dr1", None, filter), Ok(()));
    let error = check_filter(&objects, "sim-dr1", Some(&extensions()), filter).unwrap_err();
    assert_eq!(error.message(), "enumeration `jplus` has no element `uRSS`");
    assert_eq!(check_filter(&objects, "sim-dr1", None, "my_own(number) > 3"), Ok(()));
    assert_eq!(
        check_filter(&objects, "sim-dr1", None, "numbr > 3").unwrap_err().message(),
        "unknown column `numbr`"
    );
}

#[test]
fn a_filter_for_policies_names_the_columns_alone() {
    let mut stars = table("demo", "stars");
    assert_eq!(filter_sql(&stars, "demo-1", &extensions()), Ok(None));
    stars.row_filters = vec!["mag < 5".to_owned(), "\"Mixed Case\" = 'a'".to_owned()];
    let expected = "(\"mag\" < 5) OR (\"mixed \"\"case\"\"\" = 'a')";
    assert_eq!(filter_sql(&stars, "demo-1", &extensions()), Ok(Some(expected.to_owned())));
    assert_eq!(
        filter_sql(&Table { row_filters: vec!["mag".into()], ..stars }, "demo-1", &extensions())
            .unwrap_err()
            .to_string(),
        "line 1, column 1: expected a condition, found a value (compare it with something, e.g. x > 0 or x IS NOT NULL)"
    );
}
