//! Reads the keys of a table, from the command line or else from the file, and lists each with its origin.

use std::cell::RefCell;

use conf_file::value::Refusal;
use conf_file::{Node, Place, Problem, Report, Source, TomlFile, Value, suggestion};

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
    name: &'r str,
    source: &'r Source,
    table: conf_file::Section<'r>,
    overrides: &'r [Override],
    hint: Option<&'static str>,
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
        Self { findings, title, name: "", source: &file.source, table, overrides, hint: None }
    }

    /// The table below this one with that name, written as in its header; an absent one is empty.
    pub fn child(&self, name: &'static str) -> Section<'r> {
        let whose = format!("in `[{name}]`");
        let key = name.rsplit_once('.').map_or(name, |(_, key)| key);
        let table = match self.table.value(key) {
            Some(Node { value: Value::Table(table), span }) => self.table.inner(&whose, span.start, table),
            Some(other) => {
                let message = format!("expected a table `[{name}]`, found {}", other.value.kind());
                self.table.problem_at(other.span.start, message, None);
                self.table.absent(&whose)
            }
            None => self.table.absent(&whose),
        };
        Section { name, table, hint: None, ..*self }
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
        for one in self.overrides {
            let below = match self.name {
                "" => Some(one.key.as_str()),
                name => one.key.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')),
            };
            // Of a table further down only the name is known here; its own reading checks its keys.
            let key = below.map(|below| below.split_once('.').map_or(below, |(table, _)| table));
            if let Some(key) = key.filter(|key| !known.contains(key)) {
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
        let given = self.overrides.iter().rev().find(|one| split(one) == (self.name, key));
        if let Some(one) = given {
            return Some((&one.value, one.place(), &one.text));
        }
        let node = node?;
        Some((&node.value, self.source.place(node.span.start), self.source.slice(node.span.clone())))
    }

    fn list(&self, key: &str, text: Option<&str>, origin: Origin) {
        let listed = Listed::new(self.title, self.name, key, text, origin);
        self.findings.keys.borrow_mut().push(listed);
    }
}

/// Section and key that an override means; the section of a key at the top is empty.
fn split(one: &Override) -> (&str, &str) {
    one.key.rsplit_once('.').unwrap_or(("", &one.key))
}
