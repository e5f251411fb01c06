//! The data models that a service offers, for the capabilities.

use catalogue::{Scope, Table};
use registry::DataModel;

/// The columns that every ObsCore table has (ObsCore 1.1 §3, with its errata).
const OBSCORE: [&str; 30] = [
    "dataproduct_type",
    "calib_level",
    "obs_collection",
    "obs_id",
    "obs_publisher_did",
    "access_url",
    "access_format",
    "access_estsize",
    "target_name",
    "s_ra",
    "s_dec",
    "s_fov",
    "s_region",
    "s_xel1",
    "s_xel2",
    "s_resolution",
    "t_min",
    "t_max",
    "t_exptime",
    "t_resolution",
    "t_xel",
    "em_min",
    "em_max",
    "em_res_power",
    "em_xel",
    "o_ucd",
    "pol_states",
    "pol_xel",
    "facility_name",
    "instrument_name",
];

/// The models whose tables are there, with all that they must have; a table that lacks a column would fail the clients
/// that trust the declaration.
pub(crate) fn data_models(scope: &Scope) -> Vec<DataModel> {
    let tables = scope.published().iter().flat_map(catalogue::ScopedSchema::tables);
    let mut obscore = tables.filter(|table| {
        table.schema.eq_ignore_ascii_case("ivoa") && table.table.name.eq_ignore_ascii_case("obscore")
    });
    let declared = obscore.any(|table| is_obscore(table.table)).then(|| DataModel {
        ivo_id: "ivo://ivoa.net/std/ObsCore#core-1.1".to_owned(),
        label: "ObsCore-1.1".to_owned(),
    });
    declared.into_iter().collect()
}

fn is_obscore(table: &Table) -> bool {
    let has = |name: &&str| table.columns.iter().any(|column| column.field.name.eq_ignore_ascii_case(name));
    OBSCORE.iter().all(has)
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::{Published, parse};

    fn models(schema: &str, table: &str, columns: &[&str]) -> Vec<String> {
        let columns: String =
            columns.iter().map(|name| format!("columns.{name}.type = \"double\"\n")).collect();
        let file = format!(
            "title = \"Images\"\ndescription = \"Images\"\naccess = \"public\"\nschema = \"{schema}\"\n\
             [[table]]\nname = \"{table}\"\n{columns}"
        );
        let published = Published::new(vec![parse("images.toml", &file).unwrap()]);
        let scope = published.scope("tap", None).unwrap();
        data_models(&scope).into_iter().map(|model| model.ivo_id).collect()
    }

    #[test]
    fn obscore_is_declared_where_its_table_is_whole_and_only_there() {
        assert_eq!(models("ivoa", "ObsCore", &OBSCORE), ["ivo://ivoa.net/std/ObsCore#core-1.1"]);
        assert_eq!(models("IVOA", "obscore", &OBSCORE).len(), 1);
        assert_eq!(models("ivoa", "ObsCore", &OBSCORE[1..]), Vec::<String>::new());
        assert_eq!(models("ivoa", "images", &OBSCORE), Vec::<String>::new());
        assert_eq!(models("other", "ObsCore", &OBSCORE), Vec::<String>::new());
    }
}
