//! A rule in words: whom it lets in, with the users of its groups.

use catalogue::Access;
use identity::Users;
use jiff::Timestamp;
use serde::Serialize;

/// A rule as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Whom {
    /// Whether everybody is let in now.
    pub(super) public: bool,
    /// The end of the embargo, past or to come.
    pub(super) public_from: Option<String>,
    /// The groups with their users.
    pub(super) groups: Vec<Group>,
    /// The users whom it names.
    pub(super) users: Vec<String>,
    /// Where it stands.
    pub(super) rule: String,
}

/// A group with those of its users who are in users.toml and not disabled.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) users: Vec<String>,
}

impl Whom {
    pub(super) fn of(access: &Access, users: &Users, now: Timestamp, rule: String) -> Self {
        let group = |name: &String| {
            let members = users.sorted().into_iter();
            let members = members.filter(|user| !user.disabled && user.caller.groups.contains(name));
            Group { name: name.clone(), users: members.map(|user| user.caller.user.clone()).collect() }
        };
        Self {
            public: access.is_public(now),
            public_from: access.public_from.map(|from| from.to_string()),
            groups: access.groups.iter().map(group).collect(),
            users: access.users.clone(),
            rule,
        }
    }

    /// E.g. ``members of `staff` (ada, bob), user `eve`; everybody from 2027-03-01T00:00:00Z (sky.toml:4:10)``.
    pub(super) fn words(&self) -> String {
        format!("{} ({})", self.people(), self.rule)
    }

    fn people(&self) -> String {
        let groups = self.groups.iter().map(|group| match group.users.is_empty() {
            true => format!("members of `{}`", group.name),
            false => format!("members of `{}` ({})", group.name, group.users.join(", ")),
        });
        let users = self.users.iter().map(|user| format!("user `{user}`"));
        let named: Vec<String> = groups.chain(users).collect();
        let named = if named.is_empty() { "nobody".to_owned() } else { named.join(", ") };
        match (&self.public_from, self.public) {
            (None, true) => "everybody".to_owned(),
            (Some(from), true) => format!("everybody since {from}"),
            (Some(from), false) => format!("{named}; everybody from {from}"),
            (None, false) => named,
        }
    }
}
