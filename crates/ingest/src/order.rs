//! An order to ingest files, and how it is carried out: one transaction from the look at the old table to its end.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::written::Note;
use catalogue::{Column, ColumnName, Frame, HEALPIX_COLUMN, Position, TableStatistics, column_names};
use database::Client;
use formats::read::Given;
use progress::Progress;
use tokio::task::spawn_blocking;

use crate::files::Files;
use crate::load::{Loaded, Loading, load};
use crate::old_table::{OldTable, find};
use crate::pointing::{Pointing, named};
use crate::publication::{self, Publication};
use crate::row::quoted;
use crate::table::NewTable;
use crate::{IngestError, Target, swap::swap};

/// What is to become which table.
#[derive(Clone, Debug)]
pub struct Ingest {
    /// The files, all of one table.
    pub files: Vec<PathBuf>,
    /// Types of columns of CSV and TSV, in the place of those that all values have in common.
    pub types: Vec<Given>,
    /// The table.
    pub target: Target,
    /// Where the position is.
    pub position: PositionChoice,
    /// The frame of the position; `None`: what the file says of the longitude, else ICRS.
    pub frame: Option<Frame>,
    /// Whether a table may be replaced that no ingest has made.
    pub replace: bool,
    /// A CSV file for broken rows, which are then left out; without it, the first ends the work.
    pub rejects: Option<PathBuf>,
    /// The role that may read the table.
    pub query_role: Option<String>,
    /// Memory for rows while they are sorted, in bytes.
    pub memory_bytes: usize,
    /// The collection file in which the table is published; `None`: nowhere.
    pub publication: Option<Publication>,
}

/// Where the position of a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PositionChoice {
    /// In the columns that UCDs or names tell.
    Find,
    /// In these columns.
    Columns {
        /// The longitude.
        lon: String,
        /// The latitude.
        lat: String,
    },
    /// Nowhere: the table is not on the sky.
    Nowhere,
}

/// What became a table.
#[derive(Clone, Debug)]
pub struct Ingested {
    /// The rows in the table.
    pub rows: u64,
    /// The broken rows that were left out.
    pub rejected: u64,
    /// The columns, named as they are in PostgreSQL; `hpx` is not among them.
    pub columns: Vec<Column>,
    /// The position.
    pub position: Option<Position>,
    /// What the files say of the table.
    pub description: Option<String>,
    /// What the values are.
    pub statistics: TableStatistics,
    /// What nobody has said, and was guessed.
    pub guesses: Vec<String>,
    /// Whether a table was replaced.
    pub replaced: bool,
    /// How long it took.
    pub took: Duration,
}

/// What is known before the first row is read.
struct Prepared {
    files: Files,
    columns: Vec<Column>,
    position: Option<Position>,
    pointing: Option<Pointing>,
}

/// Makes the table of the files, and puts it in the place of the one that is there.
///
/// All is done in one transaction of `client`, which must not be in one: readers see the old table or the new one, and
/// when this fails, or the process is killed, everything is as it was.
pub async fn run(
    ingest: &Ingest,
    client: &Client,
    progress: Arc<dyn Progress>,
) -> Result<Ingested, IngestError> {
    let begun = Instant::now();
    let order = ingest.clone();
    let prepared = spawn_blocking(move || Prepared::read(&order)).await;
    let prepared =
        prepared.map_err(|_| IngestError::Internal("looking at the files failed".to_owned()))??;
    let mut ingested = prepared.outcome();
    ingested.guesses = told(publication::table(ingest, &ingested).1);
    let publication = ingest.publication.as_ref();
    // A file that cannot be written is told before the work.
    publication.map(|publication| publication.text(ingest, &ingested).map(drop)).transpose()?;
    match fill(ingest, prepared, client, progress).await {
        Ok((Loaded { rows, rejected, statistics }, replaced)) => {
            ingested = Ingested { rows, rejected, statistics, replaced, ..ingested };
            publication.map(|publication| publication.write(ingest, &ingested)).transpose()?;
            Ok(Ingested { took: begun.elapsed(), ..ingested })
        }
        Err(error) => {
            // The first error is the one to tell; a connection that is gone has rolled back by itself.
            let _ = client.batch_execute("ROLLBACK").await;
            Err(error)
        }
    }
}

async fn fill(
    ingest: &Ingest,
    prepared: Prepared,
    client: &Client,
    progress: Arc<dyn Progress>,
) -> Result<(Loaded, bool), IngestError> {
    let target = &ingest.target;
    let old = begin(client, target).await?;
    if old.is_some() && !ingest.replace {
        refuse_foreign(client, target).await?;
    }
    let columns = prepared.columns.clone();
    let draft = draft_name(client).await?;
    let has_cell = prepared.pointing.is_some();
    let table = NewTable { target, columns: &columns, has_cell, draft };
    let made = client.batch_execute(&table.create_sql()).await;
    made.map_err(IngestError::database(format!("making table {target}")))?;
    let loading = Loading { files: prepared.files, pointing: prepared.pointing };
    let loaded = load(ingest, loading, client, &table, &progress).await?;
    for (doing, sql) in [("indexing", table.index_sql()), ("analysing", Some(table.analyze_sql()))] {
        let Some(sql) = sql else { continue };
        progress.report(doing, 0, 0);
        let done = client.batch_execute(&sql).await;
        progress.end(doing);
        done.map_err(IngestError::database(format!("{doing} table {target}")))?;
    }
    swap(client, &table, old.as_ref(), ingest.query_role.as_deref(), &progress).await?;
    store(client, target, &loaded.statistics)
        .await
        .map_err(IngestError::database(format!("storing the statistics of table {target}")))?;
    client.batch_execute("COMMIT").await.map_err(IngestError::database("committing"))?;
    Ok((loaded, old.is_some()))
}

/// Keeps the statistics beside the table.
async fn store(
    client: &Client,
    target: &Target,
    statistics: &TableStatistics,
) -> Result<(), tokio_postgres::Error> {
    client.batch_execute(&statistics::sql::create_sql()).await?;
    statistics::sql::store(client, &target.schema, &target.table, statistics).await
}

/// Begins the transaction, keeps other ingests of the table out, and looks what is there.
async fn begin(client: &Client, target: &Target) -> Result<Option<OldTable>, IngestError> {
    let failed = || IngestError::database(format!("preparing table {target}"));
    // Names are printed with their schema where the search path is empty.
    let settings = "BEGIN; SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0; \
        SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = 0";
    client.batch_execute(settings).await.map_err(failed())?;
    let lock = "SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended($1, 0))";
    let row = client.query_one(lock, &[&format!("armilla ingest {target}")]).await.map_err(failed())?;
    if !row.try_get::<_, bool>(0).map_err(failed())? {
        return Err(IngestError::Target {
            target: target.clone(),
            what: "another ingest into it is under way".to_owned(),
            hint: "wait until it ends, then run the same command again".to_owned(),
        });
    }
    let old = find(client, target).await?;
    let there = client.query_one("SELECT to_regnamespace($1) IS NOT NULL", &[&quoted(&target.schema)]).await;
    if !there.and_then(|row| row.try_get::<_, bool>(0)).map_err(failed())? {
        let create = format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(&target.schema));
        client.batch_execute(&create).await.map_err(failed())?;
    }
    Ok(old)
}

/// Refuses a table that this program knows nothing of: a wrong name must not cost somebody's data.
async fn refuse_foreign(client: &Client, target: &Target) -> Result<(), IngestError> {
    let known = statistics::sql::is_stored(client, &target.schema, &target.table).await;
    match known.map_err(IngestError::database(format!("looking for table {target}")))? {
        true => Ok(()),
        false => Err(IngestError::Target {
            target: target.clone(),
            what: "it is there, and was not made by `armilla ingest`".to_owned(),
            hint: "write --replace if all its rows may go, or name another table with --table".to_owned(),
        }),
    }
}

/// What was guessed of the table, and of how many columns something was.
fn told(notes: Vec<Note>) -> Vec<String> {
    let columns: BTreeSet<&str> = notes.iter().filter_map(|note| note.column.as_deref()).collect();
    let of_columns = (!columns.is_empty())
        .then(|| format!("units, UCDs or descriptions of {} columns, marked in the file", columns.len()));
    notes
        .iter()
        .filter(|note| note.column.is_none())
        .map(|note| note.text.clone())
        .chain(of_columns)
        .collect()
}

/// A name that no other ingest uses at the same time.
async fn draft_name(client: &Client) -> Result<String, IngestError> {
    let failed = || IngestError::database("preparing the table");
    let row = client.query_one("SELECT pg_backend_pid()", &[]).await.map_err(failed())?;
    Ok(format!("armilla_ingest_{}", row.try_get::<_, i32>(0).map_err(failed())?))
}

impl Prepared {
    /// What is known of the outcome so far.
    fn outcome(&self) -> Ingested {
        Ingested {
            rows: 0,
            rejected: 0,
            columns: self.columns.clone(),
            position: self.position.clone(),
            description: self.files.description.clone(),
            statistics: TableStatistics::default(),
            guesses: Vec::new(),
            replaced: false,
            took: Duration::ZERO,
        }
    }

    /// Looks at the files.
    fn read(ingest: &Ingest) -> Result<Self, IngestError> {
        let files = Files::open(&ingest.files, &ingest.types)?;
        let mut columns = stored(&files.columns);
        let mut position = match &ingest.position {
            PositionChoice::Nowhere => None,
            PositionChoice::Columns { lon, lat } => Some(named(&columns, lon, lat)?),
            PositionChoice::Find => Some(Position::find(&columns).ok_or_else(no_position)?),
        };
        if let Some(position) = &mut position {
            position.healpix = Some(HEALPIX_COLUMN.to_owned());
            position.frame = ingest.frame.unwrap_or(position.frame);
        }
        let pointing = position.as_ref().map(|position| Pointing::of(position, &columns)).transpose()?;
        if let Some(pointing) = &pointing {
            pointing.declare_degrees(&mut columns);
        }
        Ok(Self { files, columns, position, pointing })
    }
}

/// The columns with the names that they have in PostgreSQL.
fn stored(columns: &[Column]) -> Vec<Column> {
    let names = column_names(columns.iter().map(|column| column.field.name.as_str()));
    let name = |(column, name): (&Column, ColumnName)| {
        let mut column = column.clone();
        (column.field.name, column.pg_name) = (name.published, name.pg_name);
        column
    };
    columns.iter().zip(names).map(name).collect()
}

fn no_position() -> IngestError {
    IngestError::Position {
        what: "neither UCDs nor names tell which columns hold the position".to_owned(),
        hint: "name them with --ra and --dec, or write --no-position for a table that is not on the sky"
            .to_owned(),
    }
}
