//! A role as PostgreSQL has it, beside the relations that it should read.

use std::collections::{BTreeMap, BTreeSet};

use database::{Database, DbError, quote_text};

use crate::Role;
use crate::sql::{self, Name};

/// What PostgreSQL knows of a role and of what it should read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Actual {
    /// The comment of the role, if there is such a role.
    pub comment: Option<String>,
    /// The columns of each relation that there is.
    pub live: BTreeMap<Name, BTreeSet<String>>,
    /// The schemas on which it has privileges.
    pub schemas: BTreeSet<String>,
    /// The relations on which it has privileges, as a whole.
    pub tables: BTreeMap<Name, BTreeSet<String>>,
    /// The columns that it may read by grants of their own.
    pub columns: BTreeMap<Name, BTreeSet<String>>,
    /// The roles that it is a member of.
    pub member_of: BTreeSet<String>,
    /// Its own members.
    pub members: BTreeSet<String>,
    /// The database, if neither everybody nor this role may make temporary tables in it, which uploads become.
    pub no_temporary: Option<String>,
    /// Foreign servers that know the users of others and would not know this role.
    pub unmapped: BTreeSet<String>,
}

impl Actual {
    /// Asks PostgreSQL.
    pub async fn read(database: &Database, role: &Role) -> Result<Self, DbError> {
        let mut actual = Self::default();
        for row in database.rows(&actual_sql(role)).await? {
            let get = |place: usize| row.try_get::<_, String>(place).map_err(DbError::from);
            actual.take(&get(0)?, (get(1)?, get(2)?), get(3)?);
        }
        Ok(actual)
    }

    fn take(&mut self, kind: &str, name: Name, more: String) {
        match kind {
            "role" => self.comment = Some(more),
            "live" => drop(self.live.entry(name).or_default().insert(more)),
            "schema" => drop(self.schemas.insert(name.0)),
            "table" => drop(self.tables.entry(name).or_default().insert(more)),
            "column" => drop(self.columns.entry(name).or_default().insert(more)),
            "member_of" => drop(self.member_of.insert(more)),
            "no_temporary" => self.no_temporary = Some(more),
            "member" => drop(self.members.insert(more)),
            _ => drop(self.unmapped.insert(more)),
        }
    }
}

/// Rows of four texts: of what kind, schema, relation, what. What a role has is found by its dependencies, which are
/// indexed, and not by a look at each table of the database.
fn actual_sql(role: &Role) -> String {
    let asked = sql::rows(role.reads.relations().map(|(relation, _)| relation));
    let name = quote_text(&role.name);
    format!(
        "WITH RECURSIVE me AS (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = {name}),
         asked (schema_name, table_name) AS (VALUES {asked}),
         relation AS (
            SELECT c.oid, schema_name::text, table_name::text FROM asked
            JOIN pg_catalog.pg_namespace n ON n.nspname = schema_name
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = table_name
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')),
         tree (oid) AS (
            SELECT oid FROM relation UNION
            SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid),
         mine AS (
            SELECT classid, objid, objsubid, me.oid AS me FROM pg_catalog.pg_shdepend JOIN me ON refobjid = me.oid
            WHERE refclassid = 'pg_catalog.pg_authid'::regclass AND deptype = 'a'
              AND dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
         SELECT 'role', '', '', coalesce(pg_catalog.shobj_description(oid, 'pg_authid'), '') FROM me
         UNION ALL
         SELECT 'live', schema_name, table_name, a.attname::text FROM relation
         JOIN pg_catalog.pg_attribute a ON a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
         UNION ALL
         SELECT 'schema', n.nspname::text, '', x.privilege_type FROM mine
         JOIN pg_catalog.pg_namespace n ON mine.classid = 'pg_catalog.pg_namespace'::regclass AND n.oid = mine.objid,
         pg_catalog.aclexplode(n.nspacl) x WHERE x.grantee = me
         UNION ALL
         SELECT 'table', n.nspname::text, c.relname::text, x.privilege_type FROM mine
         JOIN pg_catalog.pg_class c ON mine.classid = 'pg_catalog.pg_class'::regclass AND c.oid = mine.objid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
         pg_catalog.aclexplode(c.relacl) x WHERE mine.objsubid = 0 AND x.grantee = me
         UNION ALL
         SELECT 'column', n.nspname::text, c.relname::text, a.attname::text FROM mine
         JOIN pg_catalog.pg_class c ON mine.classid = 'pg_catalog.pg_class'::regclass AND c.oid = mine.objid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = mine.objsubid,
         pg_catalog.aclexplode(a.attacl) x WHERE mine.objsubid > 0 AND x.grantee = me AND x.privilege_type = 'SELECT'
         UNION ALL
         SELECT 'member_of', '', '', r.rolname::text FROM me
         JOIN pg_catalog.pg_auth_members m ON m.member = me.oid JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
         UNION ALL
         SELECT 'member', '', '', r.rolname::text FROM me
         JOIN pg_catalog.pg_auth_members m ON m.roleid = me.oid JOIN pg_catalog.pg_roles r ON r.oid = m.member
         UNION ALL
         SELECT 'no_temporary', '', '', current_database()::text
         WHERE NOT has_database_privilege('public', current_database(), 'TEMPORARY')
           AND NOT EXISTS (SELECT FROM me WHERE has_database_privilege(me.oid, current_database(), 'TEMPORARY'))
         UNION ALL
         SELECT 'unmapped', '', '', s.srvname::text FROM tree
         JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = tree.oid
         JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
         JOIN pg_catalog.pg_user_mappings u ON u.srvid = s.oid GROUP BY s.srvname
         HAVING NOT bool_or(u.umuser = 0 OR u.umuser = (SELECT oid FROM me))"
    )
}
