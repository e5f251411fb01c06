//! The table that a new one replaces: what hangs on it, and what the new one inherits.

use catalogue::HEALPIX_COLUMN;
use database::Client;
use tokio_postgres::Row;

use crate::{IngestError, Target};

/// A table that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OldTable {
    /// Its number in PostgreSQL.
    pub oid: u32,
    /// Who owns it, in SQL; `None`: the login itself.
    pub owner: Option<String>,
    /// What it is described as.
    pub comment: Option<String>,
}

const FIND: &str = "
    SELECT c.oid, c.relkind::text,
           CASE WHEN pg_get_userbyid(c.relowner) = current_user THEN NULL
                ELSE quote_ident(pg_get_userbyid(c.relowner)) END,
           obj_description(c.oid, 'pg_class')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2";

/// Everything that would go, or would stand in the way, if the table went: views and their like, foreign keys to it and
/// from it, indexes and keys that the new table does not get, checks, triggers, policies of somebody else, children,
/// publications.
const HANGS_ON: &str = "
    SELECT CASE v.relkind WHEN 'm' THEN 'materialized view ' WHEN 'v' THEN 'view ' ELSE 'rule of ' END
           || v.oid::regclass::text
      FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class
     WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1
           AND (v.oid <> $1 OR r.rulename <> '_RETURN')
    UNION
    SELECT 'foreign key ' || conname || ' of ' || conrelid::regclass::text
      FROM pg_constraint WHERE contype = 'f' AND (confrelid = $1 OR conrelid = $1)
    UNION
    SELECT CASE WHEN indisunique THEN 'unique index ' ELSE 'index ' END || indexrelid::regclass::text
      FROM pg_index
     WHERE indrelid = $1
           AND NOT (indnatts = 1 AND NOT indisunique AND indpred IS NULL
                    AND pg_get_indexdef(indexrelid, 1, false) = $2)
    UNION
    SELECT 'constraint ' || conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid = $1
    UNION
    SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = $1
    UNION
    SELECT 'policy ' || polname FROM pg_policy p WHERE polrelid = $1
           AND coalesce(NOT starts_with(obj_description(p.oid, 'pg_policy'), $3), true)
    UNION
    SELECT 'table ' || inhrelid::regclass::text || ' which inherits from it' FROM pg_inherits WHERE inhparent = $1
    UNION
    SELECT 'table ' || inhparent::regclass::text || ' from which it inherits' FROM pg_inherits WHERE inhrelid = $1
    UNION
    SELECT 'publication ' || pubname
      FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE r.prrelid = $1
    UNION
    SELECT pg_describe_object(classid, objid, objsubid)
      FROM pg_depend
     WHERE refclassid = 'pg_class'::regclass AND refobjid = $1 AND deptype = 'n'
           AND classid NOT IN ('pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_class'::regclass)
           AND NOT (classid = 'pg_policy'::regclass AND objid IN (SELECT oid FROM pg_policy WHERE polrelid = $1))
    ORDER BY 1";

/// GRANTs of the table and of columns that the new table has too.
const GRANTS: &str = "
    WITH granted AS (
        SELECT c.relowner AS owner, a.*, NULL::text AS col
          FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = $1
        UNION ALL
        SELECT c.relowner, a.*, quote_ident(attname)
          FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
         WHERE c.oid = $1 AND NOT t.attisdropped AND t.attname = ANY ($2))
    SELECT 'GRANT ' || privilege_type || coalesce(' (' || col || ')', '') || ' ON ' || $3 || ' TO '
           || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
           || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
      FROM granted WHERE grantee <> owner";

/// The table that is there, if there is one and it can be replaced.
pub(crate) async fn find(client: &Client, target: &Target) -> Result<Option<OldTable>, IngestError> {
    let refuse = |what: String, hint: &str| {
        Err(IngestError::Target { target: target.clone(), what, hint: hint.to_owned() })
    };
    let failed = || IngestError::database(format!("looking for table {target}"));
    let Some(row) = client.query_opt(FIND, &[&target.schema, &target.table]).await.map_err(failed())? else {
        return Ok(None);
    };
    let kind = row.try_get::<_, String>(1).map_err(failed())?;
    if kind != "r" {
        return refuse(format!("it is {}, not a table", named(&kind)), "name another table with --table");
    }
    let read =
        |row: &Row| Ok(OldTable { oid: row.try_get(0)?, owner: row.try_get(2)?, comment: row.try_get(3)? });
    let old: OldTable = read(&row).map_err(failed())?;
    let hanging =
        texts(client.query(HANGS_ON, &[&old.oid, &HEALPIX_COLUMN, &grants::MARK]).await).map_err(failed())?;
    if hanging.is_empty() {
        return Ok(Some(old));
    }
    let what = format!("these hang on it: {}", hanging.join(", "));
    refuse(what, "drop them and make them again afterwards, or name another table with --table")
}

impl OldTable {
    /// Statements that give what was granted on the table to the one that now has its name.
    pub async fn grants(
        &self,
        client: &Client,
        columns: &[&str],
        to: &str,
    ) -> Result<Vec<String>, IngestError> {
        let grants = client.query(GRANTS, &[&self.oid, &columns, &to]).await;
        texts(grants).map_err(IngestError::database("reading what is granted on the table"))
    }
}

fn texts(rows: Result<Vec<Row>, tokio_postgres::Error>) -> Result<Vec<String>, tokio_postgres::Error> {
    rows?.iter().map(|row| row.try_get(0)).collect()
}

fn named(kind: &str) -> &'static str {
    match kind {
        "v" => "a view",
        "m" => "a materialized view",
        "f" => "a foreign table",
        "p" => "a partitioned table",
        "i" | "I" => "an index",
        "S" => "a sequence",
        "c" => "a type",
        _ => "something else",
    }
}
