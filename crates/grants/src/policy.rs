//! The statements that make policies of row-level security, and take them away.

use database::{quote_name, quote_text};

use crate::MARK;
use crate::sql::{self, Name};

/// The policy that leaves everybody what he had before row-level security was enabled.
pub(crate) const EVERYBODY: &str = "armilla/everybody";

/// A policy waits for all who read the table, and whoever comes meanwhile waits behind it: for this long.
pub(crate) const PATIENCE: &str = "SET LOCAL lock_timeout = '500ms'";

/// Makes row-level security hold back nothing from anybody, and enables it. Another host may do so at the same time.
pub(crate) fn enabled(relation: &Name) -> [String; 3] {
    let (on, name) = (sql::relation(relation), quote_name(EVERYBODY));
    let told =
        quote_text(&format!("{MARK} when it enabled row-level security: others do what they did before"));
    [
        format!(
            "DO $armilla$ BEGIN CREATE POLICY {name} ON {on} USING (true) WITH CHECK (true); \
             EXCEPTION WHEN duplicate_object THEN NULL; END $armilla$"
        ),
        format!("COMMENT ON POLICY {name} ON {on} IS {told}"),
        format!("ALTER TABLE {on} ENABLE ROW LEVEL SECURITY"),
    ]
}

/// Lets a role read only the rows that satisfy a condition.
pub(crate) fn made(relation: &Name, role: &str, condition: &str, mark: &str) -> [String; 3] {
    let (on, name) = (sql::relation(relation), quote_name(role));
    [
        format!("DROP POLICY IF EXISTS {name} ON {on}"),
        format!("CREATE POLICY {name} ON {on} AS RESTRICTIVE FOR SELECT TO {name} USING ({condition})"),
        format!("COMMENT ON POLICY {name} ON {on} IS {}", quote_text(mark)),
    ]
}

/// Takes the policy of a role away. With the last of those that a host has made goes that for everybody, and row-level
/// security is as it was before, unless somebody else has made policies meanwhile.
pub(crate) fn gone(relation: &Name, role: &str) -> [String; 2] {
    let (on, everybody) = (sql::relation(relation), quote_name(EVERYBODY));
    let (oid, name, mark) = (quote_text(&on), quote_text(EVERYBODY), quote_text(MARK));
    [
        format!("DROP POLICY {} ON {on}", quote_name(role)),
        format!(
            "DO $armilla$ BEGIN
             IF EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = {oid}::regclass AND polname = {name})
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = {oid}::regclass AND polname <> {name}
                    AND starts_with(pg_catalog.obj_description(oid, 'pg_policy'), {mark})) THEN
                DROP POLICY {everybody} ON {on};
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = {oid}::regclass) THEN
                    ALTER TABLE {on} DISABLE ROW LEVEL SECURITY;
                END IF;
             END IF; END $armilla$"
        ),
    ]
}

/// One transaction, one host at a time, which waits for readers for a moment only.
pub(crate) fn locked(statements: impl IntoIterator<Item = String>) -> String {
    let statements: Vec<String> = [PATIENCE.to_owned()].into_iter().chain(statements).collect();
    sql::transaction(&statements)
}
