//! Who may see a collection.

use serde::{Deserialize, Serialize};

/// The access rule of a collection, as its file says it: `"public"` or `{ groups = [...] }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Everybody, also the anonymous.
    Public,
    /// Members of at least one of these groups; an empty list is nobody.
    Groups(Vec<String>),
}

impl Access {
    /// Whether a caller who belongs to `groups` may see the collection.
    pub fn allows<'g>(&self, groups: impl IntoIterator<Item = &'g str>) -> bool {
        match self {
            Self::Public => true,
            Self::Groups(allowed) => groups.into_iter().any(|group| allowed.iter().any(|name| name == group)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_let_their_members_in_and_nobody_else() {
        let access = Access::Groups(vec!["survey".to_owned(), "staff".to_owned()]);
        assert!(access.allows(["visitors", "staff"]));
        assert!(!access.allows(["visitors"]));
        assert!(!access.allows([]));
        assert!(Access::Public.allows([]));
        assert!(!Access::Groups(Vec::new()).allows(["staff"]));
    }
}
