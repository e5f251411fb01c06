//! The list of images as a caller sees it, and queries of it.

use std::sync::{Arc, LazyLock};

use adql::{AdqlError, ErrorKind, Translation};
use catalogue::{Access, Collection, Scope, ScopedSchema, TableRef, images, obscore};
use plugin_api::{Error, Principal, Result};
use service::HostCoverage;

use crate::Sia;

/// Longer queries are translated off the threads that serve other requests.
const LONG_QUERY_BYTES: usize = 16 << 10;

/// A scope with a list of images in it.
#[derive(Clone, Debug)]
pub(crate) struct View {
    scope: Arc<Scope>,
    /// Whether the list is there for its columns only, because the caller sees no image.
    pub(crate) is_empty: bool,
}

/// What stands for the list of those who see no image.
static NO_IMAGES: LazyLock<Arc<Scope>> = LazyLock::new(|| {
    let collection = Collection {
        id: images::COLLECTION.to_owned(),
        title: "Images".to_owned(),
        description: "No images".to_owned(),
        creators: Vec::new(),
        released: None,
        access: Access::default(),
        announced: false,
        schema: obscore::SCHEMA_NAME.to_owned(),
        tables: vec![images::condition_table()],
        images: None,
    };
    let schema = ScopedSchema { name: obscore::SCHEMA_NAME.to_owned(), collection: Arc::new(collection) };
    Arc::new(Scope::new("no images", "", vec![schema]))
});

impl View {
    /// The list as users of TAP have it too.
    pub(crate) fn of_users(sia: &Sia, principal: &Principal) -> Result<Self> {
        let scope = sia.scopes.of(&sia.host, principal)?;
        Ok(match scope.images() {
            Some(_) => Self { scope, is_empty: false },
            None => Self { scope: NO_IMAGES.clone(), is_empty: true },
        })
    }

    /// The list with all that services may name, in which nobody has an image.
    #[cfg(test)]
    pub(crate) fn without_images() -> Self {
        Self { scope: Arc::new(images::with_files(&NO_IMAGES)), is_empty: true }
    }

    /// The list with what only services may name: what is known of the files.
    pub(crate) fn of_services(sia: &Sia, principal: &Principal) -> Result<Self> {
        let view = Self::of_users(sia, principal)?;
        Ok(Self { scope: sia.finder.view(&view.scope), ..view })
    }

    /// The list.
    pub(crate) fn list(&self) -> Result<TableRef<'_>> {
        self.scope.images().ok_or_else(|| Error::internal("a view of images without its list"))
    }

    /// A text that two views share only if their callers see the same.
    pub(crate) fn key(&self) -> String {
        self.scope.key()
    }

    /// The scope.
    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How a query of the service's own is read.
    pub(crate) fn options(&self, sia: &Sia, rows_max: u64) -> Result<adql::Options> {
        let extensions = sia.extensions.for_table(&sia.host, &self.scope, self.list()?.table)?;
        Ok(adql::Options { rows_max: Some(rows_max), extensions, ..adql::Options::default() })
    }

    /// A query of the service's own for at most so many rows and one more, which tells whether there were more.
    pub(crate) async fn translated(
        &self,
        sia: &Sia,
        principal: &Principal,
        adql: String,
        rows_max: u64,
    ) -> Result<Translation> {
        let options = self.options(sia, rows_max.saturating_add(1))?;
        let (host, scope, principal) = (sia.host.clone(), self.scope.clone(), principal.clone());
        let is_long = adql.len() > LONG_QUERY_BYTES;
        let translate = move || {
            let translated = adql::translate(&adql, &scope, &HostCoverage(&host), &options);
            translated.map_err(|error| told(&error, &adql, &principal))
        };
        if is_long { sia.host.blocking(translate).await? } else { translate() }
    }
}

/// The client did not write the query: what is wrong with it is a fault of ours, but for what he may not have and for how much
/// he asked at once.
fn told(error: &AdqlError, adql: &str, principal: &Principal) -> Error {
    match error.kind() {
        ErrorKind::Locked { .. } | ErrorKind::RowFilter { .. } => service::from_adql(error, adql, principal),
        ErrorKind::TooLong { .. } | ErrorKind::TooLarge { .. } => {
            let text = "the request asks for too many values at once; send fewer, or shorter polygons";
            Error::new(plugin_api::ErrorKind::TooLarge, text)
        }
        _ => Error::internal(error.render(adql)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_the_clients_matter_and_the_rest_is_ours() {
        let scope = Scope::new("", "", Vec::new());
        let host = plugin_api::test_kit::TestHost::default().into_host();
        let translated = |adql: &str, length_limit_bytes: usize| {
            let options = adql::Options { length_limit_bytes, ..adql::Options::default() };
            let error = adql::translate(adql, &scope, &HostCoverage(&host), &options).unwrap_err();
            let error = told(&error, adql, &Principal::anonymous());
            (error.kind(), error.for_client().to_owned())
        };
        let expected = "the request asks for too many values at once; send fewer, or shorter polygons";
        let too_large = (plugin_api::ErrorKind::TooLarge, expected.to_owned());
        assert_eq!(translated("SELECT 1", 3), too_large);
        let ours = (plugin_api::ErrorKind::Internal, "internal error".to_owned());
        assert_eq!(translated("SELECT secret FROM nowhere", 1000), ours);
    }
}
