//! Whether a plugin, the keys that it declares and the file that is shipped with it agree on defaults.

use crate::Description;

/// Each key that has a default, as a line of TOML: settings that must come to the same as none. New in 1.4.
pub fn declared_defaults(description: &Description) -> Vec<String> {
    let keys = description.config.iter().filter(|key| !key.default.is_empty());
    keys.map(|key| format!("{} = {}", key.name, key.default)).collect()
}

/// The lines of [`declared_defaults`] that the text of a shipped file lacks. New in 1.4.
pub fn unsaid_defaults(description: &Description, shipped: &str) -> Vec<String> {
    let is_said = |line: &String| shipped.lines().any(|shipped| shipped == line);
    declared_defaults(description).into_iter().filter(|line| !is_said(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyKind;

    #[test]
    fn a_default_is_said_by_its_whole_line() {
        let description = Description::default()
            .key("a", KeyKind::Integer, "1", "")
            .key("b", KeyKind::String, "\"\"", "")
            .key("c", KeyKind::Table, "", "");
        assert_eq!(declared_defaults(&description), ["a = 1", "b = \"\""]);
        assert_eq!(unsaid_defaults(&description, "# a = 1\nb = \"\"\n"), ["a = 1"]);
        assert_eq!(unsaid_defaults(&description, "a = 1\n\nb = \"\""), Vec::<String>::new());
    }
}
