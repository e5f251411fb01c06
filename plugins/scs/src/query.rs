//! A cone from its parameters to its rows.

use dali::{Info, Params};
use formats::Format;
use plugin_api::{Answer, Request, Result};
use service::{AnswerFormat, ReceiveLimits, Run};

use crate::Scs;
use crate::cone::{self, ConeQuery};
use crate::params::Asked;
use crate::table;

/// Answers a request for a cone.
pub(crate) async fn cone(scs: &Scs, request: &mut Request) -> Result<Answer> {
    let scope = scs.scopes.of(&scs.host, request.principal())?;
    let table = table::of(&scope, request)?;
    let received = service::receive(&scs.host, request, &ReceiveLimits::default()).await?;
    let config = scs.config_for(request.principal()).await?;
    let asked = Asked::check(&received.params, &config)?;
    let format = format(scs, &received.params).await?;
    let query = ConeQuery {
        scope: &scope,
        extensions: &scs.extensions.for_table(&scs.host, &scope, table.found.table)?,
        principal: request.principal(),
        table: &table,
        verbosity: asked.verbosity,
        with_distance: asked.with_distance,
        by_distance: asked.by_distance,
        // One row more than is sent tells whether there were more.
        rows_max: asked.maxrec.saturating_add(1),
    };
    let plan = cone::plan(scs, &query, &asked.cone)?;
    let run = Run {
        translation: plan.translation(),
        principal: request.principal(),
        format: &format,
        infos: &[Info::new("standardID", "ivo://ivoa.net/std/ConeSearch")],
        links: &[],
        annotations: None,
        name: Some(&table.found.qualified_name()),
        maxrec: asked.maxrec,
        limits: &config.limits,
        tally: None,
    };
    Ok(run.answer_with_params(&scs.host, plan.params()).await?.with_header("cache-control", "no-store"))
}

/// The format that the request names. VOTable is TABLEDATA unless another serialisation is named, and `text/xml` unless
/// anything is (SCS 1.03 §2.2).
pub(crate) async fn format(scs: &Scs, params: &Params) -> Result<AnswerFormat> {
    let asked = scs.formats.asked(&scs.host, params).await?;
    let named = dali::response_format(params).map_err(|error| service::from_dali(&error))?;
    let AnswerFormat::BuiltIn(format) = &asked else { return Ok(asked) };
    let readable = match (named, format.content_type()) {
        (None, _) => "text/xml",
        (Some(_), "application/x-votable+xml") => "votable/td",
        (Some(_), "application/x-votable+xml;version=1.5") => "votable/td;version=1.5",
        (Some(_), _) => return Ok(asked),
    };
    let format = Format::parse(Some(readable)).map_err(|error| service::from_format(&error))?;
    Ok(AnswerFormat::BuiltIn(format))
}
