//! A request to SIA 2.0 from its parameters to its rows.

use std::sync::Arc;

use dali::{Info, Params};
use formats::{Annotations, Format, Kind};
use plugin_api::{Answer, Principal, Request, Result};
use service::{AnswerFormat, ImageServices, Limits, ReceiveLimits, Run, UploadLimits, from_dali};

use crate::params::Asked;
use crate::view::View;
use crate::{Sia, description, error, options};

/// Answers `/query`, with the document that tells the error if there is one.
pub(crate) async fn query(sia: &Arc<Sia>, request: &mut Request) -> Result<Answer> {
    let mut as_text = false;
    match answer(sia, request, &mut as_text).await {
        Ok(answer) => Ok(answer.with_header("cache-control", "no-store")),
        Err(error) => error::told(error, as_text),
    }
}

/// `as_text` becomes true once the client has asked for another format than VOTable.
async fn answer(sia: &Arc<Sia>, request: &mut Request, as_text: &mut bool) -> Result<Answer> {
    let received = service::receive(&sia.host, request, &ReceiveLimits::default()).await?;
    let format = format(sia, &received.params).await?;
    *as_text = !is_votable(&format);
    let limits = limits(sia, request.principal()).await?;
    let asked = Asked::check(&received.params, &limits).map_err(|error| from_dali(&error))?;
    let principal = request.principal();
    let view = View::of_users(sia, principal)?;
    let list = view.list()?;
    let translation = view.translated(sia, principal, asked.adql(&list), asked.maxrec).await?;
    let services = ImageServices::of(&sia.host)?.unwrap_or_default();
    let mut services = services.descriptors("obs_publisher_did");
    let values = options::values(sia, &view, principal).await;
    services.push(description::this(&format!("{}/query", sia.host.base_url()), &limits, &values));
    let run = Run {
        translation: &translation,
        principal,
        format: &format,
        infos: &[Info::new("standardID", "ivo://ivoa.net/std/SIA")],
        links: &[],
        annotations: Some(&Annotations { services, ..Annotations::default() }),
        name: Some(&list.qualified_name()),
        maxrec: asked.maxrec,
        limits: &limits,
        tally: None,
    };
    match view.is_empty {
        true => run.answer_of(&sia.host, run.no_rows(asked.maxrec == 0)).await,
        false => run.answer(&sia.host).await,
    }
}

/// The limits as they hold for a caller.
pub(crate) async fn limits(sia: &Sia, principal: &Principal) -> Result<Limits> {
    let uploads = UploadLimits::default();
    let (limits, _) = service::limits_for(&sia.host, principal, sia.config.limits, uploads).await?;
    Ok(limits)
}

/// The format that RESPONSEFORMAT names; FORMAT is that of images. VOTable is TABLEDATA unless another serialization is
/// named: old clients read no other.
pub(crate) async fn format(sia: &Sia, params: &Params) -> Result<AnswerFormat> {
    let named = params.single("RESPONSEFORMAT").map_err(|error| from_dali(&error))?;
    let mut alone = Params::default();
    if let Some(name) = named {
        alone = Params::new(dali::Limits::default());
        alone.push("RESPONSEFORMAT", name).map_err(|error| from_dali(&error))?;
    }
    let asked = sia.formats.asked(&sia.host, &alone).await?;
    Ok(match asked {
        AnswerFormat::BuiltIn(format) => AnswerFormat::BuiltIn(format.in_tabledata()),
        offered => offered,
    })
}

fn is_votable(format: &AnswerFormat) -> bool {
    matches!(format, AnswerFormat::BuiltIn(format) if matches!(Format::kind(format), Kind::VoTable(_)))
}
