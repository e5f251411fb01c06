//! The tables of TAP_SCHEMA described as tables like any other.

use super::layout::{ColumnSpec, ENUMERATIONS_TABLE, KeySpec, Kind, OWNER_COLUMNS, TABLES, TableSpec};
use super::{PG_SCHEMA, SCHEMA_NAME, SELF};
use crate::{
    Access, Collection, Column, Condition, Datatype, Field, ForeignKey, PgBase, PgType, Relation, Storage,
    Table, TableKind, ValueType,
};

/// TAP_SCHEMA as one caller sees it: tables whose rows are those of his visible collections and of TAP_SCHEMA itself,
/// and the enumerations.
pub fn collection<'c>(hash: &str, instance: &str, visible: impl IntoIterator<Item = &'c str>) -> Collection {
    let collections = [SELF].into_iter().chain(visible).map(str::to_owned).collect();
    let values = [vec![hash.to_owned()], vec![instance.to_owned()], collections];
    let conditions: Vec<Condition> = OWNER_COLUMNS
        .iter()
        .zip(values)
        .map(|(column, one_of)| Condition { column: (*column).to_owned(), one_of })
        .collect();
    Collection {
        id: SELF.to_owned(),
        title: "TAP_SCHEMA".to_owned(),
        description: "Tables that describe all tables and columns of this service".to_owned(),
        creators: Vec::new(),
        released: None,
        access: Access::public(),
        announced: false,
        schema: SCHEMA_NAME.to_owned(),
        tables: TABLES
            .iter()
            .map(|spec| table(spec, &conditions))
            .chain([table(&ENUMERATIONS_TABLE, &[])])
            .collect(),
        images: None,
    }
}

fn table(spec: &TableSpec, conditions: &[Condition]) -> Table {
    let relation = Relation {
        schema: PG_SCHEMA.to_owned(),
        table: spec.stored.to_owned(),
        conditions: conditions.to_vec(),
    };
    Table {
        name: spec.name.to_owned(),
        kind: TableKind::Table,
        title: None,
        description: Some(spec.description.to_owned()),
        utype: None,
        rows: None,
        relation,
        parts: Vec::new(),
        columns: spec.columns.iter().map(|column_spec| column(column_spec, spec)).collect(),
        position: None,
        foreign_keys: spec.keys.iter().map(foreign_key).collect(),
        cone_search: false,
        storage: Storage::Plain,
        statistics: None,
        public: true,
        ..Table::default()
    }
}

fn column(spec: &ColumnSpec, table: &TableSpec) -> Column {
    let (value_type, base) = match spec.kind {
        Kind::Text => (ValueType::text(), PgBase::Text),
        Kind::Integer => (ValueType::scalar(Datatype::Int), PgBase::Int4),
        Kind::Long => (ValueType::scalar(Datatype::Long), PgBase::Int8),
        Kind::Double => (ValueType::scalar(Datatype::Double), PgBase::Float8),
    };
    let mut field = Field::new(spec.name, value_type);
    field.description = Some(spec.description.to_owned());
    field.unit = spec.unit.map(str::to_owned);
    Column {
        field,
        pg_name: spec.name.to_owned(),
        pg_type: PgType::scalar(base),
        part: 0,
        // The primary key begins with the owner's columns, which every query fixes, and goes on with these.
        indexed: table.primary.first() == Some(&spec.name),
        principal: true,
        std: spec.std,
        enumeration: None,
    }
}

fn foreign_key(spec: &KeySpec) -> ForeignKey {
    let KeySpec(ours, target, theirs) = spec;
    ForeignKey {
        target: (*target).to_owned(),
        columns: vec![((*ours).to_owned(), (*theirs).to_owned())],
        description: None,
    }
}
