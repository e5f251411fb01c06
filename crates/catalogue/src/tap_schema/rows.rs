//! The rows of TAP_SCHEMA that describe what an instance publishes.

use super::layout::{COLUMNS, KEY_COLUMNS, KEYS, OWNER_COLUMNS, SCHEMAS, TABLES_TABLE, TableSpec};
use crate::{
    Arraysize, Collection, Column, ColumnStatistics, Scope, Table, TableKind, ident, qualified_name,
};

/// The rows of one stored table.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The table in PostgreSQL, without its schema.
    pub table: &'static str,
    /// The columns in PostgreSQL, in the order of the values.
    pub columns: Vec<&'static str>,
    /// The values.
    pub rows: Vec<Vec<Value>>,
}

/// A value to store.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `text`
    Text(String),
    /// `integer`, or `bigint`
    Integer(i64),
    /// `double precision`, finite
    Double(f64),
    /// NULL
    Null,
}

/// The place of TAP_SCHEMA among the schemas: behind all others, however many a caller sees.
const LAST_INDEX: i32 = 1_000_000;

/// The rows of the stored tables for everything in the scope, TAP_SCHEMA itself included.
pub fn rows(scope: &Scope) -> Vec<Rows> {
    let mut store = Store {
        scope,
        schemas: Rows::of(&SCHEMAS),
        tables: Rows::of(&TABLES_TABLE),
        columns: Rows::of(&COLUMNS),
        keys: Rows::of(&KEYS),
        key_columns: Rows::of(&KEY_COLUMNS),
    };
    let published = scope.published().len();
    for (place, schema) in scope.schemas().enumerate() {
        let index = if place == published { LAST_INDEX } else { counted(place) };
        store.schema(&schema.name, &schema.collection, index);
    }
    vec![store.schemas, store.tables, store.columns, store.keys, store.key_columns]
}

impl Rows {
    fn of(spec: &TableSpec) -> Self {
        let columns =
            OWNER_COLUMNS.into_iter().chain(spec.columns.iter().map(|column| column.name)).collect();
        Self { table: spec.stored, columns, rows: Vec::new() }
    }
}

struct Store<'s> {
    scope: &'s Scope,
    schemas: Rows,
    tables: Rows,
    columns: Rows,
    keys: Rows,
    key_columns: Rows,
}

impl Store<'_> {
    fn schema(&mut self, name: &str, collection: &Collection, index: i32) {
        let owner = self.owner(collection);
        let schema_name = Value::text(ident::quoted(name));
        let description = Value::text(&*collection.description);
        self.schemas.rows.push(row(&owner, [schema_name, Value::Null, description, index.into()]));
        for (place, table) in collection.tables.iter().enumerate() {
            self.table(&owner, name, table, counted(place));
        }
    }

    fn table(&mut self, owner: &[Value], schema: &str, table: &Table, index: i32) {
        let table_name = qualified_name(schema, &table.name);
        let kind = match table.kind {
            TableKind::Table => "table",
            TableKind::View => "view",
        };
        let description = table.description.as_ref().or(table.title.as_ref());
        let values = [
            Value::text(ident::quoted(schema)),
            Value::text(&*table_name),
            Value::text(kind),
            Value::optional(table.utype.as_ref()),
            Value::optional(description),
            index.into(),
            table.rows.and_then(|rows| i64::try_from(rows).ok()).map_or(Value::Null, Value::Integer),
        ];
        self.tables.rows.push(row(owner, values));
        for (place, (column, known)) in table.columns.iter().zip(table.column_statistics()).enumerate() {
            let values = column_values(&table_name, column, counted(place));
            self.columns.rows.push(owner.iter().cloned().chain(values).chain(statistics(known)).collect());
        }
        self.keys(owner, schema, table, &table_name);
    }

    fn keys(&mut self, owner: &[Value], schema: &str, table: &Table, table_name: &str) {
        for (place, key) in table.foreign_keys.iter().enumerate() {
            let id = format!("{table_name}#{}", place + 1);
            let target = qualified_name(schema, &key.target);
            let description = Value::optional(key.description.as_ref());
            let values =
                [Value::text(&*id), Value::text(table_name), Value::text(target), description, Value::Null];
            self.keys.rows.push(row(owner, values));
            for (ours, theirs) in &key.columns {
                let values = [&*id, &ident::quoted(ours), &ident::quoted(theirs)].map(Value::text);
                self.key_columns.rows.push(row(owner, values));
            }
        }
    }

    fn owner(&self, collection: &Collection) -> [Value; 3] {
        [self.scope.hash(), self.scope.instance(), &collection.id].map(Value::text)
    }
}

fn column_values(table_name: &str, column: &Column, index: i32) -> [Value; 15] {
    let field = &column.field;
    let shape = field.value_type.arraysize.as_ref();
    [
        Value::text(table_name),
        Value::text(ident::quoted(&field.name)),
        Value::text(field.value_type.datatype.name()),
        shape.map_or(Value::Null, |shape| Value::text(shape.to_string())),
        Value::optional(field.value_type.xtype.as_ref()),
        shape.and_then(size).map_or(Value::Null, Value::from),
        Value::optional(field.description.as_ref()),
        Value::optional(field.utype.as_ref()),
        Value::optional(field.unit.as_ref()),
        Value::optional(field.ucd.as_ref()),
        i32::from(column.indexed).into(),
        i32::from(column.principal).into(),
        i32::from(column.std).into(),
        index.into(),
        Value::optional(column.enumeration.as_ref()),
    ]
}

fn statistics(known: Option<&ColumnStatistics>) -> [Value; 3] {
    let fraction = known.map(|known| known.null_fraction).filter(|fraction| fraction.is_finite());
    [
        Value::optional(known.and_then(|known| known.min.as_ref())),
        Value::optional(known.and_then(|known| known.max.as_ref())),
        fraction.map_or(Value::Null, Value::Double),
    ]
}

/// The number that TAP 1.0 had in place of an array size: the length of one fixed dimension.
pub(super) fn size(shape: &Arraysize) -> Option<i32> {
    match (shape.fixed.as_slice(), shape.variable) {
        ([length], false) => i32::try_from(*length).ok(),
        _ => None,
    }
}

fn row<const N: usize>(owner: &[Value], values: [Value; N]) -> Vec<Value> {
    owner.iter().cloned().chain(values).collect()
}

/// The one-based number of a place.
fn counted(place: usize) -> i32 {
    i32::try_from(place).map_or(i32::MAX, |place| place.saturating_add(1))
}

impl Value {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn optional(text: Option<&String>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.clone()))
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}
