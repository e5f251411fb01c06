//! Reads the keys of a table, from the command line or else from the file, and lists each with its origin.

use std::cell::RefCell;

use conf_file::value::Refusal;
use conf_file::{At, Node, Place, Problem, Report, Source, TomlFile, Value, suggestion};

use super::listing::{Listed, Origin};
use super::overrides::Override;

/// What a reading collects beside the values.
#[derive(Debug, Default)]
pub struct Findings {
    /// The mistakes.
    pub report: Report,
    /// The keys with their values and origins, in the order of reading.
    pub keys: RefCell<Vec<Listed>>,
}

/// A table of a file that is being read, with what the command line says of it.
pub struct Section<'r> {
    findings: &'r Findings,
    title: &'r str,
    /// Dotted for a table in a table; empty at the top.
    name: String,
    source: &'r Source,
    table: conf_file::Section<'r>,
    overrides: &'r [Override],
    hint: Option<&'static str>,
    /// The tables below it that were read.
    tables: RefCell<Vec<&'static str>>,
}

impl<'r> Section<'r> {
    /// The top of a file. `title` is `host` or the name of the instance.
    pub fn top(
        findings: &'r Findings,
        title: &'r str,
        file: &'r TomlFile,
        overrides: &'r [Override],
    ) -> Self {
        let table = conf_file::Section::top(&findings.report, file);
        let (name, tables) = (String::new(), RefCell::default());
        Self { findings, title, name, source: &file.source, table, overrides, hint: None, tables }
    }

    /// The table below this one with that name, written as in its header; an absent one is empty.
    pub fn child(&self, name: &'static str) -> Section<'r> {
        let key = name.rsplit_once('.').map_or(name, |(_, key)| key);
        self.tables.borrow_mut().push(key);
        let whose = format!("in `[{name}]`");
        let table = match self.table.value(key) {
            Some(Node { value: Value::Table(table), span }) => self.table.inner(&whose, span.start, table),
            Some(other) => {
                let message = format!("expected a table `[{name}]`, found {}", other.value.kind());
                self.table.problem_at(other.span.start, message, None);
                self.table.absent(&whose)
            }
            None => self.table.absent(&whose),
        };
        self.inner(name.to_owned(), table)
    }

    /// The tables below this one's table of that name, whose keys are names of the operator's.
    pub fn children(&self, name: &'static str, noun: &str) -> Vec<(String, Section<'r>)> {
        self.tables.borrow_mut().push(name);
        let Some(named) = self.table.section(name) else { return Vec::new() };
        let full = self.below(name);
        let child = |(key, mut table): (At<String>, conf_file::Section<'r>)| {
            let full = format!("{full}.{}", key.value);
            table.rename(&format!("in `[{full}]`"));
            (key.value, self.inner(full, table))
        };
        named.named_sections(noun).into_iter().map(child).collect()
    }

    fn below(&self, name: &str) -> String {
        if self.name.is_empty() { name.to_owned() } else { format!("{}.{name}", self.name) }
    }

    fn inner(&self, name: String, table: conf_file::Section<'r>) -> Section<'r> {
        Section { name, table, hint: None, tables: RefCell::default(), ..*self }
    }

    /// Adds a sentence to the hint about unknown keys.
    pub fn hint_on_unknown(&mut self, hint: &'static str) {
        self.hint = Some(hint);
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
        if self.find(key).is_none() {
            self.table.missing(key, advice);
        }
        value
    }

    /// Reports what is wrong with a key beyond its value.
    pub fn mistake(&self, key: &'static str, message: &str) {
        if let Some(place) = self.place(key) {
            self.findings.report.add(Problem::new(place, message));
        }
    }

    /// Notes that a key is absent which must be there.
    pub fn missing(&self, key: &'static str, advice: &str) {
        self.table.missing(key, advice);
    }

    /// Where a key's value was said; `None` where it was not.
    pub fn place(&self, key: &'static str) -> Option<Place> {
        self.find(key).map(|(_, place, _)| place)
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for (key, place) in self.table.unknown_keys() {
            self.unknown(key, place);
        }
        let known = self.table.known_keys();
        let tables = self.tables.borrow();
        for one in self.overrides {
            let Some(key) = self.key_of(one) else { continue };
            // What is below a table is checked when that is read; at the top only the table's name is known.
            let first = key.split('.').next().unwrap_or_default();
            let is_value = !self.name.is_empty() && known.contains(&first) && !tables.contains(&first);
            let key = if is_value { key } else { first };
            if !known.contains(&key) {
                self.unknown(key, one.place());
            }
        }
    }

    fn unknown(&self, key: &str, place: Place) {
        let mut hint = suggestion(key, "keys", self.table.known_keys());
        if let Some(more) = self.hint {
            hint = format!("{hint}; {more}");
        }
        self.table.unknown(key, place, hint);
    }

    fn lookup<T>(&self, key: &'static str, read: impl FnOnce(&Value) -> Result<T, Refusal>) -> Option<T> {
        let Some((value, place, text)) = self.find(key) else {
            self.list(key, None, Origin::Default);
            return None;
        };
        self.list(key, Some(text), Origin::Place(place.clone()));
        read(value).map_err(|refusal| self.findings.report.add(refusal.of_key(key, place))).ok()
    }

    /// Value, place and text of a key; the command line wins over the file.
    fn find(&self, key: &'static str) -> Option<(&'r Value, Place, &'r str)> {
        let node = self.table.value(key);
        let given = self.overrides.iter().rev().find(|one| self.key_of(one) == Some(key));
        if let Some(one) = given {
            return Some((&one.value, one.place(), &one.text));
        }
        let node = node?;
        Some((&node.value, self.source.place(node.span.start), self.source.slice(node.span.clone())))
    }

    fn list(&self, key: &str, text: Option<&str>, origin: Origin) {
        let listed = Listed::new(self.title, &self.name, key, text, origin);
        self.findings.keys.borrow_mut().push(listed);
    }

    /// The key that an override means, seen from here; dotted for a table below.
    fn key_of<'o>(&self, one: &'o Override) -> Option<&'o str> {
        match self.name.as_str() {
            "" => Some(&one.key),
            name => one.key.strip_prefix(name)?.strip_prefix('.'),
        }
    }
}
