//! The data models that a service offers, for the capabilities.

use catalogue::{Scope, obscore};
use registry::DataModel;

/// The models whose tables are there, with all that they must have; a table that lacks a column would fail the clients
/// that trust the declaration.
pub(crate) fn data_models(scope: &Scope) -> Vec<DataModel> {
    let tables = scope.published().iter().flat_map(catalogue::ScopedSchema::tables);
    let mut tables = tables.filter(|table| obscore::is_obscore(table.schema, &table.table.name));
    let declared = tables.any(|table| obscore::missing(&table.table.columns).is_empty()).then(|| DataModel {
        ivo_id: "ivo://ivoa.net/std/ObsCore#core-1.1".to_owned(),
        label: "ObsCore-1.1".to_owned(),
    });
    declared.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::{Published, obscore::MANDATORY, parse};

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
        let obscore = MANDATORY.map(|column| column.name);
        assert_eq!(models("ivoa", "ObsCore", &obscore), ["ivo://ivoa.net/std/ObsCore#core-1.1"]);
        assert_eq!(models("IVOA", "obscore", &obscore).len(), 1);
        assert_eq!(models("ivoa", "ObsCore", &obscore[1..]), Vec::<String>::new());
        assert_eq!(models("ivoa", "images", &obscore), Vec::<String>::new());
        assert_eq!(models("other", "ObsCore", &obscore), Vec::<String>::new());
    }
}
