//! The five tables of TAP_SCHEMA described as tables like any other.

use super::{PG_SCHEMA, SCHEMA_NAME, SELF};
use crate::{
    Access, Collection, Column, Condition, Datatype, Field, ForeignKey, PgBase, PgType, Relation, Table,
    TableKind, ValueType,
};

/// TAP_SCHEMA as one caller sees it: five tables whose rows are those of his visible collections and of TAP_SCHEMA
/// itself.
pub fn collection<'c>(hash: &str, instance: &str, visible: impl IntoIterator<Item = &'c str>) -> Collection {
    let collections = [SELF].into_iter().chain(visible).map(str::to_owned).collect();
    let conditions = vec![
        Condition { column: "set_hash".to_owned(), one_of: vec![hash.to_owned()] },
        Condition { column: "instance".to_owned(), one_of: vec![instance.to_owned()] },
        Condition { column: "collection".to_owned(), one_of: collections },
    ];
    Collection {
        id: SELF.to_owned(),
        title: "TAP_SCHEMA".to_owned(),
        description: "Tables that describe all tables and columns of this service".to_owned(),
        creators: Vec::new(),
        released: None,
        access: Access::Public,
        schema: SCHEMA_NAME.to_owned(),
        tables: TABLES.iter().map(|spec| spec.table(&conditions)).collect(),
    }
}

struct TableSpec {
    name: &'static str,
    description: &'static str,
    columns: &'static [ColumnSpec],
    keys: &'static [KeySpec],
}

struct ColumnSpec {
    name: &'static str,
    kind: Kind,
    indexed: bool,
    description: &'static str,
}

/// Ours, their table, theirs.
struct KeySpec(&'static str, &'static str, &'static str);

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Integer,
}

const fn text(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Text, indexed: false, description }
}

const fn key(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Text, indexed: true, description }
}

const fn integer(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Integer, indexed: false, description }
}

const TABLES: &[TableSpec] = &[SCHEMAS, TABLES_TABLE, COLUMNS, KEYS, KEY_COLUMNS];

const SCHEMAS: TableSpec = TableSpec {
    name: "schemas",
    description: "Schemas of this service",
    columns: &[
        key("schema_name", "Name of the schema, as written in queries"),
        text("utype", "Data model of the schema"),
        text("description", "What the schema holds"),
        integer("schema_index", "Place in the recommended order of schemas"),
    ],
    keys: &[],
};

const TABLES_TABLE: TableSpec = TableSpec {
    name: "tables",
    description: "Tables of this service",
    columns: &[
        text("schema_name", "Schema that the table belongs to"),
        key("table_name", "Name of the table with its schema, as written in queries"),
        text("table_type", "table or view"),
        text("utype", "Data model of the table"),
        text("description", "What a row of the table is"),
        integer("table_index", "Place in the recommended order of tables"),
    ],
    keys: &[KeySpec("schema_name", "schemas", "schema_name")],
};

const COLUMNS: TableSpec = TableSpec {
    name: "columns",
    description: "Columns of all tables of this service",
    columns: &[
        key("table_name", "Table that the column belongs to"),
        key("column_name", "Name of the column, as written in queries"),
        text("datatype", "VOTable datatype"),
        text("arraysize", "VOTable arraysize"),
        text("xtype", "VOTable xtype"),
        integer("size", "Length of a one-dimensional array; deprecated, see arraysize"),
        text("description", "What the values are"),
        text("utype", "Data model of the column"),
        text("unit", "Unit of the values"),
        text("ucd", "Unified Content Descriptor"),
        integer("indexed", "1 if an index makes conditions on the column fast, else 0"),
        integer("principal", "1 if the column belongs to the core of the table, else 0"),
        integer("std", "1 if a standard defines the column, else 0"),
        integer("column_index", "Place in the recommended order of columns"),
    ],
    keys: &[KeySpec("table_name", "tables", "table_name")],
};

const KEYS: TableSpec = TableSpec {
    name: "keys",
    description: "Foreign keys between tables of this service",
    columns: &[
        key("key_id", "Identifier of the key"),
        text("from_table", "Table that refers to the other"),
        text("target_table", "Table that is referred to"),
        text("description", "What the reference means"),
        text("utype", "Data model of the reference"),
    ],
    keys: &[KeySpec("from_table", "tables", "table_name"), KeySpec("target_table", "tables", "table_name")],
};

const KEY_COLUMNS: TableSpec = TableSpec {
    name: "key_columns",
    description: "Pairs of columns that make up the foreign keys",
    columns: &[
        key("key_id", "Key that the pair belongs to"),
        text("from_column", "Column of the table that refers"),
        text("target_column", "Column of the table that is referred to"),
    ],
    keys: &[KeySpec("key_id", "keys", "key_id")],
};

impl TableSpec {
    fn table(&self, conditions: &[Condition]) -> Table {
        let table = format!("tap_{}", self.name);
        Table {
            name: self.name.to_owned(),
            kind: TableKind::Table,
            title: None,
            description: Some(self.description.to_owned()),
            utype: None,
            rows: None,
            relation: Relation { schema: PG_SCHEMA.to_owned(), table, conditions: conditions.to_vec() },
            columns: self.columns.iter().map(ColumnSpec::column).collect(),
            position: None,
            foreign_keys: self.keys.iter().map(KeySpec::foreign_key).collect(),
            cone_search: false,
        }
    }
}

impl ColumnSpec {
    fn column(&self) -> Column {
        let (value_type, base) = match self.kind {
            Kind::Text => (ValueType::text(), PgBase::Text),
            Kind::Integer => (ValueType::scalar(Datatype::Int), PgBase::Int4),
        };
        let mut field = Field::new(self.name, value_type);
        field.description = Some(self.description.to_owned());
        Column {
            field,
            pg_name: self.name.to_owned(),
            pg_type: PgType::scalar(base),
            indexed: self.indexed,
            principal: true,
            std: true,
            enumeration: None,
        }
    }
}

impl KeySpec {
    fn foreign_key(&self) -> ForeignKey {
        ForeignKey {
            target: self.1.to_owned(),
            columns: vec![(self.0.to_owned(), self.2.to_owned())],
            description: None,
        }
    }
}
