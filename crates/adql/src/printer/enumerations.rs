//! `TAP_SCHEMA.enumerations`: a table whose rows are what plugins offer at the moment.

use catalogue::{Element, Enumeration, PgBase, PgType, Table};

use super::Printer;

impl Printer<'_, '_> {
    /// The rows as a subselect under the names of the table's columns.
    pub(super) fn enumerations(&mut self, table: &Table) {
        self.push("(SELECT * FROM (VALUES ");
        let mut first = true;
        let extensions = self.extensions;
        for enumeration in &extensions.enumerations {
            for element in &enumeration.elements {
                self.push(if first { "" } else { ", " });
                first = false;
                self.element_row(enumeration, element);
            }
        }
        if first {
            // VALUES needs a row; the condition below takes it away again.
            self.push(
                "(NULL::text, NULL::text, NULL::int4, NULL::text, NULL::float8, NULL::float8, NULL::text)",
            );
        }
        self.push(") AS \"v\" (");
        self.list(&table.columns, ", ", |printer, column| printer.name(&column.pg_name));
        self.push(if first { ") WHERE FALSE)" } else { "))" });
    }

    fn element_row(&mut self, enumeration: &Enumeration, element: &Element) {
        self.push("(");
        self.text_cell(Some(&enumeration.name));
        self.push(", ");
        self.text_cell(Some(&element.name));
        self.push(", ");
        self.integer(element.index.into());
        self.cast_to(PgType::scalar(PgBase::Int4));
        self.push(", ");
        self.text_cell(element.description.as_deref());
        for number in [element.wavelength_nm, element.width_nm] {
            self.push(", ");
            match number {
                Some(number) => self.double(number),
                None => self.push("NULL::float8"),
            }
        }
        self.push(", ");
        self.text_cell(element.colour.as_deref());
        self.push(")");
    }

    /// PostgreSQL has no character 0.
    fn text_cell(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(&text.replace('\0', "")),
            None => self.push("NULL"),
        }
        self.cast_to(PgType::scalar(PgBase::Text));
    }
}
