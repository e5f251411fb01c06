//! What stands before the rows of a VOTable: frames, INFO elements and FIELDs (VOTable 1.4 and 1.5 §3 and §4).

use catalogue::{Field, Frame, ResultColumn, ValueType};
use dali::{QueryStatus, escape_attribute, escape_text};

use crate::column::Column;
use crate::votable_annotations::{Annotated, FRAME_IDS, write_param};
use crate::{Annotations, Head, Serialization, VoTableVersion};

/// The document up to the first row, and what stands behind the last INFO.
pub(crate) fn frame(
    head: &Head<'_>,
    columns: &[Column],
    serialization: Serialization,
    version: VoTableVersion,
) -> [Vec<u8>; 2] {
    let [mut start, end] = table_frame(head, columns, version);
    start.extend_from_slice(match serialization {
        Serialization::Tabledata => b"<DATA><TABLEDATA>\n".as_slice(),
        Serialization::Binary => b"<DATA><BINARY><STREAM encoding=\"base64\">\n",
        Serialization::Binary2 => b"<DATA><BINARY2><STREAM encoding=\"base64\">\n",
    });
    [start, end]
}

/// The document of a table without its rows, for formats that carry the metadata of a VOTable.
pub(crate) fn without_rows(head: &Head<'_>, columns: &[Column]) -> WithoutRows {
    let [start, end] = table_frame(head, columns, VoTableVersion::default());
    WithoutRows { start, end }
}

/// A document without rows, to be closed once the status is known.
pub(crate) struct WithoutRows {
    start: Vec<u8>,
    end: Vec<u8>,
}

impl WithoutRows {
    /// The whole document; a status other than OK stands behind the table.
    pub fn close(&self, status: Option<QueryStatus<'_>>) -> String {
        let mut out = self.start.clone();
        out.extend_from_slice(TABLE_END);
        if let Some(status) = status {
            status.write(&mut out);
        }
        out.extend_from_slice(&self.end);
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// What closes the table; QUERY_STATUS may follow.
pub(crate) fn table_end(serialization: Serialization) -> &'static [u8] {
    match serialization {
        Serialization::Tabledata => b"</TABLEDATA></DATA>\n</TABLE>\n",
        Serialization::Binary => b"</STREAM></BINARY></DATA>\n</TABLE>\n",
        Serialization::Binary2 => b"</STREAM></BINARY2></DATA>\n</TABLE>\n",
    }
}

const TABLE_END: &[u8] = b"</TABLE>\n";

/// The document up to the last FIELD, and what stands behind the last INFO.
fn table_frame(head: &Head<'_>, columns: &[Column], version: VoTableVersion) -> [Vec<u8>; 2] {
    let nothing = Annotations::default();
    let annotations = head.annotations.unwrap_or(&nothing);
    let annotated = Annotated::new(annotations, head.columns);
    let mut end = b"</RESOURCE>\n".to_vec();
    annotated.write_services(&mut end);
    end.extend_from_slice(b"</VOTABLE>\n");
    let mut out = Vec::with_capacity(1024 + 256 * columns.len());
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VOTABLE version=\"");
    out.extend_from_slice(match version {
        VoTableVersion::V1_4 => b"1.4",
        VoTableVersion::V1_5 => b"1.5",
    });
    out.extend_from_slice(b"\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n");
    write_frames(head.columns, version, &mut out);
    out.extend_from_slice(b"<RESOURCE type=\"results\">\n");
    QueryStatus::Ok.write(&mut out);
    head.infos.iter().for_each(|info| info.write(&mut out));
    annotations.params.iter().for_each(|param| write_param(param, None, &mut out));
    out.extend_from_slice(b"<TABLE");
    write_attribute("name", head.name, &mut out);
    out.extend_from_slice(b">\n");
    write_description(head.description, &mut out);
    for (place, (column, result)) in columns.iter().zip(head.columns).enumerate() {
        write_field(column, &result.field, annotated.id(place), &mut out);
    }
    [out, end]
}

/// One COOSYS for each frame that a column refers to; the names of frames in 1.4 are those that its schema knows.
fn write_frames(columns: &[ResultColumn], version: VoTableVersion, out: &mut Vec<u8>) {
    let mut frames: Vec<Frame> = Vec::new();
    for frame in columns.iter().filter_map(|column| column.field.frame) {
        if !frames.contains(&frame) {
            frames.push(frame);
        }
    }
    for frame in frames {
        out.extend_from_slice(b"<COOSYS");
        write_attribute("ID", Some(frame_id(frame)), out);
        let is_old = version == VoTableVersion::V1_4;
        let (system, equinox) = match frame {
            Frame::Icrs => ("ICRS", None),
            Frame::Fk5 => (if is_old { "eq_FK5" } else { "FK5" }, Some("J2000")),
            Frame::Fk4 => (if is_old { "eq_FK4" } else { "FK4" }, Some("B1950")),
            Frame::Galactic => (if is_old { "galactic" } else { "GALACTIC" }, None),
        };
        write_attribute("system", Some(system), out);
        write_attribute("equinox", equinox, out);
        out.extend_from_slice(b"/>\n");
    }
}

fn frame_id(frame: Frame) -> &'static str {
    let [icrs, fk5, fk4, galactic] = FRAME_IDS;
    match frame {
        Frame::Icrs => icrs,
        Frame::Fk5 => fk5,
        Frame::Fk4 => fk4,
        Frame::Galactic => galactic,
    }
}

fn write_field(column: &Column, field: &Field, id: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<FIELD");
    write_attribute("name", Some(&field.name), out);
    write_attribute("ID", id, out);
    write_type(&column.declared, out);
    write_attribute("unit", field.unit.as_deref(), out);
    write_attribute("ucd", field.ucd.as_deref(), out);
    write_attribute("utype", field.utype.as_deref(), out);
    write_attribute("ref", field.frame.map(frame_id), out);
    let description = field.description.as_deref().filter(|text| !text.trim().is_empty());
    if description.is_none() && column.null.is_none() {
        out.extend_from_slice(b"/>\n");
        return;
    }
    out.extend_from_slice(b">\n");
    write_description(description, out);
    if let Some(null) = column.null {
        out.extend_from_slice(format!("<VALUES null=\"{null}\"/>\n").as_bytes());
    }
    out.extend_from_slice(b"</FIELD>\n");
}

/// Appends the attributes of a type.
pub(crate) fn write_type(value_type: &ValueType, out: &mut Vec<u8>) {
    // Readers differ about an array of one element, so that it is declared as what it is: a scalar.
    let arraysize = value_type.arraysize.as_ref().filter(|size| size.fixed_len() != Some(1));
    let arraysize = arraysize.map(ToString::to_string);
    write_attribute("datatype", Some(value_type.datatype.name()), out);
    write_attribute("arraysize", arraysize.as_deref(), out);
    write_attribute("xtype", value_type.xtype.as_deref(), out);
}

/// Appends an attribute, unless it is empty.
pub(crate) fn write_attribute(name: &str, value: Option<&str>, out: &mut Vec<u8>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        out.push(b' ');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"=\"");
        escape_attribute(value, out);
        out.push(b'"');
    }
}

pub(crate) fn write_description(text: Option<&str>, out: &mut Vec<u8>) {
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        out.extend_from_slice(b"<DESCRIPTION>");
        escape_text(text, out);
        out.extend_from_slice(b"</DESCRIPTION>\n");
    }
}
