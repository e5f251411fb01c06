//! The capabilities document (VOSI 1.1 §3.1).

use std::io;

use quick_xml::events::BytesText;

use super::{Capabilities, Capability, Interface, InterfaceKind, UrlUse};
use crate::xml::{Xml, document, optional_element, token};
use crate::{RegistryError, TableAccess, cone_search, image_access, table_access_xml};

const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns:vosi", "http://www.ivoa.net/xml/VOSICapabilities/v1.0"),
    ("xmlns:vr", "http://www.ivoa.net/xml/VOResource/v1.0"),
    ("xmlns:vs", "http://www.ivoa.net/xml/VODataService/v1.1"),
    ("xmlns:tr", "http://www.ivoa.net/xml/TAPRegExt/v1.0"),
    ("xmlns:cs", "http://www.ivoa.net/xml/ConeSearch/v1.0"),
    ("xmlns:sia", "http://www.ivoa.net/xml/SIA/v1.1"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

impl Capabilities {
    /// The document, `text/xml` in UTF-8.
    ///
    /// The root has a prefix and its children have no namespace at all, as the schema declares them; the prefixes are the
    /// usual ones, which some clients compare as text.
    pub fn xml(&self) -> Result<Vec<u8>, RegistryError> {
        let records = || self.capabilities.iter().filter_map(|capability| capability.table_access.as_ref());
        match records().count() {
            0 | 1 => {}
            count => return Err(RegistryError::SeveralTableAccess { count }),
        }
        records().try_for_each(TableAccess::check)?;
        let bytes = document(|xml| {
            let root = xml.create_element("vosi:capabilities").with_attributes(NAMESPACES);
            root.write_inner_content(|xml| {
                self.capabilities.iter().try_for_each(|capability| write_capability(capability, xml))
            })?;
            Ok(())
        })?;
        Ok(bytes)
    }
}

fn write_capability(capability: &Capability, xml: &mut Xml) -> io::Result<()> {
    let standard_id = token(&capability.standard_id);
    let mut element = xml.create_element("capability").with_attribute(("standardID", standard_id.as_str()));
    if capability.table_access.is_some() {
        element = element.with_attribute(("xsi:type", "tr:TableAccess"));
    } else if capability.cone_search.is_some() {
        element = element.with_attribute(("xsi:type", "cs:ConeSearch"));
    } else if capability.image_access.is_some() {
        element = element.with_attribute(("xsi:type", "sia:SimpleImageAccess"));
    }
    element.write_inner_content(|xml| {
        optional_element(xml, "description", capability.description.as_deref())?;
        capability.interfaces.iter().try_for_each(|interface| write_interface(interface, xml))?;
        capability.table_access.as_ref().map_or(Ok(()), |access| table_access_xml::write(access, xml))?;
        capability.cone_search.as_ref().map_or(Ok(()), |record| cone_search::write(record, xml))?;
        capability.image_access.as_ref().map_or(Ok(()), |record| image_access::write(record, xml))
    })?;
    Ok(())
}

fn write_interface(interface: &Interface, xml: &mut Xml) -> io::Result<()> {
    let kind = match interface.kind {
        InterfaceKind::ParamHttp => "vs:ParamHTTP",
        InterfaceKind::WebBrowser => "vr:WebBrowser",
    };
    let url_use = match interface.url_use {
        UrlUse::Full => "full",
        UrlUse::Base => "base",
    };
    let role = interface.is_standard.then_some(("role", "std"));
    let version = interface.version.as_deref().map(|version| ("version", version));
    let element = xml.create_element("interface").with_attribute(("xsi:type", kind));
    element.with_attributes(role).with_attributes(version).write_inner_content(|xml| {
        let url = xml.create_element("accessURL").with_attribute(("use", url_use));
        url.write_text_content(BytesText::new(&token(&interface.access_url)))?;
        for method in &interface.security_methods {
            let method = token(method);
            xml.create_element("securityMethod")
                .with_attribute(("standardID", method.as_str()))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}
