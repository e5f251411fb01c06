//! What a service can do, and where: capabilities with their interfaces (VOResource 1.1 §3).

mod document;
mod standards;

use crate::{ConeSearch, ImageAccess, TableAccess};

/// All capabilities of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capabilities {
    /// The capabilities in the order of the document.
    pub capabilities: Vec<Capability>,
}

/// One thing that a service can do.
#[derive(Clone, Debug, PartialEq)]
pub struct Capability {
    /// The identifier of the standard that it follows.
    pub standard_id: String,
    /// For people.
    pub description: Option<String>,
    /// Where it is.
    pub interfaces: Vec<Interface>,
    /// The record of a TAP service.
    pub table_access: Option<TableAccess>,
    /// The record of a cone search.
    pub cone_search: Option<ConeSearch>,
    /// The record of a Simple Image Access 1.0 service.
    pub image_access: Option<ImageAccess>,
}

/// A way to call a capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The type.
    pub kind: InterfaceKind,
    /// Whether the standard of the capability defines it.
    pub is_standard: bool,
    /// The version of the standard's protocol.
    pub version: Option<String>,
    /// The address.
    pub access_url: String,
    /// What the address is.
    pub url_use: UrlUse,
    /// Identifiers of the ways to log in; none for anonymous callers.
    pub security_methods: Vec<String>,
}

/// The type of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InterfaceKind {
    /// `vs:ParamHTTP`: parameters in a query string or a form.
    ParamHttp,
    /// `vr:WebBrowser`: a page for people.
    WebBrowser,
}

/// What an access URL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UrlUse {
    /// The whole address.
    Full,
    /// The address to append a path to.
    Base,
}

impl Capability {
    /// The capability for callers who may log in by these methods: an interface for each, which differ in nothing else,
    /// because the schema of VOResource 1.2 allows one method to an interface. The one for the anonymous comes first,
    /// unless they are refused; without methods nothing changes.
    #[must_use]
    pub fn with_log_in(mut self, is_required: bool, methods: &[String]) -> Self {
        if methods.is_empty() {
            return self;
        }
        let plain = std::mem::take(&mut self.interfaces);
        let for_method = |interface: &Interface, method: &String| Interface {
            security_methods: vec![method.clone()],
            ..interface.clone()
        };
        for interface in plain {
            let known: Vec<Interface> = methods.iter().map(|method| for_method(&interface, method)).collect();
            self.interfaces.extend(Some(interface).filter(|_| !is_required).into_iter().chain(known));
        }
        self
    }
}

impl Interface {
    /// The standard interface of a capability at a whole address.
    pub fn http(access_url: String, version: Option<&str>) -> Self {
        Self {
            kind: InterfaceKind::ParamHttp,
            is_standard: true,
            version: version.map(str::to_owned),
            access_url,
            url_use: UrlUse::Full,
            security_methods: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
