//! Tests of the installation.

use private_postgres::PrivateServer;

use crate::server::{run, server};

/// A database of its own on the shared server, for a test that changes what is installed.
fn empty_database(name: &str) -> (&'static PrivateServer, [String; 2]) {
    run(server(), &[], &format!("CREATE DATABASE {name};")).unwrap();
    (server(), ["-d".to_owned(), name.to_owned()])
}

fn install(server: &PrivateServer, database: &[String; 2], before: &str) -> Result<String, String> {
    let [option, name] = database;
    let script = format!("{before}\n{};", pg_functions::install_sql(Some("reader")));
    run(server, &[option, name], &script)
}

#[test]
fn query_role_may_call_the_functions() {
    let answer = run(server(), &[], "SET ROLE reader; SELECT armilla.healpix_index(0, 1, 1);").unwrap();
    assert_eq!(answer, "4");
}

#[test]
fn second_installation_writes_nothing() {
    let (server, database) = empty_database("twice");
    install(server, &database, "").unwrap();
    install(server, &database, "SET default_transaction_read_only = on;").unwrap();
}

#[test]
fn installation_without_rights_says_so() {
    let (server, database) = empty_database("without_rights");
    let error = install(server, &database, "SET ROLE reader;").unwrap_err();
    assert_eq!(error.lines().next().unwrap(), "ERROR:  permission denied for database without_rights");
}

#[test]
fn functions_of_another_version_are_replaced() {
    let (server, database) = empty_database("older");
    let older = "CREATE SCHEMA armilla;
        CREATE FUNCTION armilla.box(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION armilla.area(shape float8[]) RETURNS text LANGUAGE sql AS 'SELECT ''none''';
        CREATE FUNCTION armilla.distance(a float8, b float8, c float8, d float8) RETURNS text
            LANGUAGE sql AS 'SELECT ''far''';
        CREATE FUNCTION armilla.marker() RETURNS text LANGUAGE sql AS 'SELECT ''older''';";
    install(server, &database, older).unwrap();
    let [option, name] = &database;
    let answer =
        run(server, &[option, name], "SELECT round(armilla.distance(0, 0, 0, 2)), armilla.marker();")
            .unwrap();
    assert_eq!(answer, format!("2|{}", pg_functions::marker()));
}

#[test]
fn hosts_that_install_at_once_do_not_disturb_each_other() {
    let (server, database) = empty_database("at_once");
    let hosts: Vec<_> = (0..4)
        .map(|_| {
            let database = database.clone();
            std::thread::spawn(move || install(server, &database, ""))
        })
        .collect();
    for host in hosts {
        host.join().unwrap().unwrap();
    }
}
