//! Where the page with an answer offers it in other formats.

use adql::Version;
use dali::Params;
use formats::{Format, Kind, Link};
use service::AnswerFormat;

use crate::params::Sync;

/// A longer query makes addresses that browsers and proxies refuse.
const QUERY_BYTES_MAX: usize = 6000;

/// The query again as addresses below `base`, one for each format that is no page; none for other formats, and none
/// where an address could not repeat the request. They are whole, since the page may be the result of a job.
pub(crate) fn links(base: &str, format: &AnswerFormat, asked: &Sync, params: &Params) -> Vec<Link> {
    let is_repeatable = asked.query.len() <= QUERY_BYTES_MAX && params.all("UPLOAD").next().is_none();
    let is_page = matches!(format, AnswerFormat::BuiltIn(format) if format.kind() == Kind::Html);
    if !is_page || !is_repeatable {
        return Vec::new();
    }
    let lang = match asked.version {
        Version::V2_0 => "ADQL-2.0",
        Version::V2_1 => "ADQL",
    };
    let names = Format::offered().iter().filter_map(|offered| offered.aliases.first());
    let others = names.filter(|name| **name != "html");
    let link = |name: &&str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("LANG", lang)
            .append_pair("RESPONSEFORMAT", name)
            .append_pair("MAXREC", &asked.maxrec.to_string())
            .append_pair("QUERY", &asked.query)
            .finish();
        Link { label: (*name).to_owned(), href: format!("{base}/sync?{query}") }
    };
    others.map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(format: &str, query: impl Into<String>, form: &[u8]) -> Vec<Link> {
        let format = Format::parse(Some(format)).unwrap().into();
        let asked = Sync { query: query.into(), version: Version::V2_0, maxrec: 7 };
        let params = Params::read(None, Some(form), dali::Limits::default()).unwrap();
        links("http://h/tap", &format, &asked, &params)
    }

    #[test]
    fn a_page_links_to_every_other_format() {
        let links = linked("html", "SELECT a+1, '&' FROM t", b"");
        let labels: Vec<&str> = links.iter().map(|link| link.label.as_str()).collect();
        let expected =
            "votable votable/b2 votable/b votable/td csv tsv fits parquet arrow json text".split(' ');
        assert_eq!(labels, expected.collect::<Vec<_>>());
        let expected = "http://h/tap/sync?LANG=ADQL-2.0&RESPONSEFORMAT=csv&MAXREC=7&QUERY=SELECT+a%2B1%2C+%27%26%27+FROM+t";
        assert_eq!(links[4].href, expected);
    }

    #[test]
    fn only_a_page_that_an_address_can_repeat_has_links() {
        assert_eq!(linked("csv", "SELECT 1", b""), []);
        assert_eq!(linked("html", " ".repeat(6001), b""), []);
        assert_eq!(linked("html", "SELECT 1", b"upload=t,param:t"), []);
    }
}
