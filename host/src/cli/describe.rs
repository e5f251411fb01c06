//! `armilla describe`: the collection file of tables that are already in the database.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use catalogue::written::{Head, WriteError, publish_table, replace_file};
use catalogue::{Access, Collection, OwnedIdent, Table, is_regular, split_qualified};
use database::Client;
use ingest::describe::{self as lib, DescribeError, Described};
use ingest::live::LiveKind;

use super::args::Describe;
use super::failure::Failure;
use super::print;
use super::workbench::Workbench;

/// Writes the collection file, and says what was guessed and what to do next.
pub fn describe(flags: &Describe) -> Result<(), Failure> {
    let (schema, table) = named(&flags.what)?;
    let id = flags.collection.clone().unwrap_or_else(|| identifier(&schema));
    if id.contains(['/', '\\']) {
        return Err(Failure::Usage(format!("`{id}` cannot be the name of a collection; write no folder")));
    }
    let bench = Workbench::open(&flags.folder)?;
    let file = bench.collection_file(&id);
    let before = text_of(&file)?;
    let client = bench.client()?;
    let found = bench.runtime.block_on(tables(&client, &schema, table.as_deref()));
    let described = found.map_err(|error| Failure::machine(error.to_string(), error.hint()))?;
    let access = bench.config.host.access_of_new(flags.access.as_ref());
    let head = head(&id, &schema, access);
    let mut text = before.clone();
    for described in &described {
        text = Some(written(text.as_deref(), &id, &head, described)?);
    }
    let Some(after) = text.filter(|text| before.as_ref() != Some(text)) else {
        print::line(&format!("{}: nothing has changed", file.display()));
        return Ok(());
    };
    replace_file(&file, &after).map_err(|error| {
        let message = format!("{} cannot be written: {error}", file.display());
        Failure::machine(message, "the login of this shell needs the right to write there")
    })?;
    let known = before.as_deref().and_then(|text| catalogue::parse(&format!("{id}.toml"), text).ok());
    report(&file, known.as_ref(), &described, head.access.as_ref());
    Ok(())
}

/// The schema, and the table if one is named, as PostgreSQL calls them.
fn named(what: &str) -> Result<(String, Option<String>), Failure> {
    let stored = |name: OwnedIdent| if name.delimited { name.text } else { name.text.to_lowercase() };
    match split_qualified(what) {
        Some((Some(schema), table)) => Ok((stored(schema), Some(stored(table)))),
        Some((None, schema)) => Ok((stored(schema), None)),
        None => Err(Failure::Usage(format!("`{what}` is no name; write SCHEMA or SCHEMA.TABLE"))),
    }
}

/// The collection that is named after a schema.
fn identifier(schema: &str) -> String {
    let letter = |letter: char| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9') => letter,
        _ => '-',
    };
    schema.chars().map(letter).collect::<String>().trim_matches('-').to_owned()
}

fn text_of(file: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", file.display());
            Err(Failure::machine(message, "the login of this shell needs the right to read it"))
        }
    }
}

async fn tables(client: &Client, schema: &str, table: Option<&str>) -> Result<Vec<Described>, DescribeError> {
    let mut described = Vec::new();
    for live in lib::find(client, schema, table).await? {
        match lib::describe(client, live).await {
            Ok(found) => described.push(found),
            // Of a whole schema the other tables are described all the same.
            Err(error @ DescribeError::Nothing { .. }) if table.is_none() => {
                print::status(&format!("warning: {error}; {}", error.hint()));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(described)
}

/// The head of a new file.
fn head(id: &str, schema: &str, access: Option<Access>) -> Head {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let name: String = id.chars().map(letter).collect();
    Head {
        title: String::new(),
        description: String::new(),
        creators: Vec::new(),
        released: None,
        access,
        schema: if is_regular(&name) { name } else { format!("cat_{name}") },
        database_schema: schema.to_owned(),
    }
}

fn written(existing: Option<&str>, id: &str, head: &Head, described: &Described) -> Result<String, Failure> {
    let collection = existing.and_then(|text| catalogue::parse(&format!("{id}.toml"), text).ok());
    let foreign_keys = lib::foreign_keys(&described.live, &described.table, collection.as_ref());
    let table = Table { foreign_keys, ..described.table.clone() };
    publish_table(existing, id, head, &table, &described.notes).map_err(|error| match error {
        WriteError::Existing(problems) => Failure::Config(problems),
        other => Failure::machine(other.to_string(), "nothing was written"),
    })
}

fn report(file: &Path, before: Option<&Collection>, described: &[Described], access: Option<&Access>) {
    for Described { table, notes, live } in described {
        let full = format!("{}.{}", live.schema, live.name);
        let known = before.is_some_and(|known| lib::published(known, &live.schema, &live.name).is_some());
        if known {
            print::line(&format!("{}: {full} is brought up to date", file.display()));
            continue;
        }
        print::line(&format!("{}: {full} with {} columns", file.display(), table.columns.len()));
        for note in notes {
            match &note.column {
                Some(column) => print::line(&format!("  {column}: {}", note.text)),
                None => print::line(&format!("  {}", note.text)),
            }
        }
        print::line(&format!("  {}", next(table, live.kind, &full)));
    }
    if before.is_none() {
        let sees = match access {
            None => "without which nobody sees it",
            Some(access) if access.public => "which is \"public\" now",
            Some(_) => "which names groups now",
        };
        print::line(&format!(
            "next: edit title, description and `access`, {sees}; `armilla check` reads the file"
        ));
    }
}

/// What the owner of the table should do now.
fn next(table: &Table, kind: LiveKind, full: &str) -> String {
    let indexable = matches!(kind, LiveKind::Table | LiveKind::Partitioned);
    match &table.position {
        None => "next: write `position = { lon = ..., lat = ... }` if the rows are on the sky".to_owned(),
        Some(position) if position.healpix.is_none() && indexable => {
            format!(
                "next: `armilla index {full}`, without which each search on the sky reads the whole table"
            )
        }
        Some(position) if position.healpix.is_none() => {
            "next: index the tables below it and add `healpix` to `position`, or searches read all rows"
                .to_owned()
        }
        Some(_) => "the position has its index".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_or_a_table_may_be_named() {
        assert_eq!(named("Survey").unwrap(), ("survey".to_owned(), None));
        assert_eq!(named("s.\"A b\"").unwrap(), ("s".to_owned(), Some("A b".to_owned())));
        let error = named("a.b.c").unwrap_err().to_string();
        assert_eq!(error, "error: `a.b.c` is no name; write SCHEMA or SCHEMA.TABLE");
    }

    #[test]
    fn a_collection_and_its_schema_are_named_after_the_database_schema() {
        assert_eq!(identifier("Gaia_DR3"), "gaia-dr3");
        assert_eq!(head("gaia-dr3", "Gaia_DR3", None).schema, "gaia_dr3");
        assert_eq!(head("2mass", "2mass", None).schema, "cat_2mass");
    }
}
