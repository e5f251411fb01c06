//! What stands before the rows on the page for people.

use catalogue::{Field, ResultColumn};
use dali::{Info, escape_attribute, escape_text};

use crate::writer::{Head, Link};

const STYLE: &[u8] = b"<style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color-scheme:light dark}\
pre{white-space:pre-wrap;padding:.5rem 1rem;border-left:.25rem solid #888}\
.rows{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}\
th,td{padding:.15rem .6rem;border-bottom:1px solid #8884;text-align:left;vertical-align:top;\
max-width:30rem;overflow-wrap:anywhere}th{position:sticky;top:0;background:Canvas;white-space:nowrap}\
th small{font-weight:normal;opacity:.7}.n{text-align:right;font-variant-numeric:tabular-nums}\
.note{font-weight:bold}</style>\n";

/// The document up to the first row.
pub(crate) fn head(head: &Head<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(2048 + 256 * head.columns.len());
    let title = head.name.unwrap_or("Result of a query");
    out.extend_from_slice(b"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    escape_text(title, &mut out);
    out.extend_from_slice(b"</title>\n");
    out.extend_from_slice(STYLE);
    out.extend_from_slice(b"</head><body>\n");
    write_element("h1", title, &mut out);
    if let Some(description) = head.description {
        write_element("p", description, &mut out);
    }
    head.infos.iter().for_each(|info| write_info(info, &mut out));
    write_links(head.links, &mut out);
    out.extend_from_slice(b"<div class=\"rows\"><table>\n<thead><tr>");
    head.columns.iter().for_each(|column| write_heading(column, &mut out));
    out.extend_from_slice(b"</tr></thead>\n<tbody>\n");
    out
}

/// The query and the warnings; other INFO elements are for programs.
fn write_info(info: &Info, out: &mut Vec<u8>) {
    match info.name.as_str() {
        "QUERY" => write_element("pre", &info.value, out),
        // Its place in the query, two numbers, stands in front.
        "QUERY_WARNING" => {
            let text = info.value.splitn(3, ' ').nth(2).unwrap_or(&info.value);
            write_element("p", &format!("Warning: {text}"), out);
        }
        _ => {}
    }
}

fn write_links(links: &[Link], out: &mut Vec<u8>) {
    for (index, link) in links.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"<p>Download: <a href=\"" } else { b" \xc2\xb7 <a href=\"" });
        escape_attribute(&link.href, out);
        out.extend_from_slice(b"\">");
        escape_text(&link.label, out);
        out.extend_from_slice(b"</a>");
    }
    if !links.is_empty() {
        out.extend_from_slice(b"</p>\n");
    }
}

/// The name and the unit; what else is known appears under the pointer.
fn write_heading(column: &ResultColumn, out: &mut Vec<u8>) {
    let field = &column.field;
    let about = about(field);
    out.extend_from_slice(b"<th scope=\"col\"");
    if !about.is_empty() {
        out.extend_from_slice(b" title=\"");
        escape_attribute(&about, out);
        out.push(b'"');
    }
    out.push(b'>');
    escape_text(&field.name, out);
    if let Some(unit) = field.unit.as_deref().filter(|unit| !unit.is_empty()) {
        out.extend_from_slice(b"<br><small>");
        escape_text(unit, out);
        out.extend_from_slice(b"</small>");
    }
    out.extend_from_slice(b"</th>");
}

fn about(field: &Field) -> String {
    let ucd = field.ucd.as_ref().map(|ucd| format!("UCD: {ucd}"));
    let lines = [field.description.clone(), ucd];
    lines.into_iter().flatten().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

fn write_element(name: &str, text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("<{name}>").as_bytes());
    escape_text(text, out);
    out.extend_from_slice(format!("</{name}>\n").as_bytes());
}
