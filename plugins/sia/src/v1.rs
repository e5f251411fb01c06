//! Simple Image Access 1.0: images in a region, as older clients ask for them.

mod columns;
mod cutout;
mod form;
mod inputs;
mod params;
mod region;

use adql::Translation;
use catalogue::TableRef;
use dali::{Info, Params};
use formats::{Annotations, Format};
use plugin_api::{Answer, Request, Result};
use service::{AnswerFormat, ImageServices, ReceiveLimits, Run, from_dali};

use crate::view::View;
use crate::{Sia, error};
use columns::{Output, outputs};
use cutout::Cutouts;
use form::Form;
use params::Asked;
use region::Region;

/// Answers `/v1`, with the document that tells the error if there is one.
pub(crate) async fn query(sia: &Sia, request: &mut Request) -> Result<Answer> {
    match answer(sia, request).await {
        Ok(answer) => Ok(answer.with_header("cache-control", "no-store")),
        Err(error) => error::told_in_v1(error),
    }
}

async fn answer(sia: &Sia, request: &mut Request) -> Result<Answer> {
    let received = service::receive(&sia.host, request, &ReceiveLimits::default()).await?;
    let principal = request.principal();
    let limits = crate::query::limits(sia, principal).await?;
    let asked = Asked::check(&received.params, &limits, sia.config.size_max_deg)
        .map_err(|error| from_dali(&error))?;
    let format = format(sia, &received.params).await?;
    let view = View::of_services(sia, principal)?;
    let services = ImageServices::of(&sia.host)?.unwrap_or_default();
    let users = View::of_users(sia, principal)?;
    let outputs = outputs(users.list()?.table, asked.verbosity);
    let cut = asked.cut(sia.config.image_service);
    let adql = adql(&asked, &view.list()?, &outputs, &services, cut.as_ref());
    let asking = view.translated(sia, principal, adql, asked.maxrec).await?;
    let params = match asked.place {
        None => inputs::inputs(sia.config.size_max_deg, &limits),
        Some(_) => Vec::new(),
    };
    let run = Run {
        translation: &described(&asking, &outputs),
        principal,
        format: &format,
        infos: &[Info::new("SERVICE_PROTOCOL", "1.0"), Info::new("standardID", "ivo://ivoa.net/std/SIA")],
        links: &[],
        annotations: Some(&Annotations { params, services: services.descriptors("obs_publisher_did") }),
        name: Some("images"),
        maxrec: asked.maxrec,
        limits: &limits,
        tally: None,
    };
    if asked.place.is_none() || asked.forms.is_empty() || view.is_empty {
        return run.answer_of(&sia.host, run.no_rows(false)).await;
    }
    match cut {
        Some(region) if asked.maxrec > 0 => {
            let rows = Run { translation: &asking, ..run }.rows_alone(&sia.host).await?;
            let cutouts = Cutouts::new(&region, &outputs)?;
            run.answer_of(&sia.host, cutouts.of(&sia.host, rows)).await
        }
        _ => run.answer(&sia.host).await,
    }
}

/// A translation with the columns of the answer alone, and with what the answer is to say of them.
fn described(asking: &Translation, outputs: &[Output]) -> Translation {
    let mut translation = asking.clone();
    translation.columns.truncate(outputs.len());
    for (column, output) in translation.columns.iter_mut().zip(outputs) {
        output.describe(column);
    }
    translation
}

/// The query for the images, once for each form; all images if it is their columns that are asked for. For cutouts of a
/// region it has more columns than the answer.
fn adql(
    asked: &Asked,
    list: &TableRef<'_>,
    outputs: &[Output],
    services: &ImageServices,
    cut: Option<&Region>,
) -> String {
    let condition = asked.place.map(|(region, intersect)| format!(" AND {}", region.condition(intersect)));
    let condition = condition.unwrap_or_default();
    let list = list.qualified_name();
    let parameter = cut.map(cutout::soda_parameter);
    let form = |form: &Form| {
        let items = outputs.iter().map(|output| output.item(*form, services, parameter.as_deref()));
        let items: Vec<String> = items.chain(cut.into_iter().flat_map(|_| cutout::needed())).collect();
        format!(
            "SELECT {} FROM {list} WHERE dataproduct_type IN ('image', 'cube'){condition}",
            items.join(", ")
        )
    };
    let forms = if asked.forms.is_empty() { &[Form::Fits] } else { asked.forms.as_slice() };
    forms.iter().map(form).collect::<Vec<_>>().join(" UNION ALL ")
}

/// The format that RESPONSEFORMAT names; a readable VOTable under its old media type unless anything is.
async fn format(sia: &Sia, params: &Params) -> Result<AnswerFormat> {
    match params.single("RESPONSEFORMAT").map_err(|error| from_dali(&error))? {
        Some(_) => crate::query::format(sia, params).await,
        None => Format::parse(Some("text/xml")).map(Into::into).map_err(|error| service::from_format(&error)),
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::Host;
    use plugin_api::test_kit::TestHost;
    use service::HostCoverage;

    use super::*;

    /// The columns of the answer to a request that needs no database.
    fn columns(verbosity: u8, forms: &[Form], cut: Option<&Region>) -> Vec<String> {
        let host: Host = TestHost::default().into_host();
        let view = crate::view::View::without_images();
        let list = view.list().unwrap();
        let outputs = outputs(&catalogue::images::condition_table(), verbosity);
        let asked = Asked { place: None, forms: forms.to_vec(), verbosity, maxrec: 10 };
        let adql = adql(&asked, &list, &outputs, &ImageServices::default(), cut);
        let options = adql::Options::default();
        match adql::translate(&adql, view.scope(), &HostCoverage(&host), &options) {
            Ok(translation) => translation.columns.iter().map(|column| column.field.name.clone()).collect(),
            Err(error) => panic!("{}", error.render(&adql)),
        }
    }

    #[test]
    fn every_verbosity_and_form_is_a_query_that_is_understood() {
        for verbosity in 0..=3 {
            let one = columns(verbosity, &[Form::Fits], None);
            assert_eq!(columns(verbosity, &[Form::Fits, Form::Png, Form::Jpeg], None), one);
            assert_eq!(columns(verbosity, &[], None), one);
            let region = Region { centre_deg: [10.0, 20.0], size_deg: [1.0; 2] };
            let cut = columns(verbosity, &[Form::Fits], Some(&region));
            assert_eq!((&cut[..one.len()], cut.len()), (one.as_slice(), one.len() + 14));
        }
    }
}
