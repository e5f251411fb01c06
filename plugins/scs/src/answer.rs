//! The page that people see at the service's own address.

use std::fmt::Write;

use plugin_api::{Answer, Request, Result};

use crate::Scs;
use crate::table::{self, ConeTable};

/// A page that lists the cone searches that the caller may see.
pub(crate) fn page(scs: &Scs, request: &Request) -> Result<Answer> {
    let scope = scs.scopes.of(&scs.host, request.principal())?;
    let base = scs.host.base_url();
    let mut rows = String::new();
    for table in table::all(&scope) {
        row(&table, &base, &mut rows);
    }
    let list = match rows.is_empty() {
        true => "<p>There is none that you may see.</p>".to_owned(),
        false => format!(
            "<table><thead><tr><th>Table</th><th>What it holds</th><th>Rows</th><th>Address</th></tr></thead>\n\
             <tbody>\n{rows}</tbody></table>"
        ),
    };
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Cone searches</title>\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;\
         color-scheme:light dark}}code{{font-size:.9em}}td,th{{text-align:left;vertical-align:top;padding:.3rem 1rem .3rem 0}}\
         </style></head><body>\n\
         <h1>Cone searches</h1>\n\
         <p>Each address is a Simple Cone Search for TOPCAT, STILTS, pyvo and other clients: add \
         <code>RA</code>, <code>DEC</code> and <code>SR</code> in decimal degrees.</p>\n{list}\n</body></html>\n"
    );
    Ok(Answer::new(200, "text/html; charset=utf-8", bytes::Bytes::from(html)))
}

fn row(table: &ConeTable<'_>, base: &str, out: &mut String) {
    let known = table.found.table;
    let name = escaped(&table.found.qualified_name());
    let what = [known.title.as_deref(), known.description.as_deref()];
    let what: Vec<String> = what.into_iter().flatten().map(escaped).collect();
    let rows = known.rows.map(|rows| rows.to_string()).unwrap_or_default();
    let url = escaped(&table.url(base));
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "<tr><td><code>{name}</code></td><td>{}</td><td>{rows}</td>\
         <td><code>{url}?</code><br><a href=\"{url}/capabilities\">capabilities</a></td></tr>",
        what.join(". ")
    );
}

fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    dali::escape_attribute(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
