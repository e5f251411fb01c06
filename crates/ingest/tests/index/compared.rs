//! What `armilla check` says of collection files that are not true of the database.

use catalogue::lint;
use conf_file::Problem;
use ingest::check::{Findings, check};

use crate::place::{Place, STARS};

const HEAD: &str =
    "title = \"T\"\ndescription = \"D\"\naccess = \"public\"\nschema = \"s\"\ndatabase_schema = \"public\"\n";

/// What is found of a collection with these tables.
async fn found(place: &Place, tables: &str, role: Option<&str>) -> Findings {
    let (collection, places) = lint::read("c.toml", &format!("{HEAD}{tables}")).unwrap();
    check(&place.client().await, &collection, &places, role).await.unwrap()
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// The stars with their positions, and more keys of the position.
fn stars(position: &str) -> String {
    format!(
        "[[table]]\nname = \"Stars\"\nposition = {{ lon = \"ra\", lat = \"dec\"{position} }}\n[table.columns]\n\
         id = {{ type = \"int\" }}\nra = {{ type = \"double\" }}\ndec = {{ type = \"double\" }}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indexed_table_that_is_published_as_it_is_has_nothing_to_be_told() {
    let place = Place::new(STARS).await;
    place.index("stars").await.unwrap();
    assert_eq!(found(&place, &stars(", healpix = \"hpx\""), None).await, Findings::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_galactic_positions_is_held_to_icrs() {
    let place = Place::new(STARS).await;
    place.index("stars").await.unwrap();
    let galactic = stars(", healpix = \"hpx\", frame = \"GALACTIC\"");
    let message = &found(&place, &galactic, None).await.problems[0].message;
    assert!(message.ends_with(" have a `hpx` that is not that of their position"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_and_columns_that_are_not_there_are_told_with_the_nearest() {
    let place =
        Place::new("CREATE TABLE stars (id int, ra float8, decl float8, name text, mag numeric(6, 2))").await;
    let tables = "[[table]]\nname = \"starz\"\n[table.columns]\nid = { type = \"int\" }\n\
        [[table]]\nname = \"t\"\ndatabase_table = \"stars\"\n[table.columns]\nid = { type = \"long\" }\n\
        dec = { type = \"double\" }\nmag = { type = \"float\" }\n\
        [[table]]\nname = \"u\"\ndatabase_schema = \"nowhere\"\n[table.columns]\nid = { type = \"int\" }\n";
    let found = found(&place, tables, None).await;
    let expected = [
        "error: PostgreSQL has no table `public.starz`\n  --> c.toml:6:1\n\n\
         hint: did you mean `database_table = \"stars\"`?",
        "error: column `id` of `public.stars` is `integer` in PostgreSQL, and `id` is read as `bigint`\n  \
         --> c.toml:14:1\n\nhint: write `database_type = \"integer\"` with the `type` that goes with it",
        "error: `public.stars` has no column `dec`, which is published as `dec`\n  --> c.toml:15:1\n\n\
         hint: did you mean `database_column = \"decl\"`?",
        "error: column `mag` of `public.stars` is `numeric(6,2)` in PostgreSQL, and `mag` is read as `real`\n  \
         --> c.toml:16:1\n\nhint: publish a view that casts it: `mag::real`",
        "error: PostgreSQL has no schema `nowhere` with tables that the login may see\n  --> c.toml:17:1\n\n\
         hint: correct `database_schema`, or make the tables",
    ];
    assert_eq!(told(&found.problems), expected);
    let note = "of `public.stars` 3 columns are not published: `ra`, `decl`, `name`";
    assert_eq!(found.notes[0].message, note);
}

#[tokio::test(flavor = "multi_thread")]
async fn arrays_of_another_length_are_told() {
    let table = "CREATE TABLE fluxes (id int, flux real[], pairs float8[]); \
        INSERT INTO fluxes SELECT i, array_fill(1::real, ARRAY[12]), ARRAY[1, 2, 3, 4] FROM generate_series(1, 20) i; \
        UPDATE fluxes SET flux = array_fill(1::real, ARRAY[11]) WHERE id = 7; ANALYZE fluxes";
    let place = Place::new(table).await;
    let tables = "[[table]]\nname = \"fluxes\"\n[table.columns]\nid = { type = \"int\" }\n\
        flux = { type = \"float[12]\" }\npairs = { type = \"double[2x*]\" }\n";
    let expected = "error: `flux` is declared as [12], and 1 of the first 500 rows have another length, e.g. 11\n  \
        --> c.toml:10:17\n\nhint: declare the length that all values have, or `[*]`";
    assert_eq!(told(&found(&place, tables, None).await.problems), [expected]);
    let odd = found(&place, &tables.replace("2x*", "3x*").replace("[12]", "[*]"), None).await;
    assert!(odd.problems[0].message.starts_with("`pairs` is declared as [3x*], and 20 of "), "{odd:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_a_cell_or_with_another_are_told() {
    let place = Place::new(STARS).await;
    let tables = stars(", healpix = \"hpx\"");
    let lacking = found(&place, &tables, None).await;
    let message = "`public.stars` has no column `hpx` with the HEALPix index";
    assert_eq!(lacking.problems[0].message, message);
    assert_eq!(lacking.problems[0].hint.as_deref(), Some("run `armilla index public.stars`"));
    let none = found(&place, &stars(""), None).await;
    let message = "`public.stars` has positions and no HEALPix column: each cone reads the whole table";
    assert!(none.warnings.iter().any(|warning| warning.message == message), "{none:?}");
    place.index("stars").await.unwrap();
    let changes = "INSERT INTO stars VALUES (0, 10, 20); UPDATE stars SET dec = dec / 2 WHERE id % 2 = 0";
    place.client().await.batch_execute(changes).await.unwrap();
    let messages: Vec<String> =
        found(&place, &tables, None).await.problems.into_iter().map(|problem| problem.message).collect();
    assert_eq!(messages[0], "1 rows of `public.stars` have a position and no `hpx`: no cone finds them");
    assert!(messages[1].ends_with(" have a `hpx` that is not that of their position"), "{messages:?}");
    place.client().await.batch_execute("DROP INDEX stars_hpx_idx").await.unwrap();
    let slow = found(&place, &tables, None).await;
    let message = "no index serves `hpx` of `public.stars`: each cone reads the whole table";
    assert_eq!(slow.warnings[0].message, message);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cost_of_disorder_is_told_in_pages() {
    let rows = "CREATE TABLE stars AS SELECT i AS id, random() * 4 AS ra, random() * 4 AS dec, repeat('x', 200) AS note \
                FROM generate_series(1, 100000) i";
    let place = Place::new(rows).await;
    place.index("stars").await.unwrap();
    let tables = stars(", healpix = \"hpx\"");
    let disordered = found(&place, &tables, None).await;
    let message = &disordered.warnings[0].message;
    assert!(
        message.contains("are not in the order of `hpx`") && message.contains(" pages, where "),
        "{message}"
    );
    place.client().await.batch_execute("CLUSTER stars USING stars_hpx_idx; ANALYZE stars").await.unwrap();
    assert_eq!(found(&place, &tables, None).await.warnings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_role_of_queries_may_not_read_is_told() {
    let place = Place::new("CREATE TABLE stars (id int); CREATE ROLE portal; ANALYZE stars").await;
    let tables = "[[table]]\nname = \"stars\"\n[table.columns]\nid = { type = \"int\" }\n";
    let expected = "error: role `portal` may not read `public.stars`\n  --> c.toml:6:1\n\n\
        hint: GRANT SELECT ON \"public\".\"stars\" TO \"portal\"";
    assert_eq!(told(&found(&place, tables, Some("portal")).await.problems), [expected]);
    let absent = found(&place, tables, Some("nobody")).await;
    let message = "PostgreSQL has no role `nobody`, under which queries of `public.stars` would run";
    assert_eq!(absent.problems[0].message, message);
    place.client().await.batch_execute("GRANT SELECT (id) ON stars TO portal").await.unwrap();
    assert_eq!(found(&place, tables, Some("portal")).await.problems, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_rows_that_is_long_outdated_is_told() {
    let place =
        Place::new("CREATE TABLE t AS SELECT i AS id FROM generate_series(1, 1000) i; ANALYZE t").await;
    let tables = |rows: u32| {
        format!("[[table]]\nname = \"t\"\nrows = {rows}\n[table.columns]\nid = {{ type = \"int\" }}\n")
    };
    assert_eq!(found(&place, &tables(1100), None).await, Findings::default());
    let stale = found(&place, &tables(10), None).await;
    let expected =
        "warning: `rows` is 10, and `public.t` has about 1000\n  --> c.toml:8:8\n\nhint: write rows = 1000";
    assert_eq!(stale.warnings[0].titled("warning"), expected);
}
