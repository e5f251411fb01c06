//! Row filters: their SQL, their errors, and that no query in a real PostgreSQL sees more than they let through.

mod database;
mod oracle;
mod sql;

use std::sync::Arc;

use adql::{Options, Translation, translate};
use catalogue::{Scope, ScopedSchema, Table};
use sky::Healpix;

use crate::sample;

/// The sample with a table changed.
pub fn scope_with(name: &str, change: impl Fn(&mut Table)) -> Scope {
    let changed = |schema: &ScopedSchema| {
        let mut collection = (*schema.collection).clone();
        let tables = collection.tables.iter_mut();
        tables.filter(|table| format!("{}.{}", schema.name, table.name) == name).for_each(&change);
        ScopedSchema { name: schema.name.clone(), collection: Arc::new(collection) }
    };
    let scope = sample::scope();
    Scope::new(scope.hash(), scope.instance(), scope.published().iter().map(changed).collect())
}

/// The sample with rows of a table hidden; `hidden` are the names of columns that the caller may not name.
pub fn filtered(name: &str, filters: &[&str], hidden: &[&str]) -> Scope {
    scope_with(name, |table| {
        table.row_filters = filters.iter().map(|&filter| filter.to_owned()).collect();
        for name in hidden {
            let place = table.columns.iter().position(|column| column.field.name == *name).unwrap();
            table.hidden_columns.push(table.columns.remove(place));
            if let Some(position) = &mut table.position {
                position.lon -= usize::from(position.lon > place);
                position.lat -= usize::from(position.lat > place);
            }
        }
    })
}

/// The translation against a scope.
pub fn translated(query: &str, scope: &Scope) -> Translation {
    let options = Options { extensions: sample::options().extensions, ..Options::default() };
    translate(query, scope, &Healpix, &options).unwrap_or_else(|error| panic!("{query}: {error}"))
}
