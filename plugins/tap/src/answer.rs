//! The page that people see at the service's own address.

use dali::Params;
use plugin_api::{Answer, Request};
use service::accept::names;

use crate::Tap;

/// Whether a request for an answer comes from a browser that brings no query: people get the page with the form.
pub(crate) fn is_for_people(request: &Request) -> bool {
    let params = || Params::read(Some(request.query()), None, dali::Limits::default()).ok();
    matches!(request.method(), "GET" | "HEAD")
        && names(request.header("accept").unwrap_or_default(), "text/html")
        && params().is_some_and(|params| params.all("QUERY").next().is_none())
}

/// A short page about the service, for whoever opens its address in a browser.
pub(crate) fn page(tap: &Tap) -> Answer {
    let mut base = Vec::new();
    dali::escape_attribute(&tap.host.base_url(), &mut base);
    let base = String::from_utf8_lossy(&base);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>TAP service</title>\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;\
         color-scheme:light dark}}code{{font-size:.9em}}</style></head><body>\n\
         <h1>TAP service</h1>\n\
         <p>This is the address for TOPCAT, STILTS, pyvo and other clients of the Table Access Protocol:\
         <br><code>{base}</code></p>\n\
         <ul><li><a href=\"{base}/tables\">tables</a></li>\
         <li><a href=\"{base}/capabilities\">capabilities</a></li>\
         <li><a href=\"{base}/availability\">availability</a></li>\
         <li><a href=\"{base}/examples\">examples of queries</a></li></ul>\n\
         <form action=\"{base}/sync\"><p><label for=\"q\">ADQL</label><br>\
         <textarea id=\"q\" name=\"QUERY\" rows=\"4\" cols=\"70\">SELECT table_name, description FROM TAP_SCHEMA.tables</textarea></p>\
         <p><input type=\"hidden\" name=\"LANG\" value=\"ADQL\">\
         <label>Format <select name=\"FORMAT\"><option>csv</option><option>votable</option></select></label>\
         <button>Run</button> <button formaction=\"{base}/plan\" name=\"RESPONSEFORMAT\" value=\"text\">Plan</button></p></form>\n</body></html>\n"
    );
    Answer::new(200, "text/html; charset=utf-8", bytes::Bytes::from(html))
}
