//! The prepared statements that a connection keeps for the next query of the same text.

use std::collections::HashMap;

use postgres_types::Type;
use tokio_postgres::Statement;

/// How many statements a connection keeps: as many kinds of small queries as services have, several times over.
const KEPT_MAX: usize = 64;

/// The longest text of a kept statement in bytes. Longer ones hold a user's own lists, which do not come again, and
/// their plans would fill the memory of the backend.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// Statements by their text. The one that was not used for the longest time makes room for another.
pub(crate) struct Statements<S = Statement> {
    kept: HashMap<String, Kept<S>>,
    /// Counts uses.
    clock: u64,
}

struct Kept<S> {
    statement: S,
    types: Vec<Type>,
    used: u64,
}

impl<S> Default for Statements<S> {
    fn default() -> Self {
        Self { kept: HashMap::new(), clock: 0 }
    }
}

/// Whether a statement is worth keeping: one with parameters is made to be run again with other values.
pub(crate) fn is_worth_keeping(sql: &str, types: &[Type]) -> bool {
    !types.is_empty() && sql.len() <= TEXT_BYTES_MAX
}

impl<S: Clone> Statements<S> {
    /// The statement of that text, for parameters of those types.
    pub fn get(&mut self, sql: &str, types: &[Type]) -> Option<S> {
        let kept = self.kept.get_mut(sql).filter(|kept| kept.types == types)?;
        self.clock += 1;
        kept.used = self.clock;
        Some(kept.statement.clone())
    }

    /// Keeps a statement, in the place of another of the same text.
    pub fn put(&mut self, sql: &str, types: &[Type], statement: S) {
        if self.kept.len() >= KEPT_MAX && !self.kept.contains_key(sql) {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.used);
            if let Some(oldest) = oldest.map(|(sql, _)| sql.clone()) {
                self.kept.remove(&oldest);
            }
        }
        self.clock += 1;
        self.kept.insert(sql.to_owned(), Kept { statement, types: types.to_vec(), used: self.clock });
    }

    /// Forgets a statement; the server does as well once nobody uses it.
    pub fn forget(&mut self, sql: &str) {
        self.kept.remove(sql);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [Type; 1] = [Type::INT8];

    #[test]
    fn the_statement_that_was_unused_for_longest_makes_room() {
        let mut statements = Statements::<usize>::default();
        for number in 0..KEPT_MAX {
            statements.put(&number.to_string(), &TYPES, number);
        }
        assert_eq!(statements.get("0", &TYPES), Some(0));
        statements.put("new", &TYPES, 1000);
        assert_eq!(statements.get("1", &TYPES), None);
        assert_eq!((statements.get("0", &TYPES), statements.get("new", &TYPES)), (Some(0), Some(1000)));
        assert_eq!(statements.kept.len(), KEPT_MAX);
    }

    #[test]
    fn parameters_of_other_types_need_another_statement() {
        let mut statements = Statements::<usize>::default();
        statements.put("a", &TYPES, 1);
        assert_eq!(statements.get("a", &[Type::FLOAT8]), None);
        statements.put("a", &[Type::FLOAT8], 2);
        assert_eq!((statements.get("a", &TYPES), statements.get("a", &[Type::FLOAT8])), (None, Some(2)));
        statements.forget("a");
        assert_eq!(statements.get("a", &[Type::FLOAT8]), None);
    }

    #[test]
    fn long_texts_and_texts_without_parameters_are_not_kept() {
        assert!(is_worth_keeping("SELECT $1", &TYPES));
        assert!(!is_worth_keeping("SELECT 1", &[]));
        assert!(!is_worth_keeping(&"x".repeat(TEXT_BYTES_MAX + 1), &TYPES));
    }
}
