//! What the instances of a configuration publish: collections read and checked.

mod row_rules;

use std::collections::HashMap;
use std::sync::Arc;

use catalogue::lint::{Part, Places};
use catalogue::{Collection, Published, Scope, Viewer};
use conf_file::{Problem, Problems, Source};
use jiff::Timestamp;
use statistics::sql::Stored;

use crate::config::{Config, Instance};

/// The published catalogue of a configuration, instance by instance.
pub struct Publication {
    published: Published,
    scopes: HashMap<String, Named>,
    /// The address that identifiers of images become links behind.
    image_links: Option<String>,
}

/// What an instance publishes, and the schema names that its settings give.
struct Named {
    scope: Scope,
    schemas: Option<Vec<(String, String)>>,
}

impl Publication {
    /// Reads the collections and what each instance in `publishing` makes of them; all mistakes at once.
    pub fn read(config: &Config, publishing: &[&Instance]) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut collections: Vec<Collection> = Vec::new();
        let mut identifiers = HashMap::new();
        for raw in &config.collections {
            match catalogue::parse_with(&raw.source.name, &raw.source.text, &config.host.access) {
                Ok(mut collection) => {
                    problems.extend(row_rules::problems(&raw.source, &collection));
                    problems.extend(same_identifiers(&mut identifiers, &raw.source, &collection));
                    if let Some(images) = &mut collection.images {
                        let folder = config.folder.join(&images.folder);
                        images.folder = std::path::absolute(&folder).unwrap_or(folder);
                        images.hips = Some(images.hips_folder(&config.folder, &collection.id));
                    }
                    collections.push(collection);
                }
                Err(found) => problems.extend(found),
            }
        }
        if let Some(problems) = Problems::of(problems) {
            return Err(problems);
        }
        Self::scopes(Published::new(collections), publishing)
    }

    fn scopes(published: Published, publishing: &[&Instance]) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut scopes = HashMap::new();
        for instance in publishing {
            let schemas = instance.raw.schemas();
            match published.scope(&instance.name, schemas.as_deref()) {
                Ok(scope) => {
                    scopes.insert(instance.name.clone(), Named { scope, schemas });
                }
                Err(errors) => {
                    problems.extend(errors.into_iter().map(|error| {
                        Problem::new(instance.raw.schema_place(error.schema()), error.to_string())
                    }))
                }
            }
        }
        match Problems::of(problems) {
            Some(problems) => Err(problems),
            None => Ok(Self { published, scopes, image_links: None }),
        }
    }

    /// Takes what is known of the values of its tables, which changes the hash of what is published.
    pub fn take_statistics(&mut self, stored: &Stored) {
        if stored.is_empty() {
            return;
        }
        let counted = self.published.collections().iter().map(|collection| {
            let mut collection = Collection::clone(collection);
            for table in &mut collection.tables {
                table.take_statistics(|of| stored.get(&(of.schema.clone(), of.table.clone())));
            }
            collection
        });
        self.published = Published::new(counted.collect());
        for (instance, named) in &mut self.scopes {
            // The same names were found right before.
            if let Ok(scope) = self.published.scope(instance, named.schemas.as_deref()) {
                named.scope = scope;
            }
        }
    }

    /// Says where links to images are: identifiers, percent-encoded, are put behind it.
    pub fn take_image_links(&mut self, links: Option<String>) {
        self.image_links = links;
    }

    /// What an instance publishes, to anybody; nothing for an instance that publishes nothing.
    pub fn scope(&self, instance: &str) -> Scope {
        match self.scopes.get(instance) {
            Some(named) => named.scope.clone().with_image_links(self.image_links.clone()),
            None => Scope::new("", instance, Vec::new()),
        }
    }

    /// Whether nothing is published, so that no database is needed for it.
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Everything that each instance publishes.
    pub fn wholes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values().map(|named| &named.scope)
    }

    /// The collections, whoever may see them.
    pub fn collections(&self) -> &[Arc<Collection>] {
        self.published.collections()
    }

    /// What the anonymous see of each instance now.
    pub fn public_views(&self) -> impl Iterator<Item = Scope> {
        let anonymous = Viewer::anonymous(Timestamp::now());
        self.scopes.keys().map(move |instance| self.scope(instance).visible_to(&anonymous))
    }
}

/// The mistake of a collection whose images would have the identifiers of another's.
fn same_identifiers(
    known: &mut HashMap<String, String>,
    source: &Source,
    collection: &Collection,
) -> Option<Problem> {
    let images = collection.images.as_ref()?;
    let other = known.insert(images.publisher_did.to_lowercase(), collection.id.clone())?;
    let place = Places::of(source.clone()).map(|places| places.table(Part::Images, "publisher_did"));
    let message = format!(
        "images of the collections `{other}` and `{}` would have the same identifiers",
        collection.id
    );
    let problem = Problem::new(place.unwrap_or_else(|| source.whole()), message);
    Some(problem.hint("give each collection its own `publisher_did`, without regard to case"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_of_two_collections_do_not_share_their_identifiers() {
        let mut known = HashMap::new();
        let mut read = |id: &str, did: &str| {
            let text = format!(
                "title = 'T'\ndescription = 'D'\nschema = 's'\n[images]\nfolder = 'f'\npublisher_did = '{did}'\n"
            );
            let source = Source::new(format!("{id}.toml"), text.as_str());
            let collection = catalogue::parse(&source.name, &text).unwrap();
            same_identifiers(&mut known, &source, &collection).map(|problem| problem.titled("error"))
        };
        assert_eq!(read("one", "ivo://example.org/a"), None);
        assert_eq!(read("two", "ivo://example.org/b"), None);
        assert_eq!(
            read("three", "ivo://Example.org/A").as_deref(),
            Some(
                "error: images of the collections `one` and `three` would have the same identifiers\n  --> three.toml:6:17\n\n\
                 hint: give each collection its own `publisher_did`, without regard to case"
            )
        );
    }
}
