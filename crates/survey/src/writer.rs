//! Writes what all tables of a release have of one object.

use crate::{
    Release,
    filters::PerFilter,
    image::{Image, images},
    jpas,
    placing::Place,
    plan::Plan,
    random::Stream,
    tables::{Entry, OBJECT_TABLES},
    tuple::Tuples,
};

/// The circumstances under which objects are measured.
pub(crate) struct Writer<'p> {
    plan: &'p Plan,
    /// For each tile.
    images: Vec<PerFilter<Image>>,
    /// For each tile; empty but for the narrow-band survey.
    conditions: Vec<jpas::PerFilter<jpas::Conditions>>,
}

impl<'p> Writer<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let conditions = match plan.release {
            Release::Jpas => jpas::conditions(plan),
            Release::Dr1 | Release::Idr2 => Vec::new(),
        };
        Self { plan, images: images(plan), conditions }
    }

    /// Objects of a block: about 1.5 MB of rows.
    pub(crate) fn block_objects(&self) -> usize {
        if self.conditions.is_empty() { 1024 } else { 96 }
    }

    /// Draws an object for a place and writes its rows, in the order of [`crate::tables::object_relations`].
    pub(crate) fn write(&self, place: &Place, stream: &mut Stream, tables: &mut [Tuples]) {
        let (tile, tile_id) = (place.tile, self.plan.tiles[place.tile].tile_id);
        match self.conditions.get(tile) {
            Some(conditions) => {
                let image = &self.images[tile][0];
                jpas::Entry::new(*place, tile_id, image, conditions, stream).write(tables);
            }
            None => {
                let entry = Entry::new(*place, tile_id, &self.images[tile], stream);
                for (table, rows) in OBJECT_TABLES.iter().zip(tables) {
                    (table.write)(&entry, rows);
                }
            }
        }
    }
}
