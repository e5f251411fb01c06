//! VOSI tables documents (VOSI 1.1 §2.3) in the table model of VODataService 1.2 §3.3.

pub mod json;
mod xml;

use crate::{Column, ForeignKey, Scope, ScopedSchema, TableKind, TableRef, ident, qualified_name};
use xml::Xml;

const TABLES_NS: &str = "http://www.ivoa.net/xml/VOSITables/v1.0";
const DATA_SERVICE_NS: &str = "http://www.ivoa.net/xml/VODataService/v1.1";
const INSTANCE_NS: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How many columns a document holds before clients are better served table by table.
const COLUMNS_MAX: usize = 10_000;

/// How much a document says of each table (VOSI 1.1 §2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Names and descriptions.
    Min,
    /// Columns and foreign keys as well.
    Max,
}

impl Detail {
    /// What to send to those who do not ask: everything, unless it is more than 10,000 columns.
    pub fn usual(scope: &Scope) -> Self {
        let columns: usize = scope.tables().map(|table| table.table.columns.len()).sum();
        if columns <= COLUMNS_MAX { Self::Max } else { Self::Min }
    }
}

/// The document of all tables: `GET /tables`.
pub fn tableset(scope: &Scope, detail: Detail) -> String {
    let mut xml = Xml::document();
    xml.element("vosi:tableset", &namespaces(), |xml| {
        for one in scope.schemas() {
            schema(xml, one, detail);
        }
    });
    xml.finish()
}

/// The document of one table, with its columns: `GET /tables/{name}`.
pub fn table(table: TableRef<'_>) -> String {
    let mut xml = Xml::document();
    let attributes: Vec<_> = [kind(table)].into_iter().chain(namespaces()).collect();
    xml.element("vosi:table", &attributes, |xml| content(xml, table, Detail::Max));
    xml.finish()
}

fn namespaces() -> [(&'static str, &'static str); 3] {
    [("xmlns:vosi", TABLES_NS), ("xmlns:vs", DATA_SERVICE_NS), ("xmlns:xsi", INSTANCE_NS)]
}

fn schema(xml: &mut Xml, schema: &ScopedSchema, detail: Detail) {
    xml.element("schema", &[], |xml| {
        xml.text("name", &ident::quoted(&schema.name));
        xml.text("title", &schema.collection.title);
        xml.text("description", &schema.collection.description);
        for one in schema.tables() {
            xml.element("table", &[kind(one)], |xml| content(xml, one, detail));
        }
    });
}

fn kind(table: TableRef<'_>) -> (&'static str, &'static str) {
    ("type", type_of(table))
}

fn type_of(table: TableRef<'_>) -> &'static str {
    match table.table.kind {
        TableKind::Table => "table",
        TableKind::View => "view",
    }
}

fn content(xml: &mut Xml, of: TableRef<'_>, detail: Detail) {
    let table = of.table;
    xml.text("name", &of.qualified_name());
    xml.optional("title", table.title.as_deref());
    xml.optional("description", table.description.as_deref());
    xml.optional("utype", table.utype.as_deref());
    if let Some(rows) = table.rows {
        xml.text("nrows", &rows.to_string());
    }
    if detail == Detail::Min {
        return;
    }
    for one in &table.columns {
        column(xml, one);
    }
    for key in &table.foreign_keys {
        foreign_key(xml, of.schema, key);
    }
}

fn column(xml: &mut Xml, column: &Column) {
    let field = &column.field;
    let std = if column.std { "true" } else { "false" };
    xml.element("column", &[("std", std)], |xml| {
        xml.text("name", &ident::quoted(&field.name));
        xml.optional("description", field.description.as_deref());
        xml.optional("unit", field.unit.as_deref());
        xml.optional("ucd", field.ucd.as_deref());
        xml.optional("utype", field.utype.as_deref());
        data_type(xml, column);
        if column.indexed {
            xml.text("flag", "indexed");
        }
    });
}

fn data_type(xml: &mut Xml, column: &Column) {
    let value_type = &column.field.value_type;
    let arraysize = value_type.arraysize.as_ref().map(ToString::to_string);
    let mut attributes = vec![("xsi:type", "vs:VOTableType")];
    attributes.extend(arraysize.as_deref().map(|arraysize| ("arraysize", arraysize)));
    attributes.extend(value_type.xtype.as_deref().map(|xtype| ("extendedType", xtype)));
    xml.leaf("dataType", &attributes, value_type.datatype.name());
}

fn foreign_key(xml: &mut Xml, schema: &str, key: &ForeignKey) {
    xml.element("foreignKey", &[], |xml| {
        xml.text("targetTable", &qualified_name(schema, &key.target));
        for (ours, theirs) in &key.columns {
            xml.element("fkColumn", &[], |xml| {
                xml.text("fromColumn", &ident::quoted(ours));
                xml.text("targetColumn", &ident::quoted(theirs));
            });
        }
        xml.optional("description", key.description.as_deref());
    });
}

#[cfg(test)]
mod tests;
