//! The policies of a table, given to the one that takes its place.

use database::quote_text;

/// A statement that gives the policies of one table, and whether they hold, to another, in the transaction that puts it in
/// the place of the first. `old` is its number in PostgreSQL, `new` a name in SQL; what is granted must be there already.
///
/// A role whose policy does not fit the columns of the new table loses what it may do with that, until the host makes both
/// anew.
pub fn carry_sql(old: u32, new: &str) -> String {
    let new = quote_text(new);
    format!(
        "DO $armilla$ DECLARE
            p record; who text;
         BEGIN
            FOR p IN SELECT polname, polpermissive, polcmd, polroles, pg_catalog.pg_get_expr(polqual, polrelid) AS seen,
                    pg_catalog.pg_get_expr(polwithcheck, polrelid) AS written,
                    pg_catalog.obj_description(oid, 'pg_policy') AS told
                FROM pg_catalog.pg_policy WHERE polrelid = {old} LOOP
                SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(role)) END, ', ')
                    INTO who FROM unnest(p.polroles) AS role;
                BEGIN
                    EXECUTE format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', p.polname, {new},
                        CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                        CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, who)
                        || coalesce(' USING (' || p.seen || ')', '') || coalesce(' WITH CHECK (' || p.written || ')', '');
                    EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', p.polname, {new}, p.told);
                EXCEPTION WHEN OTHERS THEN
                    EXECUTE format('REVOKE ALL ON %s FROM %s', {new}, who);
                END;
            END LOOP;
            IF (SELECT relrowsecurity FROM pg_catalog.pg_class WHERE oid = {old}) THEN
                EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', {new});
            END IF;
            IF (SELECT relforcerowsecurity FROM pg_catalog.pg_class WHERE oid = {old}) THEN
                EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', {new});
            END IF;
         END $armilla$"
    )
}
