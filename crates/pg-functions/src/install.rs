//! How the functions get into a database.

use sha2::{Digest, Sha256};

/// The schema that holds them.
pub const SCHEMA: &str = "armilla";

/// Each file of functions.
const FILES: &[&str] = &[
    include_str!("../sql/distance.sql"),
    include_str!("../sql/geometry.sql"),
    include_str!("../sql/inside.sql"),
    include_str!("../sql/border.sql"),
    include_str!("../sql/cuts.sql"),
    include_str!("../sql/contains.sql"),
    include_str!("../sql/intersects.sql"),
    include_str!("../sql/range.sql"),
    include_str!("../sql/arc_in_range.sql"),
    include_str!("../sql/range_pairs.sql"),
    include_str!("../sql/quad.sql"),
    include_str!("../sql/box.sql"),
    include_str!("../sql/area.sql"),
    include_str!("../sql/centroid.sql"),
    include_str!("../sql/rotate.sql"),
    include_str!("../sql/region.sql"),
    include_str!("../sql/healpix_index.sql"),
    include_str!("../sql/cells_round.sql"),
    include_str!("../sql/healpix_center.sql"),
    include_str!("../sql/cone_cover.sql"),
    include_str!("../sql/shape_cover.sql"),
    include_str!("../sql/walk.sql"),
    include_str!("../sql/text.sql"),
    include_str!("../sql/interval.sql"),
    include_str!("../sql/sexagesimal.sql"),
    include_str!("../sql/motion.sql"),
    include_str!("../sql/histogram_steps.sql"),
    include_str!("../sql/histogram.sql"),
];

/// The lock of all hosts that install at the same time; any number that nobody else uses.
const LOCK: i64 = 0x0061_726d_696c_6c61;

/// The statements that make all functions, or replace them by these.
pub fn script() -> String {
    FILES.join("\n")
}

/// What tells these functions from those of another version: a hash of the script.
pub fn marker() -> String {
    Sha256::digest(script()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One statement that makes the functions unless these are there already, and lets `query_role` call them.
///
/// Several hosts may run it at once. Where nothing is to be done it writes nothing, so that it passes on a standby and
/// without rights. Functions of another version whose signature differs are dropped first, which fails if something
/// in the database depends on them.
pub fn install_sql(query_role: Option<&str>) -> String {
    let (script, marker) = (script(), marker());
    let grant = query_role.map(grant).unwrap_or_default();
    format!(
        "DO $armilla_install$
DECLARE
    old regprocedure;
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    IF NOT EXISTS (
        SELECT FROM pg_proc WHERE oid = to_regprocedure('{SCHEMA}.marker()') AND prosrc LIKE '%{marker}%'
    ) THEN
        IF to_regnamespace('{SCHEMA}') IS NULL THEN
            CREATE SCHEMA {SCHEMA};
        END IF;
        -- So that the functions may come in the order in which one reads them.
        PERFORM set_config('check_function_bodies', 'off', true);
        BEGIN
            EXECUTE $armilla_script${script}$armilla_script$;
        EXCEPTION WHEN invalid_function_definition THEN
            FOR old IN
                SELECT oid FROM pg_proc WHERE pronamespace = to_regnamespace('{SCHEMA}') ORDER BY prokind
            LOOP
                EXECUTE 'DROP ROUTINE ' || old;
            END LOOP;
            EXECUTE $armilla_script${script}$armilla_script$;
        END;
        CREATE OR REPLACE FUNCTION {SCHEMA}.marker() RETURNS text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $marker$ SELECT '{marker}' $marker$;
    END IF;
{grant}END
$armilla_install$"
    )
}

/// Grants only what is missing, since a grant writes even if it changes nothing.
fn grant(role: &str) -> String {
    let (literal, name) = (role.replace('\'', "''"), role.replace('"', "\"\""));
    format!(
        "    IF NOT has_schema_privilege('{literal}', '{SCHEMA}', 'USAGE') THEN
        GRANT USAGE ON SCHEMA {SCHEMA} TO \"{name}\";
    END IF;
    IF EXISTS (
        SELECT FROM pg_proc
        WHERE pronamespace = to_regnamespace('{SCHEMA}') AND NOT has_function_privilege('{literal}', oid, 'EXECUTE')
    ) THEN
        GRANT EXECUTE ON ALL ROUTINES IN SCHEMA {SCHEMA} TO \"{name}\";
    END IF;
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_ends_the_quotes_that_are_round_it() {
        assert!(!script().contains("$armilla"));
    }

    #[test]
    fn names_of_roles_are_quoted() {
        let sql = install_sql(Some("o'neill \"tap\""));
        assert!(sql.contains("has_schema_privilege('o''neill \"tap\"'"));
        assert!(sql.contains("TO \"o'neill \"\"tap\"\"\""));
    }

    #[test]
    fn every_function_is_immutable_and_parallel_safe() {
        for file in FILES {
            let made = file.matches("CREATE OR REPLACE FUNCTION").count();
            assert_eq!(file.matches("IMMUTABLE PARALLEL SAFE").count(), made, "{file}");
        }
    }
}
