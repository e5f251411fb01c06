//! How to call the cutout services for one image, with the limits that it has (SODA 1.0 §4.2).

use catalogue::{Arraysize, Datatype, ValueType};
use formats::{Param, ServiceDescriptor};
use service::{FoundImage, soda_regions};

/// The XML ID of a service for an image, the same in every document; merged documents have each once.
fn id(service: &str, image: &FoundImage) -> String {
    let key = crate::pictures::key(&[&image.did.to_lowercase()]);
    format!("{service}_{}", &key[..16])
}

/// The two services; the synchronous one comes first, since clients take the first.
pub(crate) fn services(base: &str, image: &FoundImage) -> Vec<ServiceDescriptor> {
    let all = [
        ("cutout", "/sync", "ivo://ivoa.net/std/SODA#sync-1.0", "Cutouts of this image"),
        ("cutout_job", "/async", "ivo://ivoa.net/std/SODA#async-1.0", "Cutouts of this image, as jobs"),
    ];
    // Names, too, are to be unique in a document.
    let service = |(name, path, standard_id, description): (&str, &str, &str, &str)| ServiceDescriptor {
        id: Some(id(name, image)),
        name: Some(id(name, image)),
        description: Some(description.to_owned()),
        inputs: inputs(image),
        ..ServiceDescriptor::new(standard_id, &format!("{base}{path}"))
    };
    all.map(service).into()
}

fn inputs(image: &FoundImage) -> Vec<Param> {
    let id =
        Param { ucd: Some("meta.ref.url;meta.curation".to_owned()), ..Param::text("ID", image.did.as_str()) };
    let mut inputs = vec![id];
    for mut region in soda_regions() {
        region.max = match region.name.as_str() {
            "CIRCLE" => circle(image),
            "POLYGON" => polygon(image),
            _ => None,
        };
        inputs.push(region);
    }
    inputs.extend(image.wavelengths_m.map(|range| {
        interval(
            "BAND",
            range,
            ("m", "em.wl;stat.interval", "Vacuum wavelengths of the planes that are wanted"),
        )
    }));
    inputs.extend(image.times_mjd.map(|range| {
        interval(
            "TIME",
            range,
            ("d", "time.interval;obs.exposure", "Times of the planes that are wanted, MJD in UTC"),
        )
    }));
    inputs.extend(polarisations(image));
    inputs.push(Param {
        description: Some("Whether pixels outside of the region become blank".to_owned()),
        ucd: Some("meta.code".to_owned()),
        options: vec!["true".to_owned(), "false".to_owned()],
        ..Param::text("MASK", "")
    });
    inputs
}

/// The circle that holds the image.
fn circle(image: &FoundImage) -> Option<String> {
    let [lon, lat] = image.centre_deg?;
    Some(format!("{lon} {lat} {}", image.diameter_deg? / 2.0))
}

/// The polygon of the image; none where the list has a circle.
fn polygon(image: &FoundImage) -> Option<String> {
    let numbers: Vec<String> = image.shape_deg.iter().map(f64::to_string).collect();
    (numbers.len() >= 6).then(|| numbers.join(" "))
}

fn interval(name: &str, [low, high]: [f64; 2], (unit, ucd, description): (&str, &str, &str)) -> Param {
    let value_type = ValueType {
        datatype: Datatype::Double,
        arraysize: Some(Arraysize::exactly(2)),
        xtype: Some("interval".to_owned()),
    };
    Param {
        unit: Some(unit.to_owned()),
        ucd: Some(ucd.to_owned()),
        description: Some(description.to_owned()),
        min: Some(low.to_string()),
        max: Some(high.to_string()),
        ..Param::new(name, value_type, "")
    }
}

fn polarisations(image: &FoundImage) -> Option<Param> {
    let states = image.pol_states.as_deref()?.split('/').filter(|state| !state.is_empty());
    let options: Vec<String> = states.map(str::to_owned).collect();
    (!options.is_empty()).then(|| Param {
        ucd: Some("meta.code;phys.polarization".to_owned()),
        description: Some("States of polarisation that are wanted; may be repeated".to_owned()),
        options,
        ..Param::text("POL", "")
    })
}
