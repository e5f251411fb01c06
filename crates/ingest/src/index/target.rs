//! The table that is to be indexed: what it is in PostgreSQL, its columns, the stored tables below it.

use tokio_postgres::Client;

use super::error::IndexError;
use super::{IndexRequest, tid::Tid};
use crate::row::quoted;

/// The types that can hold an angle, by oid: double precision, real, numeric, and the integers.
const NUMBERS: [u32; 6] = [701, 700, 1700, 20, 23, 21];

/// The type oid of BIGINT.
const BIGINT: u32 = 20;

/// The columns of longitude and latitude, by their names in PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The longitude, in degrees.
    pub lon: String,
    /// The latitude, in degrees.
    pub lat: String,
    /// The frame of the two; the index is in ICRS.
    pub frame: sky::Frame,
}

/// A table or partitioned table of the database.
#[derive(Clone, Debug)]
pub struct Target {
    pub(super) oid: u32,
    pub(super) name: Name,
    pub(super) partitioned: bool,
    columns: Vec<Known>,
}

/// A stored table: the target itself, or a partition of it.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) oid: u32,
    pub(super) name: Name,
    /// Rows by the server's estimate.
    pub(super) rows: u64,
}

/// Schema and table, unquoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    schema: String,
    table: String,
}

#[derive(Clone, Debug)]
struct Known {
    name: String,
    type_oid: u32,
    generated: bool,
}

impl Target {
    /// Finds a table; views and tables of other servers are refused with what to do instead.
    pub async fn find(client: &Client, schema: &str, table: &str) -> Result<Self, IndexError> {
        let name = Name { schema: schema.to_owned(), table: table.to_owned() };
        let sql = "SELECT c.oid, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = $1 AND c.relname = $2";
        let Some(row) = client.query_opt(sql, &[&schema, &table]).await? else {
            let sql = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                       WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')";
            let known = client.query(sql, &[&schema]).await?.iter().map(|row| row.get(0)).collect();
            return Err(IndexError::NoTable { table: name.shown(), known });
        };
        let (oid, kind): (u32, String) = (row.get(0), row.get(1));
        if let Some((kind, hint)) = refused(&kind) {
            return Err(IndexError::NotStored { table: name.shown(), kind, hint });
        }
        let sql = "SELECT attname::text, atttypid, attgenerated <> '' FROM pg_attribute \
                   WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
        let known = client.query(sql, &[&oid]).await?.into_iter();
        let columns = known
            .map(|row| Known { name: row.get(0), type_oid: row.get(1), generated: row.get(2) })
            .collect();
        Ok(Self { oid, name, partitioned: kind == "p", columns })
    }

    /// The position that the names of the columns tell, where nobody has said which columns hold it.
    pub fn position(&self) -> Result<Position, IndexError> {
        let numbers: Vec<catalogue::Column> = self.columns.iter().filter_map(Known::as_number).collect();
        let found = catalogue::Position::find(&numbers);
        let found = found.ok_or_else(|| IndexError::NoPosition { table: self.name.shown() })?;
        let name = |place: usize| numbers[place].pg_name.clone();
        Ok(Position { lon: name(found.lon), lat: name(found.lat), frame: found.frame.into() })
    }

    /// Whether the table has what the request names, in the right types.
    pub(super) fn check(&self, request: &IndexRequest) -> Result<(), IndexError> {
        let table = || self.name.shown();
        for column in [&request.position.lon, &request.position.lat] {
            match self.column(column) {
                Some(known) if NUMBERS.contains(&known.type_oid) => {}
                Some(_) => return Err(IndexError::NoNumber { table: table(), column: column.clone() }),
                None => {
                    let known = self.columns.iter().map(|known| known.name.clone()).collect();
                    return Err(IndexError::NoColumn { table: table(), column: column.clone(), known });
                }
            }
        }
        match self.column(&request.column) {
            Some(known) if known.type_oid != BIGINT || known.generated => {
                Err(IndexError::OtherColumn { table: table(), column: request.column.clone() })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.column(column).is_some()
    }

    /// The stored tables: the partitions of a partitioned table, and those that inherit.
    pub(super) async fn leaves(&self, client: &Client) -> Result<Vec<Leaf>, IndexError> {
        let sql = "WITH RECURSIVE tree(id) AS (SELECT $1::oid UNION \
                     SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.id) \
                   SELECT c.oid, n.nspname::text, c.relname::text, c.relkind::text, c.reltuples \
                   FROM tree JOIN pg_class c ON c.oid = tree.id JOIN pg_namespace n ON n.oid = c.relnamespace \
                   WHERE c.relkind <> 'p' ORDER BY c.oid";
        let mut leaves = Vec::new();
        for row in client.query(sql, &[&self.oid]).await? {
            let name = Name { schema: row.get(1), table: row.get(2) };
            if let Some((kind, hint)) = refused(row.get(3)) {
                return Err(IndexError::NotStored { table: name.shown(), kind, hint });
            }
            // Minus one where nobody has counted.
            let rows = row.get::<_, f32>(4).max(0.0) as u64;
            leaves.push(Leaf { oid: row.get(0), name, rows });
        }
        Ok(leaves)
    }

    fn column(&self, name: &str) -> Option<&Known> {
        self.columns.iter().find(|known| known.name == name)
    }
}

impl Leaf {
    /// How many blocks the table has now.
    pub(super) async fn blocks(&self, client: &Client) -> Result<u32, IndexError> {
        let sql = "SELECT pg_relation_size($1::oid::regclass) / current_setting('block_size')::bigint";
        let blocks: i64 = client.query_one(sql, &[&self.oid]).await?.get(0);
        Ok(u32::try_from(blocks).unwrap_or(u32::MAX))
    }

    /// The places at which a run of blocks begins and ends.
    pub(super) fn span(first: u32, count: u32) -> (Tid, Tid) {
        (Tid::before(first), Tid::before(first.saturating_add(count)))
    }
}

impl Name {
    /// As SQL reads it.
    pub(super) fn sql(&self) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(&self.table))
    }

    /// As people read it.
    pub(super) fn shown(&self) -> String {
        format!("{}.{}", self.schema, self.table)
    }
}

impl Known {
    /// The column as one of a catalogue, so that the rules of collection files find positions here too.
    fn as_number(&self) -> Option<catalogue::Column> {
        let base = [catalogue::PgBase::Float8, catalogue::PgBase::Float4];
        let base = base.into_iter().find(|base| base.oid() == self.type_oid)?;
        Some(catalogue::Column {
            field: catalogue::Field::new(
                self.name.clone(),
                catalogue::ValueType::scalar(catalogue::Datatype::Double),
            ),
            pg_name: self.name.clone(),
            pg_type: catalogue::PgType::scalar(base),
            part: 0,
            indexed: false,
            principal: false,
            std: false,
            enumeration: None,
        })
    }
}

/// What a relation is that has no rows of its own to index, and what to do instead.
fn refused(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "r" | "p" => return None,
        "v" => (
            "a view, which has no rows of its own",
            "index the table that it reads, and let the view pass the new column on",
        ),
        "m" => (
            "a materialized view, whose columns are those of its query",
            "index the table that it reads, pass the new column on, and make an index of the view with CREATE INDEX",
        ),
        "f" => (
            "a foreign table, whose rows are on another server",
            "run `armilla index` on that server, then add the column here with ALTER FOREIGN TABLE",
        ),
        _ => ("no table", "name a table with rows"),
    })
}
