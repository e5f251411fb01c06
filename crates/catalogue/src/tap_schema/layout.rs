//! The tables of TAP_SCHEMA: their columns for users, their form in PostgreSQL.

/// The columns that precede those of TAP_SCHEMA in every stored table: whose rows they are.
pub(super) const OWNER_COLUMNS: [&str; 3] = ["set_hash", "instance", "collection"];

/// A table of TAP_SCHEMA.
pub(super) struct TableSpec {
    pub(super) name: &'static str,
    /// The name in PostgreSQL.
    pub(super) stored: &'static str,
    pub(super) description: &'static str,
    pub(super) columns: &'static [ColumnSpec],
    pub(super) keys: &'static [KeySpec],
    /// The columns that name a row within its owner.
    pub(super) primary: &'static [&'static str],
}

/// A column of TAP_SCHEMA.
pub(super) struct ColumnSpec {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether the standard forbids null.
    pub(super) required: bool,
    /// Whether the standard has the column.
    pub(super) std: bool,
    pub(super) unit: Option<&'static str>,
    pub(super) description: &'static str,
}

/// A foreign key of one column: ours, their table, theirs.
pub(super) struct KeySpec(pub(super) &'static str, pub(super) &'static str, pub(super) &'static str);

/// The types of TAP_SCHEMA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Long,
    Double,
}

/// The stored tables in the order of the standard.
pub(super) const TABLES: [&TableSpec; 5] = [&SCHEMAS, &TABLES_TABLE, &COLUMNS, &KEYS, &KEY_COLUMNS];

pub(super) const SCHEMAS: TableSpec = TableSpec {
    name: "schemas",
    stored: "tap_schemas",
    description: "Schemas of this service",
    columns: &[
        required("schema_name", "Name of the schema, as written in queries"),
        text("utype", "Data model of the schema"),
        text("description", "What the schema holds"),
        integer("schema_index", "Place in the recommended order of schemas"),
    ],
    keys: &[],
    primary: &["schema_name"],
};

pub(super) const TABLES_TABLE: TableSpec = TableSpec {
    name: "tables",
    stored: "tap_tables",
    description: "Tables of this service",
    columns: &[
        required("schema_name", "Schema that the table belongs to"),
        required("table_name", "Name of the table with its schema, as written in queries"),
        required("table_type", "table or view"),
        text("utype", "Data model of the table"),
        text("description", "What a row of the table is"),
        integer("table_index", "Place in the recommended order of tables"),
        extra("nrows", Kind::Long, None, "Number of rows when they were last counted"),
    ],
    keys: &[KeySpec("schema_name", "schemas", "schema_name")],
    primary: &["table_name"],
};

pub(super) const COLUMNS: TableSpec = TableSpec {
    name: "columns",
    stored: "tap_columns",
    description: "Columns of all tables of this service",
    columns: &[
        required("table_name", "Table that the column belongs to"),
        required("column_name", "Name of the column, as written in queries"),
        required("datatype", "VOTable datatype"),
        text("arraysize", "VOTable arraysize"),
        text("xtype", "VOTable xtype"),
        integer("size", "Length of a one-dimensional array; deprecated, see arraysize"),
        text("description", "What the values are"),
        text("utype", "Data model of the column"),
        text("unit", "Unit of the values"),
        text("ucd", "Unified Content Descriptor"),
        flag("indexed", "1 if an index makes conditions on the column fast, else 0"),
        flag("principal", "1 if the column belongs to the core of the table, else 0"),
        flag("std", "1 if a standard defines the column, else 0"),
        integer("column_index", "Place in the recommended order of columns"),
        extra("enumeration", Kind::Text, None, "Enumeration that names the elements of the array"),
        extra(
            "min_value",
            Kind::Text,
            None,
            "Least value when the table was last counted; of an array, of all elements",
        ),
        extra("max_value", Kind::Text, None, "Greatest value, likewise"),
        extra("null_fraction", Kind::Double, None, "Part of the rows that have no value, 0 to 1"),
    ],
    keys: &[KeySpec("table_name", "tables", "table_name")],
    primary: &["table_name", "column_name"],
};

pub(super) const KEYS: TableSpec = TableSpec {
    name: "keys",
    stored: "tap_keys",
    description: "Foreign keys between tables of this service",
    columns: &[
        required("key_id", "Identifier of the key"),
        required("from_table", "Table that refers to the other"),
        required("target_table", "Table that is referred to"),
        text("description", "What the reference means"),
        text("utype", "Data model of the reference"),
    ],
    keys: &[KeySpec("from_table", "tables", "table_name"), KeySpec("target_table", "tables", "table_name")],
    primary: &["key_id"],
};

pub(super) const KEY_COLUMNS: TableSpec = TableSpec {
    name: "key_columns",
    stored: "tap_key_columns",
    description: "Pairs of columns that make up the foreign keys",
    columns: &[
        required("key_id", "Key that the pair belongs to"),
        required("from_column", "Column of the table that refers"),
        required("target_column", "Column of the table that is referred to"),
    ],
    keys: &[KeySpec("key_id", "keys", "key_id")],
    primary: &["key_id", "from_column"],
};

/// Not in the standard and not stored.
pub(super) const ENUMERATIONS_TABLE: TableSpec = TableSpec {
    name: super::ENUMERATIONS,
    stored: super::ENUMERATIONS,
    description: "Names for elements of arrays: column[enumeration::element] is the element at the index",
    columns: &[
        extra("enumeration_name", Kind::Text, None, "Name of the enumeration, as written before ::"),
        extra("element_name", Kind::Text, None, "Name of the element, as written after ::"),
        extra("element_index", Kind::Integer, None, "Place of the element in arrays, from 1"),
        extra("description", Kind::Text, None, "What the element is"),
        extra("wavelength", Kind::Double, Some("nm"), "Central wavelength"),
        extra("width", Kind::Double, Some("nm"), "Width of the passband"),
        extra("colour", Kind::Text, None, "A colour to draw it in, #rrggbb"),
    ],
    keys: &[],
    primary: &[],
};

const fn text(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Text, required: false, std: true, unit: None, description }
}

const fn required(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Text, required: true, std: true, unit: None, description }
}

const fn integer(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Integer, required: false, std: true, unit: None, description }
}

const fn flag(name: &'static str, description: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Integer, required: true, std: true, unit: None, description }
}

const fn extra(
    name: &'static str,
    kind: Kind,
    unit: Option<&'static str>,
    description: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, kind, required: false, std: false, unit, description }
}
