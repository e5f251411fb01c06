//! Roles that nobody has needed for days, dropped with their policies; policies that are not wanted any more.

use database::{Database, DbError, quote_name, quote_text};

use crate::sql::Name;
use crate::{Naming, Role, policy, sql};

/// How many days a role stays after its last use; every host tells each day what it uses.
const DAYS_KEPT: i32 = 2;

/// Drops the roles of ours in this database that nobody has needed for two days, and tells their names. One that has
/// more to it than we gave stays.
pub async fn drop_stale(database: &Database, naming: &Naming) -> Result<Vec<String>, DbError> {
    let mut dropped = Vec::new();
    let policies = policies(database, &naming.mark()).await?;
    for row in database.rows(&stale_sql(&naming.mark())).await? {
        let name: String = row.try_get(0)?;
        let nothing = Role {
            name: name.clone(),
            mark: naming.mark(),
            member_of: Default::default(),
            login: None,
            reads: Default::default(),
            filters: Default::default(),
        };
        let actual = crate::actual::Actual::read(database, &nothing).await?;
        let mut statements = vec![policy::PATIENCE.to_owned()];
        let own = policies.iter().filter(|(_, policy)| *policy == name);
        statements.extend(own.flat_map(|(relation, policy)| policy::gone(relation, policy)));
        statements.extend(nothing.statements(&actual, ""));
        statements.push(format!("DROP ROLE {}", quote_name(&name)));
        match database.batch_execute(&sql::transaction(&statements)).await {
            Ok(()) => dropped.push(name),
            Err(error) => tracing::debug!("role `{name}` stays: {}", error.for_log()),
        }
    }
    Ok(dropped)
}

/// Drops all policies of ours in this database, where row filters are to be none any more.
pub async fn drop_policies(database: &Database, naming: &Naming) -> Result<(), DbError> {
    for (relation, name) in policies(database, &naming.mark()).await? {
        database.batch_execute(&policy::locked(policy::gone(&relation, &name))).await?;
    }
    Ok(())
}

/// The policies of ours, each with its relation.
async fn policies(database: &Database, mark: &str) -> Result<Vec<(Name, String)>, DbError> {
    let rows = database.rows(&policies_sql(mark)).await?;
    rows.iter().map(|row| Ok(((row.try_get(0)?, row.try_get(1)?), row.try_get(2)?))).collect()
}

fn policies_sql(mark: &str) -> String {
    let mark = quote_text(mark);
    format!(
        "SELECT n.nspname::text, c.relname::text, p.polname::text FROM pg_catalog.pg_policy p \
         JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_policy'::regclass AND d.objoid = p.oid \
         JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE d.description = {mark} ORDER BY 1, 2, 3"
    )
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
