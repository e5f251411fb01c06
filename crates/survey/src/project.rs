//! The surveys that the demo can serve.

use crate::Release;

/// A survey of the demo: what is made and served together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Project {
    /// Twelve filters, two releases, many tables.
    Jplus,
    /// 59 filters in 16 apertures, one composed table.
    Jpas,
}

impl Project {
    /// All surveys.
    pub const ALL: [Self; 2] = [Self::Jplus, Self::Jpas];

    /// The name, which is that of the schema for users.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jplus => "jplus",
            Self::Jpas => "jpas",
        }
    }

    /// The releases.
    pub fn releases(self) -> &'static [Release] {
        match self {
            Self::Jplus => &Release::JPLUS,
            Self::Jpas => &[Release::Jpas],
        }
    }

    /// How many objects a survey has unless somebody says otherwise.
    pub fn objects_default(self) -> u64 {
        match self {
            Self::Jplus => 100_000,
            Self::Jpas => 20_000,
        }
    }
}
