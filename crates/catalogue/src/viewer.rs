//! Who looks at the catalogue, and when.

use std::collections::BTreeSet;

use jiff::Timestamp;

/// A caller at an instant; by default the anonymous in 1970, before all embargoes end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// His name; `None` is the anonymous.
    pub user: Option<String>,
    /// The groups that he belongs to; none for the anonymous.
    pub groups: Vec<String>,
    /// When he looks: embargoes end.
    pub now: Timestamp,
}

/// The names that rules give rights to; all other users and groups see what the anonymous see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// The users that a rule names.
    pub users: BTreeSet<String>,
    /// The groups that a rule names.
    pub groups: BTreeSet<String>,
}

impl Viewer {
    /// The caller who has not said who he is.
    pub fn anonymous(now: Timestamp) -> Self {
        Self { user: None, groups: Vec::new(), now }
    }

    /// A user with his groups.
    pub fn known(user: &str, groups: &[&str], now: Timestamp) -> Self {
        let groups = groups.iter().map(|group| (*group).to_owned()).collect();
        Self { user: Some(user.to_owned()), groups, now }
    }
}

impl Audience {
    /// A viewer with only those of a caller's names that give rights, so that callers of equal rights are equal.
    pub fn viewer(&self, user: Option<&str>, groups: &[String], now: Timestamp) -> Viewer {
        let groups: BTreeSet<&String> = groups.iter().filter(|group| self.groups.contains(*group)).collect();
        Viewer {
            user: user.filter(|user| self.users.contains(*user)).map(str::to_owned),
            groups: groups.into_iter().cloned().collect(),
            now,
        }
    }
}
