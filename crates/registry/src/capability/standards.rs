//! The capability of each standard that we follow, at an address.

use super::{Capability, Interface, InterfaceKind, UrlUse};
use crate::{ConeSearch, ImageAccess, TableAccess};

impl Capability {
    /// TAP 1.1 at a base URL.
    pub fn tap(base_url: &str, table_access: TableAccess) -> Self {
        let mut interface = Interface::http(trimmed(base_url).to_owned(), Some("1.1"));
        interface.url_use = UrlUse::Base;
        Self { table_access: Some(table_access), ..Self::of("ivo://ivoa.net/std/TAP", interface) }
    }

    /// A cone search at an address without a query; clients append `RA=...` to what is declared.
    pub fn cone_search(url: &str, cone_search: ConeSearch) -> Self {
        let mut interface = Interface::http(format!("{}?", trimmed(url)), None);
        interface.url_use = UrlUse::Base;
        Self { cone_search: Some(cone_search), ..Self::of("ivo://ivoa.net/std/ConeSearch", interface) }
    }

    /// Links to data (DataLink 1.1) at an address.
    pub fn links(url: &str) -> Self {
        let interface = Interface::http(trimmed(url).to_owned(), Some("1.1"));
        Self::of("ivo://ivoa.net/std/DataLink#links-1.1", interface)
    }

    /// Cutouts at once (SODA 1.0) at an address.
    pub fn soda_sync(url: &str) -> Self {
        let interface = Interface::http(trimmed(url).to_owned(), Some("1.0"));
        Self::of("ivo://ivoa.net/std/SODA#sync-1.0", interface)
    }

    /// Cutouts as jobs (SODA 1.0) at the address of their list.
    pub fn soda_async(url: &str) -> Self {
        let interface = Interface::http(trimmed(url).to_owned(), Some("1.0"));
        Self::of("ivo://ivoa.net/std/SODA#async-1.0", interface)
    }

    /// Simple Image Access 2.0 at an address without a query.
    pub fn image_search(url: &str) -> Self {
        let mut interface = Interface::http(trimmed(url).to_owned(), Some("2.0"));
        interface.url_use = UrlUse::Base;
        Self::of("ivo://ivoa.net/std/SIA#query-2.0", interface)
    }

    /// Simple Image Access 1.0 at an address without a query; clients append `POS=...` to what is declared.
    pub fn image_access(url: &str, image_access: ImageAccess) -> Self {
        let mut interface = Interface::http(format!("{}?", trimmed(url)), Some("1.0"));
        interface.url_use = UrlUse::Base;
        Self { image_access: Some(image_access), ..Self::of("ivo://ivoa.net/std/SIA", interface) }
    }

    /// VOSI capabilities below a base URL.
    pub fn vosi_capabilities(base_url: &str) -> Self {
        Self::of(
            "ivo://ivoa.net/std/VOSI#capabilities",
            Interface::http(child(base_url, "capabilities"), None),
        )
    }

    /// VOSI availability below a base URL.
    pub fn vosi_availability(base_url: &str) -> Self {
        Self::of(
            "ivo://ivoa.net/std/VOSI#availability",
            Interface::http(child(base_url, "availability"), None),
        )
    }

    /// VOSI tables 1.1 below a base URL.
    pub fn vosi_tables(base_url: &str) -> Self {
        Self::of(
            "ivo://ivoa.net/std/VOSI#tables-1.1",
            Interface::http(child(base_url, "tables"), Some("1.1")),
        )
    }

    /// DALI examples below a base URL.
    pub fn dali_examples(base_url: &str) -> Self {
        let interface = Interface::http(child(base_url, "examples"), None);
        let interface = Interface { kind: InterfaceKind::WebBrowser, is_standard: false, ..interface };
        Self::of("ivo://ivoa.net/std/DALI#examples", interface)
    }

    /// The coverage map of all tables below a base URL, and with `?table=schema.name` of one. MOC 2.0 gives such an endpoint neither a
    /// standard identifier nor names of parameters, so it goes by the identifier that registries give footprints.
    pub fn moc(base_url: &str) -> Self {
        Self::coverage(base_url, "Coverage of all tables as MOC in ICRS; TABLE=schema.name: of one")
    }

    /// The coverage map of one table below its URL.
    pub fn moc_of_table(base_url: &str) -> Self {
        Self::coverage(base_url, "Coverage of the table as MOC in ICRS")
    }

    fn coverage(base_url: &str, what: &str) -> Self {
        let interface = Interface { is_standard: false, ..Interface::http(child(base_url, "moc"), None) };
        let description = format!("{what}; ORDER=0 to 29 for a coarser one; FORMAT=fits, json or ascii");
        Self { description: Some(description), ..Self::of("ivo://ivoa.net/std/moc", interface) }
    }

    fn of(standard_id: &str, interface: Interface) -> Self {
        Self {
            standard_id: standard_id.to_owned(),
            description: None,
            interfaces: vec![interface],
            table_access: None,
            cone_search: None,
            image_access: None,
        }
    }
}

fn trimmed(base_url: &str) -> &str {
    base_url.trim().trim_end_matches('/')
}

fn child(base_url: &str, name: &str) -> String {
    format!("{}/{name}", trimmed(base_url))
}
