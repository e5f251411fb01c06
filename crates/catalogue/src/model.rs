//! Collections, tables, columns: the published catalogue as data.

use serde::{Deserialize, Serialize};

use crate::{Access, Derived, Footprint, Images, PgType, TableRules, TableStatistics, ValueType};

/// One version of a catalogue or image set, e.g. `jplus-dr3`: what is released, granted and withdrawn together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// The identifier: the name of its file in `conf.d/collections`.
    pub id: String,
    /// A title of a few words.
    pub title: String,
    /// What it holds, in sentences.
    pub description: String,
    /// Who made it.
    #[serde(default)]
    pub creators: Vec<String>,
    /// The date of release, `YYYY-MM-DD`.
    #[serde(default)]
    pub released: Option<String>,
    /// Who may see the tables that have no rule of their own; never sent to plugins.
    #[serde(skip)]
    pub access: Access,
    /// Whether those who may not read its tables find them in the metadata; never sent to plugins.
    #[serde(skip)]
    pub announced: bool,
    /// The schema name that users write, unless an instance gives another.
    pub schema: String,
    /// The tables, in published order.
    pub tables: Vec<Table>,
    /// Its images, if it has any.
    #[serde(default)]
    pub images: Option<Images>,
}

/// A published table or view.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The name as users see it, without the schema; case as written in the collection file.
    pub name: String,
    /// Table or view.
    pub kind: TableKind,
    /// A title of a few words.
    #[serde(default)]
    pub title: Option<String>,
    /// What a row is.
    #[serde(default)]
    pub description: Option<String>,
    /// The data model identifier.
    #[serde(default)]
    pub utype: Option<String>,
    /// The number of rows, where known.
    #[serde(default)]
    pub rows: Option<u64>,
    /// Where the rows are in PostgreSQL.
    pub relation: Relation,
    /// Further relations that hold some of the columns; empty if [`Table::relation`] holds them all.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// The columns, in published order.
    pub columns: Vec<Column>,
    /// The main position of a row, if the table is on the sky.
    #[serde(default)]
    pub position: Option<Position>,
    /// References to other tables of the same collection.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    /// Whether the table is offered as a cone search.
    #[serde(default)]
    pub cone_search: bool,
    /// How the table is searched by the regions that its rows cover, if they do.
    #[serde(default)]
    pub footprint: Option<Footprint>,
    /// Columns whose values are not stored as users see them.
    #[serde(default)]
    pub derived: Vec<Derived>,
    /// How PostgreSQL stores the rows, which decides the form of searches on the sky.
    #[serde(default)]
    pub storage: Storage,
    /// What was found out about the values, where somebody has counted them.
    #[serde(default)]
    pub statistics: Option<TableStatistics>,
    /// ADQL conditions over columns of the table; the caller sees the rows that satisfy any of them. Empty: all rows.
    #[serde(default)]
    pub row_filters: Vec<String>,
    /// Columns that the caller may not name and [`Table::row_filters`] may.
    #[serde(default)]
    pub hidden_columns: Vec<Column>,
    /// Whether the caller finds the table in the metadata and may not read it.
    #[serde(default)]
    pub locked: bool,
    /// Whether everybody may read all rows, so that answers may be kept by caches that many share.
    #[serde(default)]
    pub public: bool,
    /// Who may see what of it; never sent to plugins.
    #[serde(skip)]
    pub rules: TableRules,
}

/// How PostgreSQL stores the rows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// One table, or a view of such: the fastest forms work.
    #[default]
    Plain,
    /// Declarative partitions or foreign shards by ranges of the HEALPix column: only constants leave partitions out.
    Partitioned,
    /// A distributed table of Citus, which refuses lateral subqueries over functions.
    Citus,
}

/// What `TAP_SCHEMA.tables.table_type` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableKind {
    /// A stored table.
    #[default]
    Table,
    /// A view.
    View,
}

/// A table of PostgreSQL, restricted to the rows that a caller may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The schema in PostgreSQL, unquoted.
    pub schema: String,
    /// The table in PostgreSQL, unquoted.
    pub table: String,
    /// Conditions that every row must meet, all of them; they become part of the table reference.
    #[serde(default)]
    pub conditions: Vec<Condition>,
}

/// A relation that holds some columns of a composed table.
///
/// It has exactly one row for each row of the core ([`Table::relation`]), with the same key and the same HEALPix index,
/// so that it may stand for the core where nothing else of that is needed. The rows should have the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where the rows are in PostgreSQL.
    pub relation: Relation,
    /// The columns in PostgreSQL that name a row: of the core, of the part; unquoted, at least one pair.
    pub key: Vec<(String, String)>,
    /// The BIGINT column in PostgreSQL with the nested HEALPix index at order 29, unquoted; `None`: no index.
    #[serde(default)]
    pub healpix: Option<String>,
}

/// A text column of PostgreSQL whose value must be one of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The column in PostgreSQL, unquoted.
    pub column: String,
    /// The values that pass; an empty list lets no row pass.
    pub one_of: Vec<String>,
}

/// The metadata of a column that a VOTable FIELD carries (VOTable 1.4 §4.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The name, case as written.
    pub name: String,
    /// Primitive, shape, extended type.
    pub value_type: ValueType,
    /// VOUnits text.
    #[serde(default)]
    pub unit: Option<String>,
    /// UCD1+ words joined by `;`.
    #[serde(default)]
    pub ucd: Option<String>,
    /// The data model identifier.
    #[serde(default)]
    pub utype: Option<String>,
    /// One sentence.
    #[serde(default)]
    pub description: Option<String>,
    /// The frame of a coordinate or geometry, for `COOSYS`.
    #[serde(default)]
    pub frame: Option<Frame>,
    /// The integer that stands for null in serializations without null flags (`VALUES/@null`); by default the
    /// smallest value of the type.
    #[serde(default)]
    pub null: Option<i64>,
}

impl Field {
    /// A field with a name and a type and nothing else.
    pub fn new(name: impl Into<String>, value_type: ValueType) -> Self {
        Self {
            name: name.into(),
            value_type,
            unit: None,
            ucd: None,
            utype: None,
            description: None,
            frame: None,
            null: None,
        }
    }
}

/// A published column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// What a VOTable says of it.
    pub field: Field,
    /// The column in PostgreSQL, unquoted.
    pub pg_name: String,
    /// Its type in PostgreSQL.
    pub pg_type: PgType,
    /// Which relation holds it: 0 is [`Table::relation`], `n` is `parts[n - 1]`.
    #[serde(default)]
    pub part: usize,
    /// Whether an index serves it.
    #[serde(default)]
    pub indexed: bool,
    /// Whether it belongs to the core of the table.
    #[serde(default)]
    pub principal: bool,
    /// Whether a standard defines it.
    #[serde(default)]
    pub std: bool,
    /// The enumeration whose elements name the array's elements, e.g. `jplus`.
    #[serde(default)]
    pub enumeration: Option<String>,
}

/// A column of an answer: what the client is told, and what PostgreSQL sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultColumn {
    /// What a VOTable says of it.
    pub field: Field,
    /// The type of the values in the binary rows.
    pub pg_type: PgType,
}

/// The columns that hold the main position of a row, in degrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Index in `Table::columns` of the longitude.
    pub lon: usize,
    /// Index in `Table::columns` of the latitude.
    pub lat: usize,
    /// The BIGINT column in PostgreSQL with the nested HEALPix index at order 29, unquoted; `None`: no index.
    #[serde(default)]
    pub healpix: Option<String>,
    /// The frame of the two.
    #[serde(default)]
    pub frame: Frame,
}

/// A celestial reference frame that we know how to name in a VOTable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Frame {
    /// International Celestial Reference System.
    #[default]
    Icrs,
    /// FK5, equinox J2000.
    Fk5,
    /// FK4, equinox B1950.
    Fk4,
    /// IAU 1958 galactic.
    Galactic,
}

impl Frame {
    /// All frames.
    pub const ALL: [Self; 4] = [Self::Icrs, Self::Fk5, Self::Fk4, Self::Galactic];
}

impl From<Frame> for sky::Frame {
    fn from(frame: Frame) -> Self {
        match frame {
            Frame::Icrs => Self::Icrs,
            Frame::Fk5 => Self::Fk5,
            Frame::Fk4 => Self::Fk4,
            Frame::Galactic => Self::Galactic,
        }
    }
}

/// A reference from columns of one table to columns of another of the same collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The name of the other table, without schema.
    pub target: String,
    /// Pairs of column names: ours, theirs.
    pub columns: Vec<(String, String)>,
    /// What the reference means.
    #[serde(default)]
    pub description: Option<String>,
}
