//! Roles that nobody has needed for days, dropped.

use database::{Database, DbError, quote_name, quote_text};

use crate::make::LOCK;
use crate::{Naming, Role};

/// How many days a role stays after its last use; every host tells each day what it uses.
const DAYS_KEPT: i32 = 2;

/// Drops the roles of ours in this database that nobody has needed for two days, and tells their names. One that has
/// more to it than we gave stays.
pub async fn drop_stale(database: &Database, naming: &Naming) -> Result<Vec<String>, DbError> {
    let mut dropped = Vec::new();
    for row in database.rows(&stale_sql(&naming.mark())).await? {
        let name: String = row.try_get(0)?;
        let nothing = Role {
            name: name.clone(),
            mark: naming.mark(),
            member_of: Default::default(),
            login: None,
            reads: Default::default(),
        };
        let actual = crate::actual::Actual::read(database, &nothing).await?;
        let mut statements = nothing.statements(&actual, "");
        statements.push(format!("DROP ROLE {}", quote_name(&name)));
        let sql = format!(
            "BEGIN;\nSELECT pg_catalog.pg_advisory_xact_lock({LOCK});\n{};\nCOMMIT",
            statements.join(";\n")
        );
        match database.batch_execute(&sql).await {
            Ok(()) => dropped.push(name),
            Err(error) => tracing::debug!("role `{name}` stays: {}", error.for_log()),
        }
    }
    Ok(dropped)
}

/// Names of roles with our mark and a day that is long ago, views first, since they are members of the others.
fn stale_sql(mark: &str) -> String {
    let mark = quote_text(&format!("{mark}, needed on "));
    format!(
        "SELECT r.rolname::text FROM pg_catalog.pg_roles r \
         JOIN pg_catalog.pg_shdescription d ON d.classoid = 'pg_catalog.pg_authid'::regclass AND d.objoid = r.oid \
         WHERE starts_with(d.description, {mark}) \
           AND substr(d.description, length({mark}) + 1) < (current_date - {DAYS_KEPT})::text \
         ORDER BY EXISTS (SELECT FROM pg_catalog.pg_auth_members m WHERE m.roleid = r.oid), 1"
    )
}
