//! The links of an image.

use std::sync::Arc;

use catalogue::Scope;
use formats::ServiceDescriptor;
use plugin_api::{Principal, Result};
use service::FoundImage;

use super::coderived::{self, Sibling};
use super::row::Link;
use super::{descriptor, url};
use crate::{DataLink, companions, file};

/// The longer side of the pictures that links lead to, in pixels.
const PREVIEW_SIDE: &str = "1024";
const THUMBNAIL_SIDE: &str = "128";

/// The links of an image, and the services to which they refer.
pub(crate) async fn links(
    datalink: &DataLink,
    principal: &Principal,
    scope: &Scope,
    id: &str,
    image: Arc<FoundImage>,
) -> Result<(Vec<Link>, Vec<ServiceDescriptor>)> {
    let base = datalink.host.base_url();
    let siblings = coderived::siblings(datalink, principal, scope, &image).await?;
    let services = descriptor::services(&base, &image);
    let mut links = vec![this(&base, id, &image)];
    links.extend(services.iter().map(|service| Link {
        id: id.to_owned(),
        semantics: "#cutout".to_owned(),
        service_def: service.id.clone(),
        description: service.description.clone(),
        content_type: Some(file::FITS.to_owned()),
        ..Link::default()
    }));
    links.extend(pictures(&base, id, &image, &siblings));
    links.extend(companions::links(datalink, scope, id, &image).await?);
    links.extend(siblings.iter().map(|sibling| sibling.link(&base, id)));
    // All of it is a part of the same collection.
    let is_public = scope.images_of(&image.collection).is_some_and(|images| images.public);
    let may = datalink.host.authorize(principal, &DataLink::resource(&image.collection)).is_ok();
    for link in &mut links {
        link.link_auth = Some(if is_public { "optional" } else { "true" }.to_owned());
        link.link_authorized = Some(may);
    }
    Ok((links, services))
}

fn this(base: &str, id: &str, image: &FoundImage) -> Link {
    let link = Link::to(id, "#this", url(base, "/file", &[("ID", &image.did)]));
    let kind = image.product_type.as_deref().unwrap_or("image");
    Link {
        content_length: Some(image.bytes),
        content_qualifier: Some(format!("#{kind}")),
        ..link
            .typed(file::content_type(image))
            .described(image.title.clone().unwrap_or_else(|| file::name(image).to_owned()))
    }
}

fn pictures(base: &str, id: &str, image: &FoundImage, siblings: &[Sibling]) -> Vec<Link> {
    let picture =
        |side: &str| url(base, "/preview", &[("ID", &image.did), ("SIZE", side), ("FORMAT", "png")]);
    let mut links = vec![
        Link::to(id, "#preview-image", picture(PREVIEW_SIDE)).described("Picture in grey").typed("image/png"),
        Link::to(id, "#thumbnail", picture(THUMBNAIL_SIDE)).described("Small picture").typed("image/png"),
    ];
    if let Some((dids, bands)) = coderived::three_colours(image, siblings) {
        let [red, green, blue] = dids;
        let parameters =
            [("ID", red), ("ID", green), ("ID", blue), ("SIZE", PREVIEW_SIDE), ("FORMAT", "jpeg")];
        let link = Link::to(id, "#preview-image", url(base, "/colour", &parameters));
        links.push(link.described(format!("Picture in colour of {bands}")).typed("image/jpeg"));
    }
    links
}
