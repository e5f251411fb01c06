//! Tables that come with a query (TAP 1.1, UPLOAD), on their way into temporary tables of PostgreSQL.

mod cover;
mod ordered;
mod tuple;

use adql::{HIDDEN_HIGH, HIDDEN_LOW, Translation, UploadRanges};
use catalogue::{PgBase, PgType, Scope, Table};
use futures_util::{StreamExt, stream};
use plugin_api::{Error, ErrorKind, Host, Result, RowItem, RowStream, UploadTable};

use cover::Cover;
use ordered::Ordered;

/// A table that comes with a query.
pub struct Upload {
    /// Name, columns and types; where it is stored does not matter.
    pub table: Table,
    /// The rows, each with the values of all columns in PostgreSQL's binary form.
    pub rows: RowStream,
}

/// The most that a query may bring along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// The most rows of all tables together.
    pub rows_max: u64,
    /// The most bytes of all rows together, in PostgreSQL's binary form.
    pub bytes_max: u64,
}

impl Default for UploadLimits {
    /// A million rows and 128 MiB.
    fn default() -> Self {
        Self { rows_max: 1_000_000, bytes_max: 128 << 20 }
    }
}

/// The tables that come with one query.
#[derive(Default)]
pub struct Uploads {
    uploads: Vec<Upload>,
    limits: UploadLimits,
}

impl Uploads {
    /// Uploads within limits; names that differ in nothing but case are an error.
    pub fn new(uploads: Vec<Upload>, limits: UploadLimits) -> Result<Self> {
        for (place, one) in uploads.iter().enumerate() {
            let name = &one.table.name;
            if uploads[..place].iter().any(|other| other.table.name.eq_ignore_ascii_case(name)) {
                return Err(Error::bad_request(format!("two uploads are called `{name}`")));
            }
        }
        Ok(Self { uploads, limits })
    }

    /// What the query may name: everything that the caller sees, and these tables.
    pub fn scope(&self, scope: &Scope) -> Scope {
        scope.with_uploads(self.uploads.iter().map(|upload| upload.table.clone()).collect())
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.uploads.is_empty()
    }

    /// Takes all rows from whoever gives them. They are held, so that the database is asked for nothing before they are
    /// complete: a caller who sends slowly holds no connection.
    pub async fn held(self) -> Result<HeldUploads> {
        let stored = self.scope(&Scope::new("", "", Vec::new()));
        let mut left = self.limits;
        let mut tables = Vec::with_capacity(self.uploads.len());
        for (upload, table) in self.uploads.into_iter().zip(stored.uploads()) {
            let rows = held(&table.name, upload.rows, self.limits, &mut left).await?;
            tables.push((table.clone(), rows));
        }
        Ok(HeldUploads { tables })
    }

    /// The temporary tables for a translation against [`Self::scope`].
    pub(crate) async fn crossing(
        self,
        host: &Host,
        translation: &Translation,
    ) -> Result<Vec<plugin_api::Upload>> {
        let held = self.held().await?;
        let asked = translation.upload_ranges.clone();
        if asked.is_empty() {
            return held.stored(&asked);
        }
        // Many cones take their time, and others wait for this thread.
        host.blocking(move || held.stored(&asked)).await?
    }
}

/// The tables that come with one query, with all their rows.
pub struct HeldUploads {
    tables: Vec<(Table, Vec<RowItem>)>,
}

impl HeldUploads {
    /// The temporary tables in which a translation finds them, with the ranges that it asks for in
    /// [`Translation::upload_ranges`]. Takes about a microsecond a row where it asks for some.
    pub fn stored(self, asked: &[UploadRanges]) -> Result<Vec<plugin_api::Upload>> {
        self.tables.into_iter().map(|(table, items)| stored(&table, items, asked)).collect()
    }
}

fn stored(table: &Table, items: Vec<RowItem>, asked: &[UploadRanges]) -> Result<plugin_api::Upload> {
    let asked = asked.iter().find(|asked| asked.table == table.relation.table);
    let rows = match asked {
        None => RowStream::new(Vec::new(), stream::iter(items.into_iter().map(Ok))),
        Some(asked) => {
            let ordered = Ordered::new(items, &Cover::of(table, asked)?)?;
            RowStream::new(Vec::new(), stream::iter(ordered))
        }
    };
    Ok(plugin_api::Upload { table: shape(table, asked), rows })
}

/// All rows of an upload, as far as they are within the limits.
async fn held(
    name: &str,
    mut rows: RowStream,
    limits: UploadLimits,
    left: &mut UploadLimits,
) -> Result<Vec<RowItem>> {
    let mut items = Vec::new();
    while let Some(item) = rows.next().await {
        let item = item?;
        if let RowItem::Rows(batch) = &item {
            left.bytes_max = taken(left.bytes_max, batch.len() as u64)
                .ok_or_else(|| too_large(name, limits.bytes_max, "bytes"))?;
            let count = tuple::count(batch).ok_or_else(|| malformed(name))?;
            left.rows_max =
                taken(left.rows_max, count).ok_or_else(|| too_large(name, limits.rows_max, "rows"))?;
        }
        let ended = matches!(item, RowItem::End { .. });
        items.push(item);
        if ended {
            return Ok(items);
        }
    }
    Err(Error::internal(format!("the rows of upload `{name}` stopped before their end")))
}

fn taken(left: u64, amount: u64) -> Option<u64> {
    left.checked_sub(amount)
}

fn too_large(name: &str, limit: u64, what: &str) -> Error {
    let text = format!("upload `{name}` is too large: all uploads together may have {limit} {what}");
    Error::new(ErrorKind::TooLarge, text)
}

fn malformed(name: &str) -> Error {
    Error::internal(format!("the rows of upload `{name}` are not in PostgreSQL's binary form"))
}

/// Name and columns of the temporary table.
fn shape(table: &Table, asked: Option<&UploadRanges>) -> UploadTable {
    let own = table.columns.iter().map(|column| (column.pg_name.clone(), type_sql(column.pg_type)));
    let hidden = [HIDDEN_LOW, HIDDEN_HIGH].into_iter().filter(|_| asked.is_some());
    let hidden = hidden.map(|name| (name.to_owned(), type_sql(PgType::array(PgBase::Int8))));
    UploadTable { name: table.relation.table.clone(), columns: own.chain(hidden).collect() }
}

fn type_sql(pg_type: PgType) -> String {
    let base = match pg_type.base {
        PgBase::Bool => "boolean",
        PgBase::Int2 => "smallint",
        PgBase::Int4 => "integer",
        PgBase::Int8 => "bigint",
        PgBase::Float4 => "real",
        PgBase::Float8 => "double precision",
        PgBase::Text => "text",
        PgBase::Bytea => "bytea",
        PgBase::Timestamp => "timestamp without time zone",
        PgBase::TimestampTz => "timestamp with time zone",
        PgBase::Date => "date",
    };
    if pg_type.array { format!("{base}[]") } else { base.to_owned() }
}
