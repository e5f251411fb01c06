//! The server that all tests share, a database and a folder of files for each, and short ways to ingest.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use database::{Client, Config, Line};
use ingest::{Ingest, IngestError, Ingested, PositionChoice};
use private_postgres::PrivateServer;
use tempfile::TempDir;

/// A server that ends with the test process.
fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| PrivateServer::temporary(|_| {}).unwrap())
}

/// A database and a folder for files.
pub struct Place {
    database: String,
    pub folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let database = format!("ingest{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        psql("postgres", &format!("CREATE DATABASE {database}"));
        Self { database, folder: tempfile::tempdir().unwrap() }
    }

    /// What psql prints, without decoration.
    #[track_caller]
    pub fn psql(&self, sql: &str) -> String {
        psql(&self.database, sql)
    }

    /// A connection.
    pub async fn client(&self) -> Arc<Client> {
        let dbname = format!("dbname={}", self.database);
        let config = Config::new(server().connection_string().replace("dbname=postgres", &dbname));
        Line::new(&config, "", |_| ()).unwrap().client().await.unwrap()
    }

    /// Writes a file.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    }

    /// An order for these files that finds the position by itself.
    pub fn order(&self, files: &[&PathBuf]) -> Ingest {
        Ingest {
            files: files.iter().map(|file| (*file).clone()).collect(),
            types: Vec::new(),
            target: "sky.stars".parse().unwrap(),
            position: PositionChoice::Find,
            frame: None,
            replace: false,
            rejects: None,
            query_role: None,
            memory_bytes: ingest::MEMORY_BYTES_DEFAULT,
            publication: None,
        }
    }

    /// Carries out an order.
    pub async fn run(&self, order: &Ingest) -> Result<Ingested, IngestError> {
        let client = self.client().await;
        ingest::run(order, &client, Arc::new(progress::Silent)).await
    }

    /// Carries out an order that must fail, and gives what is said, with the file as `FILE/`.
    #[track_caller]
    pub fn refused(&self, order: &Ingest) -> (String, String) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let error = runtime.block_on(self.run(order)).err().unwrap();
        let text = error.to_string().replace(&self.folder.path().display().to_string(), "FOLDER");
        (text, error.hint())
    }

    /// The rows of `sky.stars` in the order in which they are stored, as text.
    pub fn stored(&self) -> String {
        self.psql("SELECT stars FROM sky.stars ORDER BY ctid")
    }
}

/// A table of that many stars all over the sky, in no order.
pub fn stars_csv(rows: usize) -> String {
    let mut text = "name,ra,dec\n".to_owned();
    for row in 0..rows {
        let (ra, dec) = ((row * 7919 % 360) as f64 + 0.25, (row * 104_729 % 180) as f64 - 89.5);
        text += &format!("s{row},{ra},{dec}\n");
    }
    text
}

#[track_caller]
fn psql(database: &str, sql: &str) -> String {
    let arguments = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql];
    let output = server().client("psql").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
