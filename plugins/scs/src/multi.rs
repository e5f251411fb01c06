//! Many cones at once: a table of targets, joined with what lies round each of them.

mod params;
mod plan;
mod targets;

use dali::Info;
use plugin_api::{Answer, Request, Result};
use service::{ReceiveLimits, Run, Uploads};

use crate::columns::outputs;
use crate::{Scs, query, table};
use params::Asked;
use plan::Join;
use targets::Targets;

/// Answers a request for many cones: the columns of the targets, those of the table, and the distance.
pub(crate) async fn multi(scs: &Scs, request: &mut Request) -> Result<Answer> {
    let scope = scs.scopes.of(&scs.host, request.principal())?;
    let table = table::of(&scope, request)?;
    let config = scs.config_for(request.principal()).await?;
    let limits = config.uploads;
    let receive = ReceiveLimits { files_bytes_max: limits.bytes_max, ..ReceiveLimits::default() };
    let mut received = service::receive(&scs.host, request, &receive).await?;
    let asked = Asked::check(&received.params, &config)?;
    let format = query::format(scs, &received.params).await?;
    let file = targets::file(&scs.host, &mut received).await?;
    let upload = service::open_upload(&scs.host, targets::NAME, file, limits).await?;
    let (targets, upload) = Targets::of(upload, &asked, table.found.table)?;
    let uploads = Uploads::new(vec![upload], limits)?;
    let outputs = outputs(&table, asked.verbosity, true, scs.config.ucds);
    let join = Join {
        table: &table,
        targets: &targets,
        outputs: &outputs,
        asked: &asked,
        extensions: &scs.extensions.for_table(&scs.host, &scope, table.found.table)?,
        principal: request.principal(),
    };
    let translation = plan::plan(&scs.host, &join, &uploads.scope(&scope))?;
    let run = Run {
        translation: &translation,
        principal: request.principal(),
        format: &format,
        infos: &[Info::new("TARGETS", targets::NAME)],
        links: &[],
        annotations: None,
        name: Some(&table.found.qualified_name()),
        maxrec: asked.maxrec,
        limits: &config.limits,
        tally: None,
    };
    Ok(run.answer_with(&scs.host, uploads).await?.with_header("cache-control", "no-store"))
}
