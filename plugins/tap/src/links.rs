//! Where the page with an answer offers it in other formats.

use adql::Version;
use dali::Params;
use formats::{Format, Kind, Link};

use crate::params::Sync;

/// A longer query makes addresses that browsers and proxies refuse.
const QUERY_BYTES_MAX: usize = 6000;

/// The query again as addresses below `base`, one for each format that is no page; none for other formats, and none
/// where an address could not repeat the request. They are whole, since the page may be the result of a job.
pub(crate) fn links(base: &str, asked: &Sync, params: &Params) -> Vec<Link> {
    let is_repeatable = asked.query.len() <= QUERY_BYTES_MAX && params.all("UPLOAD").next().is_none();
    if asked.format.kind() != Kind::Html || !is_repeatable {
        return Vec::new();
    }
    let lang = match asked.version {
        Version::V2_0 => "ADQL-2.0",
        Version::V2_1 => "ADQL",
    };
    let names = Format::offered().iter().filter_map(|offered| offered.aliases.first());
    let others = names.filter(|name| **name != "html");
    let link = |name: &&str| {
        let href = form_urlencoded::Serializer::new(format!("{base}/sync?"))
            .append_pair("LANG", lang)
            .append_pair("RESPONSEFORMAT", name)
            .append_pair("MAXREC", &asked.maxrec.to_string())
            .append_pair("QUERY", &asked.query)
            .finish();
        Link { label: (*name).to_owned(), href }
    };
    others.map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(asked: &Sync, form: &[u8]) -> Vec<Link> {
        links("http://h/tap", asked, &Params::read(None, Some(form), dali::Limits::default()).unwrap())
    }

    fn asked(format: &str, query: String) -> Sync {
        let format = Format::parse(Some(format)).unwrap();
        Sync { query, version: Version::V2_0, format, maxrec: 7 }
    }

    #[test]
    fn a_page_links_to_every_other_format() {
        let links = linked(&asked("html", "SELECT a+1, '&' FROM t".into()), b"");
        let labels: Vec<&str> = links.iter().map(|link| link.label.as_str()).collect();
        let expected =
            "votable votable/b2 votable/b votable/td csv tsv fits parquet arrow json text".split(' ');
        assert_eq!(labels, expected.collect::<Vec<_>>());
        let expected = "http://h/tap/sync?LANG=ADQL-2.0&RESPONSEFORMAT=csv&MAXREC=7&QUERY=SELECT+a%2B1%2C+%27%26%27+FROM+t";
        assert_eq!(links[4].href, expected);
    }

    #[test]
    fn only_a_page_that_an_address_can_repeat_has_links() {
        assert_eq!(linked(&asked("csv", "SELECT 1".into()), b""), []);
        assert_eq!(linked(&asked("html", " ".repeat(6001)), b""), []);
        assert_eq!(linked(&asked("html", "SELECT 1".into()), b"upload=t,param:t"), []);
    }
}
