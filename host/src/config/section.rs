//! Reads the keys of a table one by one, so that the code which uses a key is the list of known keys.

use std::cell::RefCell;

use super::listing::{Listed, Origin};
use super::overrides::Override;
use super::problem::Problem;
use super::raw::RawFile;
use super::source::Place;
use super::suggest;
use super::tree::{Table, Value};
use super::value::Refusal;

/// What a reading collects beside the values.
#[derive(Debug, Default)]
pub struct Findings {
    /// The mistakes, in no order.
    pub problems: RefCell<Vec<Problem>>,
    /// The keys with their values and origins, in the order of reading.
    pub keys: RefCell<Vec<Listed>>,
}

/// A table of a configuration file that is being read.
pub struct Section<'r> {
    findings: &'r Findings,
    title: &'r str,
    name: &'r str,
    file: Option<&'r RawFile>,
    table: Option<&'r Table>,
    overrides: &'r [Override],
    hint: Option<&'static str>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'r> Section<'r> {
    /// The top of a file. `title` is `host` or the name of the instance.
    pub fn top(
        findings: &'r Findings,
        title: &'r str,
        file: Option<&'r RawFile>,
        overrides: &'r [Override],
    ) -> Self {
        let table = file.map(|file| &file.table);
        Self { findings, title, name: "", file, table, overrides, hint: None, asked: RefCell::default() }
    }

    /// The table below this one with that name; an absent one is empty.
    pub fn child(&self, name: &'static str) -> Section<'r> {
        self.asked.borrow_mut().push(name);
        let entry = self.table.and_then(|table| table.get(name));
        let table = entry.and_then(|entry| entry.node.value.as_table());
        if let (Some(entry), None, Some(file)) = (entry, table, self.file) {
            let message = format!("expected a table `[{name}]`, found {}", entry.node.value.kind());
            self.problem(Problem::new(file.source.place(entry.node.span.start), message));
        }
        Section { name, table, hint: None, asked: RefCell::default(), ..*self }
    }

    /// Adds a sentence to the hint about unknown keys.
    pub fn hint_on_unknown(&mut self, hint: &'static str) {
        self.hint = Some(hint);
    }

    /// Marks a key as known that somebody else reads.
    pub fn leave(&self, key: &'static str) {
        self.asked.borrow_mut().push(key);
    }

    /// The value of a key, or the default where the key is absent or wrong.
    pub fn read<T>(
        &self,
        key: &'static str,
        default: T,
        read: impl FnOnce(&Value) -> Result<T, Refusal>,
    ) -> T {
        self.lookup(key, read).unwrap_or(default)
    }

    /// The value of a key that must be there.
    pub fn require<T>(
        &self,
        key: &'static str,
        advice: &str,
        read: impl FnOnce(&Value) -> Result<T, Refusal>,
    ) -> Option<T> {
        let value = self.lookup(key, read);
        let missing = self.find(key).is_none();
        if let (true, Some(file)) = (missing, self.file) {
            self.problem(Problem::new(file.source.whole(), format!("missing key `{key}`")).hint(advice));
        }
        value
    }

    /// Where a key's value was said; the file as a whole where it was not.
    pub fn place(&self, key: &str) -> Option<Place> {
        self.find(key).map(|(_, place, _)| place)
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let entries = self.table.map(Table::entries).unwrap_or_default();
        if let Some(file) = self.file {
            for entry in entries.iter().filter(|entry| !asked.contains(&entry.key.as_str())) {
                self.unknown(&entry.key, file.source.place(entry.key_span.start), &asked);
            }
        }
        for one in self.overrides {
            let (section, key) = split(one);
            // At the top only the section's name is known; its own reading checks the key.
            let key = if self.name.is_empty() && !section.is_empty() { section } else { key };
            if (self.name.is_empty() || section == self.name) && !asked.contains(&key) {
                self.unknown(key, one.place(), &asked);
            }
        }
    }

    fn unknown(&self, key: &str, place: Place, asked: &[&'static str]) {
        let section = if self.name.is_empty() { String::new() } else { format!(" in `[{}]`", self.name) };
        let mut hint = suggest::hint(key, "keys", asked);
        if let Some(more) = self.hint {
            hint = format!("{hint}; {more}");
        }
        self.problem(Problem::new(place, format!("unknown key `{key}`{section}")).hint(hint));
    }

    fn lookup<T>(&self, key: &'static str, read: impl FnOnce(&Value) -> Result<T, Refusal>) -> Option<T> {
        self.asked.borrow_mut().push(key);
        let Some((value, place, text)) = self.find(key) else {
            self.list(key, None, Origin::Default);
            return None;
        };
        self.list(key, Some(text), Origin::Place(place.clone()));
        read(value).map_err(|refusal| self.refuse(key, place, refusal)).ok()
    }

    /// Value, place and text of a key; the command line wins over the file.
    fn find(&self, key: &str) -> Option<(&'r Value, Place, &'r str)> {
        let given = self.overrides.iter().rev().find(|one| split(one) == (self.name, key));
        if let Some(one) = given {
            return Some((&one.value, one.place(), &one.text));
        }
        let file = self.file?;
        let node = &self.table?.get(key)?.node;
        let text = file.source.text.get(node.span.clone()).unwrap_or_default();
        Some((&node.value, file.source.place(node.span.start), text))
    }

    fn refuse(&self, key: &str, place: Place, refusal: Refusal) {
        let problem = Problem::new(place, format!("key `{key}`: {}", refusal.message));
        self.problem(Problem { hint: refusal.hint, ..problem });
    }

    fn list(&self, key: &str, text: Option<&str>, origin: Origin) {
        let listed = Listed::new(self.title, self.name, key, text, origin);
        self.findings.keys.borrow_mut().push(listed);
    }

    fn problem(&self, problem: Problem) {
        self.findings.problems.borrow_mut().push(problem);
    }
}

/// Section and key that an override means; the section of a key at the top is empty.
fn split(one: &Override) -> (&str, &str) {
    one.key.split_once('.').unwrap_or(("", &one.key))
}
