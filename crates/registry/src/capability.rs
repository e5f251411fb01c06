//! The capabilities document of a service (VOSI 1.1 §3.1, VOResource 1.1 §3).

use std::io;

use quick_xml::events::BytesText;

use crate::xml::{Xml, document, optional_element, token};
use crate::{
    ConeSearch, ImageAccess, RegistryError, TableAccess, cone_search, image_access, table_access_xml,
};

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

fn trimmed(base_url: &str) -> &str {
    base_url.trim().trim_end_matches('/')
}

fn child(base_url: &str, name: &str) -> String {
    format!("{}/{name}", trimmed(base_url))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        DataLimit, DataModel, DataUnit, Feature, FeatureKind, Language, LanguageFeatures, OutputFormat,
        TestCone, TimeLimit, UploadMethod,
    };

    const BASE: &str = "http://localhost:8080/tap/";

    fn record() -> TableAccess {
        let has = Feature {
            description: Some("1 if so,\n  else 0".into()),
            ..Feature::new("has(a TEXT) -> INTEGER")
        };
        let features = vec![
            LanguageFeatures { kind: FeatureKind::Udf, features: vec![has] },
            LanguageFeatures::of(FeatureKind::Geometry, &["POINT", "CIRCLE"]),
            LanguageFeatures::of(FeatureKind::Sets, &[]),
        ];
        TableAccess {
            data_models: vec![DataModel {
                ivo_id: "ivo://ivoa.net/std/ObsCore#core-1.1".into(),
                label: "ObsCore-1.1".into(),
            }],
            languages: vec![Language {
                description: Some("ADQL over <PostgreSQL> & more".into()),
                ..Language::adql(features)
            }],
            output_formats: vec![OutputFormat {
                mime: "application/x-votable+xml".into(),
                aliases: vec!["votable".into()],
                ivo_id: Some("ivo://ivoa.net/std/TAPRegExt#output-votable-binary2".into()),
            }],
            upload_methods: vec![UploadMethod::Inline, UploadMethod::Http],
            retention_period: Some(TimeLimit { default_secs: Some(10), hard_secs: None }),
            execution_duration: Some(TimeLimit { default_secs: Some(600), hard_secs: Some(7200) }),
            output_limit: Some(DataLimit::rows(20_000, 10_000_000)),
            upload_limit: Some(DataLimit { default: None, hard: Some((64, DataUnit::Byte)) }),
        }
    }

    fn xml(capabilities: Vec<Capability>) -> String {
        String::from_utf8(Capabilities { capabilities }.xml().unwrap()).unwrap()
    }

    /// The lines between `<capability ...>` and `</capability>`, without indentation.
    fn inner(capability: Capability) -> Vec<String> {
        let lines = xml(vec![capability]).lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
        lines[2..lines.len() - 1].to_vec()
    }

    #[test]
    fn the_record_of_a_cone_search_has_the_order_of_its_schema() {
        let test_query = Some(TestCone { ra_deg: 83.5, dec_deg: -5.25, radius_deg: 0.001 });
        let record =
            ConeSearch { radius_max_deg: Some(10.0), rows_max: Some(500), verbosity: true, test_query };
        let expected = [
            "<capability standardID=\"ivo://ivoa.net/std/ConeSearch\" xsi:type=\"cs:ConeSearch\">",
            "<interface xsi:type=\"vs:ParamHTTP\" role=\"std\">",
            "<accessURL use=\"base\">http://h/scs/jplus/stars?</accessURL>",
            "</interface>",
            "<maxSR>10</maxSR>",
            "<maxRecords>500</maxRecords>",
            "<verbosity>true</verbosity>",
            "<testQuery>",
            "<ra>83.5</ra>",
            "<dec>-5.25</dec>",
            "<sr>0.001</sr>",
            "</testQuery>",
            "</capability>",
        ];
        assert_eq!(inner(Capability::cone_search("http://h/scs/jplus/stars/", record)), expected);
    }

    #[test]
    fn the_root_alone_has_a_namespace() {
        let document = xml(vec![]);
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <vosi:capabilities xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\" \
            xmlns:vr=\"http://www.ivoa.net/xml/VOResource/v1.0\" \
            xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\" \
            xmlns:tr=\"http://www.ivoa.net/xml/TAPRegExt/v1.0\" \
            xmlns:cs=\"http://www.ivoa.net/xml/ConeSearch/v1.0\" xmlns:sia=\"http://www.ivoa.net/xml/SIA/v1.1\" \
            xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n</vosi:capabilities>\n";
        assert_eq!(document, expected);
    }

    #[test]
    fn the_tap_record_has_the_order_of_its_schema() {
        let document = xml(vec![Capability::tap(BASE, record())]);
        let names = [
            "<capability standardID=\"ivo://ivoa.net/std/TAP\" xsi:type=\"tr:TableAccess\">",
            "<interface xsi:type=\"vs:ParamHTTP\" role=\"std\" version=\"1.1\">",
            "<accessURL use=\"base\">http://localhost:8080/tap</accessURL>",
            "<dataModel ivo-id=\"ivo://ivoa.net/std/ObsCore#core-1.1\">ObsCore-1.1</dataModel>",
            "<name>ADQL</name>",
            "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.0\">2.0</version>",
            "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.1\">2.1</version>",
            "<description>ADQL over &lt;PostgreSQL&gt; &amp; more</description>",
            "<languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-udf\">",
            "<form>has(a TEXT) -&gt; INTEGER</form>",
            "<description>1 if so, else 0</description>",
            "<languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-adqlgeo\">",
            "<form>POINT</form>",
            "<form>CIRCLE</form>",
            "<outputFormat ivo-id=\"ivo://ivoa.net/std/TAPRegExt#output-votable-binary2\">",
            "<mime>application/x-votable+xml</mime>",
            "<alias>votable</alias>",
            "<uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-inline\"/>",
            "<uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-http\"/>",
            "<retentionPeriod>",
            "<default>10</default>",
            "<executionDuration>",
            "<default>600</default>",
            "<hard>7200</hard>",
            "<outputLimit>",
            "<default unit=\"row\">20000</default>",
            "<hard unit=\"row\">10000000</hard>",
            "<uploadLimit>",
            "<hard unit=\"byte\">64</hard>",
            "</vosi:capabilities>",
        ];
        let mut rest = document.as_str();
        for name in names {
            rest = rest
                .split_once(name)
                .unwrap_or_else(|| panic!("{name} is missing or too early in\n{document}"))
                .1;
        }
        assert!(!document.contains("features-adql-sets"), "an empty list is left out");
    }

    #[test]
    fn vosi_capabilities_have_no_type_and_whole_addresses() {
        let lines = |id: &str, name: &str, version: &str| {
            vec![
                format!("<capability standardID=\"ivo://ivoa.net/std/VOSI#{id}\">"),
                format!("<interface xsi:type=\"vs:ParamHTTP\" role=\"std\"{version}>"),
                format!("<accessURL use=\"full\">http://localhost:8080/tap/{name}</accessURL>"),
                "</interface>".to_owned(),
                "</capability>".to_owned(),
            ]
        };
        assert_eq!(inner(Capability::vosi_capabilities(BASE)), lines("capabilities", "capabilities", ""));
        assert_eq!(inner(Capability::vosi_availability(BASE)), lines("availability", "availability", ""));
        assert_eq!(inner(Capability::vosi_tables(BASE)), lines("tables-1.1", "tables", " version=\"1.1\""));
    }

    #[test]
    fn examples_are_a_page_for_people() {
        let expected = [
            "<capability standardID=\"ivo://ivoa.net/std/DALI#examples\">",
            "<interface xsi:type=\"vr:WebBrowser\">",
            "<accessURL use=\"full\">http://localhost:8080/tap/examples</accessURL>",
        ];
        assert_eq!(inner(Capability::dali_examples(BASE))[..3], expected);
    }

    #[test]
    fn a_way_to_log_in_follows_the_address() {
        let mut capability = Capability::vosi_tables(BASE);
        capability.interfaces[0].security_methods.push("ivo://ivoa.net/sso#BasicAA".into());
        let expected = "<securityMethod standardID=\"ivo://ivoa.net/sso#BasicAA\"/>";
        assert_eq!(inner(capability)[3], expected);
    }

    #[test]
    fn each_way_to_log_in_has_an_interface_after_that_of_the_anonymous() {
        let methods = ["BasicAA", "cookie"].map(|name| format!("ivo://ivoa.net/sso#{name}"));
        let element = |name: &str| format!("<securityMethod standardID=\"ivo://ivoa.net/sso#{name}\"/>");
        let url = "<accessURL use=\"full\">http://localhost:8080/tap/tables</accessURL>";
        let found = |is_required| {
            let lines = inner(Capability::vosi_tables(BASE).with_log_in(is_required, &methods));
            lines[1..lines.len() - 1]
                .iter()
                .filter(|line| !line.contains("interface"))
                .cloned()
                .collect::<Vec<_>>()
        };
        let [basic, cookie] = ["BasicAA", "cookie"].map(element);
        assert_eq!(found(true), [url, &basic, url, &cookie]);
        assert_eq!(found(false), [url, url, &basic, url, &cookie]);
        assert_eq!(Capability::vosi_tables(BASE).with_log_in(true, &[]), Capability::vosi_tables(BASE));
    }

    #[test]
    fn two_tap_records_are_refused() {
        let capabilities = vec![Capability::tap(BASE, record()), Capability::tap(BASE, record())];
        let error = Capabilities { capabilities }.xml().unwrap_err();
        assert_eq!(error.to_string(), "the service has 2 capabilities for TAP; declare one");
    }

    #[test]
    fn a_record_that_clients_misread_is_refused() {
        let bare = TableAccess { languages: vec![], ..record() };
        let error = Capabilities { capabilities: vec![Capability::tap(BASE, bare)] }.xml().unwrap_err();
        assert_eq!(error.to_string(), "the TAP record has no language; declare at least one");
    }
}
