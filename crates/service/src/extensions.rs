//! What plugins offer to the query language, read once and cut down to what a caller may see.

mod enumeration;
mod function;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use catalogue::{Scope, Table};
use plugin_api::{Host, Offer, OfferValue, Result};

use enumeration::enumeration;
use function::function;

/// The extension point for enumerations: JSON of [`catalogue::Enumeration`].
pub const ENUMERATIONS: &str = "adql.enumeration";
/// The extension point for functions: JSON of [`adql::OfferedFunction`].
pub const FUNCTIONS: &str = "adql.function";

/// How many different views are kept; there are as many as there are sets of groups with different rights.
const KEPT_MAX: usize = 64;

/// A cache of what is offered, for one plugin instance.
#[derive(Debug, Default)]
pub struct Extensions {
    kept: Mutex<Kept>,
    /// What no table needs.
    nothing: Arc<adql::Extensions>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The offers that `all` was read from.
    read: Vec<Source>,
    all: Vec<Extension>,
    /// What is visible in a scope, under its key.
    visible: HashMap<String, Arc<adql::Extensions>>,
}

/// An offer of data as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    point: String,
    instance: String,
    collection: Option<String>,
    data: String,
}

/// Something read from an offer, with the collection that it belongs to.
#[derive(Clone, Debug)]
struct Extension {
    collection: Option<String>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Enumeration(Arc<catalogue::Enumeration>),
    Function(Arc<adql::OfferedFunction>),
}

impl Extensions {
    /// What the plugins of the current set offer to the query language, for a caller who sees `scope`.
    ///
    /// An offer that belongs to a collection outside the scope does not exist. One that cannot be used is logged with
    /// the instance that made it, and left out. Offers are compared as text and read again only when they changed.
    pub fn of(&self, host: &Host, scope: &Scope) -> Result<Arc<adql::Extensions>> {
        let mut offers = host.offers(ENUMERATIONS)?;
        offers.extend(host.offers(FUNCTIONS)?);
        Ok(self.among(offers, scope))
    }

    /// What a query of a service's own needs that reads `table` and names no extension itself: row filters may.
    pub fn for_table(&self, host: &Host, scope: &Scope, table: &Table) -> Result<Arc<adql::Extensions>> {
        match table.row_filters.is_empty() {
            true => Ok(self.nothing.clone()),
            false => self.of(host, scope),
        }
    }

    fn among(&self, offers: Vec<Offer>, scope: &Scope) -> Arc<adql::Extensions> {
        let sources: Vec<Source> = offers.into_iter().map(Source::of).collect();
        let mut kept = self.kept();
        if kept.read != sources {
            *kept = Kept { all: read(&sources), read: sources, visible: HashMap::new() };
        }
        let key = scope.key();
        if let Some(known) = kept.visible.get(&key) {
            return known.clone();
        }
        let visible = Arc::new(visible(&kept.all, scope));
        unusable_filters(scope, &visible).iter().for_each(|fault| tracing::warn!("{fault}"));
        if kept.visible.len() >= KEPT_MAX {
            kept.visible.clear();
        }
        kept.visible.insert(key, visible.clone());
        visible
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    fn of(offer: Offer) -> Self {
        let data = match offer.value {
            OfferValue::Data(data) => data,
            // No JSON, so it is refused with all that is not what the point wants.
            OfferValue::Service(_) => String::new(),
        };
        Self { point: offer.point, instance: offer.instance, collection: offer.collection, data }
    }
}

/// The offers that can be used; of two with one name for one collection the first.
fn read(sources: &[Source]) -> Vec<Extension> {
    let mut all: Vec<Extension> = Vec::new();
    for source in sources {
        let found = match source.point.as_str() {
            ENUMERATIONS => enumeration(source).map(|one| Kind::Enumeration(Arc::new(one))),
            _ => function(source).map(|one| Kind::Function(Arc::new(one))),
        };
        let found = found.and_then(|kind| {
            let extension = Extension { collection: source.collection.clone(), kind };
            match all.iter().find(|known| known.clashes(&extension)) {
                Some(known) if known.kind == extension.kind => Ok(None),
                Some(_) => {
                    Err(format!("`{}` is offered already, by an instance before it", extension.name()))
                }
                None => Ok(Some(extension)),
            }
        });
        match found {
            Ok(extension) => all.extend(extension),
            Err(fault) => {
                tracing::warn!(
                    "an offer of `{}` at `{}` is left out: {fault}",
                    source.instance,
                    source.point
                );
            }
        }
    }
    all
}

impl Extension {
    fn name(&self) -> &str {
        match &self.kind {
            Kind::Enumeration(one) => &one.name,
            Kind::Function(one) => &one.name,
        }
    }

    /// Whether both have one name for one collection. Different collections may have things of one name.
    fn clashes(&self, other: &Self) -> bool {
        let same_kind = matches!(
            (&self.kind, &other.kind),
            (Kind::Enumeration(_), Kind::Enumeration(_)) | (Kind::Function(_), Kind::Function(_))
        );
        same_kind && self.collection == other.collection && self.name().eq_ignore_ascii_case(other.name())
    }
}

fn visible(all: &[Extension], scope: &Scope) -> adql::Extensions {
    let mut extensions = adql::Extensions::default();
    for extension in all.iter().filter(|one| one.collection.as_deref().is_none_or(|id| scope.has(id))) {
        match &extension.kind {
            Kind::Enumeration(one) if scope.shows(one) => extensions.enumerations.push(one.clone()),
            Kind::Enumeration(one) => extensions.hidden_enumerations.push(one.clone()),
            Kind::Function(one) => {
                let known = |known: &Arc<adql::OfferedFunction>| known.name.eq_ignore_ascii_case(&one.name);
                if !extensions.functions.iter().any(known) {
                    extensions.functions.push(one.clone());
                }
            }
        }
    }
    extensions
}

/// The row filters that mean nothing with what is offered now. They let nobody in until it is offered again.
fn unusable_filters(scope: &Scope, extensions: &adql::Extensions) -> Vec<String> {
    let mut faults = Vec::new();
    for schema in scope.published() {
        for table in &schema.collection.tables {
            let id = &schema.collection.id;
            let check = |text: &String| adql::check_filter(table, id, Some(extensions), text).err();
            faults.extend(table.row_filters.iter().filter_map(check).map(|error| {
                let (name, problem) = (&table.name, error.message());
                format!(
                    "rows of table `{name}` of collection `{id}` cannot be read by those who see a part of them: key \
                     `where`: {problem}"
                )
            }));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
