//! The page that people see at the service's own address.

use plugin_api::{Answer, Request, Result};

use crate::{Sia, metadata};

/// A page with the addresses for clients, and with requests that find something.
pub(crate) async fn page(sia: &Sia, request: &Request) -> Result<Answer> {
    let base = escaped(&sia.host.base_url());
    let examples = match metadata::test_region(sia, request).await {
        None => "<p>There are no images that you may see.</p>".to_owned(),
        Some(region) => {
            let (ra, dec) = (region.ra_deg, region.dec_deg);
            let circle = escaped(&format!("{base}/query?POS=CIRCLE {ra} {dec} 0.5&RESPONSEFORMAT=html"));
            let square = escaped(&format!("{base}/v1?POS={ra},{dec}&SIZE=0.5"));
            format!(
                "<ul><li><a href=\"{circle}\">images within half a degree of {ra} {dec}</a></li>\
                 <li><a href=\"{square}\">the same region in version 1.0</a></li>\
                 <li><a href=\"{base}/query?MAXREC=0\">all parameters and what there is to ask for</a></li></ul>"
            )
        }
    };
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Image search</title>\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;\
         color-scheme:light dark}}code{{font-size:.9em}}td,th{{text-align:left;padding:.3rem 1rem .3rem 0}}</style>\
         </head><body>\n<h1>Image search</h1>\n\
         <p>These are the addresses for TOPCAT, Aladin, DS9, pyvo and other clients:</p>\n\
         <table><tbody><tr><th>Simple Image Access 2.0</th><td><code>{base}/query</code></td></tr>\n\
         <tr><th>Simple Image Access 1.0</th><td><code>{base}/v1?</code></td></tr></tbody></table>\n\
         <p><a href=\"{base}/capabilities\">capabilities</a>, <a href=\"{base}/availability\">availability</a></p>\n\
         {examples}\n\
         <form action=\"{base}/query\"><p><label>Region <input name=\"POS\" size=\"40\" value=\"RANGE 0 360 -90 90\"></label>\
         <input type=\"hidden\" name=\"RESPONSEFORMAT\" value=\"html\"> <button>Search</button></p></form>\n</body></html>\n"
    );
    Ok(Answer::new(200, "text/html; charset=utf-8", bytes::Bytes::from(html)))
}

fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    dali::escape_attribute(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
