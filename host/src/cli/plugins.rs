//! `armilla plugins`: lists the plugin libraries that are found.

use std::path::PathBuf;

use conf_file::{Place, Problem};
use plugin_api::ConfigKey;

use super::args::Folder;
use super::failure::Failure;
use super::print;
use crate::config::{self, Config, Instance};
use crate::plugins::{Libraries, LibraryError, folders};

/// A plugin library that can be loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The id that instance files name.
    pub id: String,
    /// The plugin's own version.
    pub version: String,
    /// One line for people.
    pub title: String,
    /// The library.
    pub library: PathBuf,
    /// The routes below a mount, e.g. `GET /sync`.
    pub routes: Vec<String>,
    /// The keys of `[settings]`.
    pub keys: Vec<ConfigKey>,
}

/// Prints what `find` finds in the configured folders; libraries that cannot be loaded are the failure, told after the
/// good ones.
pub fn plugins(
    folder: &Folder,
    find: impl FnOnce(&Config) -> (Vec<Found>, Vec<Problem>),
) -> Result<(), Failure> {
    let config = config::load(&folder.conf, &folder.overrides)?;
    let (found, problems) = find(&config);
    for line in found.iter().flat_map(|plugin| lines(plugin, &config)) {
        print::line(&line);
    }
    if found.is_empty() && problems.is_empty() {
        print::line(&format!("no plugin libraries in {}", config.host.plugins.folders.join(", ")));
    }
    Failure::plugins(problems)
}

/// All plugins in the configured folders, and what is wrong with those that cannot be loaded. Libraries that are no
/// plugins are passed over.
pub fn find(config: &Config) -> (Vec<Found>, Vec<Problem>) {
    let (mut found, mut problems): (Vec<Found>, Vec<Problem>) = Default::default();
    let Ok(libraries) = Libraries::new() else {
        return (found, vec![Problem::new(Place::file("(host)"), "no temporary folder; set TMPDIR")]);
    };
    let folders = folders(config);
    for id in ids(&folders) {
        match libraries.find(&id, &folders) {
            Ok(loaded) => found.push(Found::of(loaded)),
            Err(LibraryError::Load(error)) if error.is_no_plugin() => {}
            Err(error) => problems.push(Problem::new(Place::file(id), error.to_string())),
        }
    }
    (found, problems)
}

/// The keys that an instance's plugin declares; none if it cannot be loaded, which `armilla check` tells.
pub fn keys(config: &Config, instance: &Instance) -> Vec<ConfigKey> {
    let loaded =
        Libraries::new().ok().and_then(|libraries| libraries.find(&instance.plugin, &folders(config)).ok());
    loaded.map(|loaded| loaded.description.config).unwrap_or_default()
}

/// The ids of all files in the folders that look like plugin libraries, sorted.
fn ids(folders: &[PathBuf]) -> Vec<String> {
    let entries = folders.iter().filter_map(|folder| folder.read_dir().ok()).flatten().flatten();
    let id = |name: String| Some(name.strip_prefix("lib")?.strip_suffix(".so")?.replace('_', "-"));
    let mut ids: Vec<String> =
        entries.filter_map(|entry| id(entry.file_name().into_string().ok()?)).collect();
    ids.sort();
    ids.dedup();
    ids
}

impl Found {
    fn of(loaded: crate::plugins::Loaded) -> Self {
        let description = loaded.description;
        let routes = description.routes.iter();
        Self {
            routes: routes.map(|route| format!("{} {}", route.methods.join(" "), route.path)).collect(),
            keys: description.config,
            id: description.id,
            version: description.version,
            title: description.title,
            library: loaded.file,
        }
    }
}

fn lines(plugin: &Found, config: &Config) -> Vec<String> {
    let mut lines = vec![
        format!("{} {}: {}", plugin.id, plugin.version, plugin.title),
        format!("  library    {}", plugin.library.display()),
    ];
    let instances = config.instances.iter().filter(|instance| instance.plugin == plugin.id);
    for instance in instances {
        let off = if instance.enabled { "" } else { " (not enabled)" };
        lines.push(format!("  instance   {} at {}{off}", instance.name, instance.mount));
    }
    lines.extend(plugin.routes.iter().map(|route| format!("  route      {route}")));
    for key in &plugin.keys {
        let default = if key.default.is_empty() { String::new() } else { format!(" = {}", key.default) };
        lines.push(format!("  setting    {}{default}: {}", key.name, key.doc));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_api::KeyKind;

    #[test]
    fn a_plugin_is_listed_with_its_instances_routes_and_settings() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("tap.toml"),
            "plugin = \"tap\"\nmount = \"/tap\"\nenabled = false\n",
        )
        .unwrap();
        let config = config::load(folder.path(), &[]).unwrap();
        let plugin = Found {
            id: "tap".into(),
            version: "0.1.0".into(),
            title: "Table Access Protocol".into(),
            library: "/usr/lib/armilla/plugins/libtap.so".into(),
            routes: vec!["GET POST /sync".into()],
            keys: vec![ConfigKey {
                name: "maxrec_default".into(),
                kind: KeyKind::Integer,
                doc: "Rows without MAXREC.".into(),
                default: "20000".into(),
            }],
        };
        assert_eq!(
            lines(&plugin, &config).join("\n"),
            "tap 0.1.0: Table Access Protocol\n  \
             library    /usr/lib/armilla/plugins/libtap.so\n  \
             instance   tap at /tap (not enabled)\n  \
             route      GET POST /sync\n  \
             setting    maxrec_default = 20000: Rows without MAXREC."
        );
    }
}
