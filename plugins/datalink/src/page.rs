//! Pages for people: the one at the service's own address, and examples (DALI 1.1 §2.3).

use pg_rows::{Field, float8, text};
use plugin_api::{Answer, Principal, Request, Result};
use service::{FewRows, Limits};

use crate::DataLink;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1rem;\
                     color-scheme:light dark}code{font-size:.9em}td{vertical-align:top;padding:.3rem 1rem .3rem 0}";

/// An image for examples: identifier, centre, diameter in degrees.
struct Sample {
    did: String,
    centre_deg: [f64; 2],
    diameter_deg: f64,
}

/// A request that works.
struct Example {
    id: &'static str,
    title: &'static str,
    capability: &'static str,
    path: &'static str,
    parameters: Vec<(&'static str, String)>,
}

/// The page about the service.
pub(crate) async fn page(datalink: &DataLink, request: &Request) -> Result<Answer> {
    let base = escaped(&datalink.host.base_url());
    let rows: String = [
        ("/links?ID=", "files, cutouts and pictures of an image, as links (DataLink 1.1)"),
        ("/file?ID=", "the file, whole or in parts"),
        ("/sync?ID=…&amp;CIRCLE=", "a cutout (SODA 1.0); also POS, POLYGON, BAND, TIME, POL, MASK"),
        ("/async", "cutouts as jobs (SODA 1.0, UWS 1.1)"),
        ("/preview?ID=", "a picture in grey; also SIZE, FORMAT, STRETCH, INTERVAL, CIRCLE, OVERLAY"),
        (
            "/colour?ID=&amp;ID=&amp;ID=",
            "a picture in colour: red, green, blue; also Q, STRETCH, MINIMUM, SCALE",
        ),
    ]
    .into_iter()
    .map(|(path, what)| format!("<tr><td><code>{path}</code></td><td>{what}</td></tr>\n"))
    .collect();
    let sample = match sample(datalink, request.principal()).await? {
        Some(sample) => examples_of(&sample).iter().map(|example| example.link(&base)).collect(),
        None => "<p>There is no image that you may see.</p>".to_owned(),
    };
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Images</title><style>{STYLE}</style></head>\
         <body>\n<h1>Images</h1>\n<p>Below <code>{base}</code>, each for an identifier that image searches give as \
         <code>obs_publisher_did</code>:</p>\n<table>\n{rows}</table>\n{sample}\n\
         <p><a href=\"{base}/examples\">Examples</a>, <a href=\"{base}/capabilities\">capabilities</a>, \
         <a href=\"{base}/availability\">availability</a></p>\n</body></html>\n"
    );
    Ok(html_answer(html))
}

/// Answers `/examples`, well-formed as XML.
pub(crate) async fn examples(datalink: &DataLink, request: &Request) -> Result<Answer> {
    let base = escaped(&datalink.host.base_url());
    let sections: String = match sample(datalink, request.principal()).await? {
        Some(sample) => examples_of(&sample).iter().map(|example| example.section(&base)).collect(),
        None => String::new(),
    };
    let html = format!(
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><meta charset=\"utf-8\"/>\
         <title>Examples</title><style>{STYLE}</style></head>\n<body vocab=\"http://www.ivoa.net/rdf/examples#\">\n\
         <h1>Examples</h1>\n<p>Each of them works on this service as it is.</p>\n{sections}</body></html>\n"
    );
    Ok(html_answer(html))
}

fn examples_of(sample: &Sample) -> Vec<Example> {
    let [lon, lat] = sample.centre_deg;
    let circle = format!("{lon} {lat} {}", sample.diameter_deg / 20.0);
    let did = || ("ID", sample.did.clone());
    let (links, sync) = ("ivo://ivoa.net/std/DataLink#links-1.1", "ivo://ivoa.net/std/SODA#sync-1.0");
    let example =
        |id, title, capability, path, parameters| Example { id, title, capability, path, parameters };
    vec![
        example("links", "Everything that there is for an image", links, "/links", vec![did()]),
        example("cutout", "A cutout round a place", sync, "/sync", vec![did(), ("CIRCLE", circle.clone())]),
        example(
            "picture",
            "A picture of a part of an image",
            "",
            "/preview",
            vec![did(), ("CIRCLE", circle)],
        ),
    ]
}

impl Example {
    fn url(&self, base: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.parameters).finish();
        format!("{base}{}?{}", self.path, escaped(&query))
    }

    fn link(&self, base: &str) -> String {
        format!("<p><a href=\"{}\">{}</a></p>\n", self.url(base), self.title)
    }

    fn section(&self, base: &str) -> String {
        let Self { id, title, capability, .. } = self;
        let parameter = |(name, value): &(&str, String)| {
            format!(
                "<p property=\"generic-parameter\" typeof=\"keyval\"><code property=\"key\">{name}</code> = \
                 <code property=\"value\">{}</code></p>\n",
                escaped(value)
            )
        };
        let parameters: String = self.parameters.iter().map(parameter).collect();
        let of = match capability.is_empty() {
            true => String::new(),
            false => format!("<p>Of <code property=\"capability\">{capability}</code></p>\n"),
        };
        format!(
            "<div id=\"{id}\" typeof=\"example\" resource=\"#{id}\">\n<h2 property=\"name\">{title}</h2>\n{of}{parameters}\
             <p><a href=\"{}\">Ask</a></p>\n</div>\n",
            self.url(base)
        )
    }
}

/// Some image that the caller sees and whose place is known.
async fn sample(datalink: &DataLink, principal: &Principal) -> Result<Option<Sample>> {
    let scope = datalink.scopes.of(&datalink.host, principal)?;
    let Some(list) = scope.images() else { return Ok(None) };
    let adql = format!(
        "SELECT TOP 1 obs_publisher_did, s_ra, s_dec, s_fov FROM {} WHERE s_ra IS NOT NULL AND s_fov > 0",
        list.qualified_name()
    );
    let extensions = datalink.extensions.for_table(&datalink.host, &scope, list.table)?;
    let options = adql::Options { extensions, ..adql::Options::default() };
    let limits = Limits::default();
    let query =
        FewRows { adql: &adql, scope: &scope, principal, options: &options, limits: &limits, rows_max: 1 };
    let mut sample = None;
    query
        .each(&datalink.host, |row| {
            let mut value = || match row.next()? {
                Field::Null => None,
                Field::Value(bytes) => Some(bytes),
            };
            let did = text(value()?)?.to_owned();
            let centre_deg = [float8(value()?)?, float8(value()?)?];
            sample = Some(Sample { did, centre_deg, diameter_deg: float8(value()?)? });
            Some(())
        })
        .await?;
    Ok(sample)
}

fn html_answer(html: String) -> Answer {
    Answer::new(200, "text/html; charset=utf-8", bytes::Bytes::from(html))
}

fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    dali::escape_attribute(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
