//! `armilla config`: prints the merged configuration, each value with its origin.

use plugin_api::ConfigKey;

use super::args::Folder;
use super::failure::Failure;
use super::print;
use crate::config::{self, Config, Instance, Listed};

/// Prints the configuration as TOML with origins as comments. `keys` gives the keys that an instance's plugin declares,
/// so that their defaults are shown too.
pub fn config(folder: &Folder, keys: impl Fn(&Config, &Instance) -> Vec<ConfigKey>) -> Result<(), Failure> {
    let config = config::load(&folder.conf, &folder.overrides)?;
    for line in lines(&config, |instance| keys(&config, instance)) {
        print::line(&line);
    }
    Ok(())
}

fn lines(config: &Config, keys: impl Fn(&Instance) -> Vec<ConfigKey>) -> Vec<String> {
    let mut lines = vec!["# host".to_owned()];
    table(&mut lines, config.keys.iter().filter(|key| key.title == "host"));
    for instance in &config.instances {
        lines.extend([String::new(), format!("# {}", instance.name)]);
        let settings = config::list_settings(&instance.raw, &keys(instance));
        table(&mut lines, config.keys.iter().filter(|key| key.title == instance.name).chain(&settings));
    }
    for collection in &config.collections {
        lines.extend([
            String::new(),
            format!("# {}: a collection, {}", collection.id, collection.source.name),
        ]);
    }
    lines
}

/// The keys of one file, sections together.
fn table<'k>(lines: &mut Vec<String>, keys: impl Iterator<Item = &'k Listed>) {
    let mut keys: Vec<&Listed> = keys.collect();
    // Stable, so that keys keep the order of their file.
    let mut sections: Vec<&str> = Vec::new();
    for key in &keys {
        if !sections.contains(&key.section.as_str()) {
            sections.push(&key.section);
        }
    }
    keys.sort_by_key(|key| sections.iter().position(|section| *section == key.section));
    let mut section = "";
    for key in keys {
        if key.section != section {
            section = &key.section;
            lines.push(format!("[{section}]"));
        }
        let value = key.value.replace('\n', "\n    ");
        lines.push(format!("{} = {value}  # {}", key.key, key.origin));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_api::KeyKind;

    use crate::config::Override;

    #[test]
    fn each_value_is_shown_with_its_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let tap = "plugin = \"tap\"\nmount = \"/tap\"\n[settings]\nlimits.maxrec = 1\n";
        std::fs::write(folder.path().join("tap.toml"), tap).unwrap();
        std::fs::write(folder.path().join("host.toml"), "[server]\nidle_timeout_secs = 7\n").unwrap();
        let overrides = [Override::parse("host.log.level=debug").unwrap()];
        let config = config::load(folder.path(), &overrides).unwrap();
        let title = ConfigKey {
            name: "title".into(),
            kind: KeyKind::String,
            doc: "A title.".into(),
            default: "\"TAP\"".into(),
        };
        let shown = lines(&config, |_| vec![title.clone()]).join("\n");
        let shown = shown.replace(&folder.path().display().to_string(), "conf.d");
        for line in [
            "# host\n[server]\naddress = \"127.0.0.1:8080\"  # default\n",
            "\nidle_timeout_secs = 7  # conf.d/host.toml:2\n",
            "\nlevel = \"debug\"  # --set host.log.level\n",
            "\n# tap\nplugin = \"tap\"  # conf.d/tap.toml:1\nenabled = true  # default\nmount = \"/tap\"  # conf.d/tap.toml:2\n",
            "\n[settings.limits]\nmaxrec = 1  # conf.d/tap.toml:4\n[settings]\ntitle = \"TAP\"  # default",
        ] {
            assert!(shown.contains(line), "{line}\nis not in\n{shown}");
        }
    }
}
