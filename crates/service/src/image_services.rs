//! Where images are to be had beside their lists: links, files, previews and cutouts, as the instance that gives them says.

use catalogue::{Arraysize, Datatype, ResultColumn, ValueType, obscore};
use formats::{Annotations, Param, ServiceDescriptor};
use plugin_api::{Host, OfferValue, Result};
use serde::{Deserialize, Serialize};

/// The extension point: JSON of an [`ImageServices`], for all collections.
pub const IMAGE_SERVICES: &str = "image.services";

/// The addresses of an instance that gives images. Each takes `ID=` with an `obs_publisher_did`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageServices {
    /// The links of an image (DataLink 1.1).
    pub links: Option<String>,
    /// Cutouts at once (SODA 1.0).
    pub soda_sync: Option<String>,
    /// Cutouts as jobs (SODA 1.0, UWS).
    pub soda_async: Option<String>,
    /// Whole files.
    pub file: Option<String>,
    /// Pictures; takes `format=png` and the like.
    pub preview: Option<String>,
}

/// What a links document is, as tables and documents name its format (DataLink 1.1 §3.3).
const LINKS_TYPE: &str = "application/x-votable+xml;content=datalink";

impl ImageServices {
    /// The first that plugins of the current set offer.
    pub fn of(host: &Host) -> Result<Option<Self>> {
        for offer in host.offers(IMAGE_SERVICES)? {
            let OfferValue::Data(text) = &offer.value else { continue };
            match serde_json::from_str(text) {
                Ok(services) => return Ok(Some(services)),
                Err(error) => tracing::debug!(
                    "an offer of `{}` at `{IMAGE_SERVICES}` is left out: {error}",
                    offer.instance
                ),
            }
        }
        Ok(None)
    }

    /// How to call the services with what a column of this name holds (DataLink 1.1 §4, SODA 1.0 §4).
    pub fn descriptors(&self, did_column: &str) -> Vec<ServiceDescriptor> {
        let links = self.links.as_deref().map(|url| links(url, did_column));
        let soda = [
            (&self.soda_sync, "ivo://ivoa.net/std/SODA#sync-1.0", "cutouts", "Cutouts of an image"),
            (
                &self.soda_async,
                "ivo://ivoa.net/std/SODA#async-1.0",
                "cutout_jobs",
                "Cutouts of an image, as jobs",
            ),
        ];
        let soda = soda.into_iter().filter_map(|(url, standard_id, name, description)| {
            Some(cutouts(url.as_deref()?, standard_id, did_column, (name, description)))
        });
        links.into_iter().chain(soda).collect()
    }

    /// What goes with a table that has a column with identifiers of images; nothing with any other.
    pub fn annotations(host: &Host, columns: &[ResultColumn]) -> Result<Annotations> {
        let Some(column) = columns.iter().find(|column| is_did(column)) else {
            return Ok(Annotations::default());
        };
        let services = Self::of(host)?.map(|services| services.descriptors(&column.field.name));
        Ok(Annotations { services: services.unwrap_or_default(), ..Annotations::default() })
    }
}

/// Whether a column holds what ObsCore has in `obs_publisher_did`.
fn is_did(column: &ResultColumn) -> bool {
    let utype = column.field.utype.as_deref().unwrap_or_default();
    let rest = utype.get(obscore::UTYPE_PREFIX.len()..).unwrap_or_default();
    let known = obscore::MANDATORY.iter().find(|known| known.name == "obs_publisher_did");
    known.is_some_and(|known| rest.eq_ignore_ascii_case(known.utype))
}

fn links(url: &str, did_column: &str) -> ServiceDescriptor {
    let id = Param {
        ucd: Some("meta.id;meta.main".to_owned()),
        column: Some(did_column.to_owned()),
        ..Param::text("ID", "")
    };
    let mut service = ServiceDescriptor {
        name: Some("links".to_owned()),
        description: Some("Files, previews and cutouts of an image".to_owned()),
        inputs: vec![id],
        ..ServiceDescriptor::new("ivo://ivoa.net/std/DataLink#links-1.1", url)
    };
    service.params.push(Param::text("contentType", LINKS_TYPE));
    service
}

fn cutouts(
    url: &str,
    standard_id: &str,
    did_column: &str,
    (name, description): (&str, &str),
) -> ServiceDescriptor {
    let id = Param {
        ucd: Some("meta.ref.url;meta.curation".to_owned()),
        column: Some(did_column.to_owned()),
        ..Param::text("ID", "")
    };
    let mut inputs = vec![id];
    inputs.extend(soda_regions());
    ServiceDescriptor {
        name: Some(name.to_owned()),
        description: Some(description.to_owned()),
        inputs,
        ..ServiceDescriptor::new(standard_id, url)
    }
}

/// The parameters of SODA for regions of the sky: POS, CIRCLE, POLYGON. Clients know them by name, UCD and unit together
/// (SODA 1.0 §4.1).
pub fn soda_regions() -> [Param; 3] {
    let shape = |arraysize, xtype: &str| ValueType {
        datatype: Datatype::Double,
        arraysize: Some(arraysize),
        xtype: Some(xtype.to_owned()),
    };
    let shapes = [
        ("POS", ValueType::text(), None, "CIRCLE, RANGE or POLYGON and numbers, in ICRS degrees"),
        ("CIRCLE", shape(Arraysize::exactly(3), "circle"), Some("deg"), "Centre and radius, in ICRS"),
        ("POLYGON", shape(Arraysize::any(), "polygon"), Some("deg"), "Vertices, in ICRS"),
    ];
    shapes.map(|(name, value_type, unit, description)| Param {
        unit: unit.map(str::to_owned),
        ucd: Some("pos.outline;obs".to_owned()),
        description: Some(description.to_owned()),
        ..Param::new(name, value_type, "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::{Field, PgBase, PgType};
    use plugin_api::{Offer, test_kit::TestHost};

    fn column(name: &str, utype: &str) -> ResultColumn {
        let field = Field { utype: Some(utype.to_owned()), ..Field::new(name, ValueType::text()) };
        ResultColumn { field, pg_type: PgType::scalar(PgBase::Text) }
    }

    fn offering(json: &str) -> Host {
        TestHost::default().offering(Offer::data(IMAGE_SERVICES, "datalink", json)).into_host()
    }

    fn named(annotations: &Annotations) -> Vec<(&str, &str)> {
        let services = annotations.services.iter();
        services
            .map(|service| (service.params[1].value.as_str(), service.inputs[0].column.as_deref().unwrap()))
            .collect()
    }

    #[test]
    fn identifiers_of_images_are_known_by_their_utype() {
        let host = offering(r#"{"links": "http://h/links", "soda_sync": "http://h/sync", "other": 1}"#);
        let columns =
            [column("a", "obscore:DataID.creatorDID"), column("did", "ObsCore:curation.PublisherDID")];
        let found = ImageServices::annotations(&host, &columns).unwrap();
        assert_eq!(named(&found), [("http://h/links", "did"), ("http://h/sync", "did")]);
        let nothing = ImageServices::annotations(&host, &columns[..1]).unwrap();
        assert_eq!(nothing, Annotations::default());
    }

    #[test]
    fn without_an_instance_that_gives_images_there_are_no_services() {
        let columns = [column("obs_publisher_did", "obscore:Curation.publisherDID")];
        for host in [TestHost::default().into_host(), offering("no JSON")] {
            let found = ImageServices::annotations(&host, &columns).unwrap();
            assert_eq!(found, Annotations::default());
        }
    }
}
