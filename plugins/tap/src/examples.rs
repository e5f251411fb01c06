//! `/examples`: queries that work on this instance, for people and for clients (DALI 1.1 §2.3, TAP 1.1 §2.4.5).

mod centre;
mod page;
mod queries;

use bytes::Bytes;
use plugin_api::{Answer, Request, Result};
use service::HostCoverage;

use crate::Tap;

/// An example query.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// Its name in the document, a word.
    pub(crate) id: &'static str,
    /// What it shows, in a few words.
    pub(crate) title: String,
    /// The qualified names of the tables that it reads.
    pub(crate) tables: Vec<String>,
    /// ADQL.
    pub(crate) query: String,
    /// Whether it has nothing that the ADQL parsers of clients take for a mistake, such as names for array elements.
    pub(crate) is_standard: bool,
}

/// The page with examples made from the tables and enumerations that the caller may see.
pub(crate) async fn examples(tap: &Tap, request: &Request) -> Result<Answer> {
    let scope = tap.scopes.of(&tap.host, request.principal())?;
    let extensions = tap.extensions.of(&tap.host, &scope)?;
    let options = adql::Options {
        strict: tap.config.strict,
        extensions: extensions.clone(),
        ..adql::Options::default()
    };
    let mut examples = queries::of_metadata(&scope, &extensions);
    if let Some(sky) = queries::sky_table(&scope) {
        let centre = centre::centre(tap, request, &scope, &sky, &options).await;
        examples.push(queries::cone(&sky, centre));
    }
    examples.extend(queries::element(&scope, &extensions));
    examples.extend(queries::join(&scope));
    // In strict mode, or with odd names, one may not be what this service accepts.
    examples.retain(|example| {
        adql::translate(&example.query, &scope, &HostCoverage(&tap.host), &options).is_ok()
    });
    let html = page::page(&tap.host.base_url(), &examples);
    Ok(Answer::new(200, "text/html; charset=utf-8", Bytes::from(html)))
}
