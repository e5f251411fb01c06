//! The names that one caller may use at one service instance.

use std::sync::Arc;

use conf_file::nearest;
use serde::{Deserialize, Serialize};

use crate::published::content_hash;
use crate::{Collection, Enumeration, Ident, Images, Table, ident, images, tap_schema, uploads};

/// The schemas of an instance, cut down to what a caller may see. Whatever is absent does not exist for him.
///
/// TAP_SCHEMA is always part of it. Serialised it leaves TAP_SCHEMA out, which follows from the rest, and uploads, which
/// belong to one query.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "SentScope")]
pub struct Scope {
    hash: String,
    instance: String,
    schemas: Vec<ScopedSchema>,
    hidden_enumerations: Vec<HiddenEnumeration>,
    #[serde(skip_serializing)]
    tap_schema: ScopedSchema,
    #[serde(skip_serializing)]
    uploads: Option<ScopedSchema>,
    /// The address of links to images, which is part of what is visible.
    #[serde(skip_serializing)]
    image_links: Option<String>,
}

/// A collection under the schema name that it has at this instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScopedSchema {
    /// The schema name that users write here.
    pub name: String,
    /// What it holds.
    pub collection: Arc<Collection>,
}

/// An enumeration that columns name which the caller does not have, and none that he has of their collection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct HiddenEnumeration {
    /// The identifier of the collection with the columns; `None` for one that is hidden itself.
    pub collection: Option<String>,
    /// The name of the enumeration, in lower case.
    pub name: String,
}

/// A table where a lookup found it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableRef<'s> {
    /// The schema name that users write.
    pub schema: &'s str,
    /// The collection that the table belongs to.
    pub collection: &'s Collection,
    /// The table.
    pub table: &'s Table,
}

/// What a lookup found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<T> {
    /// Nothing of that name.
    None,
    /// Exactly one.
    One(T),
    /// More than one: the name must be qualified.
    Several(Vec<T>),
}

impl Scope {
    /// The schemas under the hash of their content, with the TAP_SCHEMA that describes them.
    ///
    /// `hash` and `instance` are the keys of the stored TAP_SCHEMA rows.
    pub fn new(hash: impl Into<String>, instance: impl Into<String>, schemas: Vec<ScopedSchema>) -> Self {
        let (hash, instance) = (hash.into(), instance.into());
        let ids = schemas.iter().map(|schema| schema.collection.id.as_str());
        let collection = tap_schema::collection(&hash, &instance, ids);
        let tap_schema =
            ScopedSchema { name: tap_schema::SCHEMA_NAME.to_owned(), collection: Arc::new(collection) };
        Self {
            hash,
            instance,
            schemas,
            hidden_enumerations: Vec::new(),
            tap_schema,
            uploads: None,
            image_links: None,
        }
    }

    /// The schemas under a hash of their content, and the enumerations of what was cut off.
    pub(crate) fn of(
        instance: &str,
        schemas: Vec<ScopedSchema>,
        hidden_enumerations: Vec<HiddenEnumeration>,
    ) -> Self {
        let hash = content_hash(instance, &schemas, &hidden_enumerations);
        Self { hidden_enumerations, ..Self::new(hash, instance, schemas) }
    }

    /// The same where identifiers of images become links by putting them, percent-encoded, behind this address.
    pub fn with_image_links(self, links: Option<String>) -> Self {
        Self { image_links: links, ..self }
    }

    pub(crate) fn image_links(&self) -> Option<&str> {
        self.image_links.as_deref()
    }

    /// The same with another form of the tables of a collection.
    pub(crate) fn with_table_of(&self, collection: &str, change: impl Fn(&mut Table)) -> Self {
        let mut scope = self.clone();
        for schema in scope.schemas.iter_mut().filter(|schema| schema.collection.id == collection) {
            Arc::make_mut(&mut schema.collection).tables.iter_mut().for_each(&change);
        }
        scope
    }

    /// The list of images that the caller sees, if he sees any.
    pub fn images(&self) -> Option<TableRef<'_>> {
        let schema = self.schemas.iter().find(|schema| schema.collection.id == images::COLLECTION)?;
        schema.tables().next()
    }

    /// The images of a collection, if the caller sees any of them.
    pub fn images_of(&self, collection: &str) -> Option<&Images> {
        self.schemas.iter().find(|schema| schema.collection.id == collection)?.collection.images.as_ref()
    }

    /// Whether the caller may know of an enumeration that a plugin offers: its collection is there, and it is not that of
    /// hidden columns alone. One for all collections may be known where any column that he has names it.
    pub fn shows(&self, enumeration: &Enumeration) -> bool {
        let is_it = |hidden: &&HiddenEnumeration| hidden.name.eq_ignore_ascii_case(&enumeration.name);
        let mut hidden = self.hidden_enumerations.iter().filter(is_it);
        match &enumeration.collection {
            Some(id) => self.has(id) && !hidden.any(|hidden| hidden.collection.as_ref() == Some(id)),
            None => hidden.next().is_none() || self.names(&enumeration.name),
        }
    }

    /// Whether any of a collection is there.
    pub fn has(&self, collection: &str) -> bool {
        self.schemas.iter().any(|schema| schema.collection.id == collection)
    }

    /// Whether a column that is there names an enumeration.
    fn names(&self, enumeration: &str) -> bool {
        let named = self.schemas.iter().flat_map(|schema| schema.collection.enumerations());
        named.into_iter().any(|name| name.eq_ignore_ascii_case(enumeration))
    }

    /// The same with tables that come with one query, found as `TAP_UPLOAD.name` (TAP 1.1, UPLOAD).
    ///
    /// Their relations and the `pg_name` of their columns become those of the temporary tables, which whoever runs the
    /// query must make: see [`Self::uploads`]. Of two names that differ in nothing but case the first is found.
    pub fn with_uploads(&self, tables: Vec<Table>) -> Self {
        Self { uploads: Some(uploads::schema(tables)), ..self.clone() }
    }

    /// The tables that come with the query, in the order in which they were given.
    pub fn uploads(&self) -> &[Table] {
        self.uploads.as_ref().map_or(&[], |schema| &schema.collection.tables)
    }

    /// The hash of all that is in it; the key of its rows in the stored TAP_SCHEMA.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The instance, e.g. `tap`.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// The visible schemas in published order, TAP_SCHEMA left out.
    pub fn published(&self) -> &[ScopedSchema] {
        &self.schemas
    }

    /// The visible schemas in published order, TAP_SCHEMA last, without uploads.
    pub fn schemas(&self) -> impl Iterator<Item = &ScopedSchema> {
        self.schemas.iter().chain([&self.tap_schema])
    }

    /// All tables that a query can name: uploads, then those of the visible schemas in published order, those of
    /// TAP_SCHEMA last.
    pub fn tables(&self) -> impl Iterator<Item = TableRef<'_>> {
        self.uploads.iter().chain(self.schemas()).flat_map(ScopedSchema::tables)
    }

    /// A text that two scopes share only if they offer the same names with the same meaning, for caches.
    pub fn key(&self) -> String {
        format!("{}/{}", self.hash, self.instance)
    }

    /// The schema of that name.
    pub fn find_schema(&self, name: Ident<'_>) -> Option<&ScopedSchema> {
        if name.text.eq_ignore_ascii_case(tap_schema::SCHEMA_NAME) {
            // TAP 1.1 §4: its name is the same in any case, also between quotes.
            return Some(&self.tap_schema);
        }
        if name.text.eq_ignore_ascii_case(uploads::SCHEMA_NAME) {
            return self.uploads.as_ref();
        }
        self.schemas.iter().find(|schema| name.matches(&schema.name))
    }

    /// The table of that name, in one schema or in any; TAP_SCHEMA is searched only if no other schema has it.
    pub fn find_table(&self, schema: Option<Ident<'_>>, table: Ident<'_>) -> Found<TableRef<'_>> {
        match schema {
            Some(schema) => Found::of(self.find_schema(schema).and_then(|schema| schema.table(table))),
            None => match Found::of(
                self.uploads.iter().chain(&self.schemas).filter_map(|schema| schema.table(table)),
            ) {
                Found::None => Found::of(self.tap_schema.table(table)),
                found => found,
            },
        }
    }

    /// The table of a name as `/tables` lists it, e.g. `jplus.MagABDualObj` or `demo."odd name"`.
    pub fn find_listed(&self, name: &str) -> Option<TableRef<'_>> {
        let (schema, table) = ident::split_qualified(name)?;
        match self.find_table(schema.as_ref().map(ident::OwnedIdent::as_ident), table.as_ident()) {
            Found::One(table) => Some(table),
            Found::None | Found::Several(_) => None,
        }
    }

    /// The qualified names nearest to a table name that was not found, at most five, as they must be written.
    pub fn nearest_tables(&self, schema: Option<Ident<'_>>, table: Ident<'_>) -> Vec<String> {
        let known: Vec<(String, String)> = self
            .tables()
            .map(|known| match schema {
                Some(_) => (format!("{}.{}", known.schema, known.table.name), known.qualified_name()),
                None => (known.table.name.clone(), known.qualified_name()),
            })
            .collect();
        let wanted =
            schema.map_or_else(|| table.text.to_owned(), |schema| format!("{}.{}", schema.text, table.text));
        let near = nearest(&wanted, known.iter().map(|(plain, _)| plain.as_str()), 5);
        let mut names: Vec<String> = near
            .iter()
            .flat_map(|plain| known.iter().filter(move |(name, _)| name == plain))
            .map(|(_, qualified)| qualified.clone())
            .collect();
        names.dedup();
        names.truncate(5);
        names
    }
}

impl ScopedSchema {
    /// The tables, in published order.
    pub fn tables(&self) -> impl Iterator<Item = TableRef<'_>> {
        self.collection.tables.iter().map(|table| self.table_ref(table))
    }

    /// The table of that name.
    pub fn table(&self, name: Ident<'_>) -> Option<TableRef<'_>> {
        self.collection
            .tables
            .iter()
            .find(|table| name.matches(&table.name))
            .map(|table| self.table_ref(table))
    }

    fn table_ref<'s>(&'s self, table: &'s Table) -> TableRef<'s> {
        TableRef { schema: &self.name, collection: &self.collection, table }
    }
}

impl TableRef<'_> {
    /// `schema.table` as a user must write it, with double quotes where needed: `TAP_SCHEMA.tables.table_name`.
    pub fn qualified_name(&self) -> String {
        qualified_name(self.schema, &self.table.name)
    }
}

/// `schema.table` as a user must write it, with double quotes where needed.
pub fn qualified_name(schema: &str, table: &str) -> String {
    format!("{}.{}", ident::quoted(schema), ident::quoted(table))
}

impl<T> Found<T> {
    fn of(candidates: impl IntoIterator<Item = T>) -> Self {
        let mut all: Vec<T> = candidates.into_iter().collect();
        match (all.len(), all.pop()) {
            (1, Some(only)) => Self::One(only),
            (_, Some(last)) => {
                all.push(last);
                Self::Several(all)
            }
            (_, None) => Self::None,
        }
    }
}

/// A scope as it is sent: without the TAP_SCHEMA that follows from it.
#[derive(Deserialize)]
struct SentScope {
    hash: String,
    instance: String,
    schemas: Vec<ScopedSchema>,
    #[serde(default)]
    hidden_enumerations: Vec<HiddenEnumeration>,
}

impl From<SentScope> for Scope {
    fn from(sent: SentScope) -> Self {
        let SentScope { hash, instance, schemas, hidden_enumerations } = sent;
        Self { hidden_enumerations, ..Self::new(hash, instance, schemas) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{anonymous, member, scope};

    fn regular(name: &str) -> Ident<'_> {
        Ident::regular(name)
    }

    fn names(found: Found<TableRef<'_>>) -> Vec<String> {
        match found {
            Found::None => Vec::new(),
            Found::One(table) => vec![table.qualified_name()],
            Found::Several(tables) => tables.iter().map(TableRef::qualified_name).collect(),
        }
    }

    #[test]
    fn tables_are_found_in_any_case_and_between_quotes_as_written() {
        let scope = scope();
        assert_eq!(names(scope.find_table(Some(regular("DEMO")), regular("stars"))), ["demo.Stars"]);
        assert_eq!(names(scope.find_table(Some(regular("demo")), Ident::delimited("Stars"))), ["demo.Stars"]);
        assert_eq!(names(scope.find_table(Some(regular("demo")), Ident::delimited("stars"))), [""; 0]);
        assert_eq!(names(scope.find_table(Some(Ident::delimited("Demo")), regular("Stars"))), [""; 0]);
    }

    #[test]
    fn a_name_without_schema_must_be_the_only_one() {
        let scope = scope();
        assert_eq!(names(scope.find_table(None, regular("tile"))), ["demo.Tile"]);
        assert_eq!(names(scope.find_table(None, regular("stars"))), ["demo.Stars", "secret.Stars"]);
        assert!(matches!(scope.find_table(None, regular("stars")), Found::Several(_)));
        assert_eq!(names(scope.find_table(None, regular("galaxies"))), [""; 0]);
    }

    #[test]
    fn tap_schema_is_found_in_any_case() {
        let scope = scope();
        for schema in [regular("tap_schema"), regular("TAP_SCHEMA"), Ident::delimited("Tap_Schema")] {
            assert_eq!(names(scope.find_table(Some(schema), regular("Tables"))), ["TAP_SCHEMA.tables"]);
        }
        assert_eq!(names(scope.find_table(None, regular("key_columns"))), ["TAP_SCHEMA.key_columns"]);
    }

    #[test]
    fn who_may_not_see_a_collection_finds_nothing_of_it() {
        let anonymous = scope().visible_to(&anonymous());
        assert_eq!(names(anonymous.find_table(None, regular("stars"))), ["demo.Stars"]);
        assert!(anonymous.find_schema(regular("secret")).is_none());
        assert!(!serde_json::to_string(&anonymous).unwrap().contains("apart-1"));
        assert!(anonymous.tables().all(|table| {
            table
                .table
                .relation
                .conditions
                .iter()
                .all(|condition| !condition.one_of.contains(&"apart-1".to_owned()))
        }));
        let staff = scope().visible_to(&member(&["visitors", "staff"]));
        assert_eq!(names(staff.find_table(Some(regular("secret")), regular("stars"))), ["secret.Stars"]);
    }

    #[test]
    fn key_tells_scopes_with_different_names_apart() {
        let all = scope();
        let staff = all.visible_to(&member(&["staff"])).key();
        assert_eq!(staff, scope().visible_to(&member(&["visitors", "staff"])).key());
        assert_ne!(staff, all.visible_to(&anonymous()).key());
    }

    #[test]
    fn a_scope_sent_as_json_comes_back_with_its_tap_schema() {
        let sent = scope().visible_to(&member(&["staff"]));
        let back: Scope = serde_json::from_str(&serde_json::to_string(&sent).unwrap()).unwrap();
        assert_eq!(back.key(), sent.key());
        assert!(back.tables().eq(sent.tables()));
        assert_eq!(back.tables().filter(|table| table.schema == "TAP_SCHEMA").count(), 6);
    }

    #[test]
    fn near_tables_are_proposed_as_they_must_be_written() {
        let scope = scope();
        assert_eq!(scope.nearest_tables(Some(regular("demo")), regular("start")), ["demo.Stars"]);
        assert_eq!(scope.nearest_tables(None, regular("tiles")), ["demo.Tile", "TAP_SCHEMA.tables"]);
        assert_eq!(scope.nearest_tables(None, regular("spectrograph")), [""; 0]);
    }

    #[test]
    fn near_columns_are_proposed_as_they_must_be_written() {
        let scope = scope();
        let Found::One(stars) = scope.find_table(Some(regular("demo")), regular("stars")) else {
            panic!("demo.stars exists");
        };
        assert_eq!(stars.table.nearest_columns("sizes"), ["\"size\""]);
        assert_eq!(stars.table.column(regular("mag")).map(|(place, _)| place), Some(3));
        assert_eq!(stars.table.column(Ident::delimited("mag")), None);
    }

    #[test]
    fn listed_names_find_their_tables() {
        let scope = scope();
        for name in ["demo.Stars", "demo.stars", "\"demo\".\"Stars\"", "tap_schema.tables", "tile"] {
            assert!(scope.find_listed(name).is_some(), "{name}");
        }
        for name in ["demo", "Stars", "demo.\"stars\"", "demo.Stars.x", "demo/Stars", ""] {
            assert!(scope.find_listed(name).is_none(), "{name}");
        }
    }
}
