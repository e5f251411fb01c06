//! The statements that turn a role as it is into what it should be.

use std::collections::BTreeSet;

use database::{quote_name, quote_text};

use crate::Role;
use crate::actual::Actual;
use crate::sql::{self, Name};

impl Role {
    /// The statements, in their order; none where the role is as it should be. `today` is the day of its last use.
    ///
    /// Relations that are not there are left out: queries of them fail all the same.
    pub(crate) fn statements(&self, actual: &Actual, today: &str) -> Vec<String> {
        let mut statements = self.making(actual, today);
        statements.extend(self.memberships(actual));
        statements.extend(self.schemas(actual));
        statements.extend(self.revoked(actual));
        statements.extend(self.granted(actual));
        statements
    }

    fn making(&self, actual: &Actual, today: &str) -> Vec<String> {
        let name = quote_name(&self.name);
        // Another host may make the same role at the same time.
        let create = format!(
            "DO $armilla$ BEGIN CREATE ROLE {name} NOLOGIN; \
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $armilla$"
        );
        let comment = format!("{}, needed on {today}", self.mark);
        let noted = format!("COMMENT ON ROLE {name} IS {}", quote_text(&comment));
        match &actual.comment {
            None => vec![create, noted],
            Some(known) if *known != comment => vec![noted],
            Some(_) => Vec::new(),
        }
    }

    fn memberships(&self, actual: &Actual) -> Vec<String> {
        let name = quote_name(&self.name);
        let gained = self.member_of.difference(&actual.member_of);
        let lost = actual.member_of.difference(&self.member_of);
        let temporary = actual.no_temporary.iter().filter(|_| self.login.is_some());
        let login = self.login.iter().filter(|&login| !actual.members.contains(login));
        lost.map(|other| format!("REVOKE {} FROM {name}", quote_name(other)))
            .chain(gained.map(|other| format!("GRANT {} TO {name}", quote_name(other))))
            .chain(
                temporary.map(|database| {
                    format!("GRANT TEMPORARY ON DATABASE {} TO {name}", quote_name(database))
                }),
            )
            .chain(login.map(|login| format!("GRANT {name} TO {}", quote_name(login))))
            .collect()
    }

    fn schemas(&self, actual: &Actual) -> Vec<String> {
        let name = quote_name(&self.name);
        let wanted = self.reads.relations().map(|(relation, _)| relation);
        let wanted = wanted.filter(|relation| actual.live.contains_key(relation));
        let wanted: BTreeSet<String> = wanted.map(|(schema, _)| schema.clone()).collect();
        let lost = actual.schemas.difference(&wanted);
        let gained = wanted.difference(&actual.schemas);
        lost.map(|schema| format!("REVOKE ALL ON SCHEMA {} FROM {name}", quote_name(schema)))
            .chain(gained.map(|schema| format!("GRANT USAGE ON SCHEMA {} TO {name}", quote_name(schema))))
            .collect()
    }

    /// What it has and should not have.
    fn revoked(&self, actual: &Actual) -> Vec<String> {
        let name = quote_name(&self.name);
        let relations: BTreeSet<_> = actual.tables.keys().chain(actual.columns.keys()).collect();
        let mut statements = Vec::new();
        for relation in relations {
            if !self.keeps(actual, relation) {
                // Takes the grants on columns as well.
                statements.push(format!("REVOKE ALL ON {} FROM {name}", sql::relation(relation)));
            }
        }
        statements
    }

    /// Whether what it has on a relation is part of what it should have.
    fn keeps(&self, actual: &Actual, relation: &Name) -> bool {
        let Some((whole, wanted)) = self.wanted(actual, relation) else { return false };
        let mut privileges = actual.tables.get(relation).into_iter().flatten();
        let mut columns = actual.columns.get(relation).into_iter().flatten();
        privileges.all(|privilege| whole && privilege == "SELECT")
            && columns.all(|column| wanted.contains(column))
    }

    /// Whether it should read all columns of a relation, and which.
    fn wanted(&self, actual: &Actual, relation: &Name) -> Option<(bool, BTreeSet<String>)> {
        let live = actual.live.get(relation)?;
        let published = self.reads.columns_of(relation)?;
        let wanted: BTreeSet<String> = published.intersection(live).cloned().collect();
        Some((wanted.len() == live.len(), wanted))
    }

    /// What it should have and does not.
    fn granted(&self, actual: &Actual) -> Vec<String> {
        let name = quote_name(&self.name);
        let mut statements = Vec::new();
        for (relation, _) in self.reads.relations() {
            let Some((whole, mut wanted)) = self.wanted(actual, relation) else { continue };
            let sql = sql::relation(relation);
            let keeps = self.keeps(actual, relation);
            if whole {
                let has = actual.tables.get(relation).is_some_and(|has| has.contains("SELECT"));
                if !(keeps && has) {
                    statements.push(format!("GRANT SELECT ON {sql} TO {name}"));
                }
                continue;
            }
            if let Some(has) = actual.columns.get(relation).filter(|_| keeps) {
                wanted.retain(|column| !has.contains(column));
            }
            if !wanted.is_empty() {
                let columns: Vec<String> = wanted.iter().map(|column| quote_name(column)).collect();
                statements.push(format!("GRANT SELECT ({}) ON {sql} TO {name}", columns.join(", ")));
            }
        }
        statements
    }
}
