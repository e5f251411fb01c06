//! Tables that come with a query (TAP 1.1, UPLOAD), on their way into temporary tables of PostgreSQL.

mod cover;
mod files;
mod held;
mod limits;
mod numbered;
mod ordered;
mod table;

use adql::{HIDDEN_HIGH, HIDDEN_LOW, Translation, UploadRanges};
use catalogue::{PgBase, PgType, Scope, Table};
use plugin_api::{Error, ErrorKind, Host, Result, UploadTable};

pub use files::{UploadFiles, open_upload, open_uploads};
pub use held::HeldUploads;
pub use limits::UploadLimits;

/// A table that comes with a query.
pub struct Upload {
    /// Name, columns and types; where it is stored does not matter.
    pub table: Table,
    /// The rows, each with the values of all columns in PostgreSQL's binary form.
    pub rows: Box<dyn UploadRows>,
}

/// The rows of an upload, read on a thread that may block.
pub trait UploadRows: Send {
    /// Appends some whole rows to `out` and gives their number; 0 is the end.
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64>;
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
    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty()
    }

    /// Reads all rows, with the ranges that a translation asks for in [`Translation::upload_ranges`]: for a thread that
    /// may block. They are complete before the database is asked for anything, so a fault of theirs is an error of the
    /// request, and reading them holds no connection.
    pub fn held(self, asked: &[UploadRanges]) -> Result<HeldUploads> {
        let stored = self.scope(&Scope::new("", "", Vec::new()));
        HeldUploads::read(self.uploads, stored.uploads(), self.limits, asked)
    }

    /// The temporary tables for a translation against [`Self::scope`].
    pub(crate) async fn crossing(
        self,
        host: &Host,
        translation: &Translation,
    ) -> Result<Vec<plugin_api::Upload>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let asked = translation.upload_ranges.clone();
        let held = host.blocking(move || self.held(&asked)).await??;
        Ok(held.tables(host))
    }
}

fn too_many_rows(name: &str, limits: &UploadLimits) -> Error {
    let text =
        format!("upload `{name}` is too large: all uploads together may have {} rows", limits.rows_max);
    Error::new(ErrorKind::TooLarge, text)
}

fn too_many_bytes(name: &str, limits: &UploadLimits) -> Error {
    let text = format!(
        "upload `{name}` is too large: the values of all uploads together may fill {}",
        crate::received::size(limits.row_bytes_max())
    );
    Error::new(ErrorKind::TooLarge, text)
}

fn malformed(name: &str) -> Error {
    Error::internal(format!("the rows of upload `{name}` are not in PostgreSQL's binary form"))
}

/// Name and columns of the temporary table.
fn shape(table: &Table, asked: Option<&UploadRanges>) -> UploadTable {
    let own = table.columns.iter().map(|column| (column.pg_name.clone(), column.pg_type.sql()));
    let hidden = [HIDDEN_LOW, HIDDEN_HIGH].into_iter().filter(|_| asked.is_some());
    let hidden = hidden.map(|name| (name.to_owned(), PgType::array(PgBase::Int8).sql()));
    UploadTable { name: table.relation.table.clone(), columns: own.chain(hidden).collect() }
}
