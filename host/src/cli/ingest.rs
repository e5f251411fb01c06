//! `armilla ingest`: makes a table of files.

use std::sync::Arc;

use ingest::{IngestError, Ingested, MEMORY_BYTES_DEFAULT, PositionChoice, Publication};
use progress::TerminalProgress;

use super::args::Ingest;
use super::failure::Failure;
use super::print;
use super::workbench::Workbench;

/// Reads the files, loads the table, and prints what was done.
pub fn ingest(flags: &Ingest) -> Result<(), Failure> {
    let bench = Workbench::open(&flags.folder)?;
    let client = bench.client()?;
    let order = order(flags, &bench);
    let is_hidden = order.publication.as_ref().is_some_and(|new| new.access.is_none() && !new.file.exists());
    let progress = Arc::new(TerminalProgress::new());
    let ingested = bench.runtime.block_on(ingest::run(&order, &client, progress)).map_err(failure)?;
    for line in summary(&order, &ingested) {
        print::line(&line);
    }
    if is_hidden {
        print::line("nobody sees it yet: write `access` there, e.g. access = \"public\"");
    }
    Ok(())
}

fn order(flags: &Ingest, bench: &Workbench) -> ingest::Ingest {
    let position = match (&flags.ra, &flags.dec) {
        (Some(lon), Some(lat)) => PositionChoice::Columns { lon: lon.clone(), lat: lat.clone() },
        _ if flags.no_position => PositionChoice::Nowhere,
        _ => PositionChoice::Find,
    };
    let access = bench.config.host.access_of_new(flags.access.as_ref());
    let id = flags.collection.clone().unwrap_or_else(|| flags.table.schema.replace('_', "-"));
    ingest::Ingest {
        files: flags.files.clone(),
        types: flags.types.clone(),
        target: flags.table.clone(),
        position,
        frame: flags.frame,
        replace: flags.replace,
        rejects: flags.rejects.clone(),
        query_role: bench.config.host.database.query_role.clone(),
        memory_bytes: MEMORY_BYTES_DEFAULT,
        publication: Some(Publication { file: bench.collection_file(&id), id, access }),
    }
}

fn failure(error: IngestError) -> Failure {
    Failure::machine(error.to_string(), error.hint())
}

/// What was done, in a few lines.
fn summary(order: &ingest::Ingest, ingested: &Ingested) -> Vec<String> {
    let secs = ingested.took.as_secs_f64();
    let rate = ingested.rows as f64 / secs.max(f64::MIN_POSITIVE);
    let done = if ingested.replaced { "replaced" } else { "made" };
    let columns = ingested.columns.len();
    let mut lines = vec![format!(
        "table {} {done}: {} rows, {columns} columns, in {secs:.1} s ({rate:.0} rows/s)",
        order.target, ingested.rows
    )];
    if let Some(position) = &ingested.position {
        let name =
            |index: usize| ingested.columns.get(index).map_or("?", |column| column.field.name.as_str());
        let frame = sky::Frame::from(position.frame).name();
        lines.push(format!("position: `{}`, `{}` in {frame}", name(position.lon), name(position.lat)));
    }
    lines.extend(ingested.guesses.iter().map(|guess| format!("guessed: {guess}")));
    if let Some(file) = order.rejects.as_ref().filter(|_| ingested.rejected > 0) {
        lines.push(format!("{} broken rows left out: see {}", ingested.rejected, file.display()));
    }
    if let Some(publication) = &order.publication {
        let file = publication.file.display();
        lines.push(format!(
            "published in {file}, which is yours to edit; a host that runs takes it up by itself"
        ));
    }
    lines
}
