//! The VOSI tables documents as JSON, with what their schema has no place for: statistics, enumerations.

use serde_json::{Map, Value, json};

use super::{Detail, type_of};
use crate::{
    Column, ColumnStatistics, Element, Enumeration, Scope, ScopedSchema, TableRef, ident, qualified_name,
};

/// All tables: `{"schemas": [...], "enumerations": {...}}`; the second without anything if `detail` is minimal. Names are
/// as queries must write them, and what is not known is null.
pub fn tableset<'e>(
    scope: &Scope,
    detail: Detail,
    enumerations: impl IntoIterator<Item = &'e Enumeration>,
) -> String {
    let schemas = scope.schemas().map(|one| schema(one, one.tables(), detail)).collect();
    document(schemas, detail, enumerations)
}

/// One table with its columns, in the same form; of the enumerations only those of its columns.
pub fn table<'e>(of: TableRef<'_>, enumerations: impl IntoIterator<Item = &'e Enumeration>) -> String {
    let is_named = |one: &&Enumeration| {
        let names = of.table.columns.iter().filter_map(|column| column.enumeration.as_deref());
        names.into_iter().any(|name| name.eq_ignore_ascii_case(&one.name))
    };
    let schema = json!({
        "name": ident::quoted(of.schema),
        "description": of.collection.description,
        "tables": [table_of(of, Detail::Max)],
    });
    document(vec![schema], Detail::Max, enumerations.into_iter().filter(is_named))
}

fn document<'e>(
    schemas: Vec<Value>,
    detail: Detail,
    enumerations: impl IntoIterator<Item = &'e Enumeration>,
) -> String {
    let mut named = Map::new();
    if detail == Detail::Max {
        for one in enumerations {
            // Several collections may have one of the same name; the first is the one that a query finds.
            named
                .entry(one.name.clone())
                .or_insert_with(|| one.elements.iter().map(element).collect::<Vec<_>>().into());
        }
    }
    json!({ "schemas": schemas, "enumerations": named }).to_string() + "\n"
}

fn schema<'s>(schema: &ScopedSchema, tables: impl Iterator<Item = TableRef<'s>>, detail: Detail) -> Value {
    json!({
        "name": ident::quoted(&schema.name),
        "description": schema.collection.description,
        "tables": tables.map(|one| table_of(one, detail)).collect::<Vec<_>>(),
    })
}

fn table_of(of: TableRef<'_>, detail: Detail) -> Value {
    let table = of.table;
    let mut told = json!({
        "name": of.qualified_name(),
        "type": type_of(of),
        "description": table.description,
        "rows": table.rows,
    });
    if detail == Detail::Max {
        let statistics = table.column_statistics();
        let columns = table.columns.iter().zip(statistics).map(|(one, found)| column(one, found));
        told["columns"] = columns.collect();
        let keys = table.foreign_keys.iter().map(|key| {
            let pairs = key.columns.iter().map(|(from, to)| json!([ident::quoted(from), ident::quoted(to)]));
            json!({
                "target": qualified_name(of.schema, &key.target),
                "columns": pairs.collect::<Vec<_>>(),
            })
        });
        told["foreignKeys"] = keys.collect();
    }
    told
}

fn column(column: &Column, found: Option<&ColumnStatistics>) -> Value {
    let field = &column.field;
    let value_type = &field.value_type;
    json!({
        "name": ident::quoted(&field.name),
        "datatype": value_type.datatype.name(),
        "arraysize": value_type.arraysize.as_ref().map(ToString::to_string),
        "unit": field.unit,
        "ucd": field.ucd,
        "utype": field.utype,
        "xtype": value_type.xtype,
        "description": field.description,
        "indexed": column.indexed,
        "principal": column.principal,
        "std": column.std,
        "enumeration": column.enumeration,
        "min": found.and_then(|found| extreme(found.min.as_deref())),
        "max": found.and_then(|found| extreme(found.max.as_deref())),
        "null_fraction": found.map(|found| found.null_fraction),
    })
}

/// A number; a timestamp, or what JSON has no number for, stays a text.
fn extreme(value: Option<&str>) -> Option<Value> {
    let text = value?;
    Some(serde_json::from_str(text).ok().filter(Value::is_number).unwrap_or_else(|| text.into()))
}

fn element(element: &Element) -> Value {
    json!({
        "name": element.name,
        "index": element.index,
        "wavelength_nm": element.wavelength_nm,
        "width_nm": element.width_nm,
        "color": element.colour,
        "description": element.description,
    })
}
