//! Tests of stored statistics, in a real PostgreSQL.

use private_postgres::PrivateServer;
use tokio_postgres::{Client, NoTls};

use super::*;

fn statistics(rows: u64, moc: Option<&str>) -> TableStatistics {
    let ra = ColumnStatistics {
        pg_name: "ra'; \\".to_owned(),
        part: 0,
        min: Some("0.5".to_owned()),
        max: None,
        null_fraction: 0.125,
    };
    TableStatistics { rows, columns: vec![ra], moc: moc.map(str::to_owned) }
}

async fn connect(server: &PrivateServer) -> Client {
    let (client, connection) = tokio_postgres::connect(&server.connection_string(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn name(schema: &str, table: &str) -> (String, String) {
    (schema.to_owned(), table.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_is_loaded_until_it_is_replaced_or_forgotten() {
    let server = PrivateServer::temporary(|_| {}).unwrap();
    let mut client = connect(&server).await;
    let missing = client.query(&load_sql(), &[]).await.unwrap_err();
    assert_eq!(missing.code().map(|code| code.code()), Some("42P01"));
    for _ in 0..2 {
        client.batch_execute(&create_sql()).await.unwrap();
    }
    store(&client, "sky", "Odd \"name\"", &statistics(1, None)).await.unwrap();
    store(&client, "sky", "Odd \"name\"", &statistics(7, Some("3/5"))).await.unwrap();
    store(&client, "sky", "b", &statistics(2, None)).await.unwrap();
    let transaction = client.transaction().await.unwrap();
    store(&transaction, "sky", "c", &statistics(3, None)).await.unwrap();
    transaction.rollback().await.unwrap();
    let found = read(&client.query(&load_sql(), &[]).await.unwrap());
    assert_eq!(found.len(), 2);
    assert_eq!(found[&name("sky", "Odd \"name\"")], statistics(7, Some("3/5")));
    for _ in 0..2 {
        forget(&client, "sky", "b").await.unwrap();
    }
    client
        .batch_execute(
            "INSERT INTO armilla.table_statistics VALUES ('sky', 'later', now(), 1, '[{\"unknown\": 1}]', NULL)",
        )
        .await
        .unwrap();
    let found = read(&client.query(&load_sql(), &[]).await.unwrap());
    assert_eq!(found.into_keys().collect::<Vec<_>>(), [name("sky", "Odd \"name\"")]);
}
