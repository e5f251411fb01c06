//! Row filters as policies: what PostgreSQL has, what is missing, and why something cannot be.

use std::collections::BTreeMap;

use database::{Database, DbError, Row, quote_text};

use crate::filters::Condition;
use crate::policy::{self, EVERYBODY};
use crate::sql::{self, Name};
use crate::{MARK, Role, Unguarded, Why};

/// How often a policy is tried that another host takes away or makes at the same moment.
const ATTEMPTS: usize = 3;

/// What PostgreSQL knows of a relation that a role sees a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    /// `relkind` of `pg_class`.
    kind: String,
    /// Whether the login may make policies on it.
    owned: bool,
    /// Whether row-level security is enabled.
    enabled: bool,
    /// Whether it has policies that no host has made.
    has_others: bool,
    /// Whether the role has its policy.
    has_own: bool,
    /// The login of queries, if policies for the role would hold for it too.
    inherits: Option<String>,
}

/// Makes the policies of a role, as far as they can be, and tells of the tables that have none. Writes nothing where all
/// are there.
pub async fn guard(database: &Database, role: &Role) -> Result<Vec<Unguarded>, DbError> {
    let mut without = role.filters.unguarded().to_vec();
    let all = Facts::read(database, role).await?;
    // Queries of a relation that is not there fail all the same.
    let open = |relation: &Name| all.get(relation).is_some_and(|facts| !facts.are_final());
    for (relation, condition) in role.filters.conditions().iter().filter(|(relation, _)| open(relation)) {
        let why = make(database, role, relation, condition).await?;
        without.extend(why.iter().flat_map(|why| condition.unguarded(why)));
    }
    Ok(without)
}

/// Makes the policy on one relation, or tells why there is none.
async fn make(
    database: &Database,
    role: &Role,
    relation: &Name,
    condition: &Condition,
) -> Result<Option<Why>, DbError> {
    let mut failed = Why::Refused("somebody takes its policies away".to_owned());
    for attempt in 0..=ATTEMPTS {
        let all = Facts::read(database, role).await?;
        let Some(facts) = all.get(relation).filter(|facts| !facts.are_final()) else { return Ok(None) };
        if let Some(why) = facts.obstacle() {
            return Ok(Some(why));
        }
        if attempt == ATTEMPTS || failed == Why::Busy {
            break;
        }
        let statements = facts.missing(relation, role, condition);
        match database.batch_execute(&policy::locked(statements)).await {
            Ok(()) => {}
            Err(DbError::Busy { .. }) => failed = Why::Busy,
            Err(error) => failed = Why::Refused(error.for_log()),
        }
    }
    Ok(Some(failed))
}

/// The tables whose filters are no policies and will not be, and why.
pub async fn unguarded(database: &Database, role: &Role) -> Result<Vec<Unguarded>, DbError> {
    let mut without = role.filters.unguarded().to_vec();
    let all = Facts::read(database, role).await?;
    for (relation, condition) in role.filters.conditions() {
        let facts = all.get(relation).filter(|facts| !facts.are_final());
        let why = facts.and_then(Facts::obstacle);
        without.extend(why.iter().flat_map(|why| condition.unguarded(why)));
    }
    Ok(without)
}

/// The statements that are missing, for somebody who may run them.
pub async fn guard_script(database: &Database, role: &Role) -> Result<Vec<String>, DbError> {
    let all = Facts::read(database, role).await?;
    let of = |(relation, condition): (&Name, &Condition)| {
        let facts = all.get(relation).filter(|facts| !facts.are_final())?;
        matches!(facts.obstacle(), None | Some(Why::NotOwned))
            .then(|| facts.missing(relation, role, condition))
    };
    Ok(role.filters.conditions().iter().filter_map(of).flatten().collect())
}

impl Facts {
    /// Asks PostgreSQL about all relations that the role sees a part of; those that are not there are left out.
    async fn read(database: &Database, role: &Role) -> Result<BTreeMap<Name, Self>, DbError> {
        if role.filters.conditions().is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = database.rows(&facts_sql(role)).await?;
        let read = |row: &Row| {
            let facts = Self {
                kind: row.try_get(2)?,
                owned: row.try_get(3)?,
                enabled: row.try_get(4)?,
                has_others: row.try_get(5)?,
                has_own: row.try_get(6)?,
                inherits: row.try_get(7)?,
            };
            Ok(((row.try_get(0)?, row.try_get(1)?), facts))
        };
        rows.iter().map(read).collect()
    }

    fn are_final(&self) -> bool {
        self.enabled && self.has_own
    }

    /// Why there can be no policy.
    fn obstacle(&self) -> Option<Why> {
        let kind = match self.kind.as_str() {
            "r" | "p" => None,
            "v" => Some("a view"),
            "m" => Some("a materialized view"),
            _ => Some("a foreign table"),
        };
        kind.map(Why::Kind)
            .or_else(|| self.inherits.clone().map(Why::Inherits))
            .or_else(|| (!self.enabled && self.has_others).then_some(Why::Dormant))
            .or_else(|| (!self.owned).then_some(Why::NotOwned))
    }

    fn missing(&self, relation: &Name, role: &Role, condition: &Condition) -> Vec<String> {
        let own = (!self.has_own).then(|| policy::made(relation, &role.name, &condition.sql, &role.mark));
        let enabled = (!self.enabled).then(|| policy::enabled(relation));
        own.into_iter().chain(enabled).flatten().collect()
    }
}

/// A login that owns the table is under no policy. What a login has of a role that is not made yet, nobody knows: then it
/// is what it has of others.
fn facts_sql(role: &Role) -> String {
    let asked = sql::rows(role.filters.conditions().keys());
    let (name, mark, everybody) = (quote_text(&role.name), quote_text(MARK), quote_text(EVERYBODY));
    let login = quote_text(role.login.as_deref().unwrap_or_default());
    format!(
        "WITH asked (schema_name, table_name) AS (VALUES {asked}),
         policies AS (
            SELECT polrelid, polname,
                   coalesce(starts_with(pg_catalog.obj_description(p.oid, 'pg_policy'), {mark}), false) AS ours,
                   NOT polpermissive AND polcmd = 'r' AND polroles = ARRAY[r.oid] AS bound
            FROM pg_catalog.pg_policy p LEFT JOIN pg_catalog.pg_roles r ON r.rolname = {name})
         SELECT schema_name::text, table_name::text, c.relkind::text, pg_catalog.pg_has_role(c.relowner, 'USAGE'),
                c.relrowsecurity,
                EXISTS (SELECT FROM policies WHERE polrelid = c.oid AND NOT ours AND polname <> {everybody}),
                EXISTS (SELECT FROM policies WHERE polrelid = c.oid AND ours AND bound AND polname = {name}),
                (SELECT l.rolname::text FROM pg_catalog.pg_roles l LEFT JOIN pg_catalog.pg_roles r ON r.rolname = {name}
                 WHERE l.rolname = {login} AND NOT pg_catalog.pg_has_role(l.oid, c.relowner, 'USAGE')
                   AND CASE WHEN r.oid IS NULL THEN l.rolinherit
                            ELSE pg_catalog.pg_has_role(l.oid, r.oid, 'USAGE') END)
         FROM asked JOIN pg_catalog.pg_namespace n ON n.nspname = schema_name
         JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = table_name
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    )
}
