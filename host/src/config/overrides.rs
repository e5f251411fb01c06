//! `--set NAME.KEY=VALUE`: values that replace those of a file, for tests.

use conf_file::{Node, Place, Value};

/// One value given on the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// `host`, or the name of an instance.
    pub target: String,
    /// The dotted key from the top of the file, e.g. `server.address` or `settings.limits.maxrec`.
    pub key: String,
    /// The value as TOML text.
    pub text: String,
    /// The value.
    pub value: Value,
}

impl Override {
    /// Reads `NAME.KEY=VALUE`. A value that is not TOML is a string. Keys of an instance other than `plugin`, `enabled`
    /// and `mount` are settings, with or without `settings.` before them.
    pub fn parse(argument: &str) -> Result<Self, String> {
        let usage = || format!("`{argument}` is not of the form NAME.KEY=VALUE, e.g. tap.maxrec_default=10");
        let (path, text) = argument.split_once('=').ok_or_else(usage)?;
        let (target, key) = path.trim().split_once('.').ok_or_else(usage)?;
        if target.is_empty() || key.split('.').any(str::is_empty) {
            return Err(usage());
        }
        let key = match (target, key) {
            ("host", key) | (_, key @ ("plugin" | "enabled" | "mount")) => key.to_owned(),
            (_, key) if key.starts_with("settings.") => key.to_owned(),
            (_, key) => format!("settings.{key}"),
        };
        let (text, value) = read_value(text.trim());
        Ok(Self { target: target.to_owned(), key, text, value })
    }

    /// What messages show instead of a file.
    pub fn place(&self) -> Place {
        let key = self.key.strip_prefix("settings.").unwrap_or(&self.key);
        Place::file(format!("--set {}.{key}", self.target))
    }

    /// The dotted key below `[settings]`, if it is one.
    pub fn settings_key(&self) -> Option<&str> {
        (self.target != "host").then(|| self.key.strip_prefix("settings.")).flatten()
    }
}

/// The value with its TOML text; what is not TOML becomes a string.
fn read_value(text: &str) -> (String, Value) {
    match Node::parse(text) {
        Some(node) => (text.to_owned(), node.value),
        None => {
            let quoted = toml::Value::String(text.to_owned()).to_string();
            (quoted, Value::String(text.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_an_instance_needs_no_section() {
        let one = Override::parse("tap.limits.maxrec=10").unwrap();
        assert_eq!((one.target.as_str(), one.key.as_str()), ("tap", "settings.limits.maxrec"));
        assert_eq!(one.value, Value::Integer(10));
        assert_eq!(one.settings_key(), Some("limits.maxrec"));
        assert_eq!(one.place().to_string(), "--set tap.limits.maxrec");
    }

    #[test]
    fn keys_of_the_host_keep_their_section() {
        let one = Override::parse("host.server.address=127.0.0.1:0").unwrap();
        assert_eq!(one.key, "server.address");
        assert_eq!(one.value, Value::String("127.0.0.1:0".into()));
        assert_eq!(one.text, "\"127.0.0.1:0\"");
        assert_eq!(one.settings_key(), None);
    }

    #[test]
    fn mount_and_enabled_are_keys_of_the_file() {
        assert_eq!(Override::parse("tap.mount=\"/x\"").unwrap().key, "mount");
        assert_eq!(Override::parse("tap.enabled=false").unwrap().value, Value::Boolean(false));
    }

    #[test]
    fn a_missing_part_shows_the_form() {
        for argument in ["tap", "tap=1", ".x=1", "tap.=1", "tap.a..b=1"] {
            let expected =
                format!("`{argument}` is not of the form NAME.KEY=VALUE, e.g. tap.maxrec_default=10");
            assert_eq!(Override::parse(argument), Err(expected));
        }
    }
}
