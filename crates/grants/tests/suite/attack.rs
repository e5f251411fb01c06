//! What the login of queries can do when it has shed its role: nothing.

use database::{Config, Line};

use crate::support::{made, naming, seen, server};

/// Each is refused to the login itself, after RESET ROLE.
const REFUSED: [&str; 22] = [
    "SELECT id FROM open.stars",
    "SELECT * FROM open.tiles",
    "SELECT * FROM closed.stars",
    "SELECT * FROM closed.fluxes",
    "SELECT * FROM armilla.tokens",
    "SELECT * FROM armilla.sessions",
    "SELECT * FROM armilla.jobs",
    "DELETE FROM armilla.jobs",
    "UPDATE open.tiles SET name = 'x'",
    "CREATE TABLE public.mine (n int)",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "ALTER ROLE visitor SUPERUSER",
    "SET ROLE armilla",
    "SET SESSION AUTHORIZATION armilla",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/x'",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/x')",
    "SELECT rolpassword FROM pg_authid",
];

#[tokio::test]
async fn login_without_its_role_reads_and_writes_nothing() {
    let role = made(&naming("attack"), &seen(None, &["survey", "staff"])).await.unwrap();
    let connection = server().connection_string().replace("user='armilla'", "user='visitor'");
    let line = Line::new(&Config::new(connection), "", |_| ()).unwrap();
    let client = line.client().await.unwrap();
    let enter = format!("SET ROLE \"{}\"", role.name);
    client.batch_execute(&format!("{enter}; SELECT id FROM closed.stars; RESET ROLE")).await.unwrap();
    for sql in REFUSED {
        let error = client.batch_execute(sql).await.expect_err(sql);
        let code = error.code().unwrap().code();
        assert_eq!(code, "42501", "{sql}: {error:?}");
    }
}

#[tokio::test]
async fn role_of_a_view_writes_nothing_and_leads_nowhere() {
    let role = made(&naming("leads"), &seen(None, &[])).await.unwrap();
    let connection = server().connection_string().replace("user='armilla'", "user='visitor'");
    let line = Line::new(&Config::new(connection), format!("SET ROLE \"{}\"", role.name), |_| ()).unwrap();
    let client = line.client().await.unwrap();
    for sql in [
        "INSERT INTO open.tiles VALUES (2, 'b')",
        "DELETE FROM open.tiles",
        "TRUNCATE open.tiles",
        "CREATE TABLE open.mine (n int)",
        "ALTER TABLE open.tiles OWNER TO guest",
        "SELECT internal FROM open.stars",
        "SELECT * FROM closed.stars",
        "SELECT * FROM armilla.tokens",
        "SELECT pg_read_file('/etc/passwd')",
    ] {
        let error = client.batch_execute(sql).await.expect_err(sql);
        assert_eq!(error.code().unwrap().code(), "42501", "{sql}: {error:?}");
    }
}
