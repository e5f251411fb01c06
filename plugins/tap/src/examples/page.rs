//! The document of examples: HTML that is well-formed XML, with RDFa Lite (DALI 1.1 §2.3.1).

use form_urlencoded::Serializer;

use super::Example;

/// The document. Every element that is opened is closed, for clients that read it as XML.
pub(super) fn page(base_url: &str, examples: &[Example]) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><meta charset=\"utf-8\"/>\
         <title>Examples of queries</title>\
         <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1rem;\
         color-scheme:light dark}pre{padding:.6rem .8rem;border:1px solid #8886;overflow-x:auto}</style></head>\n\
         <body vocab=\"http://www.ivoa.net/rdf/examples#\">\n<h1>Examples of queries</h1>\n\
         <p>Each of them runs on this service as it is.</p>\n",
    );
    for example in examples {
        section(&mut html, base_url, example);
    }
    html.push_str("</body></html>\n");
    html
}

fn section(html: &mut String, base_url: &str, example: &Example) {
    let Example { id, title, tables, query, is_standard } = example;
    // Clients check what is marked as a query with parsers of their own, and refuse what those do not know.
    let property = |name: &str| if *is_standard { format!(" property=\"{name}\"") } else { String::new() };
    let marked = if *is_standard { format!(" typeof=\"example\" resource=\"#{id}\"") } else { String::new() };
    let table = |table: &String| format!("<code{}>{}</code>", property("table"), escaped(table));
    let tables: Vec<String> = tables.iter().map(table).collect();
    let parameters = Serializer::new(String::new())
        .extend_pairs([("LANG", "ADQL"), ("FORMAT", "csv"), ("QUERY", query)])
        .finish();
    let link = escaped_attribute(&format!("{base_url}/sync?{parameters}"));
    html.push_str(&format!(
        "<div id=\"{id}\"{marked}>\n<h2{}>{}</h2>\n<p>Uses {}.</p>\n<pre{}>{}</pre>\n\
         <p><a href=\"{link}\">Run it</a></p>\n</div>\n",
        property("name"),
        escaped(title),
        tables.join(" and "),
        property("query"),
        escaped(query),
    ));
}

/// A text that is safe between elements.
fn escaped(text: &str) -> String {
    written(text, dali::escape_text)
}

/// A text that is safe in an attribute.
fn escaped_attribute(text: &str) -> String {
    written(text, dali::escape_attribute)
}

fn written(text: &str, escape: fn(&str, &mut Vec<u8>)) -> String {
    let mut escaped = Vec::with_capacity(text.len());
    escape(text, &mut escaped);
    String::from_utf8_lossy(&escaped).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_queries_are_escaped_in_text_and_in_the_address() {
        let example = Example {
            id: "odd",
            title: "a < b & c".to_owned(),
            tables: vec!["demo.\"a & b\"".to_owned()],
            query: "SELECT \"a & b\" FROM t\nWHERE x < 1".to_owned(),
            is_standard: true,
        };
        let html = page("http://h/tap", std::slice::from_ref(&example));
        assert!(html.contains("<h2 property=\"name\">a &lt; b &amp; c</h2>"), "{html}");
        assert!(
            html.contains("<pre property=\"query\">SELECT \"a &amp; b\" FROM t\nWHERE x &lt; 1</pre>"),
            "{html}"
        );
        let html_beyond = page("http://h/tap", &[Example { is_standard: false, ..example.clone() }]);
        assert!(html_beyond.contains("<pre>SELECT") && !html_beyond.contains("property="), "{html_beyond}");
        assert!(html.contains("&amp;QUERY=SELECT+%22a+%26+b%22+FROM+t%0AWHERE+x+%3C+1\">"), "{html}");
    }
}
