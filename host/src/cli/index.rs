//! `armilla index`: the HEALPix column of a table that is already in the database.

use std::path::Path;
use std::time::Duration;

use catalogue::written::replace_file;
use catalogue::{Collection, Table, split_qualified, with_healpix_column};
use database::Client;
use ingest::index::{IndexError, IndexReport, IndexRequest, Position, Target};
use progress::{Progress, TerminalProgress};

use super::args::Index;
use super::failure::Failure;
use super::print;
use super::workbench::Workbench;

/// What a collection file says of the table.
struct Published {
    file: String,
    text: String,
    collection: Collection,
    /// Which of its tables.
    place: usize,
}

/// Indexes the table, and says so in the collection file that publishes it.
pub fn index(flags: &Index) -> Result<(), Failure> {
    let (schema, table) = named(&flags.table)?;
    let bench = Workbench::open(&flags.folder)?;
    let published = published(&bench, &schema, &table);
    let client = bench.client()?;
    let column = flags.column.clone();
    let done = bench.runtime.block_on(work(&client, &schema, &table, flags, published.as_ref()));
    let (report, position) = done.map_err(|error| Failure::machine(error.to_string(), error.hint()))?;
    print::line(&summary(&flags.table, &report));
    publish(published.as_ref(), &position, &column)?;
    print::line(&format!(
        "rows that are added or moved from now on have no or a wrong `{column}`: run `armilla index {}` after them; \
         `armilla check` looks for such rows",
        flags.table
    ));
    match report.left {
        0 => Ok(()),
        left => Err(Failure::machine(
            format!("{left} rows are left, which others kept locked or went on adding"),
            "run the command again",
        )),
    }
}

async fn work(
    client: &Client,
    schema: &str,
    table: &str,
    flags: &Index,
    published: Option<&Published>,
) -> Result<(IndexReport, Position), IndexError> {
    let target = Target::find(client, schema, table).await?;
    let published = published.and_then(Published::position);
    let frame = published.as_ref().map(|position| position.frame).unwrap_or_default();
    let given = flags.ra.clone().zip(flags.dec.clone()).map(|(lon, lat)| Position { lon, lat, frame });
    let position = match given.or(published) {
        Some(position) => position,
        None => target.position()?,
    };
    let request = IndexRequest {
        position: position.clone(),
        column: flags.column.clone(),
        patience: Duration::from_secs(flags.patience_secs),
    };
    let progress = TerminalProgress::new();
    let heard = |stage: &str, done, total| progress.report(stage, done, total);
    Ok((ingest::index::index(client, &target, &request, &heard).await?, position))
}

/// The schema and the table as PostgreSQL calls them.
pub fn named(text: &str) -> Result<(String, String), Failure> {
    let stored =
        |name: catalogue::OwnedIdent| if name.delimited { name.text } else { name.text.to_lowercase() };
    match split_qualified(text) {
        Some((Some(schema), table)) => Ok((stored(schema), stored(table))),
        _ => Err(Failure::Usage(format!("`{text}` is no table of PostgreSQL; write SCHEMA.TABLE"))),
    }
}

/// The collection file whose table it is, the first if several publish it. What is wrong in such files is the matter of
/// `armilla check`.
fn published(bench: &Workbench, schema: &str, table: &str) -> Option<Published> {
    bench.config.collections.iter().find_map(|raw| {
        let collection = catalogue::parse(&raw.source.name, &raw.source.text).ok()?;
        let is_it = |known: &Table| known.relation.schema == schema && known.relation.table == table;
        let place = collection.tables.iter().position(is_it)?;
        let (file, text) = (raw.source.name.to_string(), raw.source.text.to_string());
        Some(Published { file, text, collection, place })
    })
}

impl Published {
    fn table(&self) -> &Table {
        &self.collection.tables[self.place]
    }

    /// Its position, by the names in PostgreSQL.
    fn position(&self) -> Option<Position> {
        let table = self.table();
        let position = table.position.as_ref()?;
        let name = |place: usize| table.columns[place].pg_name.clone();
        Some(Position { lon: name(position.lon), lat: name(position.lat), frame: position.frame.into() })
    }
}

/// Says in the collection file which column has the index, or says what to write there.
fn publish(published: Option<&Published>, position: &Position, column: &str) -> Result<(), Failure> {
    let line = format!(
        "position = {{ lon = \"{}\", lat = \"{}\", healpix = \"{column}\" }}",
        position.lon, position.lat
    );
    let Some(published) = published else {
        print::line(&format!("to publish the table, its collection file needs: {line}"));
        return Ok(());
    };
    let (file, table) = (&published.file, published.table());
    if table.position.as_ref().is_some_and(|known| known.healpix.as_deref() == Some(column)) {
        return Ok(());
    }
    match with_healpix_column(&published.text, &table.name, column) {
        Some(text) => {
            replace_file(Path::new(file), &text).map_err(|error| {
                Failure::machine(
                    format!("{file} cannot be written: {error}"),
                    format!("add to `{}`: {line}", table.name),
                )
            })?;
            print::line(&format!("{file}: the position of `{}` has healpix = \"{column}\" now", table.name));
        }
        None => print::line(&format!("{file}: add to table `{}`: {line}", table.name)),
    }
    Ok(())
}

fn summary(table: &str, report: &IndexReport) -> String {
    let built = match report.built {
        0 => "the index was there already".to_owned(),
        1 => "the index is new".to_owned(),
        several => format!("{several} indexes are new"),
    };
    format!(
        "{table}: {} rows, {} of them filled now, {} without a position; {built}",
        report.rows, report.filled, report.unplaced
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_quotes_are_in_lower_case() {
        assert_eq!(named("Survey.Stars").unwrap(), ("survey".to_owned(), "stars".to_owned()));
        assert_eq!(named("\"Survey\".\"a.b\"").unwrap(), ("Survey".to_owned(), "a.b".to_owned()));
    }

    #[test]
    fn a_table_without_its_schema_is_refused() {
        let error = named("stars").unwrap_err().to_string();
        assert_eq!(error, "error: `stars` is no table of PostgreSQL; write SCHEMA.TABLE");
    }

    #[test]
    fn the_summary_says_what_is_new() {
        let report = IndexReport { rows: 9, filled: 4, unplaced: 1, built: 1, ..IndexReport::default() };
        assert_eq!(
            summary("a.b", &report),
            "a.b: 9 rows, 4 of them filled now, 1 without a position; the index is new"
        );
    }
}
