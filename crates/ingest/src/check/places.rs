//! One relation of a published table, and the places of what the file says of it.

use catalogue::lint::Places;
use catalogue::{Relation, Table};
use conf_file::Place;

use crate::row::quoted;

/// The core of a published table (part 0), or a part of it.
pub(super) struct Where<'c> {
    pub(super) places: &'c Places,
    /// The number of the table in the file.
    pub(super) number: usize,
    pub(super) table: &'c Table,
    pub(super) part: usize,
}

impl<'c> Where<'c> {
    /// Its name in PostgreSQL.
    pub(super) fn relation(&self) -> &'c Relation {
        match self.part.checked_sub(1) {
            Some(part) => &self.table.parts[part].relation,
            None => &self.table.relation,
        }
    }

    /// The column with the HEALPix index.
    pub(super) fn healpix(&self) -> Option<&'c str> {
        match self.part.checked_sub(1) {
            Some(part) => self.table.parts[part].healpix.as_deref(),
            None => self.table.position.as_ref()?.healpix.as_deref(),
        }
    }

    /// The columns of longitude and latitude in PostgreSQL; of the core only.
    pub(super) fn position(&self) -> Option<(&'c str, &'c str)> {
        let position = self.table.position.as_ref().filter(|_| self.part == 0)?;
        let name = |place: usize| self.table.columns[place].pg_name.as_str();
        Some((name(position.lon), name(position.lat)))
    }

    /// A key of the table; of a part, its list of parts.
    pub(super) fn place(&self, key: &str) -> Place {
        self.places.table(self.number, if self.part == 0 { key } else { "parts" })
    }

    /// A key of a column.
    pub(super) fn column(&self, name: &str, key: &str) -> Place {
        self.places.column(self.number, name, key)
    }

    /// The name as people read it.
    pub(super) fn shown(&self) -> String {
        format!("{}.{}", self.relation().schema, self.relation().table)
    }

    /// The name as SQL reads it.
    pub(super) fn sql(&self) -> String {
        format!("{}.{}", quoted(&self.relation().schema), quoted(&self.relation().table))
    }
}
