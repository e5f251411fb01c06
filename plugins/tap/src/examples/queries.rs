//! Example queries made from what an instance publishes.

use std::fmt::Write;

use adql::Extensions;
use catalogue::{Column, Enumeration, Found, Ident, PgBase, Scope, TableRef, quoted, tap_schema};

use super::Example;

/// How many columns an example selects of one table.
const COLUMNS: usize = 4;

/// A table with a position, and the names of its two columns as they must be written.
pub(super) struct SkyTable<'s> {
    table: TableRef<'s>,
    /// The frame of the position, which old clients want named.
    frame: &'static str,
    lon: String,
    lat: String,
}

impl SkyTable<'_> {
    /// A query for the position of any row.
    pub(super) fn first_position(&self) -> String {
        let (name, lon, lat) = (self.table.qualified_name(), &self.lon, &self.lat);
        format!("SELECT TOP 1 {lon}, {lat} FROM {name} WHERE {lon} IS NOT NULL AND {lat} IS NOT NULL")
    }
}

/// What TAP_SCHEMA says of the tables, of one of them, and of enumerations if there are any.
pub(super) fn of_metadata(scope: &Scope, extensions: &Extensions) -> Vec<Example> {
    let of_tap_schema = |table: &str| vec![format!("{}.{table}", tap_schema::SCHEMA_NAME)];
    let mut examples = vec![Example {
        id: "tables",
        is_standard: true,
        title: "All tables of this service".to_owned(),
        tables: of_tap_schema("tables"),
        query: "SELECT table_name, description\nFROM TAP_SCHEMA.tables\nORDER BY table_name".to_owned(),
    }];
    if let Some(table) = published(scope).next() {
        let name = table.qualified_name();
        examples.push(Example {
            id: "columns",
            is_standard: true,
            title: format!("What the columns of {name} mean"),
            tables: of_tap_schema("columns"),
            query: format!(
                "SELECT column_name, datatype, unit, ucd, description\nFROM TAP_SCHEMA.columns\n\
                 WHERE table_name = '{}'\nORDER BY column_index",
                name.replace('\'', "''")
            ),
        });
    }
    if !extensions.enumerations.is_empty() {
        examples.push(Example {
            id: "enumerations",
            is_standard: true,
            title: "Names for the elements of arrays, such as filters".to_owned(),
            tables: of_tap_schema(tap_schema::ENUMERATIONS),
            query: "SELECT enumeration_name, element_name, element_index, wavelength\n\
                    FROM TAP_SCHEMA.enumerations\nORDER BY enumeration_name, element_index"
                .to_owned(),
        });
    }
    examples
}

/// The table for the example of a cone: one that is offered for cones, else any with a position.
pub(super) fn sky_table(scope: &Scope) -> Option<SkyTable<'_>> {
    let on_sky = || published(scope).filter(|table| table.table.position.is_some());
    let table = on_sky().find(|table| table.table.cone_search).or_else(|| on_sky().next())?;
    let position = table.table.position.as_ref()?;
    let name = |place: usize| Some(quoted(&table.table.columns.get(place)?.field.name).into_owned());
    let frame = sky::Frame::from(position.frame).name();
    Some(SkyTable { table, frame, lon: name(position.lon)?, lat: name(position.lat)? })
}

/// The nearest rows round a position in degrees.
pub(super) fn cone(sky: &SkyTable<'_>, [lon_deg, lat_deg]: [f64; 2]) -> Example {
    let (name, frame, lon, lat) = (sky.table.qualified_name(), sky.frame, &sky.lon, &sky.lat);
    let row = format!("POINT('{frame}', {lon}, {lat})");
    let columns = listed(&sky.table, "", &[]).join(", ");
    Example {
        id: "cone",
        is_standard: true,
        title: format!("Rows of {name} within 0.1 degrees of a position, the nearest first"),
        query: format!(
            "SELECT TOP 10 {columns},\n  DISTANCE({row}, POINT('{frame}', {lon_deg:.4}, {lat_deg:.4})) AS separation\n\
             FROM {name}\n\
             WHERE 1 = CONTAINS({row}, CIRCLE('{frame}', {lon_deg:.4}, {lat_deg:.4}, 0.1))\nORDER BY separation"
        ),
        tables: vec![name],
    }
}

/// Elements of an array by name.
pub(super) fn element(scope: &Scope, extensions: &Extensions) -> Option<Example> {
    let (table, column, enumeration) = published(scope).find_map(|table| {
        let indexed = |column: &Column| Some((table, column.clone(), indexing(column, &table, extensions)?));
        let (principal, others): (Vec<&Column>, _) =
            table.table.columns.iter().partition(|column| column.principal);
        principal.into_iter().chain(others).find_map(indexed)
    })?;
    let [one, other] = enumeration.elements.first_chunk::<2>()?;
    let array = quoted(&column.field.name);
    let written = |name: &str| format!("{array}[{}::{}]", quoted(&enumeration.name), quoted(name));
    let (first, second) = (written(&one.name), written(&other.name));
    let name = table.qualified_name();
    let columns = listed(&table, "", &[&column.field.name]).join(", ");
    Some(Example {
        id: "element",
        is_standard: false,
        title: format!("Elements of the array {array} by name"),
        query: format!(
            "SELECT TOP 10 {columns},\n  {first}, {second}, {first} - {second} AS difference\nFROM {name}\n\
             WHERE {first} - {second} > 0"
        ),
        tables: vec![name],
    })
}

/// A join along a reference from one table to another.
pub(super) fn join(scope: &Scope) -> Option<Example> {
    let (from, to, key) = published(scope).find_map(|from| {
        from.table.foreign_keys.iter().find_map(|key| {
            let schema = Ident::delimited(from.schema);
            match scope.find_table(Some(schema), Ident::delimited(&key.target)) {
                Found::One(to) => Some((from, to, key)),
                Found::None | Found::Several(_) => None,
            }
        })
    })?;
    let ours = listed(&from, "a.", &[]);
    let known: Vec<&str> = from.table.columns.iter().map(|column| column.field.name.as_str()).collect();
    let columns = [ours, listed(&to, "b.", &known)].concat().join(", ");
    let mut on = String::new();
    for (place, (ours, theirs)) in key.columns.iter().enumerate() {
        let lead = if place == 0 { "" } else { " AND " };
        // Writing into a String cannot fail.
        let _ = write!(on, "{lead}a.{} = b.{}", quoted(ours), quoted(theirs));
    }
    let (from, to) = (from.qualified_name(), to.qualified_name());
    Some(Example {
        id: "join",
        is_standard: true,
        title: format!("Rows of {from} with those of {to} that they refer to"),
        query: format!("SELECT TOP 10 {columns}\nFROM {from} AS a\nJOIN {to} AS b ON {on}"),
        tables: vec![from, to],
    })
}

/// The tables that are no metadata.
fn published(scope: &Scope) -> impl Iterator<Item = TableRef<'_>> {
    scope.published().iter().flat_map(catalogue::ScopedSchema::tables)
}

/// The enumeration that names the elements of a column of numbers and has two of them.
fn indexing<'e>(
    column: &Column,
    table: &TableRef<'_>,
    extensions: &'e Extensions,
) -> Option<&'e Enumeration> {
    let declared = column.enumeration.as_deref()?;
    let numbers = matches!(
        column.pg_type.base,
        PgBase::Int2 | PgBase::Int4 | PgBase::Int8 | PgBase::Float4 | PgBase::Float8
    );
    let length = column.field.value_type.arraysize.as_ref()?.fixed_len()?;
    let fits = |enumeration: &&Enumeration| {
        enumeration.name.eq_ignore_ascii_case(declared)
            && enumeration.elements.iter().take(2).filter(|element| element.index as usize <= length).count()
                == 2
    };
    let own = |enumeration: &&Enumeration| enumeration.collection.as_deref() == Some(&table.collection.id);
    let all = || extensions.enumerations.iter().map(|one| &**one).filter(fits);
    all().find(own).or_else(|| all().find(|one| one.collection.is_none())).filter(|_| numbers)
}

/// The first columns of a table that are no arrays, principal ones first, without those that are left out.
fn listed(table: &TableRef<'_>, qualifier: &str, left_out: &[&str]) -> Vec<String> {
    let scalar = |column: &&Column| {
        !column.pg_type.array && !left_out.iter().any(|name| column.field.name.eq_ignore_ascii_case(name))
    };
    let (principal, others): (Vec<&Column>, Vec<&Column>) =
        table.table.columns.iter().filter(scalar).partition(|column| column.principal);
    let columns = principal.into_iter().chain(others).take(COLUMNS);
    columns.map(|column| format!("{qualifier}{}", quoted(&column.field.name))).collect()
}
