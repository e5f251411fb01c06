//! `/plan`: what a query would cost, told before anything runs.

mod explain;
mod names;
mod report;
mod stored;

use std::sync::Arc;

use adql::Translation;
use bytes::Bytes;
use catalogue::Scope;
use dali::Params;
use formats::{Format, Kind};
use plugin_api::{Answer, Error, Principal, Request, Result};
use service::accept::preferred;
use service::from_dali;

use crate::params::Sync;
use crate::{Tap, query};
use explain::Node;
use names::Names;
pub(crate) use report::Report;

/// The forms of a plan: for programs, for people.
const OFFERED: [&str; 2] = ["application/json", "text/plain"];

/// Answers `/plan`: the parameters are those of `/sync`, but for the format, which is `json` or `text`.
pub(crate) async fn plan(tap: &Tap, request: &mut Request) -> Result<Answer> {
    let accept = request.header("accept").unwrap_or_default().to_owned();
    let (limits, uploads) = tap.limits_for(request.principal()).await?;
    let params = service::receive(&tap.host, request, &query::receive_limits(uploads)).await?.params;
    refuse_uploads(&params)?;
    let asked = Sync::check(&params, &limits)?;
    let as_text = as_text(&params, &accept)?;
    let report = told(tap, &request.principal().clone(), &asked).await?;
    let (kind, body) = match as_text {
        true => ("text/plain; charset=utf-8", report.text()),
        false => ("application/json", report.json()),
    };
    Ok(Answer::new(200, kind, Bytes::from(body)).with_header("cache-control", "no-store"))
}

/// The plan of the query of a job that is not started yet.
pub(crate) async fn of_job(tap: &Tap, principal: &Principal, params: &Params) -> Result<Report> {
    refuse_uploads(params)?;
    let (limits, _) = tap.limits_for(principal).await?;
    told(tap, principal, &Sync::check(params, &limits)?).await
}

fn refuse_uploads(params: &Params) -> Result<()> {
    if params.all("UPLOAD").next().is_some() {
        // An empty table in place of the upload would give a plan that is never used.
        let message = "a plan does not know the rows of uploads; leave UPLOAD out, or run the query";
        return Err(Error::bad_request(message));
    }
    Ok(())
}

async fn told(tap: &Tap, principal: &Principal, asked: &Sync) -> Result<Report> {
    let scope = tap.scopes.of(&tap.host, principal)?;
    let translation = query::translated(tap, asked, principal, scope.clone()).await?;
    report(tap, principal, asked, &scope, &translation).await
}

/// Whether the answer is for people; the parameter decides, then the header, and JSON is for those who say nothing.
fn as_text(params: &Params, accept: &str) -> Result<bool> {
    let asked = dali::response_format(params).map_err(|error| from_dali(&error))?;
    if asked.is_none() {
        return Ok(preferred(accept, &OFFERED) == Some("text/plain"));
    }
    let format = Format::parse(asked).map_err(|error| service::from_format(&error))?;
    match format.kind() {
        Kind::Json => Ok(false),
        Kind::Text => Ok(true),
        _ => Err(Error::bad_request("a plan is given as `json` or as `text`, nothing else")),
    }
}

/// The plan of PostgreSQL in the words of what is published.
///
/// The estimates are those of whole relations, so that they are withheld from a caller who may see a part of one.
async fn report(
    tap: &Tap,
    principal: &Principal,
    asked: &Sync,
    scope: &Arc<Scope>,
    translation: &Translation,
) -> Result<Report> {
    for collection in &translation.collections {
        tap.host.authorize(principal, &format!("collection:{collection}"))?;
    }
    let node: Node = explain::explain(tap, principal, translation).await?;
    let scans = explain::scans(&node);
    let names = Names { scope, collections: &translation.collections };
    if translation.filtered {
        return Ok(Report::withheld(asked, translation, &scans, &names));
    }
    let stored = stored::stored(tap, principal, &scans).await?;
    Ok(Report::new(asked, translation, &node, &scans, &stored, &names))
}
