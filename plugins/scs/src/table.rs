//! Which tables are cone searches, and which one an address means.

use catalogue::{Ident, Position, Scope, ScopedSchema, TableRef, nearest, quoted};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use plugin_api::{Error, Request, Result};

/// A table that is a cone search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConeTable<'s> {
    /// The table in the caller's catalogue.
    pub(crate) found: TableRef<'s>,
    /// Where its rows are on the sky.
    pub(crate) position: &'s Position,
}

impl<'s> ConeTable<'s> {
    fn new(found: TableRef<'s>) -> Option<Self> {
        let position = found.table.position.as_ref().filter(|_| found.table.cone_search)?;
        Some(Self { found, position })
    }

    /// The distance of a row from a point, in ADQL; `point` is what stands between its parentheses.
    pub(crate) fn distance_from(&self, point: &str) -> String {
        let columns = &self.found.table.columns;
        let [lon, lat] =
            [self.position.lon, self.position.lat].map(|place| quoted(&columns[place].field.name));
        let frame = sky::Frame::from(self.position.frame).name();
        format!("DISTANCE(POINT('{frame}', {lon}, {lat}), POINT({point}))")
    }

    /// The path below the mount, decoded: `/jplus/MagABDualObj`.
    fn plain_path(&self) -> String {
        format!("{}/{}", self.found.schema, self.found.table.name)
    }

    /// The address below that of the instance, without a query.
    pub(crate) fn url(&self, base: &str) -> String {
        let [schema, table] =
            [self.found.schema, &self.found.table.name].map(|name| utf8_percent_encode(name, RESERVED));
        format!("{base}/{schema}/{table}")
    }
}

/// What a segment of a path cannot hold as it is (RFC 3986 §3.3), and more.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All cone searches that a caller may see, in published order.
pub(crate) fn all(scope: &Scope) -> impl Iterator<Item = ConeTable<'_>> {
    scope.published().iter().flat_map(ScopedSchema::tables).filter_map(ConeTable::new)
}

/// The table that a request's address means. Case does not matter, and the identifier of a collection is as good as its
/// schema name.
pub(crate) fn of<'s>(scope: &'s Scope, request: &Request) -> Result<ConeTable<'s>> {
    let [collection, table] =
        ["collection", "table"].map(|name| request.path_param(name).unwrap_or_default());
    let by_schema = || scope.published().iter().find(|one| Ident::regular(collection).matches(&one.name));
    let by_id = || scope.published().iter().find(|one| one.collection.id == collection);
    let found = by_schema().or_else(by_id).and_then(|schema| schema.table(Ident::regular(table)));
    found
        .and_then(ConeTable::new)
        .ok_or_else(|| unknown(scope, &format!("{collection}/{table}"), found.is_some()))
}

/// What is not there, with what is near.
fn unknown(scope: &Scope, wanted: &str, is_table: bool) -> Error {
    let known: Vec<String> = all(scope).map(|table| table.plain_path()).collect();
    let near = nearest(wanted, known.iter().map(String::as_str), 5);
    let shown: String = wanted.chars().filter(|letter| !letter.is_control()).take(100).collect();
    let what = match is_table {
        true => format!("the table `{shown}` is not offered as a cone search"),
        false => format!("there is no cone search `{shown}`"),
    };
    let hint = match near.as_slice() {
        [] if known.is_empty() => "; this service has none that you may see".to_owned(),
        [] => "; the address of this service without a path lists all".to_owned(),
        near => format!("; the nearest: `{}`", near.join("`, `")),
    };
    Error::not_found(what + &hint)
}
