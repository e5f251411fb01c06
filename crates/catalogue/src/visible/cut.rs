//! Collections cut down to what a caller may see, so that nothing of the rest is in them.

use std::collections::{BTreeSet, HashSet};

use super::Sight;
use crate::{Access, Collection, Column, Images, Position, Table, TableRules, Viewer};

/// The collection with the tables that the caller sees; `None` if he sees none.
pub(super) fn collection(whole: &Collection, viewer: &Viewer) -> Option<Collection> {
    let mut tables: Vec<Table> = whole.tables.iter().filter_map(|one| table(whole, one, viewer)).collect();
    let images = images(whole, viewer);
    if tables.is_empty() && images.is_none() {
        return None;
    }
    keep_whole_keys(&mut tables);
    Some(Collection {
        id: whole.id.clone(),
        title: whole.title.clone(),
        description: whole.description.clone(),
        creators: whole.creators.clone(),
        released: whole.released.clone(),
        access: Access::default(),
        announced: false,
        schema: whole.schema.clone(),
        tables,
        images,
    })
}

fn images(collection: &Collection, viewer: &Viewer) -> Option<Images> {
    let sight = collection.sight_of_images(viewer);
    let images = collection.images.as_ref().filter(|_| sight != Sight::Nothing)?;
    Some(Images {
        locked: sight == Sight::Locked,
        part: matches!(sight, Sight::Rows(_)),
        public: collection.access_of_images()?.is_public(viewer.now),
        rules: TableRules::default(),
        ..images.clone()
    })
}

fn table(collection: &Collection, whole: &Table, viewer: &Viewer) -> Option<Table> {
    let sight = collection.sight(whole, viewer);
    let row_filters = match &sight {
        Sight::Nothing => return None,
        Sight::Locked | Sight::All => Vec::new(),
        Sight::Rows(conditions) => conditions.clone(),
    };
    let allowed =
        |column: &Column| whole.rules.column(&column.field.name).is_none_or(|access| access.allows(viewer));
    let (columns, hidden): (Vec<_>, Vec<_>) = whole.columns.iter().cloned().partition(allowed);
    if columns.is_empty() {
        return None;
    }
    let hidden_columns = hidden.into_iter().filter(|column| named_in(&row_filters, column)).collect();
    let position = position(whole, &allowed);
    let is_whole = sight == Sight::All;
    let mut table = Table {
        name: whole.name.clone(),
        kind: whole.kind,
        title: whole.title.clone(),
        description: whole.description.clone(),
        utype: whole.utype.clone(),
        rows: whole.rows.filter(|_| is_whole),
        relation: whole.relation.clone(),
        parts: whole.parts.clone(),
        cone_search: whole.cone_search && position.is_some(),
        statistics: whole.statistics.as_ref().filter(|_| is_whole).cloned(),
        columns,
        position,
        foreign_keys: whole.foreign_keys.clone(),
        // Only the list of images has them, which is made of what is visible.
        footprint: None,
        derived: Vec::new(),
        storage: whole.storage,
        row_filters,
        hidden_columns,
        locked: sight == Sight::Locked,
        public: collection.access_of(whole).is_public(viewer.now),
        rules: TableRules::default(),
    };
    keep_known_statistics(&mut table);
    keep_used_parts(&mut table);
    Some(table)
}

/// Whether a condition may name the column: its name is somewhere in the text.
fn named_in(conditions: &[String], column: &Column) -> bool {
    let name = column.field.name.replace('"', "\"\"").to_lowercase();
    conditions.iter().any(|condition| condition.to_lowercase().contains(&name))
}

/// The position, if the caller sees both of its columns.
fn position(whole: &Table, allowed: &dyn Fn(&Column) -> bool) -> Option<Position> {
    let position = whole.position.as_ref()?;
    let place = |of: usize| {
        let (column, before) = (whole.columns.get(of)?, whole.columns.get(..of)?);
        allowed(column).then(|| before.iter().filter(|column| allowed(column)).count())
    };
    Some(Position { lon: place(position.lon)?, lat: place(position.lat)?, ..position.clone() })
}

/// Leaves the statistics of columns that are there, and the coverage only with the position.
fn keep_known_statistics(table: &mut Table) {
    let Some(known) = &mut table.statistics else { return };
    let there: HashSet<(usize, &str)> =
        table.columns.iter().map(|column| (column.part, column.pg_name.as_str())).collect();
    known.columns.retain(|column| there.contains(&(column.part, column.pg_name.as_str())));
    if table.position.is_none() {
        known.moc = None;
    }
}

/// Leaves the parts that hold a column which is there, under their new numbers.
fn keep_used_parts(table: &mut Table) {
    let columns = table.columns.iter().chain(&table.hidden_columns);
    let used: BTreeSet<usize> = columns.map(|column| column.part).filter(|&part| part > 0).collect();
    let used: Vec<usize> = used.into_iter().collect();
    let parts = std::mem::take(&mut table.parts).into_iter().enumerate();
    let kept = parts.filter(|(place, _)| used.binary_search(&(place + 1)).is_ok());
    table.parts = kept.map(|(_, part)| part).collect();
    if table.position.is_none() {
        table.parts.iter_mut().for_each(|part| part.healpix = None);
    }
    let renumber = |part: &mut usize| *part = used.binary_search(part).map_or(0, |place| place + 1);
    table.columns.iter_mut().chain(&mut table.hidden_columns).for_each(|column| renumber(&mut column.part));
    let known = table.statistics.iter_mut().flat_map(|known| &mut known.columns);
    known.for_each(|column| renumber(&mut column.part));
}

/// Leaves the foreign keys of which all columns are there, on both sides.
fn keep_whole_keys(tables: &mut [Table]) {
    let names = |table: &Table| {
        let columns = table.columns.iter().map(|column| column.field.name.clone());
        (table.name.clone(), columns.collect::<Vec<String>>())
    };
    let there: Vec<(String, Vec<String>)> = tables.iter().map(names).collect();
    for (table, (_, own)) in tables.iter_mut().zip(&there) {
        table.foreign_keys.retain(|key| {
            let target = there.iter().find(|(name, _)| *name == key.target);
            target.is_some_and(|(_, theirs)| {
                key.columns.iter().all(|(our, their)| own.contains(our) && theirs.contains(their))
            })
        });
    }
}
