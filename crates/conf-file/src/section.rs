//! Reads the keys of a table one by one, so that the code which uses a key is the list of known keys.

use std::cell::RefCell;

use crate::value::{self, Refusal};
use crate::{Entry, Node, Place, Problem, Report, Table, TomlFile, Value, suggestion_in_order};

/// A value with the byte where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its first byte in the text.
    pub start: usize,
}

/// A table that is being read; mistakes go to the report, and what is wrong reads as what is absent.
pub struct Section<'t> {
    report: &'t Report,
    file: &'t TomlFile,
    /// How messages say where a key is, e.g. `` of table `Filter` ``; empty at the top of the file.
    whose: String,
    /// Where it stands; `None` at the top of the file.
    start: Option<usize>,
    /// `None` where the file leaves it out.
    table: Option<&'t Table>,
    asked: RefCell<Vec<&'static str>>,
}

// === Sections ===

impl<'t> Section<'t> {
    /// The top of a file.
    pub fn top(report: &'t Report, file: &'t TomlFile) -> Self {
        let table = Some(&file.table);
        Self { report, file, whose: String::new(), start: None, table, asked: RefCell::default() }
    }

    /// A table further down; `whose` follows a key in messages, e.g. `` of table `Filter` `` or `` in `[server]` ``.
    pub fn inner(&self, whose: &str, start: usize, table: &'t Table) -> Section<'t> {
        Section { start: Some(start), table: Some(table), ..self.absent(whose) }
    }

    /// A table further down that the file leaves out: it is empty.
    pub fn absent(&self, whose: &str) -> Section<'t> {
        let whose = format!(" {whose}");
        Section { whose, start: None, table: None, asked: RefCell::default(), ..*self }
    }

    /// Says better whose keys it holds, once the keys tell.
    pub fn rename(&mut self, whose: &str) {
        self.whose = format!(" {whose}");
    }

    /// Whether it has no key.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// The table of a key.
    pub fn section(&self, key: &'static str) -> Option<Section<'t>> {
        let node = self.value(key)?;
        self.as_section(key, node)
    }

    /// The tables of a list; absent is empty.
    pub fn sections(&self, key: &'static str) -> Vec<Section<'t>> {
        match self.value(key) {
            None => Vec::new(),
            Some(Node { value: Value::List(items), .. }) => {
                items.iter().filter_map(|item| self.as_section(key, item)).collect()
            }
            Some(other) => {
                self.wrong_kind(key, "a list of tables", other);
                Vec::new()
            }
        }
    }

    /// All keys with their tables, in the order of the text, for a table whose keys are names.
    pub fn named_sections(&self, noun: &str) -> Vec<(At<String>, Section<'t>)> {
        let named = self.entries().iter().filter_map(|entry| {
            let name = At { value: entry.key.clone(), start: entry.key_span.start };
            let title = format!("{noun} `{}`", entry.key);
            if let Value::Table(table) = &entry.node.value {
                let section = self.inner(&format!("of {title}"), name.start, table);
                return Some((name, section));
            }
            let message = format!("{title}: expected a table, found {}", entry.node.value.kind());
            self.problem_at(entry.node.span.start, message, None);
            None
        });
        named.collect()
    }

    fn as_section(&self, key: &str, node: &'t Node) -> Option<Section<'t>> {
        let Value::Table(table) = &node.value else {
            self.wrong_kind(key, "a table", node);
            return None;
        };
        Some(self.inner(&format!("of `{key}`"), node.span.start, table))
    }
}

// === Values ===

impl<'t> Section<'t> {
    /// The value of a key, whatever it is.
    pub fn value(&self, key: &'static str) -> Option<&'t Node> {
        self.asked.borrow_mut().push(key);
        Some(&self.table?.get(key)?.node)
    }

    /// The value of a key as a reader of [`value`](mod@crate::value) gives it.
    pub fn read<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Refusal>,
    ) -> Option<At<T>> {
        let node = self.value(key)?;
        match read(&node.value) {
            Ok(value) => Some(At { value, start: node.span.start }),
            Err(refusal) => {
                self.report.add(refusal.of_key(key, self.place(node.span.start)));
                None
            }
        }
    }

    /// A text that is not blank, with every run of blanks and line breaks as one blank.
    pub fn text(&self, key: &'static str) -> Option<At<String>> {
        let node = self.value(key)?;
        self.as_text(key, node)
    }

    /// A text that must be there.
    pub fn required_text(&self, key: &'static str, advice: &str) -> Option<At<String>> {
        self.require(key, advice);
        self.text(key)
    }

    /// A list of texts; absent is `None`.
    pub fn texts(&self, key: &'static str) -> Option<Vec<At<String>>> {
        let node = self.value(key)?;
        let Value::List(items) = &node.value else {
            self.wrong_kind(key, "a list of strings", node);
            return None;
        };
        Some(items.iter().filter_map(|item| self.as_text(key, item)).collect())
    }

    /// `true` or `false`; absent is `false`.
    pub fn boolean(&self, key: &'static str) -> bool {
        self.read(key, value::boolean).is_some_and(|truth| truth.value)
    }

    fn as_text(&self, key: &str, node: &Node) -> Option<At<String>> {
        let start = node.span.start;
        let Value::String(text) = &node.value else {
            self.wrong_kind(key, "a string", node);
            return None;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            let hint = "write a text or leave the key out".to_owned();
            self.problem_at(start, format!("key `{key}` is blank"), hint);
            return None;
        }
        if text.chars().any(char::is_control) {
            self.problem_at(start, format!("key `{key}` holds a control character"), None);
            return None;
        }
        Some(At { value: text, start })
    }
}

// === Mistakes ===

impl<'t> Section<'t> {
    /// Notes a mistake at a byte of the text.
    pub fn problem_at(&self, start: usize, message: impl Into<String>, hint: impl Into<Option<String>>) {
        self.report.add(Problem { place: self.place(start), message: message.into(), hint: hint.into() });
    }

    /// Notes a mistake of the table as a whole.
    pub fn problem(&self, message: impl Into<String>, hint: impl Into<Option<String>>) {
        let place = self.start.map_or_else(|| self.file.source.whole(), |start| self.place(start));
        self.report.add(Problem { place, message: message.into(), hint: hint.into() });
    }

    /// Notes a mistake if the key is absent.
    pub fn require(&self, key: &'static str, advice: &str) {
        if self.value(key).is_none() {
            self.missing(key, advice);
        }
    }

    /// Notes that a key is absent which must be there.
    pub fn missing(&self, key: &str, advice: &str) {
        self.problem(format!("missing key `{key}`{}", self.whose), advice.to_owned());
    }

    /// Notes the keys that nobody asked for.
    pub fn finish(&self) {
        let known = self.known_keys();
        for (key, place) in self.unknown_keys() {
            let hint = suggestion_in_order(key, "keys", known.iter().copied());
            self.unknown(key, place, hint);
        }
    }

    /// The keys that were asked for, sorted.
    pub fn known_keys(&self) -> Vec<&'static str> {
        let mut asked = self.asked.borrow().clone();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// The keys that nobody asked for, with their places, in the order of the text.
    pub fn unknown_keys(&self) -> Vec<(&'t str, Place)> {
        let known = self.known_keys();
        let unknown = self.entries().iter().filter(|entry| !known.contains(&entry.key.as_str()));
        unknown.map(|entry| (entry.key.as_str(), self.place(entry.key_span.start))).collect()
    }

    /// Notes an unknown key.
    pub fn unknown(&self, key: &str, place: Place, hint: String) {
        self.report.add(Problem::new(place, format!("unknown key `{key}`{}", self.whose)).hint(hint));
    }

    fn wrong_kind(&self, key: &str, expected: &str, node: &Node) {
        self.report.add(Refusal::expected(expected, &node.value).of_key(key, self.place(node.span.start)));
    }

    fn place(&self, start: usize) -> Place {
        self.file.source.place(start)
    }

    fn entries(&self) -> &'t [Entry] {
        self.table.map(Table::entries).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Problems, Source};

    const TEXT: &str =
        "name = \" two\\n words \"\nrows = 7\nlist = [{ a = 1 }, 2]\n\n[named]\nA.x = true\nB = 3\n";

    /// What a reading of the text complains about.
    fn complaint(text: &str, read: impl FnOnce(&Section<'_>)) -> String {
        let file = TomlFile::parse(Source::new("a.toml", text)).unwrap();
        let report = Report::default();
        read(&Section::top(&report, &file));
        Problems::of(report.into_list()).map(|problems| problems.to_string()).unwrap_or_default()
    }

    #[test]
    fn values_are_read_with_their_bytes() {
        let text = complaint(TEXT, |top| {
            assert_eq!(top.text("name"), Some(At { value: "two words".to_owned(), start: 7 }));
            assert_eq!(top.read("rows", |value| value::integer(value, 1..=9)).unwrap().value, 7_u8);
            assert_eq!((top.text("none"), top.boolean("no")), (None, false));
        });
        assert_eq!(text, "");
    }

    #[test]
    fn wrong_kinds_read_as_absent_and_are_told() {
        let text = complaint(TEXT, |top| {
            assert_eq!((top.text("rows"), top.boolean("name")), (None, false));
            assert_eq!(top.sections("list").len(), 1);
            let named = top.section("named").unwrap().named_sections("column");
            assert!(named.len() == 1 && named[0].0.value == "A" && named[0].1.boolean("x"));
        });
        let messages: Vec<&str> = text.lines().filter(|line| line.starts_with("error: ")).collect();
        assert_eq!(
            messages,
            [
                "error: key `name`: expected `true` or `false`, found a string",
                "error: key `rows`: expected a string, found an integer",
                "error: key `list`: expected a table, found an integer",
                "error: column `B`: expected a table, found an integer",
            ]
        );
    }

    #[test]
    fn keys_that_nobody_asked_for_are_told_with_those_that_were() {
        let text = complaint("nmae = 1\n[b]\nx = 1\n", |top| {
            top.text("name");
            top.section("b").unwrap().finish();
            top.finish();
        });
        assert_eq!(
            text,
            "error: unknown key `nmae`\n  --> a.toml:1:1\n\nhint: did you mean `name`? known keys: b, name\n\n\
             error: unknown key `x` of `b`\n  --> a.toml:3:1\n\nhint: there are no keys here"
        );
    }

    #[test]
    fn a_missing_key_is_told_where_its_table_stands() {
        let text = complaint("[b]\nx = \" \"\n", |top| {
            assert!(top.section("b").unwrap().required_text("y", "write y").is_none());
            assert!(top.absent("in `[c]`").required_text("x", "write x").is_none());
            assert!(top.section("b").unwrap().text("x").is_none());
        });
        assert_eq!(
            text,
            "error: missing key `x` in `[c]`\n  --> a.toml\n\nhint: write x\n\n\
             error: missing key `y` of `b`\n  --> a.toml:1:1\n\nhint: write y\n\n\
             error: key `x` is blank\n  --> a.toml:2:5\n\nhint: write a text or leave the key out"
        );
    }
}
