//! Row filters that cannot be policies: why, and that nothing was changed for them.

use std::time::{Duration, Instant};

use grants::{Unguarded, Why};

use crate::support::{Filtered, database, psql, server};

/// Why the table of the filters has no policy, in words.
fn words(without: &[Unguarded]) -> Vec<String> {
    without.iter().map(|one| format!("{}/{}: {}", one.collection, one.table, one.why)).collect()
}

#[tokio::test]
async fn view_gets_no_policy_and_is_told() {
    let place = Filtered::new("views", &["ID < 3"]);
    psql(
        server(),
        "ALTER TABLE views.stars RENAME TO kept; CREATE VIEW views.stars AS SELECT * FROM views.kept",
    );
    let (role, without) = place.tried("armilla", Some("eve"), &[]).await;
    assert_eq!(words(&without), ["views/stars: it is a view in PostgreSQL"]);
    let hint = without[0].why.hint();
    assert_eq!(hint.as_deref(), Some("publish the table behind it, or let it leave the rows out itself"));
    assert_eq!(grants::unguarded(&database("armilla"), &role).await.unwrap(), without);
    assert_eq!(grants::guard_script(&database("armilla"), &role).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn login_that_does_not_own_the_table_is_told_and_the_script_of_the_owner_does_it() {
    let place = Filtered::new("lent", &["ID < 3"]);
    psql(
        server(),
        "CREATE ROLE borrower LOGIN CREATEROLE; GRANT USAGE ON SCHEMA lent TO borrower WITH GRANT OPTION;
         GRANT SELECT ON lent.stars TO borrower WITH GRANT OPTION",
    );
    let owner = place.prepared("armilla", Some("eve"), &[]).await;
    let without = grants::guard(&database("borrower"), &owner).await.unwrap();
    assert_eq!(words(&without), ["lent/stars: the login of `connection` does not own it"]);
    let script = grants::guard_script(&database("borrower"), &owner).await.unwrap();
    psql(server(), &script.join(";\n"));
    assert_eq!(grants::guard(&database("borrower"), &owner).await.unwrap(), []);
    assert_eq!(psql(server(), &format!("SET ROLE \"{}\"; SELECT count(*) FROM lent.stars", owner.name)), "2");
}

#[tokio::test]
async fn login_of_queries_that_has_the_rights_of_its_roles_would_be_under_all_policies() {
    psql(server(), "CREATE ROLE heir LOGIN INHERIT");
    let place = Filtered { login: "heir".to_owned(), ..Filtered::new("heirs", &["ID < 3"]) };
    let (_, without) = place.tried("armilla", Some("eve"), &[]).await;
    assert_eq!(
        words(&without),
        ["heirs/stars: the login of queries, `heir`, has the rights of its roles without taking them on"]
    );
    assert_eq!(without[0].why.hint().as_deref(), Some("ALTER ROLE \"heir\" NOINHERIT"));
    psql(server(), "ALTER ROLE heir NOINHERIT");
    assert_eq!(place.tried("armilla", Some("eve"), &[]).await.1, []);
}

#[tokio::test]
async fn policies_that_somebody_has_not_enabled_are_not_woken() {
    let place = Filtered::new("asleep", &["ID < 3"]);
    psql(server(), "CREATE POLICY mine ON asleep.stars USING (false)");
    let (_, without) = place.tried("armilla", Some("eve"), &[]).await;
    assert_eq!(words(&without), ["asleep/stars: it has policies of somebody else that are not enabled"]);
    let enabled = "SELECT relrowsecurity FROM pg_class WHERE oid = 'asleep.stars'::regclass";
    assert_eq!(psql(server(), enabled), "f");
}

#[tokio::test]
async fn filters_that_are_no_condition_on_one_relation_are_told() {
    let offered = Filtered::new("offered", &["nobody_knows_yet(ID) > 3"]);
    let (_, without) = offered.tried("armilla", Some("eve"), &[]).await;
    assert_eq!(words(&without), ["offered/stars: its condition names what plugins offer"]);
    let again = "[[table]]\nname = \"again\"\ndatabase_table = \"stars\"\naccess = \"public\"\ncolumns.ID.type = \"int\"\n";
    let shared = Filtered { more: again.to_owned(), ..Filtered::new("shared", &["ID < 3"]) };
    let (_, without) = shared.tried("armilla", Some("eve"), &[]).await;
    assert_eq!(
        words(&without),
        ["shared/stars: another table publishes the same relation to the same callers"]
    );
}

#[tokio::test]
async fn policy_waits_for_readers_for_a_moment_and_is_made_another_time() {
    let place = Filtered::new("lookers", &["ID < 3"]);
    let connection = server().connection_string();
    let line = database::Line::new(&database::Config::new(connection), "", |_| ()).unwrap();
    let reader = line.client().await.unwrap();
    reader.batch_execute("BEGIN; SELECT id FROM lookers.stars").await.unwrap();
    let begun = Instant::now();
    let (role, without) = place.tried("armilla", Some("eve"), &[]).await;
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(words(&without), ["lookers/stars: it is being read, and a policy waits for its readers"]);
    assert!(without[0].why.passes() && without[0].why == Why::Busy);
    reader.batch_execute("COMMIT").await.unwrap();
    assert_eq!(grants::guard(&database("armilla"), &role).await.unwrap(), []);
}
