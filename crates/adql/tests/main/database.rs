//! A connection to a private PostgreSQL.

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// A connection, for tests that do one thing after the other.
pub struct Database {
    runtime: Runtime,
    client: Client,
}

impl Database {
    /// Opens a connection.
    pub fn connect(connection: &str) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (client, driver) = runtime.block_on(tokio_postgres::connect(connection, NoTls)).unwrap();
        runtime.spawn(driver);
        Self { runtime, client }
    }

    /// What PostgreSQL says of a statement that fails.
    pub fn failure(&self, sql: &str) -> Option<String> {
        let outcome = self.runtime.block_on(self.client.simple_query(sql));
        outcome.err().map(|error| {
            error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
        })
    }

    /// All rows of all statements, each as one line.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let messages = self.runtime.block_on(self.client.simple_query(sql));
        let messages = messages.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
        let line = |message: SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => {
                let values = (0..row.len()).map(|place| row.get(place).unwrap_or("NULL"));
                Some(values.collect::<Vec<_>>().join("|"))
            }
            _ => None,
        };
        messages.into_iter().filter_map(line).collect()
    }
}
