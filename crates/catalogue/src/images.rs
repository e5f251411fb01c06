//! The images of collections: what a collection file says of them, and the one list that they are in.
//!
//! The list is a table of PostgreSQL with the images of all collections, one row for each file. A caller sees those of
//! the collections that he may see as `ivoa.obscore`.

mod companion;
mod layout;
mod list;
mod source;
mod sql;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::TableRules;

pub use companion::{Companion, stem};
pub use layout::{OwnColumn, own_columns};
pub(crate) use list::schema;
pub use list::{condition_table, with_files};
pub use source::{ImageTable, KEYWORDS, Mapped};
pub use sql::{create_sql, grant_sql};

/// The table in PostgreSQL, in the schema [`crate::tap_schema::PG_SCHEMA`].
pub const PG_TABLE: &str = "images";

/// The identifier of the collection that holds `ivoa.obscore`.
pub const COLLECTION: &str = "obscore";

/// What a collection file says of images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Images {
    /// The folder of the files; absolute once the host has read it.
    pub folder: PathBuf,
    /// What stands before the `?` of identifiers, e.g. `ivo://example.org/jplus-dr3`.
    pub publisher_did: String,
    /// The telescope, where headers do not say it.
    pub facility: Option<String>,
    /// The instrument, likewise.
    pub instrument: Option<String>,
    /// ObsCore's level of calibration, 0 to 4.
    pub calib_level: i32,
    /// The enumeration that names the filters.
    pub enumeration: Option<String>,
    /// The folder of the HiPS that are made of them; absolute once the host has read it.
    #[serde(default)]
    pub hips: Option<PathBuf>,
    /// Files that lie beside each image, if they are there.
    #[serde(default)]
    pub companions: Vec<Companion>,
    /// Whether the caller finds some of the images only: what is made of all of them is not for him.
    #[serde(default)]
    pub part: bool,
    /// Whether the caller finds the images and may not have the files.
    #[serde(default)]
    pub locked: bool,
    /// Whether everybody may have all of them.
    #[serde(default)]
    pub public: bool,
    /// Who may see which of them; never sent to plugins.
    #[serde(skip)]
    pub rules: TableRules,
    /// Header keywords that say something, where it is not those of [`KEYWORDS`]; never sent to plugins.
    #[serde(skip)]
    pub keywords: BTreeMap<String, Vec<String>>,
    /// The table that the list is made from instead of the files; never sent to plugins.
    #[serde(skip)]
    pub table: Option<ImageTable>,
}

/// What a table has that is searched by the regions which its rows cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footprint {
    /// Place in [`crate::Table::columns`] of the region as text.
    pub region: usize,
    /// The column in PostgreSQL with the same region as a geometry, `double precision[]`, unquoted.
    pub shape: String,
    /// The column in PostgreSQL with the cells that cover it, `bigint[]` with a GIN index, unquoted.
    pub cells: String,
}

/// A column whose values are not stored as users see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derived {
    /// Place in [`crate::Table::columns`].
    pub column: usize,
    /// What its values are; the type is text.
    pub value: DerivedValue,
}

/// What the values of a derived column are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DerivedValue {
    /// A text, and behind it what is stored.
    Prefixed(String),
    /// The same in all rows.
    Constant(Option<String>),
}

impl Images {
    /// The header keywords that say something, the first to be asked first.
    pub fn keywords(&self, what: &str) -> impl Iterator<Item = &str> {
        let own = self.keywords.get(what);
        let usual = KEYWORDS.iter().find(|(known, _)| *known == what && own.is_none());
        let usual = usual.into_iter().flat_map(|(_, keywords)| keywords.iter().copied());
        own.into_iter().flatten().map(String::as_str).chain(usual)
    }

    /// The folder of the HiPS of the collection `id`: what its file says, relative to `conf`, or `var/hips/ID`.
    pub fn hips_folder(&self, conf: &Path, id: &str) -> PathBuf {
        let folder = match &self.hips {
            Some(folder) => conf.join(folder),
            None => Path::new("var/hips").join(id),
        };
        std::path::absolute(&folder).unwrap_or(folder)
    }

    /// Whether a file of the folder is the companion of an image, and no image of its own.
    pub fn is_companion(&self, file: &str) -> bool {
        self.companions.iter().any(|companion| companion.is(file))
    }

    /// The path of a file of the list; `None` for one that would be outside of the folder.
    pub fn path_of(&self, file: &str) -> Option<PathBuf> {
        let below = Path::new(file);
        let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
        (is_plain && !file.is_empty()).then(|| self.folder.join(below))
    }
}

#[cfg(test)]
mod tests;
