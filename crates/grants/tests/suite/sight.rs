//! The role of a view reads what its callers see, and nothing else.

use database::{Batch, DbError};

use crate::support::{asked, database, made, naming, psql, seen, server};

/// All columns of all tables that are there.
const COLUMNS: [(&str, &[&str]); 9] = [
    ("open.stars", &["id", "ra", "\"dec\"", "hpx", "tile", "note", "internal"]),
    ("open.tiles", &["tile", "name"]),
    ("closed.stars", &["id", "flux_id"]),
    ("closed.fluxes", &["id", "flux", "internal"]),
    ("closed.bright", &["id"]),
    ("armilla.tokens", &["token"]),
    ("armilla.sessions", &["session"]),
    ("armilla.jobs", &["id"]),
    ("public.elsewhere", &["n"]),
];

const ANYBODY: [&str; 6] = [
    "open.stars.id",
    "open.stars.ra",
    "open.stars.\"dec\"",
    "open.stars.hpx",
    "open.tiles.tile",
    "open.tiles.name",
];
const STAFF: [&str; 1] = ["open.stars.note"];
const SURVEY: [&str; 5] =
    ["closed.stars.id", "closed.stars.flux_id", "closed.fluxes.id", "closed.fluxes.flux", "closed.bright.id"];
const EVE: [&str; 2] = ["closed.fluxes.id", "closed.fluxes.flux"];

/// Whether each column can be read is compared with what is to be; every refusal is one of rights.
async fn compare(prefix: &str, user: Option<&str>, groups: &[&str], readable: &[&[&str]]) {
    let role = made(&naming(prefix), &seen(user, groups)).await.unwrap();
    let visitor = database("visitor");
    for (table, columns) in COLUMNS {
        for column in columns {
            let answer = asked(&visitor, &role, &format!("SELECT {column} FROM {table} LIMIT 1")).await;
            let name = format!("{table}.{column}");
            let wanted = readable.iter().any(|names| names.contains(&name.as_str()));
            match answer {
                Ok(_) => assert!(wanted, "{user:?} {groups:?} reads {name}"),
                Err(DbError::Permission { .. }) => assert!(!wanted, "{user:?} {groups:?} lacks {name}"),
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
}

#[tokio::test]
async fn each_kind_of_caller_reads_exactly_the_columns_that_policy_lets_him_see() {
    compare("matrix", None, &[], &[&ANYBODY]).await;
    compare("matrix", Some("ada"), &["staff"], &[&ANYBODY, &STAFF]).await;
    compare("matrix", Some("bob"), &["survey"], &[&ANYBODY, &SURVEY]).await;
    compare("matrix", Some("cay"), &["staff", "survey"], &[&ANYBODY, &STAFF, &SURVEY]).await;
    compare("matrix", Some("eve"), &[], &[&ANYBODY, &EVE]).await;
}

#[tokio::test]
async fn collection_that_is_seen_whole_is_read_by_its_own_role() {
    let naming = naming("members");
    let role = made(&naming, &seen(None, &["staff", "survey"])).await.unwrap();
    assert_eq!(role.reads, grants::Reads::default());
    let roles: Vec<&str> = role.member_of.iter().map(|name| name.rsplit_once('/').unwrap().0).collect();
    assert_eq!(roles, ["members/postgres/closed", "members/postgres/open", "members/postgres/tap_schema"]);
    let anonymous = naming.view(&seen(None, &[]), &crate::support::whole());
    assert_eq!(anonymous.member_of.len(), 1);
}

#[tokio::test]
async fn tap_schema_is_read_by_every_view() {
    psql(server(), &catalogue::tap_schema::create_sql());
    let role = made(&naming("metadata"), &seen(None, &[])).await.unwrap();
    asked(&database("visitor"), &role, "SELECT * FROM armilla.tap_tables").await.unwrap();
}

#[tokio::test]
async fn search_of_a_cone_uses_the_index_under_the_role() {
    let role = made(&naming("cone"), &seen(None, &[])).await.unwrap();
    let sql = "EXPLAIN SELECT id FROM open.stars WHERE hpx BETWEEN 1048576 AND 9999999";
    let mut plan = asked(&database("visitor"), &role, sql).await.unwrap();
    let Some(Ok(Batch::Rows(lines))) = plan.next().await else { panic!("no plan") };
    let lines = String::from_utf8_lossy(&lines);
    assert!(lines.contains("stars_hpx_idx"), "{lines}");
}

#[tokio::test]
async fn uploads_work_where_temporary_tables_are_not_for_everybody() {
    psql(server(), "CREATE DATABASE strict");
    psql(server(), "REVOKE TEMPORARY ON DATABASE strict FROM PUBLIC");
    let connection = server().connection_string().replace("dbname=postgres", "dbname=strict");
    let strict = database::Database::open(&database::Config::new(connection)).unwrap();
    let naming = grants::Naming { database: "strict".to_owned(), ..naming("strict") };
    let role = naming.view(&catalogue::Scope::new("", "tap", Vec::new()), &crate::support::whole());
    grants::ensure(&strict, &naming.metadata()).await.unwrap();
    grants::ensure(&strict, &role).await.unwrap();
    let may = format!("SELECT has_database_privilege('{}', 'strict', 'TEMPORARY')", role.name);
    assert_eq!(psql(server(), &may), "t");
}
