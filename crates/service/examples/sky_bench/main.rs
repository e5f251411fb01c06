//! Measures searches on the sky against q3c, in pairs on one table: what `cargo xtask bench sky` runs and prints.
//!
//! Arguments: a connection string of a superuser, and the collection file of the table `MagABDualObj`. Each line of the
//! answer is JSON: a measurement, or `{"absent": why}` where q3c is not installed.

mod answer;
mod catalogue_of_bench;
mod matches;
mod pair;
mod random;
mod regions;

use std::error::Error;
use std::io::{Write, stdout};

use database::{Config, Database};

use catalogue_of_bench::Bench;

/// Whatever stops a measurement.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(connection), Some(collection)) = (arguments.next(), arguments.next()) else {
        return Err("give a connection string and a collection file".into());
    };
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(measure(&connection, &collection))
}

async fn measure(connection: &str, collection: &str) -> Outcome<()> {
    let database = Database::open(&Config::new(connection))?;
    let mut out = stdout().lock();
    if let Err(error) = database.execute("CREATE EXTENSION IF NOT EXISTS q3c", &[]).await {
        return Ok(writeln!(out, "{}", serde_json::json!({ "absent": error.to_string() }))?);
    }
    let bench = Bench::new(database, collection).await?;
    for pair in regions::measure(&bench).await? {
        writeln!(out, "{}", pair.json())?;
    }
    for pair in matches::measure(&bench).await? {
        writeln!(out, "{}", pair.json())?;
    }
    Ok(())
}
