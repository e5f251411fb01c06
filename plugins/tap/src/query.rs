//! A query from its parameters to its rows.

use std::sync::Arc;

use adql::{AdqlError, Translation};
use catalogue::Scope;
use dali::{Info, Params};
use plugin_api::{Answer, Lane, Principal, Query, Request, Result};
use service::{HostCoverage, ImageServices, Limits, ReceiveLimits, Run, Tally, UploadFiles, UploadLimits};

use crate::Tap;
use crate::links;
use crate::params::Sync;

/// Queries longer than this are translated off the threads that serve other requests.
const LONG_QUERY_BYTES: usize = 16 << 10;

/// A query with everything that decides its answer, however it came.
pub(crate) struct Asked<'a> {
    /// The parameters, unchecked.
    pub(crate) params: &'a Params,
    /// For whom.
    pub(crate) principal: &'a Principal,
    /// Rows and times.
    pub(crate) limits: &'a Limits,
    /// What may come along.
    pub(crate) uploads: UploadLimits,
    /// The files that UPLOAD may name.
    pub(crate) files: &'a UploadFiles,
    /// Counts the rows for whoever keeps the answer.
    pub(crate) tally: Option<&'a Arc<Tally>>,
}

/// Answers `/sync`.
pub(crate) async fn sync(tap: &Tap, request: &mut Request) -> Result<Answer> {
    let (limits, uploads) = tap.limits_for(request.principal()).await?;
    let received = service::receive(&tap.host, request, &receive_limits(uploads)).await?;
    let asked = Asked {
        params: &received.params,
        principal: request.principal(),
        limits: &limits,
        uploads,
        files: &UploadFiles::received(received.files),
        tally: None,
    };
    Ok(answer(tap, &asked).await?.with_header("cache-control", "no-store"))
}

/// How much a request may bring along.
pub(crate) fn receive_limits(uploads: UploadLimits) -> ReceiveLimits {
    ReceiveLimits { files_bytes_max: uploads.bytes_max, ..ReceiveLimits::default() }
}

/// The answer to a query, the same for `/sync` and for a job.
pub(crate) async fn answer(tap: &Tap, asked: &Asked<'_>) -> Result<Answer> {
    let mut query = Sync::check(asked.params, asked.limits)?;
    let format = tap.formats.asked(&tap.host, asked.params).await?;
    let mut scope = tap.scopes.of(&tap.host, asked.principal)?;
    let uploads = service::open_uploads(&tap.host, asked.params, asked.files, asked.uploads).await?;
    if !uploads.is_empty() {
        scope = Arc::new(uploads.scope(&scope));
    }
    let mut translation = translated(tap, &query, asked.principal, scope.clone()).await?;
    if uploads.is_empty() && translation.collections.is_empty() {
        // What describes the service is cut by its own limits, not by anybody's quota.
        let whole = Sync::check(asked.params, &tap.config.limits)?;
        if whole.maxrec > query.maxrec {
            translation = translated(tap, &whole, asked.principal, scope).await?;
            query = whole;
        }
    }
    let mut infos =
        vec![Info::new("QUERY", query.query.as_str()), Info::new("standardID", "ivo://ivoa.net/std/TAP")];
    infos.extend(translation.warnings.iter().map(|warning| warned(&query.query, warning)));
    let run = Run {
        translation: &translation,
        principal: asked.principal,
        format: &format,
        infos: &infos,
        links: &links::links(&tap.host.base_url(), &format, &query, asked.params),
        annotations: Some(&ImageServices::annotations(&tap.host, &translation.columns)?),
        name: None,
        maxrec: query.maxrec,
        limits: asked.limits,
        tally: asked.tally,
    };
    run.answer_with(&tap.host, uploads).await
}

/// What is allowed but probably not meant, with its place in characters from 0, the end exclusive.
fn warned(query: &str, warning: &adql::Warning) -> Info {
    let (from, to) = service::characters(query, warning.span);
    Info::new("QUERY_WARNING", format!("{from} {to} {}", warning.message()))
}

/// A short statement for this caller, which is not the query itself.
pub(crate) fn asking(tap: &Tap, principal: &Principal, sql: String, params: &[adql::Param]) -> Query {
    Query {
        params: params.iter().map(service::bound).collect(),
        principal: principal.clone(),
        lane: Lane::Short,
        first_row_timeout: Some(tap.config.limits.first_row()),
        total_timeout: Some(tap.config.limits.first_row()),
        ..Query::new(sql)
    }
}

pub(crate) async fn translated(
    tap: &Tap,
    asked: &Sync,
    principal: &Principal,
    scope: Arc<Scope>,
) -> Result<Translation> {
    // One row more than is sent tells whether there were more.
    let rows_max = Some(asked.maxrec.saturating_add(1));
    let extensions = tap.extensions.of(&tap.host, &scope)?;
    let (strict, version) = (tap.config.strict, asked.version);
    let options = adql::Options { strict, version, rows_max, extensions, ..adql::Options::default() };
    let query = asked.query.as_str();
    let told = |error: AdqlError| service::from_adql(&error, query, principal);
    if query.len() <= LONG_QUERY_BYTES {
        return adql::translate(query, &scope, &HostCoverage(&tap.host), &options).map_err(told);
    }
    let (host, long) = (tap.host.clone(), query.to_owned());
    let translate = move || adql::translate(&long, &scope, &HostCoverage(&host), &options);
    tap.host.blocking(translate).await?.map_err(told)
}
