//! The page and the JSON list of the enumerations that anybody may see.

use std::fmt::Write;

use bytes::Bytes;
use catalogue::{Element, Enumeration};
use plugin_api::{Answer, Error, Result};

/// `{"enumerations": [...]}` with all that is known of each element.
pub(crate) fn json(enumerations: &[Enumeration]) -> Result<Answer> {
    let body = serde_json::to_vec_pretty(&serde_json::json!({ "enumerations": enumerations }))
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::new(200, "application/json", Bytes::from(body)))
}

/// A page with one table for each enumeration.
pub(crate) fn page(base_url: &str, enumerations: &[Enumeration]) -> Answer {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Names for elements of arrays</title>\
         <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;\
         color-scheme:light dark}code{font-size:.9em}td,th{padding:.1rem .8rem .1rem 0;text-align:left}\
         .colour{display:inline-block;width:1em;height:1em;vertical-align:-.1em}</style></head><body>\n\
         <h1>Names for elements of arrays</h1>\n",
    );
    if enumerations.is_empty() {
        html.push_str(
            "<p>No enumeration belongs to all collections; those of single ones are listed by their \
                       services, in <code>TAP_SCHEMA.enumerations</code>.</p>\n",
        );
    }
    for one in enumerations {
        section(&mut html, one);
    }
    let json = escaped(&format!("{base_url}/enumerations"));
    html.push_str(&format!("<p><a href=\"{json}\">The same as JSON</a></p>\n</body></html>\n"));
    Answer::new(200, "text/html; charset=utf-8", Bytes::from(html))
}

fn section(html: &mut String, enumeration: &Enumeration) {
    let name = escaped(&catalogue::quoted(&enumeration.name));
    html.push_str(&format!("<h2>{}</h2>\n", escaped(&enumeration.name)));
    if let Some(description) = &enumeration.description {
        html.push_str(&format!("<p>{}</p>\n", escaped(description)));
    }
    if let Some(first) = enumeration.elements.first() {
        let element = escaped(&catalogue::quoted(&first.name));
        html.push_str(&format!(
            "<p>Write <code>column[{name}::{element}]</code> for element {} of an array.</p>\n",
            first.index
        ));
    }
    html.push_str(
        "<table><tr><th>name</th><th>index</th><th>wavelength (nm)</th><th>width (nm)</th><th></th></tr>\n",
    );
    for element in &enumeration.elements {
        row(html, element);
    }
    html.push_str("</table>\n");
}

fn row(html: &mut String, element: &Element) {
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let colour = element.colour.as_deref().map(escaped).map_or(String::new(), |colour| {
        format!("<span class=\"colour\" style=\"background:{colour}\"></span> ")
    });
    // Writing into a String cannot fail.
    let _ = writeln!(
        html,
        "<tr><td>{colour}<code>{}</code></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(&element.name),
        element.index,
        number(element.wavelength_nm),
        number(element.width_nm),
        escaped(element.description.as_deref().unwrap_or_default()),
    );
}

/// A text that is safe in HTML, in attributes too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
