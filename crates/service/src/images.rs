//! Images by their identifiers, as far as the caller sees them.

mod found;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use catalogue::{Scope, quoted};
use plugin_api::{Host, Principal, Result};

use crate::{Extensions, FewRows, Limits};

use found::COLUMNS;
pub use found::FoundImage;

/// How long an image that was found is taken to be what it was.
const FRESH: Duration = Duration::from_secs(5);
/// How many images are remembered.
const KEPT_MAX: usize = 4096;
/// How many views are remembered.
const VIEWS_MAX: usize = 64;

/// Finds images, and remembers them for some seconds: previews and cutouts of one image come in swarms.
#[derive(Debug, Default)]
pub struct ImageFinder {
    views: Mutex<HashMap<String, Arc<Scope>>>,
    kept: Mutex<HashMap<Key, (Instant, Arc<FoundImage>)>>,
    extensions: Extensions,
}

/// What a caller sees, and the identifier in lower case.
type Key = (String, String);

impl ImageFinder {
    /// The scope in which the hidden columns of the list may be named too, for queries of a service's own.
    pub fn view(&self, scope: &Scope) -> Arc<Scope> {
        let mut views = held(&self.views);
        if let Some(view) = views.get(&scope.key()) {
            return view.clone();
        }
        if views.len() >= VIEWS_MAX {
            views.clear();
        }
        let view = Arc::new(catalogue::images::with_files(scope));
        views.insert(scope.key(), view.clone());
        view
    }

    /// The image of an identifier; `None` if there is none that the caller sees. Identifiers are compared without regard
    /// to case (IVOA Identifiers 2.0 §2.1).
    pub async fn find(
        &self,
        host: &Host,
        scope: &Scope,
        principal: &Principal,
        did: &str,
    ) -> Result<Option<Arc<FoundImage>>> {
        Ok(self.find_all(host, scope, principal, &[did]).await?.pop().flatten())
    }

    /// The images of identifiers, in their order. One query finds those that are not remembered.
    pub async fn find_all(
        &self,
        host: &Host,
        scope: &Scope,
        principal: &Principal,
        dids: &[&str],
    ) -> Result<Vec<Option<Arc<FoundImage>>>> {
        if scope.images().is_none() {
            return Ok(vec![None; dids.len()]);
        }
        let key = scope.key();
        let wanted: Vec<String> = dids.iter().map(|did| did.to_lowercase()).collect();
        let mut found: HashMap<String, Arc<FoundImage>> = self.remembered(&key, &wanted);
        let mut missing: Vec<&String> = wanted.iter().filter(|did| !found.contains_key(*did)).collect();
        missing.sort();
        missing.dedup();
        if !missing.is_empty() {
            for image in self.asked(host, scope, principal, &missing).await? {
                let (did, image) = (image.did.to_lowercase(), Arc::new(image));
                self.keep((key.clone(), did.clone()), &image);
                found.insert(did, image);
            }
        }
        Ok(wanted.iter().map(|did| found.get(did).cloned()).collect())
    }

    fn remembered(&self, view: &str, wanted: &[String]) -> HashMap<String, Arc<FoundImage>> {
        let kept = held(&self.kept);
        let fresh = wanted.iter().filter_map(|did| {
            let (since, image) = kept.get(&(view.to_owned(), did.clone()))?;
            (since.elapsed() < FRESH).then(|| (did.clone(), image.clone()))
        });
        fresh.collect()
    }

    fn keep(&self, key: Key, image: &Arc<FoundImage>) {
        let mut kept = held(&self.kept);
        if kept.len() >= KEPT_MAX {
            kept.retain(|_, (since, _)| since.elapsed() < FRESH);
        }
        if kept.len() < KEPT_MAX {
            kept.insert(key, (Instant::now(), image.clone()));
        }
    }

    async fn asked(
        &self,
        host: &Host,
        scope: &Scope,
        principal: &Principal,
        dids: &[&String],
    ) -> Result<Vec<FoundImage>> {
        let view = self.view(scope);
        let Some(list) = view.images() else { return Ok(Vec::new()) };
        let columns: Vec<_> = COLUMNS.iter().map(|&name| quoted(name)).collect();
        let texts: Vec<String> = dids.iter().map(|did| format!("'{}'", did.replace('\'', "''"))).collect();
        let adql = format!(
            "SELECT {} FROM {} WHERE LOWER(obs_publisher_did) IN ({})",
            columns.join(", "),
            list.qualified_name(),
            texts.join(", ")
        );
        let extensions = self.extensions.for_table(host, scope, list.table)?;
        let options = adql::Options { extensions, ..adql::Options::default() };
        let query = FewRows {
            adql: &adql,
            scope: &view,
            principal,
            options: &options,
            limits: &Limits::default(),
            rows_max: dids.len() as u64,
        };
        let mut images = Vec::new();
        query
            .each(host, |row| {
                images.extend(FoundImage::read(row, scope)?);
                Some(())
            })
            .await?;
        Ok(images)
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
