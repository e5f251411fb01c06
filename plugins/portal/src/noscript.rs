//! What a browser without JavaScript shows: plain forms that ask the services themselves.

use std::fmt::Write;

use crate::pages::Page;
use crate::services::PageService;

/// The content of `<noscript>` of a page.
pub(crate) fn forms(page: &Page, services: &[PageService]) -> String {
    let of =
        |kind: &str| services.iter().find(|service| service.kind == kind).map(|service| service.url.as_str());
    let mut html =
        String::from("<p>These pages need JavaScript. What they ask can be asked without it:</p>\n");
    let forms = [
        ("tap", of("tap").map(tap), ["query", "jobs", "object", "list", "result"].as_slice()),
        ("scs", of("scs").map(cones), &["cone", "sky"]),
        ("sia", of("sia").map(images), &["images"]),
    ];
    // The form of the page that was asked for stands first.
    let (first, others): (Vec<_>, Vec<_>) =
        forms.into_iter().partition(|(_, _, pages)| pages.contains(&page.name.as_str()));
    for (_, form, _) in first.into_iter().chain(others) {
        html.push_str(form.as_deref().unwrap_or_default());
    }
    html
}

fn tap(url: &str) -> String {
    let mut html = format!("<h2>Query</h2>\n<form method=\"post\" action=\"{}/sync\">\n", escaped(url));
    // Writing into a String cannot fail.
    let _ = write!(
        html,
        "<input type=\"hidden\" name=\"LANG\" value=\"ADQL\">\
         <input type=\"hidden\" name=\"RESPONSEFORMAT\" value=\"text/html\">\n\
         <p><label>ADQL<br><textarea name=\"QUERY\" rows=\"8\" cols=\"80\">SELECT TOP 20 * FROM TAP_SCHEMA.tables</textarea></label></p>\n\
         <p><label>Rows at most <input name=\"MAXREC\" value=\"1000\" inputmode=\"numeric\"></label> \
         <button>Run</button></p>\n</form>\n"
    );
    html
}

fn cones(url: &str) -> String {
    format!(
        "<h2>Cone search</h2>\n<p><a href=\"{}\">All tables that can be searched round a position</a></p>\n",
        escaped(url)
    )
}

fn images(url: &str) -> String {
    format!(
        "<h2>Images</h2>\n<form method=\"get\" action=\"{}/query\">\n\
         <input type=\"hidden\" name=\"RESPONSEFORMAT\" value=\"text/html\">\n\
         <p><label>Region <input name=\"POS\" value=\"CIRCLE 10 20 0.5\" size=\"40\"></label> (degrees, ICRS) \
         <button>Search</button></p>\n</form>\n",
        escaped(url)
    )
}

/// Text that is safe in HTML, in attributes too.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    dali::escape_attribute(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(kind: &'static str, url: &str) -> PageService {
        PageService { id: kind.into(), kind, url: url.into(), title: String::new(), login: false }
    }

    #[test]
    fn the_form_of_the_page_stands_first() {
        let services = [service("tap", "/tap"), service("sia", "/a&\"b")];
        let page = |path: &str| forms(&Page::at(path, std::iter::empty()), &services);
        let images = page("images");
        assert!(images.find("Images").unwrap() < images.find("Query").unwrap(), "{images}");
        assert!(
            images.contains("action=\"/a&amp;&quot;b/query\"") && !images.contains("Cone search"),
            "{images}"
        );
        let query = page("query");
        assert!(query.find("Query").unwrap() < query.find("Images").unwrap(), "{query}");
    }
}
