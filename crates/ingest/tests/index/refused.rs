//! What cannot be indexed, and what is said of it.

use crate::place::Place;

const SCENE: &str = "CREATE TABLE stars (ra float8, dec float8, name text, hpx text); \
    CREATE VIEW bright AS SELECT * FROM stars; \
    CREATE MATERIALIZED VIEW faint AS SELECT * FROM stars; \
    CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw; \
    CREATE FOREIGN TABLE away (ra float8, dec float8) SERVER far";

async fn refusal(place: &Place, table: &str, lon: &str, column: &str) -> (String, String) {
    let error = place.index_by(table, lon, "dec", column).await.unwrap_err();
    (error.to_string(), error.hint())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_rows_of_its_own_is_refused_with_what_to_do_instead() {
    let place = Place::new(SCENE).await;
    let said = [
        (
            "bright",
            "`public.bright` is a view, which has no rows of its own",
            "index the table that it reads, and let the view pass the new column on",
        ),
        (
            "faint",
            "`public.faint` is a materialized view, whose columns are those of its query",
            "index the table that it reads, pass the new column on, and make an index of the view with CREATE INDEX",
        ),
        (
            "away",
            "`public.away` is a foreign table, whose rows are on another server",
            "run `armilla index` on that server, then add the column here with ALTER FOREIGN TABLE",
        ),
        ("starz", "there is no table `public.starz` in the database", "did you mean `stars`?"),
    ];
    for (table, message, hint) in said {
        assert_eq!(refusal(&place, table, "ra", "cell").await, (message.to_owned(), hint.to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_do_not_serve_are_told() {
    let place = Place::new(SCENE).await;
    let said = [
        (
            "rra",
            "cell",
            "table `public.stars` has no column `rra`",
            "did you mean `ra`? known columns: ra, dec, name, hpx",
        ),
        (
            "name",
            "cell",
            "column `name` of `public.stars` holds no numbers",
            "name columns of type double precision or real, in degrees",
        ),
        (
            "ra",
            "hpx",
            "column `hpx` of `public.stars` is no plain BIGINT column",
            "choose another name with --column",
        ),
    ];
    for (lon, column, message, hint) in said {
        assert_eq!(refusal(&place, "stars", lon, column).await, (message.to_owned(), hint.to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_does_not_own_the_table_is_told_what_it_needs() {
    let place = Place::new(&format!("{SCENE}; CREATE ROLE reader; GRANT SELECT ON stars TO reader")).await;
    let client = place.client().await;
    client.batch_execute("SET ROLE reader").await.unwrap();
    let target = ingest::index::Target::find(&client, "public", "stars").await.unwrap();
    let request = ingest::index::IndexRequest {
        position: target.position().unwrap(),
        column: "cell".to_owned(),
        patience: std::time::Duration::ZERO,
    };
    let error = ingest::index::index(&client, &target, &request, &|_, _, _| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "the database refused: must be owner of table stars");
    assert_eq!(error.hint(), "connect as the owner of the table: `connection` in `[database]` of host.toml");
}
