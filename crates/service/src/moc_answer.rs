//! The coverage of a table as a document: FITS, JSON or ASCII (MOC 2.0 §4.3).

use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use catalogue::TableRef;
use dali::Params;
use plugin_api::{Answer, Error, Request, Result};
use statistics::Moc;

use crate::accept::preferred;
use crate::files::lists;
use crate::from_dali;

/// A form of a coverage map: its names as a parameter, its media type, its Content-Type.
struct Form {
    names: [&'static str; 2],
    content_type: &'static str,
    write: fn(&Moc) -> Vec<u8>,
}

/// The forms; the first is for clients to whom all are the same, as readers of footprints expect it. No media type is
/// registered for the ASCII form.
const FORMS: [Form; 3] = [
    Form { names: ["fits", FITS], content_type: FITS, write: Moc::fits },
    Form { names: ["json", JSON], content_type: JSON, write: |moc| moc.json().into_bytes() },
    Form {
        names: ["ascii", TEXT],
        content_type: "text/plain; charset=utf-8",
        write: |moc| moc.ascii().into_bytes(),
    },
];
const FITS: &str = "application/fits";
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";

const UNKNOWN: &str = "no coverage is known here; there are no positions, or nobody has looked at them yet";

/// For how long a cache may answer for a public table, in seconds: coverage changes with its table, seldom.
const FRESH_SECS: u32 = 300;

/// The answer to a request for the coverage of tables that the caller may see, all in one map: ORDER makes it coarser, RESPONSEFORMAT or
/// FORMAT (or else the Accept header) chooses among `fits`, `json` and `ascii`.
///
/// Tables without coverage are passed over; if there is no other, that is `NotFound`. A wrong parameter `BadRequest`. `params` are those of the request.
pub fn moc_answer(request: &Request, params: &Params, tables: &[TableRef<'_>]) -> Result<Answer> {
    let order = order(params)?;
    let form = form(params, request.header("accept"))?;
    let moc = union(tables)?.ok_or_else(|| Error::not_found(UNKNOWN))?;
    let body = (form.write)(&moc.degraded(order));
    let tag = etag(&body);
    let is_known = request.header("if-none-match").is_some_and(|known| lists(known, &tag));
    let answer =
        if is_known { Answer::empty(304) } else { Answer::new(200, form.content_type, Bytes::from(body)) };
    let answer = match form.content_type {
        FITS if !is_known => answer.with_header("content-disposition", "attachment; filename=\"Moc.fits\""),
        _ => answer,
    };
    let cached = match tables.iter().all(|table| table.table.public) {
        true => format!("public, max-age={FRESH_SECS}"),
        // What is secret is asked for again each time, so that it ends with the right to see it.
        false => "private, no-cache".to_owned(),
    };
    Ok(answer.with_header("etag", &tag).with_header("cache-control", &cached).with_header("vary", "accept"))
}

/// What the tables cover together; nothing if none of them has coverage.
fn union(tables: &[TableRef<'_>]) -> Result<Option<Moc>> {
    let mut whole: Option<Moc> = None;
    for table in tables {
        let Some(text) = table.table.coverage() else {
            continue;
        };
        let moc = Moc::from_ascii(text)
            .map_err(|error| Error::internal(format!("coverage of `{}`: {error}", table.qualified_name())))?;
        whole = Some(whole.map_or_else(|| moc.clone(), |whole| whole.union(&moc)));
    }
    Ok(whole)
}

/// The order that is asked for; without one the finest.
fn order(params: &Params) -> Result<u8> {
    let Some(text) = params.single("ORDER").map_err(|error| from_dali(&error))? else {
        return Ok(sky::ORDER);
    };
    let order = text.trim().parse().ok().filter(|order| *order <= sky::ORDER);
    order.ok_or_else(|| Error::bad_request(format!("ORDER is a whole number from 0 to {}", sky::ORDER)))
}

fn form(params: &Params, accept: Option<&str>) -> Result<&'static Form> {
    let asked = dali::response_format(params).map_err(|error| from_dali(&error))?;
    let named =
        |name: &str| FORMS.iter().find(|form| form.names.iter().any(|own| own.eq_ignore_ascii_case(name)));
    match asked {
        Some(asked) => {
            let bare = asked.split(';').next().unwrap_or_default().trim();
            named(bare).ok_or_else(|| Error::bad_request("FORMAT is `fits`, `json` or `ascii`"))
        }
        None => {
            let wanted = preferred(accept.unwrap_or_default(), &FORMS.each_ref().map(|form| form.names[1]));
            Ok(wanted.and_then(named).unwrap_or(&FORMS[0]))
        }
    }
}

/// A tag that another body has not.
fn etag(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("\"{:016x}-{:x}\"", hasher.finish(), body.len())
}

#[cfg(test)]
mod tests;
