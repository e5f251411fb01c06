//! All collections of a host, and what an instance makes of them.

use std::sync::Arc;

use conf_file::suggestion_in_order;
use sha2::{Digest, Sha256};

use crate::collection_file::schema_name_fault;
use crate::scope::HiddenEnumeration;
use crate::{CatalogueError, Collection, Scope, ScopedSchema};

/// Part of every hash, so that a new way to write TAP_SCHEMA makes new rows; raise it with each change of them.
const LAYOUT: &str = "armilla tap_schema 4";

/// As a name and as an identifier: all collections that are not named.
const REST: &str = "*";

/// The published set: what `conf.d/collections` says.
#[derive(Clone, Debug)]
pub struct Published {
    collections: Vec<Arc<Collection>>,
}

impl Published {
    /// The set of these collections, sorted by identifier.
    pub fn new(mut collections: Vec<Collection>) -> Self {
        collections.sort_by(|a, b| a.id.cmp(&b.id));
        Self { collections: collections.into_iter().map(Arc::new).collect() }
    }

    /// The collections, sorted by identifier.
    pub fn collections(&self) -> &[Arc<Collection>] {
        &self.collections
    }

    /// Everything that an instance publishes, whoever may see it; cut it down with [`Scope::visible_to`].
    ///
    /// `schemas` pairs schema names with identifiers of collections; without it every collection has its own name. The
    /// pair of `*` and `*` stands for all collections that no other pair names, each under its own name.
    /// Schemas keep the given order, or that of the identifiers. All mistakes are reported at once.
    pub fn scope(
        &self,
        instance: &str,
        schemas: Option<&[(String, String)]>,
    ) -> Result<Scope, Vec<CatalogueError>> {
        let mut errors = Vec::new();
        let mut named: Vec<ScopedSchema> = Vec::new();
        for (name, id) in self.wanted(schemas) {
            match self.schema(&name, &id, &named) {
                Ok(schema) => named.push(schema),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Scope::of(instance, named, Vec::new()))
    }

    /// The pairs, with the own names of all other collections where they are asked for.
    fn wanted(&self, schemas: Option<&[(String, String)]>) -> Vec<(String, String)> {
        let is_rest = |pair: &&(String, String)| pair.0 == REST && pair.1 == REST;
        let pairs = schemas.unwrap_or_default();
        let mut wanted: Vec<_> = pairs.iter().filter(|pair| !is_rest(pair)).cloned().collect();
        if schemas.is_none() || pairs.iter().any(|pair| is_rest(&pair)) {
            let is_named = |id: &str| pairs.iter().any(|(_, named)| named == id);
            let rest = self.collections.iter().filter(|one| !is_named(&one.id));
            wanted.extend(rest.map(|one| (one.schema.clone(), one.id.clone())));
        }
        wanted
    }

    fn schema(&self, name: &str, id: &str, others: &[ScopedSchema]) -> Result<ScopedSchema, CatalogueError> {
        let schema = name.to_owned();
        if let Some(fault) = schema_name_fault(name) {
            return Err(CatalogueError::SchemaName { schema, fault });
        }
        let Some(collection) = self.collections.iter().find(|one| one.id == id) else {
            let known = self.collections.iter().map(|one| one.id.as_str());
            let hint = suggestion_in_order(id, "collections", known);
            return Err(CatalogueError::UnknownCollection { schema, collection: id.to_owned(), hint });
        };
        if let Some(other) = others.iter().find(|other| other.name.eq_ignore_ascii_case(name)) {
            let (first, second) = (other.collection.id.clone(), id.to_owned());
            return Err(CatalogueError::SameSchema { schema, first, second });
        }
        Ok(ScopedSchema { name: schema, collection: collection.clone() })
    }
}

/// SHA-256 of what an instance publishes, 64 hexadecimal digits: equal hashes mean equal rows of TAP_SCHEMA.
pub(crate) fn content_hash(
    instance: &str,
    schemas: &[ScopedSchema],
    hidden_enumerations: &[HiddenEnumeration],
) -> String {
    let schemas = serde_json::to_string(schemas).expect("collections are plain data with text keys");
    let hidden = hidden_enumerations
        .iter()
        .flat_map(|hidden| [hidden.collection.as_deref().unwrap_or_default(), &hidden.name]);
    hash([LAYOUT, instance, &schemas].into_iter().chain(hidden))
}

/// SHA-256 of texts, each with its length before it.
fn hash<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{SECRET, STARS, collection, published};

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, id)| ((*name).to_owned(), (*id).to_owned())).collect()
    }

    fn names(scope: &Scope) -> Vec<(&str, &str)> {
        scope.published().iter().map(|schema| (schema.name.as_str(), schema.collection.id.as_str())).collect()
    }

    #[test]
    fn without_a_map_every_collection_has_its_own_name_in_the_order_of_identifiers() {
        assert_eq!(
            names(&published().scope("tap", None).unwrap()),
            [("secret", "apart-1"), ("demo", "stars-1")]
        );
    }

    #[test]
    fn an_instance_gives_collections_other_names() {
        let scope = published().scope("tap", Some(&pairs(&[("jplus", "stars-1")]))).unwrap();
        assert_eq!(names(&scope), [("jplus", "stars-1")]);
        assert_eq!(scope.instance(), "tap");
    }

    #[test]
    fn a_star_stands_for_all_collections_that_are_not_named() {
        let scope = published().scope("tap", Some(&pairs(&[("mine", "stars-1"), ("*", "*")]))).unwrap();
        assert_eq!(names(&scope), [("mine", "stars-1"), ("secret", "apart-1")]);
        let errors = published().scope("tap", Some(&pairs(&[("*", "stars-1")]))).unwrap_err();
        assert_eq!(
            errors[0].to_string(),
            "schema name `*` cannot be written without quotes; take a letter, then letters, digits and `_`, and no word of ADQL"
        );
    }

    #[test]
    fn all_mistakes_of_a_map_are_reported() {
        let map = pairs(&[
            ("a", "stars-1"),
            ("A", "apart-1"),
            ("b", "stars-2"),
            ("select", "stars-1"),
            ("tap_schema", "stars-1"),
        ]);
        let errors = published().scope("tap", Some(&map)).unwrap_err();
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "collections `stars-1` and `apart-1` would both be schema `A`; give each its own name in `[settings.schemas]`",
                "no collection `stars-2` for schema `b`; did you mean `stars-1`? known collections: apart-1, stars-1",
                "schema name `select` is a reserved word of ADQL; take a letter, then letters, digits and `_`, and no word of ADQL",
                "schema name `tap_schema` is the name of a schema of TAP itself; take a letter, then letters, digits and `_`, \
                 and no word of ADQL",
            ]
        );
        assert_eq!(
            errors.iter().map(CatalogueError::schema).collect::<Vec<_>>(),
            ["A", "b", "select", "tap_schema"]
        );
    }

    #[test]
    fn two_collections_of_one_schema_need_a_map() {
        let published = Published::new(vec![collection("stars-1", STARS), collection("stars-2", STARS)]);
        let errors = published.scope("tap", None).unwrap_err();
        assert_eq!(
            errors[0].to_string(),
            "collections `stars-1` and `stars-2` would both be schema `demo`; give each its own name in `[settings.schemas]`"
        );
        assert!(published.scope("tap", Some(&pairs(&[("demo", "stars-2"), ("old", "stars-1")]))).is_ok());
    }

    #[test]
    fn hash_follows_the_content_and_not_the_order() {
        let (stars, secret) = (collection("stars-1", STARS), collection("apart-1", SECRET));
        let one = Published::new(vec![stars.clone(), secret.clone()]);
        let other = Published::new(vec![secret.clone(), stars]);
        let changed =
            Published::new(vec![secret, collection("stars-1", &STARS.replace("Tile number", "Tile"))]);
        let hash = |of: &Published| of.scope("tap", None).unwrap().hash().to_owned();
        assert_eq!(hash(&one), hash(&other));
        assert_ne!(hash(&one), hash(&changed));
        assert!(hash(&one).len() == 64 && hash(&one).bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn hash_of_a_scope_follows_its_names() {
        let published = published();
        let hash =
            |map: &[(&str, &str)]| published.scope("tap", Some(&pairs(map))).unwrap().hash().to_owned();
        assert_eq!(hash(&[("a", "stars-1")]), hash(&[("a", "stars-1")]));
        assert_ne!(hash(&[("a", "stars-1")]), hash(&[("b", "stars-1")]));
    }
}
