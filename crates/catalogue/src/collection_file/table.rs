//! One `[[table]]` of a collection file.

use conf_file::{At, Section, suggestion_in_order, value};

use super::part::{self, PartDraft};
use super::{access, check, column};
use crate::{
    Access, Column, ForeignKey, Ident, Part, Position, Relation, Storage, Table, TableKind, TableRules,
};

/// What was read of a table; names are known even if something else was wrong.
pub(super) struct Draft {
    pub(super) name: Option<At<String>>,
    pub(super) columns: Vec<ColumnDraft>,
    pub(super) keys: Vec<KeyDraft>,
    /// The table, if nothing was wrong in it.
    pub(super) table: Option<Table>,
}

/// What was read of a column.
pub(super) struct ColumnDraft {
    pub(super) name: At<String>,
    pub(super) column: Option<Column>,
    /// Who may see it, if fewer than the table.
    pub(super) access: Option<Access>,
}

/// A foreign key with the places of its names.
pub(super) struct KeyDraft {
    pub(super) columns: Vec<At<String>>,
    pub(super) target: At<String>,
    pub(super) target_columns: Vec<At<String>>,
}

/// Reads a table that is in the given schema of PostgreSQL, stored like this, and seen by these, unless it says otherwise.
pub(super) fn read(
    mut section: Section<'_>,
    database_schema: &str,
    storage: Storage,
    above: &Access,
) -> Draft {
    let name = section.required_text("name", "give the name that users write, without the schema");
    if let Some(name) = &name {
        section.rename(&format!("of table `{}`", name.value));
    }
    let schema =
        section.text("database_schema").map_or_else(|| database_schema.to_owned(), |name| name.value);
    let parts = part::read(&section, &schema);
    let access = access::read(&section, above);
    let mut columns = columns(&section, &parts, access.as_ref().unwrap_or(above));
    let (keys, foreign_keys) = foreign_keys(&section);
    let position = section.section("position").and_then(|position| read_position(&position, &mut columns));
    let cone_search = section.boolean("cone_search");
    if cone_search && section.value("position").is_none() {
        let hint = "say which columns hold the position, or leave `cone_search` out".to_owned();
        section.problem("a cone search needs the key `position`", hint);
    }
    part::check(&section, &parts, &columns, position.as_ref());
    let parts: Option<Vec<Part>> = parts.into_iter().map(|draft| draft.part).collect();
    let storage = self::storage(&section).unwrap_or(storage);
    let rules = rules(&section, access, &columns);
    let draft_table = table(&section, &name, schema, &columns);
    section.finish();
    let table = draft_table.zip(parts).map(|(table, parts)| Table {
        parts,
        position,
        foreign_keys,
        cone_search,
        storage,
        rules,
        ..table
    });
    Draft { name, columns, keys, table }
}

/// Reads `storage`, of a table or of the whole collection.
pub(super) fn storage(section: &Section<'_>) -> Option<Storage> {
    let word = section.text("storage")?;
    match word.value.as_str() {
        "plain" => Some(Storage::Plain),
        "partitioned" => Some(Storage::Partitioned),
        "citus" => Some(Storage::Citus),
        other => {
            let hint = "write `plain`, `partitioned` or `citus`".to_owned();
            section.problem_at(
                word.start,
                format!("key `storage`: `{other}` is no way to store a table"),
                hint,
            );
            None
        }
    }
}

/// All but what refers to other tables and columns.
fn table(
    section: &Section<'_>,
    name: &Option<At<String>>,
    schema: String,
    columns: &[ColumnDraft],
) -> Option<Table> {
    let database_table = section.text("database_table").map(|name| name.value);
    let kind = kind(section);
    let text = |key| section.text(key).map(|text| text.value);
    let (title, description, utype) = (text("title"), text("description"), text("utype"));
    let rows = section.read("rows", |rows| value::fitting(rows, "a number of rows")).map(|rows| rows.value);
    let name = name.as_ref()?.value.clone();
    let table = database_table.unwrap_or_else(|| name.to_lowercase());
    Some(Table {
        name,
        kind,
        title,
        description,
        utype,
        rows,
        relation: Relation { schema, table, conditions: Vec::new() },
        columns: columns.iter().map(|draft| draft.column.clone()).collect::<Option<_>>()?,
        ..Table::default()
    })
}

fn kind(section: &Section<'_>) -> TableKind {
    match section.text("kind") {
        None => TableKind::Table,
        Some(word) if word.value == "table" => TableKind::Table,
        Some(word) if word.value == "view" => TableKind::View,
        Some(word) => {
            let hint = "write `table` or `view`".to_owned();
            section.problem_at(word.start, format!("key `kind`: `{}` is no kind of table", word.value), hint);
            TableKind::Table
        }
    }
}

fn rules(section: &Section<'_>, access: Option<Access>, columns: &[ColumnDraft]) -> TableRules {
    let own = columns.iter().filter_map(|draft| Some((draft.name.value.clone(), draft.access.clone()?)));
    TableRules {
        access,
        rows_for: access::rows_for(section),
        columns: own.collect(),
        announced: access::announced(section),
    }
}

fn columns(section: &Section<'_>, parts: &[PartDraft], above: &Access) -> Vec<ColumnDraft> {
    section.require("columns", "list the columns below `[table.columns]`");
    let Some(list) = section.section("columns") else { return Vec::new() };
    if list.is_empty() {
        list.problem("the table has no column", "add one: `NAME = { type = \"int\" }`".to_owned());
    }
    let draft = |(name, section)| ColumnDraft {
        access: access::read(&section, above),
        column: column::read(&name, &section, parts),
        name,
    };
    list.named_sections("column").into_iter().map(draft).collect()
}

/// Reads `position` and marks its columns with the frame.
fn read_position(section: &Section<'_>, columns: &mut [ColumnDraft]) -> Option<Position> {
    let lon = section.required_text("lon", "name the column of the longitude");
    let lat = section.required_text("lat", "name the column of the latitude");
    let healpix = section.text("healpix").map(|name| name.value);
    let frame = column::frame(section).unwrap_or_default();
    section.finish();
    let (lon, lat) = (angle(section, columns, &lon?), angle(section, columns, &lat?));
    let (lon, lat) = (lon?, lat?);
    if lon == lat {
        section.problem("longitude and latitude are the same column", None);
        return None;
    }
    for place in [lon, lat] {
        if let Some(column) = &mut columns[place].column {
            column.field.frame = Some(frame);
        }
    }
    Some(Position { lon, lat, healpix, frame })
}

/// The place of a column that holds an angle.
fn angle(section: &Section<'_>, columns: &[ColumnDraft], name: &At<String>) -> Option<usize> {
    let names = || columns.iter().map(|draft| draft.name.value.as_str());
    let Some(place) = names().position(|known| Ident::regular(&name.value).matches(known)) else {
        let hint = suggestion_in_order(&name.value, "columns", names());
        section.problem_at(name.start, format!("no column `{}` in this table", name.value), hint);
        return None;
    };
    if columns[place].column.as_ref().is_some_and(|column| !check::is_angle(column)) {
        let hint = "give it the type `double`, in degrees".to_owned();
        section.problem_at(name.start, format!("column `{}` is no angle", name.value), hint);
        return None;
    }
    Some(place)
}

fn foreign_keys(section: &Section<'_>) -> (Vec<KeyDraft>, Vec<ForeignKey>) {
    section.sections("foreign_keys").iter().filter_map(foreign_key).unzip()
}

fn foreign_key(section: &Section<'_>) -> Option<(KeyDraft, ForeignKey)> {
    section.require("columns", "list the columns of this table that refer to the other");
    let columns = section.texts("columns");
    let target = section.required_text("target", "name the table that is referred to");
    let target_columns = section.texts("target_columns");
    let description = section.text("description").map(|text| text.value);
    section.finish();
    let (columns, target) = (columns?, target?);
    let target_columns = target_columns.unwrap_or_else(|| columns.clone());
    if columns.is_empty() || columns.len() != target_columns.len() {
        let hint = "name as many columns here as there, and at least one".to_owned();
        section.problem("the foreign key does not pair its columns", hint);
        return None;
    }
    let pairs = columns.iter().zip(&target_columns);
    let key = ForeignKey {
        target: target.value.clone(),
        columns: pairs.map(|(ours, theirs)| (ours.value.clone(), theirs.value.clone())).collect(),
        description,
    };
    Some((KeyDraft { columns, target, target_columns }, key))
}
