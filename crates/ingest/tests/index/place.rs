//! A server that all tests share, and a database of its own for each.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ingest::index::{IndexError, IndexReport, IndexRequest, Position, Target, index};
use private_postgres::PrivateServer;
use sky::{Healpix, SkyPosition};
use tokio_postgres::{Client, NoTls};

/// 20,000 rows over the whole sky, some without a position, in no order.
pub const STARS: &str = "CREATE TABLE stars (id int PRIMARY KEY, ra float8, dec float8); \
    INSERT INTO stars SELECT i, (i * 7919 % 36000) / 100.0 - 1, degrees(asin((i * 104729 % 19999) / 10000.0 - 1)) \
    FROM generate_series(1, 20000) i; \
    UPDATE stars SET ra = NULL WHERE id % 5000 = 1; UPDATE stars SET dec = 'NaN' WHERE id % 5000 = 2; \
    UPDATE stars SET dec = 90.5 WHERE id % 5000 = 3; UPDATE stars SET ra = 'Infinity' WHERE id % 5000 = 4;";

/// How many of them have no position.
pub const UNPLACED: u64 = 16;

/// A database.
pub struct Place {
    config: String,
}

impl Place {
    pub async fn new(sql: &str) -> Self {
        static SERVER: OnceLock<PrivateServer> = OnceLock::new();
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = SERVER.get_or_init(|| PrivateServer::temporary(|_| {}).unwrap());
        let name = format!("index{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let all = Self { config: server.connection_string() };
        all.client().await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let place = Self { config: all.config.replace("dbname=postgres", &format!("dbname={name}")) };
        place.client().await.batch_execute(sql).await.unwrap();
        place
    }

    /// A connection of its own.
    pub async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.config, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// Indexes a table of the schema `public` by its columns `ra` and `dec`.
    pub async fn index(&self, table: &str) -> Result<IndexReport, IndexError> {
        self.index_by(table, "ra", "dec", "hpx").await
    }

    pub async fn index_by(
        &self,
        table: &str,
        lon: &str,
        lat: &str,
        column: &str,
    ) -> Result<IndexReport, IndexError> {
        let client = self.client().await;
        let target = Target::find(&client, "public", table).await?;
        let request = IndexRequest {
            position: Position { lon: lon.to_owned(), lat: lat.to_owned(), frame: sky::Frame::Icrs },
            column: column.to_owned(),
            patience: Duration::from_millis(1500),
        };
        index(&client, &target, &request, &|_, _, _| ()).await
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.client().await.query_one(sql, &[]).await.unwrap().get(0)
    }

    /// Rows whose `hpx` is not that of `ra` and `dec`.
    pub async fn wrong(&self, table: &str) -> usize {
        let sql = format!("SELECT ra, dec, hpx FROM {table}");
        let rows = self.client().await.query(&sql, &[]).await.unwrap();
        let is_wrong = |row: &&tokio_postgres::Row| {
            let (ra, dec): (Option<f64>, Option<f64>) = (row.get(0), row.get(1));
            let position = ra.zip(dec).and_then(|(ra, dec)| SkyPosition::new(ra, dec).ok());
            row.get::<_, Option<i64>>(2) != position.map(|position| Healpix::index(&position))
        };
        rows.iter().filter(is_wrong).count()
    }

    /// How many indexes of a table on `hpx` are there, and how many of them are valid.
    pub async fn indexes(&self, table: &str) -> (i64, i64) {
        let sql = "SELECT count(*), count(*) FILTER (WHERE indisvalid) FROM pg_index \
                   WHERE indrelid = $1::text::regclass AND pg_get_indexdef(indexrelid) LIKE '%(hpx)'";
        let row = self.client().await.query_one(sql, &[&table]).await.unwrap();
        (row.get(0), row.get(1))
    }
}
