//! Tables that a caller brings along for one query (TAP 1.1, UPLOAD), as a schema of their own.

use std::sync::Arc;

use crate::{Access, Collection, Relation, ScopedSchema, Table};

/// The schema name that users write for their uploads, in any case.
pub const SCHEMA_NAME: &str = "TAP_UPLOAD";

/// The identifier of the collection that holds them; no other can be called so, because those are lower case.
pub const COLLECTION: &str = "TAP_UPLOAD";

/// Where PostgreSQL keeps a session's own tables, whatever its search path says.
const PG_SCHEMA: &str = "pg_temp";

/// The schema of uploads, in the given order.
///
/// Users choose the names of uploads and of their columns; PostgreSQL has its own limits and names (`xmin`), so there
/// they are `upload1`, `upload2`, ... with the columns `c1`, `c2`, ...
pub(crate) fn schema(tables: Vec<Table>) -> ScopedSchema {
    let tables = tables.into_iter().enumerate().map(|(place, table)| stored(table, place + 1)).collect();
    let collection = Collection {
        id: COLLECTION.to_owned(),
        title: "Uploads".to_owned(),
        description: "Tables that came with the query".to_owned(),
        creators: Vec::new(),
        released: None,
        access: Access::default(),
        announced: false,
        schema: SCHEMA_NAME.to_owned(),
        tables,
        images: None,
    };
    ScopedSchema { name: SCHEMA_NAME.to_owned(), collection: Arc::new(collection) }
}

fn stored(mut table: Table, number: usize) -> Table {
    table.relation =
        Relation { schema: PG_SCHEMA.to_owned(), table: format!("upload{number}"), conditions: Vec::new() };
    for (place, column) in table.columns.iter_mut().enumerate() {
        column.pg_name = format!("c{}", place + 1);
        column.indexed = false;
    }
    if let Some(position) = &mut table.position {
        position.healpix = None;
    }
    table
}

#[cfg(test)]
mod tests {
    use crate::sample::{STARS, anonymous, collection, scope};
    use crate::{Found, Ident, Scope, Table, TableRef};

    fn table(name: &str) -> Table {
        Table { name: name.to_owned(), ..collection("stars-1", STARS).tables.remove(1) }
    }

    fn with(names: &[&str]) -> Scope {
        scope().visible_to(&anonymous()).with_uploads(names.iter().map(|name| table(name)).collect())
    }

    fn found(scope: &Scope, schema: Option<&str>, table: Ident<'_>) -> Vec<String> {
        match scope.find_table(schema.map(Ident::regular), table) {
            Found::None => Vec::new(),
            Found::One(table) => vec![table.qualified_name()],
            Found::Several(tables) => tables.iter().map(TableRef::qualified_name).collect(),
        }
    }

    #[test]
    fn uploads_are_found_by_their_schema_in_any_case() {
        let scope = with(&["Mine", "odd \"name"]);
        for schema in ["TAP_UPLOAD", "tap_upload", "Tap_Upload"] {
            assert_eq!(found(&scope, Some(schema), Ident::regular("mine")), ["TAP_UPLOAD.Mine"]);
        }
        let odd = found(&scope, Some("TAP_UPLOAD"), Ident::delimited("odd \"name"));
        assert_eq!(odd, ["TAP_UPLOAD.\"odd \"\"name\""]);
        assert_eq!(found(&scope, Some("TAP_UPLOAD"), Ident::delimited("mine")), [""; 0]);
    }

    #[test]
    fn an_upload_without_its_schema_must_be_the_only_table_of_that_name() {
        assert_eq!(found(&with(&["mine"]), None, Ident::regular("MINE")), ["TAP_UPLOAD.mine"]);
        let both = found(&with(&["stars"]), None, Ident::regular("stars"));
        assert_eq!(both, ["TAP_UPLOAD.stars", "demo.Stars"]);
    }

    #[test]
    fn uploads_have_names_of_ours_in_postgresql() {
        let scope = with(&["a", "b"]);
        let Found::One(table) = scope.find_table(Some(Ident::regular("tap_upload")), Ident::regular("b"))
        else {
            panic!("b was uploaded");
        };
        assert_eq!(
            (table.table.relation.schema.as_str(), table.table.relation.table.as_str()),
            ("pg_temp", "upload2")
        );
        let names: Vec<&str> = table.table.columns.iter().map(|column| column.pg_name.as_str()).collect();
        assert_eq!(names, ["c1", "c2", "c3", "c4", "c5", "c6", "c7"]);
        assert_eq!(table.table.position.as_ref().map(|position| position.healpix.clone()), Some(None));
    }

    #[test]
    fn uploads_are_proposed_in_errors_and_listed_nowhere() {
        let scope = with(&["galaxies"]);
        assert_eq!(scope.nearest_tables(None, Ident::regular("galaxie")), ["TAP_UPLOAD.galaxies"]);
        assert!(scope.tables().any(|table| table.schema == "TAP_UPLOAD"));
        assert!(scope.schemas().all(|schema| schema.name != "TAP_UPLOAD"));
        assert!(
            !crate::tap_schema::rows(&scope)
                .iter()
                .any(|rows| format!("{:?}", rows.rows).contains("galaxies"))
        );
        assert!(!crate::vosi::tableset(&scope, crate::vosi::Detail::Max).contains("galaxies"));
        assert!(!serde_json::to_string(&scope).unwrap().contains("galaxies"));
    }
}
