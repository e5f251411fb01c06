//! Who may see something: the rules of collection files, which all grant and never take away.

use jiff::Timestamp;

use crate::Viewer;

/// A rule as its file says it; the default lets nobody in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Everybody, also the anonymous.
    pub public: bool,
    /// Members of at least one of these groups.
    pub groups: Vec<String>,
    /// These users.
    pub users: Vec<String>,
    /// The instant from which everybody is let in: the end of an embargo.
    pub public_from: Option<Timestamp>,
}

/// What a table's rules are, beside that of its collection. They decide what crosses to plugins and never cross themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRules {
    /// Who may see all rows; `None`: whom the collection lets in.
    pub access: Option<Access>,
    /// Who may see some rows.
    pub rows_for: Vec<RowRule>,
    /// Columns that fewer may see than the table, by their published names.
    pub columns: Vec<(String, Access)>,
    /// Whether those who may not read the table find it in the metadata; `None`: as the collection says.
    pub announced: Option<bool>,
}

/// Who may see the rows that satisfy a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRule {
    /// Who.
    pub access: Access,
    /// The condition, ADQL over columns of the table.
    pub condition: String,
}

/// Why a caller is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Everybody is.
    Public,
    /// Everybody is since an instant.
    PublicSince(Timestamp),
    /// The rule names him.
    Named,
    /// He belongs to this group.
    Member(String),
}

impl Access {
    /// A rule that lets everybody in.
    pub fn public() -> Self {
        Self { public: true, ..Self::default() }
    }

    /// A rule that lets the members of groups in.
    pub fn groups<'g>(groups: impl IntoIterator<Item = &'g str>) -> Self {
        Self { groups: groups.into_iter().map(str::to_owned).collect(), ..Self::default() }
    }

    /// Whether a caller is let in.
    pub fn allows(&self, viewer: &Viewer) -> bool {
        self.reason(viewer).is_some()
    }

    /// Why a caller is let in; `None` if he is not.
    pub fn reason(&self, viewer: &Viewer) -> Option<Reason> {
        if self.public {
            return Some(Reason::Public);
        }
        if let Some(from) = self.public_from.filter(|&from| from <= viewer.now) {
            return Some(Reason::PublicSince(from));
        }
        if viewer.user.as_ref().is_some_and(|user| self.users.contains(user)) {
            return Some(Reason::Named);
        }
        let group = viewer.groups.iter().find(|group| self.groups.contains(group));
        group.map(|group| Reason::Member(group.clone()))
    }

    /// Whether everybody is let in at an instant.
    pub fn is_public(&self, now: Timestamp) -> bool {
        self.public || self.public_from.is_some_and(|from| from <= now)
    }
}

impl TableRules {
    /// The rule of a column; `None`: whoever sees the table sees the column.
    pub fn column(&self, name: &str) -> Option<&Access> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, access)| access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn groups_let_their_members_in_and_nobody_else() {
        let access = Access::groups(["survey", "staff"]);
        let member = |groups: &[&str]| Viewer::known("ada", groups, Timestamp::UNIX_EPOCH);
        assert!(access.allows(&member(&["visitors", "staff"])));
        assert!(!access.allows(&member(&["visitors"])));
        assert!(!access.allows(&Viewer::anonymous(Timestamp::UNIX_EPOCH)));
        assert!(Access::public().allows(&Viewer::anonymous(Timestamp::UNIX_EPOCH)));
        assert!(!Access::default().allows(&member(&["staff"])));
    }

    #[test]
    fn a_user_is_let_in_by_name_and_not_by_the_name_of_a_group() {
        let access = Access { users: vec!["ada".to_owned()], ..Access::groups(["staff"]) };
        assert!(access.allows(&Viewer::known("ada", &[], Timestamp::UNIX_EPOCH)));
        assert!(!access.allows(&Viewer::known("staff", &["ada"], Timestamp::UNIX_EPOCH)));
    }

    #[test]
    fn an_embargo_ends_at_its_instant() {
        let end = at("2026-09-01T02:00:00+02:00");
        let access = Access { public_from: Some(end), ..Access::groups(["staff"]) };
        let sees = |now: &str| access.allows(&Viewer::anonymous(at(now)));
        assert!(!sees("2026-08-31T23:59:59.999999999Z"));
        assert!(sees("2026-09-01T00:00:00Z"));
        assert!(access.allows(&Viewer::known("ada", &["staff"], at("2026-01-01T00:00:00Z"))));
    }
}
