//! The roles that a catalogue asks for, with names that follow from what they may do.

use std::collections::BTreeSet;

use catalogue::{Collection, Scope, tap_schema};
use sha2::{Digest, Sha256};

use crate::filters::Filters;
use crate::{MARK, Reads};

/// The longest name in bytes; PostgreSQL cuts a longer one.
const NAME_BYTES_MAX: usize = 63;
/// Hexadecimal digits of the hash in a name.
const HASH_DIGITS: usize = 12;

/// What the names of all roles of a host have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The beginning of each name.
    pub prefix: String,
    /// The database: roles belong to all databases of a server, grants to one.
    pub database: String,
    /// The login that queries run under, which becomes a member of the roles of views.
    pub login: String,
    /// Whether row filters become policies of row-level security.
    pub row_security: bool,
}

/// A role as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// What is written beside it, but for the day, so that it is known as ours.
    pub mark: String,
    /// The roles whose rights it has.
    pub member_of: BTreeSet<String>,
    /// The login that may take it on.
    pub login: Option<String>,
    /// What it reads by grants of its own.
    pub reads: Reads,
    /// Which rows it reads of them, where it does not read all.
    pub(crate) filters: Filters,
}

impl Naming {
    /// The mark of all roles that are ours.
    pub fn mark(&self) -> String {
        format!("{MARK} for {} in database {}", self.prefix, self.database)
    }

    /// The role that reads the tables behind TAP_SCHEMA, of which every view's is a member.
    pub fn metadata(&self) -> Role {
        let tables = tap_schema::collection("", "", []).tables;
        self.role("tap_schema", BTreeSet::new(), Reads::of(&tables), &[])
    }

    /// The role that reads all of a collection.
    pub fn collection(&self, collection: &Collection) -> Role {
        self.role(&collection.id, BTreeSet::new(), Reads::of(&collection.tables), &[])
    }

    /// The role of those who see `seen` of `whole`: a member of the roles of the collections that they see whole. The
    /// conditions of row filters are part of its name, since they are to hold for it and no other.
    pub fn view(&self, seen: &Scope, whole: &Scope) -> Role {
        let mut member_of = BTreeSet::from([self.metadata().name]);
        let (mut reads, mut words) = (Reads::default(), Vec::new());
        for schema in seen.published() {
            let collection = &schema.collection;
            let all = whole.published().iter().find(|all| all.collection.id == collection.id);
            let own = Reads::of(&collection.tables);
            let filtered = collection.tables.iter().filter(|table| !table.row_filters.is_empty());
            let before = words.len();
            words.extend(filtered.flat_map(|table| {
                let relation = &table.relation;
                [&relation.schema, &relation.table].into_iter().chain(&table.row_filters).cloned()
            }));
            match all {
                Some(all) if words.len() == before && Reads::of(&all.collection.tables) == own => {
                    member_of.insert(self.collection(&all.collection).name);
                }
                _ => reads.extend(own),
            }
        }
        let filters = if self.row_security { Filters::of(seen) } else { Filters::default() };
        // The same conditions may be other SQL another day.
        words.extend(filters.words().map(str::to_owned));
        let role = self.role("view", member_of, reads, &words);
        Role { login: Some(self.login.clone()), filters, ..role }
    }

    fn role(&self, what: &str, member_of: BTreeSet<String>, reads: Reads, more: &[String]) -> Role {
        let mut digest = Sha256::new();
        let words = [&*self.prefix, &*self.database, what].into_iter().chain(reads.names());
        for word in words.chain(member_of.iter().chain(more).map(String::as_str)) {
            digest.update((word.len() as u64).to_be_bytes());
            digest.update(word);
        }
        let mut hash: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        hash.truncate(HASH_DIGITS);
        let mut name = format!("{}/{}/{what}", self.prefix, self.database);
        name.truncate(name.floor_char_boundary(NAME_BYTES_MAX - HASH_DIGITS - 1));
        Role {
            name: format!("{name}/{hash}"),
            mark: self.mark(),
            member_of,
            login: None,
            reads,
            filters: Filters::default(),
        }
    }
}
