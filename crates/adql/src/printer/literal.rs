//! Names, strings, numbers and types in SQL.

use catalogue::{PgBase, PgType};

use super::Printer;

impl Printer<'_, '_> {
    /// A name of PostgreSQL.
    pub(super) fn name(&mut self, name: &str) {
        self.push("\"");
        match name.contains('"') {
            true => self.push(&name.replace('"', "\"\"")),
            false => self.push(name),
        }
        self.push("\"");
    }

    /// A string. One with a backslash is written so that it means the same under any setting of
    /// `standard_conforming_strings`.
    pub(super) fn string(&mut self, text: &str) {
        let quoted = text.replace('\'', "''");
        if quoted.contains('\\') {
            self.push("E'");
            self.push(&quoted.replace('\\', "\\\\"));
        } else {
            self.push("'");
            self.push(&quoted);
        }
        self.push("'");
    }

    /// An integer.
    pub(super) fn integer(&mut self, integer: i64) {
        match integer < 0 {
            true => self.add(format_args!("({integer})")),
            false => self.add(format_args!("{integer}")),
        }
    }

    /// A number in double precision.
    pub(super) fn double(&mut self, number: f64) {
        match number < 0.0 {
            true => self.add(format_args!("({number:?}::float8)")),
            false => self.add(format_args!("{:?}::float8", number.abs())),
        }
    }

    /// A cast of what was printed last.
    pub(super) fn cast_to(&mut self, ty: PgType) {
        self.push("::");
        self.push(type_name(ty.base));
        if ty.array {
            self.push("[]");
        }
    }
}

fn type_name(base: PgBase) -> &'static str {
    match base {
        PgBase::Bool => "bool",
        PgBase::Int2 => "int2",
        PgBase::Int4 => "int4",
        PgBase::Int8 => "int8",
        PgBase::Float4 => "float4",
        PgBase::Float8 => "float8",
        PgBase::Text => "text",
        PgBase::Bytea => "bytea",
        PgBase::Timestamp => "timestamp",
        PgBase::TimestampTz => "timestamptz",
        PgBase::Date => "date",
    }
}
