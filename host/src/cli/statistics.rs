//! `armilla statistics`: counts published tables that are in the database, and keeps what was found.

use catalogue::{Table, TableStatistics};
use ingest::statistics::{Source, sources, stored};
use statistics::Moc;
use survey::{Progress, TerminalProgress};

use super::args::{Folder, Statistics};
use super::failure::Failure;
use super::index::named;
use super::print;
use super::workbench::Workbench;
use crate::app::unusable;

/// A published table and the identifier of its collection.
struct Published {
    collection: String,
    table: Table,
}

/// Counts the tables that the flags choose, one after the other; one that fails does not stop the others.
pub fn statistics(flags: &Statistics) -> Result<(), Failure> {
    let bench = Workbench::open(&flags.folder)?;
    let chosen = chosen(published(&bench), flags)?;
    let mut failed = 0;
    for source in chosen.iter().flat_map(|one| sources(&one.table)) {
        match count(&bench, &source) {
            Ok(counted) => print::line(&summary(&source, &counted)),
            Err(failure) => {
                failed += 1;
                print::failure(&failure);
            }
        }
    }
    print::line("a running host takes them over with the next change in conf.d, or at once with SIGHUP");
    match failed {
        0 => Ok(()),
        _ => Err(Failure::machine(
            format!("{failed} of the tables could not be counted; the reasons stand above"),
            "`armilla check` compares the collection files with the database",
        )),
    }
}

/// Counts the published tables of which nothing is stored yet, or with `anew` all. What cannot be counted is told.
pub fn count_missing(folder: &Folder, anew: bool) -> Result<(), Failure> {
    let bench = Workbench::open(folder)?;
    let client = bench.client()?;
    let stored = bench.runtime.block_on(stored(&client));
    let stored = stored.map_err(|error| unusable(&error.to_string()))?;
    let all = published(&bench);
    let missing = |source: &Source| anew || !stored.contains_key(&source.key());
    for source in all.iter().flat_map(|one| sources(&one.table)).filter(missing) {
        if let Err(failure) = count(&bench, &source) {
            print::failure(&failure);
        }
    }
    Ok(())
}

fn count(bench: &Workbench, source: &Source) -> Result<TableStatistics, Failure> {
    let name = source.name();
    let client = bench.client()?;
    let progress = TerminalProgress::new();
    let counted = bench.runtime.block_on(async {
        let estimated = source.rows_estimated(&client).await?;
        // Of 0 rows: nobody knows how many.
        let total = |rows: u64| if estimated == 0 { 0 } else { estimated.max(rows) };
        source.count(&client, &|rows| progress.report(&name, rows, total(rows))).await
    });
    progress.end(&name);
    counted.map_err(|error| {
        Failure::machine(
            format!("`{name}` is not counted: {error}"),
            "the login of `[database]` must be allowed to read the table, with the columns of the collection file",
        )
    })
}

fn summary(source: &Source, counted: &TableStatistics) -> String {
    let coverage = counted.moc.as_ref().and_then(|text| Moc::from_ascii(text).ok());
    let coverage = coverage.map(|moc| format!(", on {:.3} % of the sky", moc.fraction() * 100.0));
    format!("{}: {} rows{}", source.name(), counted.rows, coverage.unwrap_or_default())
}

/// All tables of the collection files. What is wrong in such files is the matter of `armilla check`.
fn published(bench: &Workbench) -> Vec<Published> {
    let parsed = bench.config.collections.iter();
    let parsed = parsed.filter_map(|raw| catalogue::parse(&raw.source.name, &raw.source.text).ok());
    parsed
        .flat_map(|collection| {
            let id = collection.id;
            collection.tables.into_iter().map(move |table| Published { collection: id.clone(), table })
        })
        .collect()
}

fn chosen(mut all: Vec<Published>, flags: &Statistics) -> Result<Vec<Published>, Failure> {
    if let Some(text) = &flags.table {
        let (schema, table) = named(text)?;
        all.retain(|one| one.table.relation.schema == schema && one.table.relation.table == table);
        all.truncate(1);
    }
    if let Some(id) = &flags.collection {
        all.retain(|one| one.collection == *id);
    }
    match (all.is_empty(), &flags.table, &flags.collection) {
        (true, Some(table), _) => Err(Failure::Usage(format!(
            "no collection file publishes `{table}`; `armilla describe {table}` makes one"
        ))),
        (true, None, Some(id)) => Err(Failure::Usage(format!("no collection file of `{id}` has a table"))),
        (true, None, None) => Err(Failure::Usage("no collection file has a table".to_owned())),
        _ => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 'sky'\n[[table]]\nname = 'Stars'\n\
                        columns.ID.type = 'long'\n[[table]]\nname = 'Tiles'\ncolumns.ID.type = 'long'\n";

    fn choose(table: Option<&str>, collection: Option<&str>) -> Result<Vec<String>, String> {
        let tables = ["a.toml", "b.toml"].map(|file| catalogue::parse(file, FILE).unwrap()).into_iter();
        let all = tables.flat_map(|found| {
            let id = found.id;
            found.tables.into_iter().map(move |table| Published { collection: id.clone(), table })
        });
        let flags = Statistics {
            table: table.map(str::to_owned),
            collection: collection.map(str::to_owned),
            folder: Folder { conf: "conf.d".into(), overrides: Vec::new() },
        };
        let chosen = chosen(all.collect(), &flags).map_err(|error| error.to_string())?;
        Ok(chosen.iter().map(|one| format!("{}/{}", one.collection, one.table.name)).collect())
    }

    #[test]
    fn a_table_is_counted_once_and_a_collection_whole() {
        assert_eq!(choose(Some("Sky.Stars"), None).unwrap(), ["a/Stars"]);
        assert_eq!(choose(None, Some("b")).unwrap(), ["b/Stars", "b/Tiles"]);
        assert_eq!(choose(None, None).unwrap().len(), 4);
    }

    #[test]
    fn the_summary_says_how_much_of_the_sky_is_covered() {
        let table = catalogue::parse("a.toml", FILE).unwrap().tables.remove(0);
        let source = sources(&table).remove(0);
        let mut counted = TableStatistics { rows: 9, ..TableStatistics::default() };
        assert_eq!(summary(&source, &counted), "sky.stars: 9 rows");
        counted.moc = Some("0/3 5 7".to_owned());
        assert_eq!(summary(&source, &counted), "sky.stars: 9 rows, on 25.000 % of the sky");
    }

    #[test]
    fn what_nobody_publishes_is_refused() {
        let told = |text: &str| Err(format!("error: {text}"));
        let text = "no collection file publishes `sky.gone`; `armilla describe sky.gone` makes one";
        assert_eq!(choose(Some("sky.gone"), None), told(text));
        assert_eq!(choose(None, Some("c")), told("no collection file of `c` has a table"));
        assert_eq!(choose(Some("gone"), None), told("`gone` is no table of PostgreSQL; write SCHEMA.TABLE"));
    }
}
