//! PARAM elements and the RESOURCEs of services in a VOTable, and the XML IDs by which they refer to columns.

use catalogue::ResultColumn;

use crate::votable_head::{write_attribute, write_description, write_type};
use crate::{Annotations, Param, ServiceDescriptor};

/// The XML IDs that names of frames have in every document.
pub(crate) const FRAME_IDS: [&str; 4] = ["icrs", "fk5", "fk4", "galactic"];

/// The services that fit a table, and the XML IDs of its columns.
pub(crate) struct Annotated<'a> {
    services: Vec<&'a ServiceDescriptor>,
    /// The XML ID of each column that an input takes values from.
    ids: Vec<Option<String>>,
    columns: &'a [ResultColumn],
}

impl<'a> Annotated<'a> {
    pub fn new(annotations: &'a Annotations, columns: &'a [ResultColumn]) -> Self {
        let services = annotations.services.iter().filter(|service| service.fits(columns)).collect();
        let mut annotated = Self { services, ids: vec![None; columns.len()], columns };
        let inputs = annotated.services.iter().flat_map(|service| &service.inputs);
        let wanted: Vec<usize> = inputs.filter_map(|input| annotated.place(input)).collect();
        for place in wanted {
            if annotated.ids[place].is_none() {
                annotated.ids[place] = Some(annotated.free_id(&columns[place].field.name));
            }
        }
        annotated
    }

    /// The XML ID of a column.
    pub fn id(&self, place: usize) -> Option<&str> {
        self.ids[place].as_deref()
    }

    /// Writes the services, each in its RESOURCE.
    pub fn write_services(&self, out: &mut Vec<u8>) {
        self.services.iter().for_each(|service| self.write_service(service, out));
    }

    fn write_service(&self, service: &ServiceDescriptor, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<RESOURCE type=\"meta\"");
        write_attribute("utype", Some(if service.is_this { "adhoc:this" } else { "adhoc:service" }), out);
        write_attribute("ID", service.id.as_deref(), out);
        write_attribute("name", service.name.as_deref(), out);
        out.extend_from_slice(b">\n");
        write_description(service.description.as_deref(), out);
        service.params.iter().for_each(|param| write_param(param, None, out));
        out.extend_from_slice(b"<GROUP name=\"inputParams\">\n");
        for input in &service.inputs {
            write_param(input, self.place(input).and_then(|place| self.id(place)), out);
        }
        out.extend_from_slice(b"</GROUP>\n</RESOURCE>\n");
    }

    /// The column that an input takes values from.
    fn place(&self, input: &Param) -> Option<usize> {
        let name = input.column.as_deref()?;
        self.columns.iter().position(|column| column.field.name == name)
    }

    /// An XML ID that nothing else in the document has: the name of the column, if it can be one. Readers that call
    /// columns by their ID find the name then.
    fn free_id(&self, name: &str) -> String {
        let letter = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        let mut id: String = name.chars().map(letter).collect();
        if !id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            id.insert(0, '_');
        }
        let is_taken = |id: &str| {
            let of_service = self.services.iter().any(|service| service.id.as_deref() == Some(id));
            let of_column = self.ids.iter().flatten().any(|known| known == id);
            of_service || of_column || FRAME_IDS.contains(&id)
        };
        while is_taken(&id) {
            id.push('_');
        }
        id
    }
}

/// Writes a PARAM; `reference` is the XML ID of the column that gives its values.
pub(crate) fn write_param(param: &Param, reference: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<PARAM");
    write_attribute("name", Some(&param.name), out);
    write_type(&param.value_type, out);
    write_attribute("unit", param.unit.as_deref(), out);
    write_attribute("ucd", param.ucd.as_deref(), out);
    write_attribute("utype", param.utype.as_deref(), out);
    write_attribute("ref", reference, out);
    // The schema wants the attribute of every PARAM, also where there is no value.
    out.extend_from_slice(b" value=\"");
    dali::escape_attribute(&param.value, out);
    let has_values = param.min.is_some() || param.max.is_some() || !param.options.is_empty();
    if param.description.is_none() && !has_values {
        out.extend_from_slice(b"\"/>\n");
        return;
    }
    out.extend_from_slice(b"\">\n");
    write_description(param.description.as_deref(), out);
    if has_values {
        out.extend_from_slice(b"<VALUES>");
        let limits = [("MIN", &param.min), ("MAX", &param.max)];
        let limits = limits.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let options = param.options.iter().map(|value| ("OPTION", value));
        for (name, value) in limits.chain(options) {
            out.extend_from_slice(format!("<{name} value=\"").as_bytes());
            dali::escape_attribute(value, out);
            out.extend_from_slice(b"\"/>");
        }
        out.extend_from_slice(b"</VALUES>\n");
    }
    out.extend_from_slice(b"</PARAM>\n");
}
