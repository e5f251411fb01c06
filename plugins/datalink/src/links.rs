//! Links: what there is for identifiers (DataLink 1.1).

mod coderived;
mod descriptor;
mod document;
mod image;
mod objects;
mod offers;
mod row;

use std::collections::{BTreeMap, HashSet};

use dali::Params;
use futures_util::future::try_join_all;
use plugin_api::{Answer, Principal, Request, Result};
use service::ReceiveLimits;

use crate::DataLink;

use document::Document;
pub(crate) use row::Link;

/// How many images are asked for their neighbours at once.
const AT_ONCE: usize = 4;

/// Answers `/links`.
pub(crate) async fn answer(datalink: &DataLink, request: &mut Request) -> Result<Answer> {
    let received = service::receive(&datalink.host, request, &ReceiveLimits::default()).await?;
    let format = document::format(&received.params)?;
    let (ids, overflow) = ids(&received.params, datalink.config.links_ids_max);
    let mut document = Document { overflow, ..Document::default() };
    let mut links = of(datalink, request.principal(), &ids, &mut document).await?;
    for id in &ids {
        document.links.extend(links.remove(id).unwrap_or_default());
    }
    document.answer(&datalink.host.base_url(), &format)
}

/// The identifiers in their order, each once, and whether some are left out.
fn ids(params: &Params, most: usize) -> (Vec<String>, bool) {
    let mut seen = HashSet::new();
    let all = params.all("ID").map(str::trim).filter(|id| seen.insert(id.to_owned()));
    let mut ids: Vec<String> = all.map(str::to_owned).collect();
    let overflow = ids.len() > most;
    ids.truncate(most);
    (ids, overflow)
}

/// The links of each identifier; of one that nobody knows, the error. Services go into the document.
async fn of(
    datalink: &DataLink,
    principal: &Principal,
    ids: &[String],
    document: &mut Document,
) -> Result<BTreeMap<String, Vec<Link>>> {
    let mut links: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(links);
    }
    let scope = datalink.scopes.of(&datalink.host, principal)?;
    let wanted: Vec<&str> = ids.iter().map(String::as_str).collect();
    let found = datalink.finder.find_all(&datalink.host, &scope, principal, &wanted).await?;
    let mut images = Vec::new();
    for (id, image) in ids.iter().zip(found) {
        images.extend(image.map(|image| (id.clone(), image)));
    }
    for some in images.chunks(AT_ONCE) {
        let mut asked = Vec::with_capacity(AT_ONCE);
        for (id, image) in some {
            asked.push(image::links(datalink, principal, &scope, id, image.clone()));
        }
        for ((id, _), (rows, services)) in some.iter().zip(try_join_all(asked).await?) {
            document.services.extend(services);
            links.insert(id.clone(), rows);
        }
    }
    for id in ids {
        if found_any(&links, id) {
            continue;
        }
        let rows = objects::links(datalink, principal, &scope, id).await?;
        links.entry(id.clone()).or_default().extend(rows);
    }
    for link in offers::links(datalink, principal, ids).await? {
        if let Some(id) = ids.iter().find(|id| **id == link.id) {
            links.entry(id.clone()).or_default().push(link);
        }
    }
    for id in ids {
        if !found_any(&links, id) {
            links.insert(id.clone(), vec![Link::unknown(id)]);
        }
    }
    Ok(links)
}

fn found_any(links: &BTreeMap<String, Vec<Link>>, id: &str) -> bool {
    links.get(id).is_some_and(|links| !links.is_empty())
}

/// An address with parameters.
pub(crate) fn url(base: &str, path: &str, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{base}{path}?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_keep_their_order_and_count_once() {
        let params = Params::read(Some("ID=b&id=a&ID=+b&ID=&ID=c"), None, dali::Limits::default()).unwrap();
        let of = |most| ids(&params, most);
        assert_eq!(of(3), (vec!["b".to_owned(), "a".to_owned(), "c".to_owned()], false));
        assert_eq!(of(2), (vec!["b".to_owned(), "a".to_owned()], true));
    }
}
