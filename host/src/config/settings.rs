//! Checks the `[settings]` of an instance against the keys that its plugin declares.

use conf_file::{Place, Problem, Table, Value, suggestion};
use plugin_api::{ConfigKey, KeyKind};

use super::listing::{Listed, Origin};
use super::raw::RawInstance;

/// The mistakes in an instance's `[settings]` and in the `--set` values for it: unknown keys and wrong kinds.
/// That `settings` is a table at all was checked when the file was read.
pub fn check_settings(instance: &RawInstance, keys: &[ConfigKey]) -> Vec<Problem> {
    let mut check = Check { instance, keys, problems: Vec::new() };
    if let Some(table) = instance.settings() {
        check.table("", table);
    }
    for one in &instance.overrides {
        if let Some(key) = one.settings_key() {
            check.value(key, &one.value, one.place(), one.place());
        }
    }
    check.problems
}

/// The settings of an instance with their origins, and the declared keys that it leaves at their defaults.
pub fn list_settings(instance: &RawInstance, keys: &[ConfigKey]) -> Vec<Listed> {
    let mut listed = Vec::new();
    if let Some(table) = instance.settings() {
        list_table(instance, "", table, &mut listed);
    }
    for one in &instance.overrides {
        let Some(key) = one.settings_key() else { continue };
        listed.retain(|known| setting_name(known) != key);
        listed.push(listed_setting(instance, key, &one.text, Origin::Place(one.place())));
    }
    for spec in keys.iter().filter(|spec| !spec.default.is_empty()) {
        if !listed.iter().any(|known| setting_name(known) == spec.name) {
            listed.push(listed_setting(instance, &spec.name, &spec.default, Origin::Default));
        }
    }
    listed
}

struct Check<'c> {
    instance: &'c RawInstance,
    keys: &'c [ConfigKey],
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn table(&mut self, prefix: &str, table: &Table) {
        for entry in table.entries() {
            let source = &self.instance.file.source;
            let (key_at, value_at) =
                (source.place(entry.key_span.start), source.place(entry.node.span.start));
            self.value(&joined(prefix, &entry.key), &entry.node.value, key_at, value_at);
        }
    }

    fn value(&mut self, name: &str, value: &Value, key_at: Place, value_at: Place) {
        if let Some(spec) = self.keys.iter().find(|spec| spec.name == name) {
            if let Some(expected) = mismatch(spec.kind, value) {
                let message = format!("key `{name}`: expected {expected}, found {}", value.kind());
                self.problems.push(Problem::new(value_at, message).hint(spec.doc.clone()));
            }
            return;
        }
        let free = |spec: &&ConfigKey| spec.kind == KeyKind::Table && is_below(name, &spec.name);
        if self.keys.iter().any(|spec| free(&spec)) {
            return;
        }
        match value {
            Value::Table(table) if self.keys.iter().any(|spec| is_below(&spec.name, name)) => {
                self.table(name, table)
            }
            _ => self.unknown(name, key_at),
        }
    }

    fn unknown(&mut self, name: &str, place: Place) {
        let (section, key) = name.rsplit_once('.').unwrap_or(("", name));
        let known = self.keys.iter().filter_map(|spec| below(section, &spec.name));
        let message = format!("unknown key `{key}` in `[{}]`", section_name(section));
        self.problems.push(Problem::new(place, message).hint(suggestion(key, "keys", known)));
    }
}

/// What a key of this kind expects, if the value is of another.
fn mismatch(kind: KeyKind, value: &Value) -> Option<&'static str> {
    let (fits, expected) = match kind {
        KeyKind::String => (matches!(value, Value::String(_)), "a string"),
        KeyKind::Integer => (matches!(value, Value::Integer(_)), "an integer"),
        KeyKind::Number => (matches!(value, Value::Integer(_) | Value::Float(_)), "a number"),
        KeyKind::Boolean => (matches!(value, Value::Boolean(_)), "`true` or `false`"),
        KeyKind::List => (matches!(value, Value::List(_)), "a list"),
        KeyKind::Table => (matches!(value, Value::Table(_)), "a table"),
        // A kind of a newer plugin API.
        _ => (true, "anything"),
    };
    (!fits).then_some(expected)
}

/// The part of a dotted `name` that stands directly below `section`.
fn below<'n>(section: &str, name: &'n str) -> Option<&'n str> {
    let rest = match section {
        "" => name,
        _ => name.strip_prefix(section)?.strip_prefix('.')?,
    };
    rest.split('.').next()
}

/// The name of a section as its header in the file says it.
fn section_name(section: &str) -> String {
    if section.is_empty() { "settings".to_owned() } else { format!("settings.{section}") }
}

fn is_below(name: &str, section: &str) -> bool {
    name.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
}

fn joined(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// The name of a setting as its plugin declares it.
fn setting_name(listed: &Listed) -> String {
    let section = listed.section.strip_prefix("settings").unwrap_or_default();
    joined(section.trim_start_matches('.'), &listed.key)
}

fn list_table(instance: &RawInstance, prefix: &str, table: &Table, listed: &mut Vec<Listed>) {
    for entry in table.entries() {
        let name = joined(prefix, &entry.key);
        let source = &instance.file.source;
        let text = source.slice(entry.node.span.clone());
        match &entry.node.value {
            // An inline table is a value to its writer, a section is not.
            Value::Table(below) if !text.starts_with('{') => list_table(instance, &name, below, listed),
            _ => {
                let origin = Origin::Place(source.place(entry.node.span.start));
                listed.push(listed_setting(instance, &name, text, origin));
            }
        }
    }
}

fn listed_setting(instance: &RawInstance, name: &str, text: &str, origin: Origin) -> Listed {
    let (section, key) = name.rsplit_once('.').unwrap_or(("", name));
    Listed::new(&instance.name, &section_name(section), key, Some(text), origin)
}

#[cfg(test)]
mod tests {
    use conf_file::{Source, TomlFile};

    use super::super::overrides::Override;
    use super::*;

    fn instance(settings: &str, overrides: &[&str]) -> RawInstance {
        let text = format!("plugin = \"tap\"\nmount = \"/tap\"\n{settings}");
        let overrides = overrides.iter().map(|text| Override::parse(text).unwrap()).collect();
        let file = TomlFile::parse(Source::new("conf.d/tap.toml", text)).unwrap();
        RawInstance { name: "tap".into(), file, overrides }
    }

    fn keys() -> Vec<ConfigKey> {
        let key = |name: &str, kind, default: &str| ConfigKey {
            name: name.into(),
            kind,
            doc: format!("about {name}"),
            default: default.into(),
        };
        vec![
            key("title", KeyKind::String, "\"TAP\""),
            key("limits.maxrec", KeyKind::Integer, "20000"),
            key("limits.share", KeyKind::Number, ""),
            key("schemas", KeyKind::Table, ""),
        ]
    }

    fn problems(settings: &str, overrides: &[&str]) -> Vec<String> {
        check_settings(&instance(settings, overrides), &keys()).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn settings_that_fit_pass() {
        let settings = "[settings]\ntitle = \"x\"\n[settings.limits]\nmaxrec = 5\nshare = 1\n[settings.schemas]\nany = \"y\"\n";
        assert_eq!(
            problems(settings, &["tap.limits.share=0.5", "tap.schemas.jplus=\"sim\""]),
            Vec::<String>::new()
        );
        assert_eq!(problems("", &[]), Vec::<String>::new());
    }

    #[test]
    fn an_unknown_key_of_a_section_is_told_with_its_place() {
        assert_eq!(
            problems("[settings.limits]\nmax_rec = 5\n", &[]),
            ["error: unknown key `max_rec` in `[settings.limits]`\n  --> conf.d/tap.toml:4:1\n\n\
              hint: did you mean `maxrec`? known keys: maxrec, share"]
        );
    }

    #[test]
    fn an_unknown_key_at_the_top_lists_sections_too() {
        assert_eq!(
            problems("[settings]\ntitel = 5\n", &[]),
            ["error: unknown key `titel` in `[settings]`\n  --> conf.d/tap.toml:4:1\n\n\
              hint: did you mean `title`? known keys: title, limits, schemas"]
        );
    }

    #[test]
    fn a_wrong_kind_is_told_at_the_value_with_the_doc() {
        assert_eq!(
            problems("[settings]\nlimits.maxrec = 5.5\n", &[]),
            ["error: key `limits.maxrec`: expected an integer, found a number with a point\n  \
              --> conf.d/tap.toml:4:17\n\nhint: about limits.maxrec"]
        );
    }

    #[test]
    fn an_override_is_checked_like_a_file() {
        assert_eq!(
            problems("", &["tap.limits.maxrc=1"]),
            ["error: unknown key `maxrc` in `[settings.limits]`\n  --> --set tap.limits.maxrc\n\n\
              hint: did you mean `maxrec`? known keys: maxrec, share"]
        );
    }

    #[test]
    fn the_list_shows_files_overrides_and_defaults() {
        let instance =
            instance("[settings]\ntitle = \"x\"\nschemas = { a = 1 }\n", &["tap.limits.share=0.5"]);
        let listed: Vec<String> = list_settings(&instance, &keys())
            .iter()
            .map(|key| format!("{}/{} {} {}", key.section, key.key, key.value, key.origin))
            .collect();
        assert_eq!(
            listed,
            [
                "settings/title \"x\" conf.d/tap.toml:4",
                "settings/schemas { a = 1 } conf.d/tap.toml:5",
                "settings.limits/share 0.5 --set tap.limits.share",
                "settings.limits/maxrec 20000 default",
            ]
        );
    }
}
