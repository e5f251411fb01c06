//! Which services the pages use: those of this host, found by what its instances declare, or those of the settings.

use plugin_api::{Neighbour, Result};
use serde::Serialize;

use crate::Portal;

/// The kinds of services that pages know.
pub(crate) const KINDS: [&str; 7] = ["tap", "scs", "sia", "datalink", "soda", "hips", "samp"];

/// Standards in lower case, as their identifiers begin, with the kind of service that each makes.
const STANDARDS: [(&str, &str); 6] = [
    ("ivo://ivoa.net/std/tap", "tap"),
    ("ivo://ivoa.net/std/conesearch", "scs"),
    ("ivo://ivoa.net/std/sia#query-2.", "sia"),
    ("ivo://ivoa.net/std/datalink#links-", "datalink"),
    ("ivo://ivoa.net/std/soda#", "soda"),
    ("ivo://ivoa.net/std/hips#", "hips"),
];

/// A service as the pages read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct PageService {
    /// The name of the instance; the kind for a service of the settings.
    pub(crate) id: String,
    /// One of [`KINDS`].
    pub(crate) kind: &'static str,
    /// Its address without a trailing slash; a path for a service of this host.
    pub(crate) url: String,
    /// One line for people.
    pub(crate) title: String,
    /// Whether it refuses the anonymous.
    pub(crate) login: bool,
}

impl Portal {
    /// The services by kind; of one kind the one first that everybody may ask and that has the shortest name.
    pub(crate) async fn services(&self) -> Result<Vec<PageService>> {
        let mut found: Vec<PageService> = Vec::new();
        for neighbour in self.host.neighbours().await? {
            let kinds =
                kinds_of(&neighbour).into_iter().filter(|kind| !self.config.services.contains_key(*kind));
            found.extend(kinds.map(|kind| PageService {
                id: neighbour.instance.clone(),
                kind,
                url: self.local(&neighbour.url),
                title: neighbour.title.clone(),
                login: neighbour.login_required,
            }));
        }
        let configured = KINDS.iter().filter_map(|kind| Some((*kind, self.config.services.get(*kind)?)));
        found.extend(configured.map(|(kind, url)| PageService {
            id: kind.to_owned(),
            kind,
            url: self.local(url),
            title: String::new(),
            login: false,
        }));
        let place = |service: &PageService| KINDS.iter().position(|kind| *kind == service.kind);
        found.sort_by_key(|service| (place(service), service.login, service.id.len(), service.id.clone()));
        Ok(found)
    }
}

/// What an instance is, by the standards that it declares; else by the name of its plugin.
fn kinds_of(neighbour: &Neighbour) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for standard in &neighbour.standards {
        let standard = standard.to_ascii_lowercase();
        let known = STANDARDS.iter().find(|(start, _)| standard.starts_with(start));
        kinds.extend(known.map(|(_, kind)| *kind).filter(|kind| !kinds.contains(kind)));
    }
    if kinds.is_empty() {
        kinds.extend(KINDS.iter().find(|kind| **kind == neighbour.plugin));
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbour(plugin: &str, standards: &[&str]) -> Neighbour {
        let standards = standards.iter().map(|&standard| standard.to_owned()).collect();
        Neighbour { plugin: plugin.into(), standards, ..Neighbour::default() }
    }

    #[test]
    fn a_standard_says_the_kind_also_of_a_plugin_that_nobody_knows() {
        let links = [
            "ivo://ivoa.net/std/DataLink#links-1.1",
            "ivo://ivoa.net/std/SODA#sync-1.0",
            "ivo://ivoa.net/std/SODA#async-1.0",
        ];
        assert_eq!(kinds_of(&neighbour("theirs", &links)), ["datalink", "soda"]);
        assert_eq!(kinds_of(&neighbour("theirs", &["ivo://ivoa.net/std/TAP"])), ["tap"]);
        assert_eq!(kinds_of(&neighbour("scs", &[])), ["scs"]);
        assert_eq!(kinds_of(&neighbour("filters", &[])), [""; 0]);
    }
}
