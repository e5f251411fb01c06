//! What stands before the rows in JSON: the description of the table and of its columns.

use catalogue::{Field, Frame};
use dali::Info;

use crate::Head;
use crate::json_text::write_string;

/// The document up to the first row.
pub(crate) fn head(head: &Head<'_>) -> Vec<u8> {
    let mut out = b"{\"metadata\":{".to_vec();
    let mut table = Members::new(&mut out);
    table.text("name", head.name);
    table.text("description", head.description);
    table.list("infos", head.infos, write_info);
    table.list("columns", head.columns, |column, out| write_column(&column.field, out));
    out.extend_from_slice(b"},\n\"data\":[");
    out
}

/// The members of an object, with commas between them; a member without a value is left out.
struct Members<'o> {
    out: &'o mut Vec<u8>,
    is_first: bool,
}

impl<'o> Members<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, is_first: true }
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.name(name);
            write_string(value, self.out);
        }
    }

    fn list<T>(&mut self, name: &str, items: &[T], write: impl Fn(&T, &mut Vec<u8>)) {
        self.name(name);
        self.out.push(b'[');
        for (index, item) in items.iter().enumerate() {
            self.out.extend_from_slice(if index == 0 { b"\n{" } else { b",\n{" });
            write(item, self.out);
            self.out.push(b'}');
        }
        self.out.push(b']');
    }

    fn name(&mut self, name: &str) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
        write_string(name, self.out);
        self.out.push(b':');
    }
}

fn write_info(info: &Info, out: &mut Vec<u8>) {
    let mut members = Members::new(out);
    members.name("name");
    write_string(&info.name, members.out);
    members.name("value");
    write_string(&info.value, members.out);
    members.text("ucd", info.ucd.as_deref());
    members.text("text", info.text.as_deref());
}

fn write_column(field: &Field, out: &mut Vec<u8>) {
    let arraysize = field.value_type.arraysize.as_ref().map(ToString::to_string);
    let mut members = Members::new(out);
    members.name("name");
    write_string(&field.name, members.out);
    members.text("datatype", Some(field.value_type.datatype.name()));
    members.text("arraysize", arraysize.as_deref());
    members.text("xtype", field.value_type.xtype.as_deref());
    members.text("unit", field.unit.as_deref());
    members.text("ucd", field.ucd.as_deref());
    members.text("utype", field.utype.as_deref());
    members.text("frame", field.frame.map(frame));
    members.text("description", field.description.as_deref());
}

fn frame(frame: Frame) -> &'static str {
    match frame {
        Frame::Icrs => "ICRS",
        Frame::Fk5 => "FK5",
        Frame::Fk4 => "FK4",
        Frame::Galactic => "GALACTIC",
    }
}
