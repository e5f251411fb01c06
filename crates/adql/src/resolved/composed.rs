//! Which relations of a composed table a query reads.
//!
//! Every row of the core has its row in each part, so a part may stand for the core where nothing else of that is needed.

use catalogue::{Column, Part, Relation};

use super::TableSource;

impl<'a> TableSource<'a> {
    /// Whether columns outside the core are used, so that several relations may have to be joined.
    pub(crate) fn is_composed(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The relations that are read, by the numbers of `Column::part`; the others are joined to the first.
    pub(crate) fn relations(&self) -> Vec<usize> {
        let core = self.needs_core().then_some(0);
        core.into_iter().chain(self.parts.iter().copied()).collect()
    }

    /// A relation by its number.
    pub(crate) fn relation(&self, number: usize) -> &'a Relation {
        self.part(number).map_or(&self.table.relation, |part| &part.relation)
    }

    /// The HEALPix column of a relation.
    pub(crate) fn healpix_of(&self, number: usize) -> Option<&'a str> {
        match self.part(number) {
            Some(part) => part.healpix.as_deref(),
            None => self.table.position.as_ref().and_then(|position| position.healpix.as_deref()),
        }
    }

    /// The key columns by which two of the relations that are read are joined, those of the first one first.
    pub(crate) fn key(&self, first: usize, other: usize) -> Vec<(&'a str, &'a str)> {
        let Some(other) = self.part(other) else { return Vec::new() };
        let pairs = other.key.iter();
        pairs.map(|(core, own)| (self.key_column(first, core).unwrap_or(core), own.as_str())).collect()
    }

    /// The places of the used columns, each with the relation that gives it and its name there.
    pub(crate) fn used_in(&self, relations: &[usize]) -> Vec<(usize, usize, &'a str)> {
        let first = relations.first().copied().unwrap_or_default();
        let columns = self.table.columns.iter().enumerate().zip(&self.used).filter(|(_, used)| **used);
        columns
            .map(|((place, column), _)| {
                let (relation, name) = self.stored(column, first);
                (place, relation, name)
            })
            .collect()
    }

    /// The relation that gives a column where `first` is read first, and the name that it has there.
    pub(crate) fn stored(&self, column: &'a Column, first: usize) -> (usize, &'a str) {
        match column.part {
            0 => (first, self.key_column(first, &column.pg_name).unwrap_or(&column.pg_name)),
            part => (part, column.pg_name.as_str()),
        }
    }

    /// Whether the parts in use lack something: a column of the core, the rows that it restricts, the index, or a key
    /// by which they can be joined to each other.
    fn needs_core(&self) -> bool {
        let Some((&first, others)) = self.parts.split_first() else { return true };
        let of_core = |column: &&Column| column.part == 0;
        let columns_missing =
            self.needed().filter(of_core).any(|column| self.key_column(first, &column.pg_name).is_none());
        let joinable = |other: &usize| {
            let key = self.part(*other).map(|part| part.key.as_slice()).unwrap_or_default();
            key.iter().all(|(core, _)| self.key_column(first, core).is_some())
        };
        let indexed = self.healpix || self.narrowing.is_some();
        let index_missing = indexed && self.parts.iter().all(|part| self.healpix_of(*part).is_none());
        columns_missing
            || index_missing
            || !self.table.relation.conditions.is_empty()
            || !others.iter().all(joinable)
    }

    /// What a relation calls a column of the key of the core.
    fn key_column(&self, number: usize, core: &'a str) -> Option<&'a str> {
        match self.part(number) {
            None => Some(core),
            Some(part) => part.key.iter().find(|(known, _)| known == core).map(|(_, own)| own.as_str()),
        }
    }

    fn part(&self, number: usize) -> Option<&'a Part> {
        number.checked_sub(1).and_then(|place| self.table.parts.get(place))
    }
}
