//! The shipped `conf.d/host.toml`, which is the documentation, the example and the list of defaults in one.

use std::sync::OnceLock;

use conf_file::{Source, Table, TomlFile};

/// The text of the shipped file.
pub const HOST_TOML: &str = include_str!("../../../conf.d/host.toml");

/// The default of a key as TOML text; empty for a key without one.
pub fn text_of(title: &str, section: &str, key: &str) -> String {
    if title != "host" {
        let default = match key {
            "enabled" => "true",
            "login" => "\"optional\"",
            _ => "",
        };
        return default.to_owned();
    }
    let below = |table: &'static Table, name: &str| table.get(name)?.node.value.as_table();
    let table = section.split('.').try_fold(shipped(), below);
    let entry = table.and_then(|table| table.get(key));
    entry.and_then(|entry| HOST_TOML.get(entry.node.span.clone())).unwrap_or_default().to_owned()
}

fn shipped() -> &'static Table {
    static SHIPPED: OnceLock<Table> = OnceLock::new();
    let parse = || TomlFile::parse(Source::new("host.toml", HOST_TOML));
    SHIPPED.get_or_init(|| parse().map(|file| file.table).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use conf_file::Value;

    use super::super::host::HostConfig;
    use super::super::load::load;
    use super::*;

    const HIPS_TOML: &str = include_str!("../../../conf.d/hips.toml");
    const SAMP_TOML: &str = include_str!("../../../conf.d/samp.toml");
    const SCS_TOML: &str = include_str!("../../../conf.d/scs.toml");
    const SIA_TOML: &str = include_str!("../../../conf.d/sia.toml");
    const TAP_TOML: &str = include_str!("../../../conf.d/tap.toml");
    const DATALINK_TOML: &str = include_str!("../../../conf.d/datalink.toml");
    const FILTERS_TOML: &str = include_str!("../../../conf.d/filters.toml.off");

    #[test]
    fn the_shipped_host_file_says_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("host.toml"), HOST_TOML).unwrap();
        let config = load(folder.path(), &[]).unwrap();
        assert_eq!(config.host, HostConfig::default());
    }

    #[test]
    fn the_shipped_host_file_says_every_key() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("host.toml"), HOST_TOML).unwrap();
        let config = load(folder.path(), &[]).unwrap();
        let silent: Vec<_> =
            config.keys.iter().filter(|key| key.origin == super::super::listing::Origin::Default).collect();
        assert!(config.keys.len() > 15, "only {} keys", config.keys.len());
        assert_eq!(silent, Vec::<&super::super::listing::Listed>::new());
    }

    #[test]
    fn every_shipped_key_has_a_comment_above_it() {
        for (name, text) in [
            ("host.toml", HOST_TOML),
            ("hips.toml", HIPS_TOML),
            ("samp.toml", SAMP_TOML),
            ("scs.toml", SCS_TOML),
            ("sia.toml", SIA_TOML),
            ("tap.toml", TAP_TOML),
            ("datalink.toml", DATALINK_TOML),
            ("filters.toml", FILTERS_TOML),
        ] {
            assert_eq!(uncommented(text), Vec::<String>::new(), "in conf.d/{name}");
        }
    }

    #[test]
    fn a_key_without_a_comment_is_found() {
        assert_eq!(uncommented("# Yes.\na = 1\nb = 2\n\n# No.\n\n[c]\n# Yes.\nd = 3\ne = 4\n"), ["b", "e"]);
    }

    /// The keys of a file that do not have a comment line directly above them; `[settings.x]` tables have free keys.
    fn uncommented(text: &str) -> Vec<String> {
        fn visit(table: &Table, text: &str, found: &mut Vec<String>) {
            for entry in table.entries() {
                match &entry.node.value {
                    Value::Table(below) => visit(below, text, found),
                    _ => {
                        let before = &text[..entry.key_span.start];
                        let above = before.lines().next_back().unwrap_or_default();
                        if !above.trim_start().starts_with('#') {
                            found.push(entry.key.clone());
                        }
                    }
                }
            }
        }
        let mut found = Vec::new();
        visit(&TomlFile::parse(Source::new("a.toml", text)).unwrap().table, text, &mut found);
        found
    }
}
