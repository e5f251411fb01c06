//! The part of a catalogue that one caller may see.

mod cut;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::scope::HiddenEnumeration;
use crate::{Access, Audience, Collection, Scope, ScopedSchema, Table, TableRules, Viewer, images};

/// What a caller may see of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: for him the table does not exist.
    Nothing,
    /// That it exists and what it is; reading it is refused.
    Locked,
    /// The rows that satisfy any of these conditions.
    Rows(Vec<String>),
    /// All rows.
    All,
}

impl Scope {
    /// The same instance for one caller: whatever the rules do not grant is gone, the rules themselves are, too, and the
    /// hash is that of what remains.
    pub fn visible_to(&self, viewer: &Viewer) -> Self {
        let visible = |schema: &ScopedSchema| {
            let collection = cut::collection(&schema.collection, viewer)?;
            Some(ScopedSchema { name: schema.name.clone(), collection: Arc::new(collection) })
        };
        let mut schemas: Vec<_> = self.published().iter().filter_map(visible).collect();
        let hidden = hidden_enumerations(self.published(), &schemas);
        schemas.extend(images::schema(self.published(), viewer, self.image_links()));
        Self::of(self.instance(), schemas, hidden)
    }

    /// The first instant after `now` at which an embargo ends, so that some caller sees more.
    pub fn changes_after(&self, now: Timestamp) -> Option<Timestamp> {
        let ends = self.rules().into_iter().filter_map(|access| access.public_from);
        ends.filter(|&end| end > now).min()
    }

    /// Whom the rules name.
    pub fn audience(&self) -> Audience {
        let rules = self.rules();
        let users = rules.iter().flat_map(|access| access.users.iter().cloned());
        let groups = rules.iter().flat_map(|access| access.groups.iter().cloned());
        Audience { users: users.collect(), groups: groups.collect() }
    }

    fn rules(&self) -> Vec<&Access> {
        self.published().iter().flat_map(|schema| schema.collection.rules()).collect()
    }
}

/// The enumerations that columns of the whole name and none that is left of their collection. What is left does not name
/// a collection of which nothing is left.
fn hidden_enumerations(whole: &[ScopedSchema], left: &[ScopedSchema]) -> Vec<HiddenEnumeration> {
    let is_left = |id: &str| left.iter().any(|schema| schema.collection.id == id);
    let named = |schemas: &[ScopedSchema]| -> BTreeSet<HiddenEnumeration> {
        let of = |schema: &ScopedSchema| {
            let collection = Some(schema.collection.id.clone()).filter(|id| is_left(id));
            let names: Vec<String> = schema.collection.enumerations().map(str::to_lowercase).collect();
            names.into_iter().map(move |name| HiddenEnumeration { collection: collection.clone(), name })
        };
        schemas.iter().flat_map(of).collect()
    };
    named(whole).difference(&named(left)).cloned().collect()
}

impl Collection {
    /// The enumerations that its columns name.
    pub(crate) fn enumerations(&self) -> impl Iterator<Item = &str> {
        let columns = self.tables.iter().flat_map(|table| &table.columns);
        columns.filter_map(|column| column.enumeration.as_deref())
    }

    /// All rules of the collection, its tables and images, their rows and their columns.
    pub fn rules(&self) -> impl Iterator<Item = &Access> {
        let images = self.images.iter().map(|images| &images.rules);
        let all = self.tables.iter().map(|table| &table.rules).chain(images);
        std::iter::once(&self.access).chain(all.flat_map(|rules| {
            let TableRules { access, rows_for, columns, .. } = rules;
            let rows = rows_for.iter().map(|rule| &rule.access);
            access.iter().chain(rows).chain(columns.iter().map(|(_, access)| access))
        }))
    }

    /// Who may see all rows of one of its tables.
    pub fn access_of<'r>(&'r self, table: &'r Table) -> &'r Access {
        self.access_by(&table.rules)
    }

    /// Whether one of its tables is found by those who may not read it.
    pub fn announces(&self, table: &Table) -> bool {
        self.announces_by(&table.rules)
    }

    /// Whether what these rules are for is found by those who may not have it.
    pub fn announces_by(&self, rules: &TableRules) -> bool {
        rules.announced.unwrap_or(self.announced)
    }

    /// What a caller may see of one of its tables.
    pub fn sight(&self, table: &Table, viewer: &Viewer) -> Sight {
        self.sight_by(&table.rules, viewer)
    }

    /// Who may have all of its images; `None` if it has none.
    pub fn access_of_images(&self) -> Option<&Access> {
        Some(self.access_by(&self.images.as_ref()?.rules))
    }

    /// What a caller may see of its images: those that are [`Sight::Locked`] are listed, and their files refused.
    pub fn sight_of_images(&self, viewer: &Viewer) -> Sight {
        self.images.as_ref().map_or(Sight::Nothing, |images| self.sight_by(&images.rules, viewer))
    }

    /// Who may see all of what these rules of a table or of its images are for.
    pub fn access_by<'r>(&'r self, rules: &'r TableRules) -> &'r Access {
        rules.access.as_ref().unwrap_or(&self.access)
    }

    /// What a caller may see of what these rules are for.
    pub fn sight_by(&self, rules: &TableRules, viewer: &Viewer) -> Sight {
        if self.access_by(rules).allows(viewer) {
            return Sight::All;
        }
        let granted = rules.rows_for.iter().filter(|rule| rule.access.allows(viewer));
        let mut conditions: Vec<String> = granted.map(|rule| rule.condition.clone()).collect();
        conditions.sort();
        conditions.dedup();
        match conditions.is_empty() {
            false => Sight::Rows(conditions),
            true if self.announces_by(rules) => Sight::Locked,
            true => Sight::Nothing,
        }
    }
}
