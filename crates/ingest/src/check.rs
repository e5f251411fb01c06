//! Collection files compared with the database: what is not there, what is otherwise, what will be slow.

mod columns;
mod lengths;
mod order;
mod places;
mod rights;
mod rows;
mod sky_index;

use catalogue::lint::Places;
use catalogue::{Collection, Table, nearest};
use conf_file::Problem;
use tokio_postgres::{Client, Error};

use crate::live::{self, LiveTable};
use places::Where;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// What users get wrong answers or errors from.
    pub problems: Vec<Problem>,
    /// What is slow, or will surprise.
    pub warnings: Vec<Problem>,
    /// What the owner may want to know.
    pub notes: Vec<Problem>,
}

impl Findings {
    /// Adds those of another search.
    pub fn extend(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.warnings.extend(other.warnings);
        self.notes.extend(other.notes);
    }
}

/// Compares a collection with the database; `role` is that of queries, if it is not the login.
///
/// Values are sampled, so that it takes seconds whatever the size of the tables is. The connection must be used by nobody
/// else meanwhile; its settings are changed.
pub async fn check(
    client: &Client,
    collection: &Collection,
    places: &Places,
    role: Option<&str>,
) -> Result<Findings, Error> {
    // No statement here needs long; one that does is of a table whose state has been told by then.
    client.batch_execute("SET statement_timeout = '60s'; SET default_transaction_read_only = on").await?;
    let mut found = Findings::default();
    for (number, table) in collection.tables.iter().enumerate() {
        for part in 0..=table.parts.len() {
            let at = Where { places, number, table, part };
            check_relation(client, &at, role, &mut found).await?;
        }
    }
    Ok(found)
}

/// The core of a table, or one of its parts.
async fn check_relation(
    client: &Client,
    at: &Where<'_>,
    role: Option<&str>,
    found: &mut Findings,
) -> Result<(), Error> {
    let relation = at.relation();
    let Some(live) = live::read(client, &relation.schema, &relation.table).await? else {
        found.problems.push(absent(client, at).await?);
        return Ok(());
    };
    columns::check(at, &live, found);
    if let Some(role) = role
        && !rights::check(client, at, role, found).await?
    {
        return Ok(());
    }
    if !login_may_read(client, at).await? {
        let message = format!("the login may not read `{}`, so that no value was looked at", at.shown());
        let hint = format!("GRANT SELECT ON {} TO the login of `connection`", at.sql());
        found.warnings.push(Problem::new(at.place("database_table"), message).hint(hint));
        return Ok(());
    }
    lengths::check(client, at, &live, found).await?;
    sky_index::check(client, at, &live, found).await?;
    rows::check(at, &live, found);
    Ok(())
}

/// That the table, or its schema, is not there.
async fn absent(client: &Client, at: &Where<'_>) -> Result<Problem, Error> {
    let relation = at.relation();
    let tables = live::tables(client, &relation.schema).await?;
    let place = at.place("database_table");
    if tables.is_empty() {
        let message =
            format!("PostgreSQL has no schema `{}` with tables that the login may see", relation.schema);
        let hint = "correct `database_schema`, or make the tables";
        return Ok(Problem::new(place, message).hint(hint));
    }
    let hint = match nearest(&relation.table, tables.iter().map(String::as_str), 1).first() {
        Some(near) => format!("did you mean `database_table = \"{near}\"`?"),
        None => format!("make it, or take table `{}` out of the file", at.table.name),
    };
    Ok(Problem::new(place, format!("PostgreSQL has no table `{}`", at.shown())).hint(hint))
}

async fn login_may_read(client: &Client, at: &Where<'_>) -> Result<bool, Error> {
    let sql = "SELECT has_schema_privilege($1::text, 'USAGE') AND \
               (has_table_privilege($2::text, 'SELECT') OR has_any_column_privilege($2::text, 'SELECT'))";
    Ok(client.query_one(sql, &[&at.relation().schema, &at.sql()]).await?.get(0))
}

/// Whether rows have a place on disk that says how searches on the sky will do.
fn is_stored(live: &LiveTable) -> bool {
    matches!(live.kind, live::LiveKind::Table | live::LiveKind::MaterialisedView)
}

/// The columns of a table by the relation that holds them.
fn columns_of(table: &Table, part: usize) -> impl Iterator<Item = &catalogue::Column> {
    table.columns.iter().filter(move |column| column.part == part)
}
