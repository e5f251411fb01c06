//! The new table in SQL, from its making to the moment before it takes its place.

use catalogue::{Column, HEALPIX_COLUMN};

use crate::Target;
use crate::row::quoted;

/// A table under a name of its own, which nobody else sees before it is renamed.
pub(crate) struct NewTable<'i> {
    /// Where it will be.
    pub target: &'i Target,
    /// The columns, `hpx` left aside.
    pub columns: &'i [Column],
    /// Whether there is a column with the HEALPix cell.
    pub has_cell: bool,
    /// The name until it takes its place.
    pub draft: String,
}

impl NewTable<'_> {
    /// The name in SQL until it takes its place.
    pub fn draft_sql(&self) -> String {
        self.target.sibling(&self.draft)
    }

    /// The name of the index, as long as the table has its draft name.
    pub fn draft_index(&self) -> String {
        format!("{}_{HEALPIX_COLUMN}_idx", self.draft)
    }

    /// The name of the index at the end.
    pub fn index(&self) -> String {
        format!("{}_{HEALPIX_COLUMN}_idx", self.target.table)
    }

    /// Makes it.
    pub fn create_sql(&self) -> String {
        let columns = self.columns.iter();
        let columns = columns.map(|column| format!("{} {}", quoted(&column.pg_name), column.pg_type.sql()));
        let cell = self.has_cell.then(|| format!("{} bigint", quoted(HEALPIX_COLUMN)));
        let columns: Vec<String> = columns.chain(cell).collect();
        format!("CREATE TABLE {} ({})", self.draft_sql(), columns.join(", "))
    }

    /// Fills it. FREEZE makes the rows visible to readers whose snapshot is older than they are: such a reader would
    /// find the new table empty.
    pub fn copy_sql(&self) -> String {
        format!("COPY {} FROM STDIN (FORMAT binary, FREEZE)", self.draft_sql())
    }

    /// Empties it.
    pub fn truncate_sql(&self) -> String {
        format!("TRUNCATE {}", self.draft_sql())
    }

    /// Indexes it.
    pub fn index_sql(&self) -> Option<String> {
        let index = quoted(&self.draft_index());
        let cell = quoted(HEALPIX_COLUMN);
        self.has_cell.then(|| format!("CREATE INDEX {index} ON {} ({cell})", self.draft_sql()))
    }

    /// Statistics for the planner.
    pub fn analyze_sql(&self) -> String {
        format!("ANALYZE {}", self.draft_sql())
    }
}
