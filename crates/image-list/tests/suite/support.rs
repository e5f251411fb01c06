//! What the tests share: files that astropy writes, a database, and orders.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use catalogue::{Collection, Element, Enumeration, Images};
use database::Client;
use image_list::{Order, Report, ingest, ingest_table};
use private_postgres::PrivateServer;
use progress::Silent;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

/// The files of `files.py`, in a folder that lasts as long as the tests; `None` where Python is absent.
pub static FILES: LazyLock<Option<Files>> = LazyLock::new(Files::write);

/// Files and what astropy knows of them.
pub struct Files {
    folder: tempfile::TempDir,
    pub known: Value,
}

impl Files {
    fn write() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let program = root.join("../../.venv/bin/python");
        if !program.is_file() {
            eprintln!("skipped: the Python environment is missing, run `cargo xtask setup test`");
            return None;
        }
        let mut command = Command::new(program);
        command.args(["-W", "ignore"]).arg(root.join("tests/suite/files.py")).arg(folder.path());
        let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(Self { known: serde_json::from_slice(&output.stdout).unwrap(), folder })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A copy of all files, with their times of change.
    pub fn copy(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("cp");
        command.arg("-a").arg(format!("{}/.", self.folder.path().display())).arg(folder.path());
        assert!(command.status().unwrap().success());
        folder
    }
}

/// A database of its own.
pub struct Base {
    server: PrivateServer,
    pub runtime: Runtime,
    pub client: Client,
}

impl Base {
    pub fn start() -> Self {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        let runtime = Runtime::new().unwrap();
        let client = runtime.block_on(connect(&server));
        Self { server, runtime, client }
    }

    /// Another connection.
    pub fn another(&self) -> Client {
        self.runtime.block_on(connect(&self.server))
    }

    pub fn ingest(&self, order: &Order) -> Report {
        let done = self.runtime.block_on(async {
            match order.images.table {
                Some(_) => ingest_table(order, &self.client, Arc::new(Silent)).await,
                None => ingest(order, &self.client, Arc::new(Silent)).await,
            }
        });
        done.unwrap_or_else(|error| panic!("{error}\n{}", error.hint()))
    }

    pub fn refused(&self, order: &Order) -> String {
        let done = self.runtime.block_on(async {
            match order.images.table {
                Some(_) => ingest_table(order, &self.client, Arc::new(Silent)).await,
                None => ingest(order, &self.client, Arc::new(Silent)).await,
            }
        });
        let error = done.unwrap_err();
        format!("{error}\n{}", error.hint())
    }

    pub fn execute(&self, sql: &str) {
        self.runtime.block_on(self.client.batch_execute(sql)).unwrap();
    }

    /// The rows of a query whose columns are text.
    pub fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let rows = self.runtime.block_on(self.client.query(sql, &[])).unwrap();
        rows.iter().map(|row| (0..row.len()).map(|place| row.get(place)).collect()).collect()
    }

    /// The first column of a query.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        self.rows(sql).into_iter().map(|row| row[0].clone().unwrap_or_default()).collect()
    }
}

async fn connect(server: &PrivateServer) -> Client {
    let (client, connection) = tokio_postgres::connect(&server.connection_string(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// An order for the images of a collection `dr1`, with these lines in its `[images]`.
pub fn order(folder: &Path, lines: &str) -> Order {
    let text = format!(
        "title = 'T'\ndescription = 'D'\ncreators = ['A. Nonym']\nrelease_date = 2026-01-30\naccess = 'public'\n\
         schema = 's'\n[images]\nfolder = '{}'\npublisher_did = 'ivo://example.org/dr1'\nenumeration = 'f'\n{lines}\n",
        folder.display()
    );
    let collection: Collection = catalogue::parse("dr1.toml", &text).unwrap();
    let images: Images = collection.images.clone().unwrap();
    let element = Element {
        name: "R".to_owned(),
        index: 2,
        description: None,
        wavelength_nm: Some(600.0),
        width_nm: Some(100.0),
        colour: None,
    };
    let filters =
        Enumeration { name: "f".to_owned(), collection: None, description: None, elements: vec![element] };
    Order {
        collection,
        images,
        filters: Some(filters),
        named: Vec::<PathBuf>::new(),
        all: false,
        dry_run: false,
        query_role: None,
    }
}
