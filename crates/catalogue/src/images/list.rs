//! The list of images as a caller sees it: the table `ivoa.obscore`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::{BAND, OwnColumn, own_columns};
use super::{COLLECTION, Derived, DerivedValue, Footprint, PG_TABLE, sql};
use crate::obscore::{MANDATORY, OPTIONAL, ObscoreColumn, SCHEMA_NAME, TABLE_NAME, UTYPE_PREFIX};
use crate::tap_schema::PG_SCHEMA;
use crate::{
    Access, Collection, Column, Condition, Datatype, Field, Frame, PgBase, PgType, Position, Relation, Scope,
    ScopedSchema, Sight, Table, TableKind, ValueType, Viewer,
};

/// The column whose values follow from where the host is.
pub(super) const ACCESS_URL: &str = "access_url";

/// The media type of links (DataLink 1.1 §3.4); pyvo compares it as text, so there is no blank in it.
const LINKS_TYPE: &str = "application/x-votable+xml;content=datalink";

/// The schema `ivoa` with the images that a caller sees of what an instance publishes; `None` if there are none, or if a
/// collection has that name. `links` is the address that identifiers are to be put behind, percent-encoded.
pub(crate) fn schema(whole: &[ScopedSchema], viewer: &Viewer, links: Option<&str>) -> Option<ScopedSchema> {
    if whole.iter().any(|schema| schema.name.eq_ignore_ascii_case(SCHEMA_NAME)) {
        return None;
    }
    let sights: BTreeMap<&str, Sight> = whole
        .iter()
        .map(|schema| (schema.collection.id.as_str(), schema.collection.sight_of_images(viewer)))
        .filter(|(_, sight)| *sight != Sight::Nothing)
        .collect();
    if sights.is_empty() {
        return None;
    }
    let is_public = |schema: &ScopedSchema| {
        let seen = sights.contains_key(schema.collection.id.as_str());
        !seen || schema.collection.access_of_images().is_some_and(|access| access.is_public(viewer.now))
    };
    let mut table = table(links);
    table.public = whole.iter().all(is_public);
    let one_of = sights.keys().map(|&id| id.to_owned()).collect();
    table.relation.conditions = vec![Condition { column: "collection".to_owned(), one_of }];
    table.row_filters = row_filters(&sights);
    let collection = Collection {
        id: COLLECTION.to_owned(),
        title: "Images".to_owned(),
        description: "The images of all collections of this service, as ObsCore has them".to_owned(),
        creators: Vec::new(),
        released: None,
        access: Access::default(),
        announced: false,
        schema: SCHEMA_NAME.to_owned(),
        tables: vec![table],
        images: None,
    };
    Some(ScopedSchema { name: SCHEMA_NAME.to_owned(), collection: Arc::new(collection) })
}

/// The table as conditions of `[[images.rows_for]]` see it, for their check.
pub fn condition_table() -> Table {
    table(None)
}

/// The scope in which services may name the hidden columns of the list too, and in which `access_format` is that of the
/// file.
pub fn with_files(scope: &Scope) -> Scope {
    scope.with_table_of(COLLECTION, |table| {
        table.columns.append(&mut table.hidden_columns);
        table.derived.retain(|one| !matches!(one.value, DerivedValue::Constant(Some(_))));
    })
}

/// The rows of collections of which the caller sees a part, and all rows of the others; nothing if he sees all rows.
fn row_filters(sights: &BTreeMap<&str, Sight>) -> Vec<String> {
    let quoted = |id: &str| format!("'{}'", id.replace('\'', "''"));
    let is_part = |sight: &Sight| matches!(sight, Sight::Rows(_));
    if !sights.values().any(is_part) {
        return Vec::new();
    }
    let whole: Vec<String> =
        sights.iter().filter(|(_, sight)| !is_part(sight)).map(|(id, _)| quoted(id)).collect();
    let mut filters = Vec::new();
    if !whole.is_empty() {
        filters.push(format!("collection IN ({})", whole.join(", ")));
    }
    for (id, sight) in sights {
        if let Sight::Rows(conditions) = sight {
            filters.extend(conditions.iter().map(|one| format!("collection = {} AND ({one})", quoted(id))));
        }
    }
    filters
}

/// The table, with the rows of all collections.
fn table(links: Option<&str>) -> Table {
    let mut columns: Vec<Column> = MANDATORY
        .iter()
        .map(|column| Column { principal: true, ..standard(column) })
        .chain(OPTIONAL.iter().map(standard))
        .collect();
    let (shown, hidden): (Vec<Column>, Vec<Column>) =
        own_columns().iter().map(OwnColumn::column).partition(|column| column.field.name == BAND);
    columns.extend(shown);
    let place = |name: &str| columns.iter().position(|column| column.field.name == name).unwrap_or_default();
    let constant = |name, text: &str| Derived {
        column: place(name),
        value: DerivedValue::Constant(Some(text.to_owned())),
    };
    let derived = match links {
        Some(links) => {
            let value = DerivedValue::Prefixed(links.to_owned());
            vec![Derived { column: place(ACCESS_URL), value }, constant("access_format", LINKS_TYPE)]
        }
        None => vec![Derived { column: place(ACCESS_URL), value: DerivedValue::Constant(None) }],
    };
    let position = Position {
        lon: place("s_ra"),
        lat: place("s_dec"),
        healpix: Some("healpix".to_owned()),
        frame: Frame::Icrs,
    };
    let footprint =
        Footprint { region: place("s_region"), shape: "shape".to_owned(), cells: "cells".to_owned() };
    Table {
        name: TABLE_NAME.to_owned(),
        kind: TableKind::Table,
        title: Some("Images".to_owned()),
        description: Some("A file with an image, or with several".to_owned()),
        utype: Some("ivo://ivoa.net/std/obscore#table-1.1".to_owned()),
        relation: Relation {
            schema: PG_SCHEMA.to_owned(),
            table: PG_TABLE.to_owned(),
            conditions: Vec::new(),
        },
        position: Some(position),
        footprint: Some(footprint),
        derived,
        columns,
        hidden_columns: hidden,
        ..Table::default()
    }
}

/// A column of ObsCore.
fn standard(column: &ObscoreColumn) -> Column {
    let value_type = match column.datatype {
        Datatype::Char if column.is_timestamp() => ValueType::timestamp(),
        Datatype::Char if column.name == "s_region" => {
            ValueType { xtype: Some("adql:REGION".to_owned()), ..ValueType::text() }
        }
        Datatype::Char => ValueType::text(),
        datatype => ValueType::scalar(datatype),
    };
    let mut field = Field::new(column.name, value_type);
    field.unit = column.unit.map(str::to_owned);
    field.ucd = Some(column.ucd.to_owned());
    field.utype = Some(format!("{UTYPE_PREFIX}{}", column.utype));
    field.description = Some(column.description.to_owned());
    field.frame = matches!(column.name, "s_ra" | "s_dec" | "s_region").then_some(Frame::Icrs);
    let is_url = column.name == ACCESS_URL;
    Column {
        field,
        // The address is put before what identifies the row.
        pg_name: if is_url { "links_id" } else { column.name }.to_owned(),
        pg_type: if is_url { PgType::scalar(PgBase::Text) } else { sql::pg_type(column) },
        part: 0,
        indexed: matches!(column.name, "s_ra" | "s_dec" | "s_region" | "obs_publisher_did"),
        principal: false,
        std: true,
        enumeration: None,
    }
}
