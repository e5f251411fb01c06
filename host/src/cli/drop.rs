//! `armilla drop`: a collection removed, tables, statistics and file.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

use catalogue::{Collection, Relation};
use conf_file::suggestion;
use ingest::drop as lib;
use ingest::live::LiveTable;

use super::args::Drop;
use super::failure::Failure;
use super::print;
use super::workbench::Workbench;

/// Says what would go, asks, and removes it.
pub fn drop(flags: &Drop) -> Result<(), Failure> {
    let bench = Workbench::open(&flags.folder)?;
    let (collection, others) = collections(&bench, &flags.collection)?;
    let relations = relations(&collection);
    shared(&others, &relations)?;
    let client = bench.client()?;
    let refused = |error: lib::DropError| Failure::machine(error.to_string(), "nothing was removed");
    let names: Vec<(String, String)> =
        relations.iter().map(|relation| (relation.schema.clone(), relation.table.clone())).collect();
    let tables = bench.runtime.block_on(lib::find(&client, &names)).map_err(refused)?;
    let dependents = bench.runtime.block_on(lib::dependents(&client, &tables)).map_err(refused)?;
    if !dependents.is_empty() {
        let message = format!("other things in the database hang on the tables: {}", dependents.join(", "));
        return Err(Failure::machine(message, "drop these first; nothing was removed"));
    }
    let file = bench.collection_file(&collection.id);
    tell(&file, &names, &tables, collection.images.is_some());
    if !flags.yes && !agreed(&collection.id)? {
        print::line("nothing was removed");
        return Ok(());
    }
    bench.runtime.block_on(lib::remove(&client, &collection.id, &tables)).map_err(refused)?;
    fs::remove_file(&file).map_err(|error| {
        let message = format!("the tables are removed, but {} cannot be: {error}", file.display());
        Failure::machine(message, "remove the file by hand")
    })?;
    print::line(&format!("`{}` is removed", collection.id));
    Ok(())
}

/// The collection of that name, and all others.
fn collections(bench: &Workbench, id: &str) -> Result<(Collection, Vec<Collection>), Failure> {
    let raw = &bench.config.collections;
    if !raw.iter().any(|raw| raw.id == id) {
        let hint = suggestion(id, "collections", raw.iter().map(|raw| &*raw.id));
        return Err(Failure::Usage(format!("there is no collection `{id}`; {hint}")));
    }
    let mut found = Vec::new();
    for raw in raw {
        // A file that cannot be read may publish the same tables.
        found.push(catalogue::parse(&raw.source.name, &raw.source.text)?);
    }
    let (mut wanted, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.id == id);
    match wanted.pop() {
        Some(wanted) => Ok((wanted, others)),
        None => Err(Failure::Usage(format!("there is no collection `{id}`"))),
    }
}

/// All tables of PostgreSQL that hold rows of the collection.
fn relations(collection: &Collection) -> Vec<&Relation> {
    let mut all: Vec<&Relation> = Vec::new();
    for table in &collection.tables {
        for relation in std::iter::once(&table.relation).chain(table.parts.iter().map(|part| &part.relation))
        {
            if !all.iter().any(|known| is_same(known, relation)) {
                all.push(relation);
            }
        }
    }
    all
}

fn is_same(a: &Relation, b: &Relation) -> bool {
    (&a.schema, &a.table) == (&b.schema, &b.table)
}

/// Refuses if other collections publish the same tables.
fn shared(others: &[Collection], doomed: &[&Relation]) -> Result<(), Failure> {
    for other in others {
        let own = relations(other);
        if let Some(both) = doomed.iter().find(|doomed| own.iter().any(|own| is_same(own, doomed))) {
            let message = format!("collection `{}` publishes {}.{} too", other.id, both.schema, both.table);
            let hint = "remove the table from that collection file first; nothing was removed";
            return Err(Failure::machine(message, hint));
        }
    }
    Ok(())
}

/// Says what would be removed.
fn tell(file: &Path, names: &[(String, String)], tables: &[LiveTable], has_images: bool) {
    print::line("this would be removed:");
    for (schema, name) in names {
        let live = tables.iter().find(|live| live.schema == *schema && live.name == *name);
        let what = match live {
            None => "not in the database".to_owned(),
            Some(live) => {
                let rows = live
                    .rows_estimate
                    .map_or("rows not counted".to_owned(), |rows| format!("about {rows} rows"));
                format!("{rows}, {:.1} MiB", live.size_bytes as f64 / f64::from(1 << 20))
            }
        };
        print::line(&format!("  {schema}.{name}: {what}"));
    }
    print::line("  the statistics of these tables");
    if has_images {
        print::line("  the list of its images; their files stay");
    }
    print::line(&format!("  {}", file.display()));
}

/// Asks on the terminal.
fn agreed(id: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage(
            "nobody is here to ask; with --yes it is removed without a question".to_owned(),
        ));
    }
    print::status(&format!("write `{id}` to remove all this:"));
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Failure::machine(format!("the answer cannot be read: {error}"), "use --yes"))?;
    Ok(answer.trim() == id)
}
