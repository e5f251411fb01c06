//! The list of all HiPS, for clients and for people.

use std::fmt::Write;

use bytes::Bytes;
use plugin_api::{Answer, Request, Result};

use crate::{Hips, query};

/// The HiPS list: records in the syntax of `properties`, an empty line between them (HiPS 1.0 §5.2).
pub(crate) async fn list(hips: &Hips, request: &Request) -> Result<Answer> {
    let records: Vec<String> =
        query::all(hips, request).await?.iter().map(|(_, properties)| properties.to_string()).collect();
    Ok(Answer::new(200, "text/plain; charset=utf-8", Bytes::from(records.join("\n"))))
}

/// A page that lists the HiPS that the caller may see.
pub(crate) async fn page(hips: &Hips, request: &Request) -> Result<Answer> {
    let base = escaped(&hips.host.base_url());
    let mut rows = String::new();
    for (found, properties) in query::all(hips, request).await? {
        let place = escaped(&found.place);
        let title = escaped(properties.get("obs_title").unwrap_or_default());
        // Writing into a String cannot fail.
        let _ = writeln!(
            rows,
            "<tr><td><a href=\"{base}/{place}/\"><img src=\"{base}/{place}/preview.jpg\" width=\"96\" height=\"96\" \
             alt=\"\"></a></td><td>{title}</td><td><code>{base}/{place}</code></td></tr>"
        );
    }
    let list = match rows.is_empty() {
        true => "<p>There is none that you may see.</p>".to_owned(),
        false => format!(
            "<table><thead><tr><th></th><th>What it shows</th><th>Address</th></tr></thead>\n<tbody>\n{rows}</tbody></table>"
        ),
    };
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sky views</title>\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;\
         color-scheme:light dark}}code{{font-size:.9em}}td,th{{text-align:left;vertical-align:top;padding:.3rem 1rem .3rem 0}}\
         </style></head><body>\n<h1>Sky views</h1>\n\
         <p>Each address is a hierarchical progressive survey (HiPS) for Aladin, Aladin Lite and other clients. The \
         <a href=\"{base}/list\">HiPS list</a> names them all.</p>\n{list}\n</body></html>\n"
    );
    Ok(Answer::new(200, "text/html; charset=utf-8", Bytes::from(html)))
}

fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    dali::escape_attribute(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
