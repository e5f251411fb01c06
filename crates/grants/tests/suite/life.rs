//! Roles are made once, by several at a time, and go when nobody needs them.

use futures_util::future::join_all;

use crate::support::{asked, collections, database, made, naming, psql, seen, server};

#[tokio::test]
async fn role_that_is_there_is_left_alone_by_a_login_without_rights() {
    let naming = naming("twice");
    let role = made(&naming, &seen(None, &[])).await.unwrap();
    assert_eq!(grants::script(&database("armilla"), &role).await.unwrap(), Vec::<String>::new());
    grants::ensure(&database("guest"), &role).await.unwrap();
}

#[tokio::test]
async fn login_that_may_make_no_roles_is_told_why_and_the_script_does_it() {
    let naming = naming("script");
    let role = naming.collection(&collections()[0]);
    let guest = database("guest");
    let error = grants::ensure(&guest, &role).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "database denies access with SQLSTATE 42501: permission denied to create role"
    );
    let script = grants::script(&guest, &role).await.unwrap();
    psql(server(), &script.join(";\n"));
    grants::ensure(&guest, &role).await.unwrap();
}

#[tokio::test]
async fn login_that_owns_no_table_is_told_what_it_may_not_grant() {
    psql(
        server(),
        "CREATE ROLE maker LOGIN CREATEROLE; GRANT USAGE ON SCHEMA open TO maker; GRANT SELECT ON open.tiles TO maker",
    );
    let mut tiles = collections().remove(0);
    tiles.tables.retain(|table| table.name == "tiles");
    let role = naming("maker").collection(&tiles);
    let error = grants::ensure(&database("maker"), &role).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the login may not run: GRANT USAGE ON SCHEMA \"open\" TO \"{}\"", role.name)
    );
}

#[tokio::test]
async fn several_hosts_make_the_same_roles_at_once() {
    let (naming, seen) = (naming("crowd"), seen(Some("eve"), &[]));
    let all = join_all((0..8).map(|_| made(&naming, &seen))).await;
    for role in all {
        asked(&database("visitor"), &role.unwrap(), "SELECT flux FROM closed.fluxes").await.unwrap();
    }
}

#[tokio::test]
async fn column_that_is_added_to_a_table_is_not_read_by_those_who_read_all_before() {
    psql(server(), "CREATE TABLE open.growing AS SELECT 1 AS tile, 'a' AS name");
    let mut grown = collections().remove(0);
    grown.tables.retain(|table| table.name == "tiles");
    grown.tables[0].relation.table = "growing".to_owned();
    let role = naming("grown").collection(&grown);
    let owner = database("armilla");
    grants::ensure(&owner, &role).await.unwrap();
    psql(server(), "ALTER TABLE open.growing ADD COLUMN draft int");
    grants::ensure(&owner, &role).await.unwrap();
    let may = |column: &str| {
        let name = &role.name;
        psql(
            server(),
            &format!("SELECT has_column_privilege('{name}', 'open.growing', '{column}', 'SELECT')"),
        )
    };
    assert_eq!((may("tile"), may("name"), may("draft")), ("t".into(), "t".into(), "f".into()));
}

#[tokio::test]
async fn rights_that_somebody_added_are_taken_away() {
    let role = naming("tidy").collection(&collections()[1]);
    let owner = database("armilla");
    grants::ensure(&owner, &role).await.unwrap();
    let name = &role.name;
    psql(
        server(),
        &format!(
            "GRANT INSERT, SELECT ON closed.stars TO \"{name}\"; GRANT SELECT ON armilla.tokens TO \"{name}\";
             GRANT SELECT (internal) ON closed.fluxes TO \"{name}\"; GRANT guest TO \"{name}\""
        ),
    );
    grants::ensure(&owner, &role).await.unwrap();
    let granted = format!(
        "SELECT string_agg(table_name || ' ' || privilege_type, ', ' ORDER BY table_name)
         FROM information_schema.role_table_grants WHERE grantee = '{name}'"
    );
    assert_eq!(psql(server(), &granted), "bright SELECT, stars SELECT");
    let member = format!("SELECT pg_has_role('{name}', 'guest', 'MEMBER')");
    assert_eq!(psql(server(), &member), "f");
}

#[tokio::test]
async fn role_of_somebody_else_is_not_touched() {
    let role = naming("taken").collection(&collections()[0]);
    psql(server(), &format!("CREATE ROLE \"{}\"", role.name));
    let error = grants::ensure(&database("armilla"), &role).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("there is a role `{}` that was not made by a host; rename it", role.name)
    );
}

#[tokio::test]
async fn roles_that_nobody_needed_for_days_are_dropped_and_others_stay() {
    let naming = naming("aging");
    let old = made(&naming, &seen(Some("eve"), &[])).await.unwrap();
    let new = made(&naming, &seen(None, &["survey"])).await.unwrap();
    let mark = naming.mark();
    psql(server(), &format!("COMMENT ON ROLE \"{}\" IS '{mark}, needed on 2020-02-29'", old.name));
    psql(server(), &format!("CREATE ROLE unrelated; COMMENT ON ROLE unrelated IS '{mark} or not'"));
    let dropped = grants::drop_stale(&database("armilla"), &naming).await.unwrap();
    assert_eq!(dropped, [old.name.as_str()]);
    let visitor = database("visitor");
    asked(&visitor, &new, "SELECT id FROM closed.stars").await.unwrap();
    let error = asked(&visitor, &old, "SELECT 1").await.err().unwrap();
    assert_eq!(
        error.for_log(),
        format!("queries cannot run under the role `{0}`: role \"{0}\" does not exist", old.name)
    );
    made(&naming, &seen(Some("eve"), &[])).await.unwrap();
    asked(&visitor, &old, "SELECT id FROM closed.fluxes").await.unwrap();
}

#[tokio::test]
async fn names_of_roles_fit_and_differ() {
    let long = naming(&"é".repeat(40));
    let names: Vec<String> =
        collections().iter().map(|collection| long.collection(collection).name).collect();
    assert!(names.iter().all(|name| name.len() <= 63), "{names:?}");
    assert_ne!(names[0], names[1]);
    let other = grants::Naming { database: "other".to_owned(), ..naming("a") };
    assert_ne!(naming("a").metadata().name, other.metadata().name);
}
