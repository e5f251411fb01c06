//! A table of the survey in PostgreSQL, and the statements that make it.

/// A table: its columns in the order in which rows are written, and its indexes.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) name: &'static str,
    /// Name and type, in SQL.
    pub(crate) columns: &'static [(&'static str, &'static str)],
    /// Columns whose values together name a row.
    pub(crate) unique: &'static str,
    /// Further indexes: the columns of each.
    pub(crate) indexes: &'static [&'static str],
}

impl Relation {
    pub(crate) fn create_sql(&self, schema: &str) -> String {
        let columns = self.columns.iter().map(|(name, sql_type)| format!("{name} {sql_type}"));
        format!("CREATE TABLE {schema}.{} ({})", self.name, columns.collect::<Vec<_>>().join(", "))
    }

    /// The statement whose data are binary rows. FREEZE: the rows need no second writing, and are seen only with the
    /// table, which the same transaction made.
    pub(crate) fn copy_sql(&self, schema: &str) -> String {
        format!("COPY {schema}.{} FROM STDIN (FORMAT binary, FREEZE)", self.name)
    }

    /// The statements that make the table fit for queries, once the rows are in it.
    pub(crate) fn finish_sql(&self, schema: &str) -> String {
        let table = format!("{schema}.{}", self.name);
        let unique = format!("CREATE UNIQUE INDEX ON {table} ({});", self.unique);
        let indexes = self.indexes.iter().map(|columns| format!("CREATE INDEX ON {table} ({columns});"));
        let cluster = self.columns[0].0 == "hpx";
        // Says in which order the rows are, for those who add to them and CLUSTER the table again.
        let cluster = cluster.then(|| format!("ALTER TABLE {table} CLUSTER ON {}_hpx_idx;", self.name));
        indexes.chain([unique]).chain(cluster).chain([format!("ANALYZE {table}")]).collect()
    }

    /// The number of columns, as each binary row begins with it.
    pub(crate) fn width(&self) -> i16 {
        // A table has at most 1600 columns.
        self.columns.len() as i16
    }
}
