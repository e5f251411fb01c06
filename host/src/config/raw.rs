//! The first pass: what the files of `conf.d` say, with positions, before anything is believed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use conf_file::{Place, Problem, Source, Table, TomlFile, Value, suggestion};

use super::overrides::Override;

/// The files of a configuration folder as they were read.
#[derive(Debug)]
pub struct RawConfig {
    /// The folder, e.g. `conf.d`.
    pub folder: PathBuf,
    /// `host.toml`; empty if there is none, then every default holds.
    pub host: TomlFile,
    /// What `--set` says of `host.toml`.
    pub host_overrides: Vec<Override>,
    /// `users.toml`, the users who log in; `None` if there is none.
    pub users: Option<TomlFile>,
    /// The other `*.toml` files, sorted by name.
    pub instances: Vec<RawInstance>,
    /// The files `collections/*.toml`, sorted by name.
    pub collections: Vec<RawCollection>,
}

/// The file of one plugin instance, e.g. `conf.d/tap.toml`.
#[derive(Debug)]
pub struct RawInstance {
    /// The name of the instance: its file's name without `.toml`.
    pub name: String,
    /// Text and table.
    pub file: TomlFile,
    /// What `--set` says of this instance.
    pub overrides: Vec<Override>,
}

/// The file of a collection, which `catalogue` parses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawCollection {
    /// The identifier of the collection: its file's name without `.toml`.
    pub id: String,
    /// Name and text.
    pub source: Arc<Source>,
}

impl RawInstance {
    /// The table `[settings]`, if the file has one.
    pub fn settings(&self) -> Option<&Table> {
        self.file.table.get("settings")?.node.value.as_table()
    }

    /// Where `[settings]` stands; without one the file as a whole.
    pub fn settings_place(&self) -> Place {
        match self.file.table.get("settings") {
            Some(entry) => self.file.source.place(entry.key_span.start),
            None => self.file.source.whole(),
        }
    }
}

impl RawInstance {
    /// What `[settings.schemas]` and `--set` say: schema name and collection, in the order of the file. A value that
    /// is no text names no collection. `None` if nothing is said.
    pub fn schemas(&self) -> Option<Vec<(String, String)>> {
        let id = |value: &Value| if let Value::String(id) = value { id.clone() } else { String::new() };
        let table = self.settings().and_then(|settings| settings.get("schemas")?.node.value.as_table());
        let mut schemas: Vec<(String, String)> = table
            .map(|table| {
                table.entries().iter().map(|entry| (entry.key.clone(), id(&entry.node.value))).collect()
            })
            .unwrap_or_default();
        let mut said = table.is_some();
        for one in &self.overrides {
            let Some(name) = one.settings_key().and_then(|key| key.strip_prefix("schemas.")) else {
                continue;
            };
            schemas.retain(|(known, _)| known != name);
            schemas.push((name.to_owned(), id(&one.value)));
            said = true;
        }
        said.then_some(schemas)
    }

    /// Where `[settings.schemas]` speaks of a schema; without that, the settings as a whole.
    pub fn schema_place(&self, schema: &str) -> Place {
        let table = self.settings().and_then(|settings| settings.get("schemas")?.node.value.as_table());
        match table.and_then(|table| table.get(schema)) {
            Some(entry) => self.file.source.place(entry.key_span.start),
            None => self.settings_place(),
        }
    }
}

/// Reads the folder; mistakes that hide a file are added to `problems`.
pub fn read(folder: &Path, overrides: &[Override], problems: &mut Vec<Problem>) -> RawConfig {
    let mut config = RawConfig {
        folder: folder.to_owned(),
        host: TomlFile::empty(folder.join("host.toml").display().to_string()),
        host_overrides: overrides.iter().filter(|one| one.target == "host").cloned().collect(),
        users: None,
        instances: Vec::new(),
        collections: Vec::new(),
    };
    for (stem, source) in read_folder(folder, problems) {
        let file = match TomlFile::parse(source) {
            Ok(file) => file,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        match stem.as_str() {
            "host" => config.host = file,
            "users" => config.users = Some(file),
            _ => {
                let overrides = overrides.iter().filter(|one| one.target == stem).cloned().collect();
                config.instances.push(RawInstance { name: stem, file, overrides });
            }
        }
    }
    let collections = folder.join("collections");
    if collections.is_dir() {
        let files = read_folder(&collections, problems).into_iter();
        config.collections =
            files.map(|(id, source)| RawCollection { id, source: Arc::new(source) }).collect();
    }
    check_targets(&config, overrides, problems);
    config
}

/// The readable `*.toml` files of a folder with their stems, sorted by stem.
fn read_folder(folder: &Path, problems: &mut Vec<Problem>) -> Vec<(String, Source)> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let place = Place::file(folder.display().to_string());
            let problem = Problem::new(place, format!("cannot read the folder: {}", reason(&error)));
            problems.push(problem.hint("name the folder with `--conf DIR`"));
            return Vec::new();
        }
    };
    let mut stems: Vec<String> =
        entries.filter_map(|entry| stem_of(entry.ok()?.file_name().to_str()?)).collect();
    stems.sort();
    stems.into_iter().filter_map(|stem| read_file(folder, stem, problems)).collect()
}

/// The stem of `NAME.toml`; hidden files are editors' own.
fn stem_of(file_name: &str) -> Option<String> {
    let stem = file_name.strip_suffix(".toml")?;
    (!stem.is_empty() && !stem.starts_with(['.', '#'])).then(|| stem.to_owned())
}

fn read_file(folder: &Path, stem: String, problems: &mut Vec<Problem>) -> Option<(String, Source)> {
    let path = folder.join(format!("{stem}.toml"));
    let name = path.display().to_string();
    let text = match fs::metadata(&path) {
        // A pipe would block the reader for good.
        Ok(meta) if !meta.is_file() => Err("it is not a file".to_owned()),
        Ok(_) => fs::read_to_string(&path).map_err(|error| reason(&error)),
        Err(error) => Err(reason(&error)),
    };
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    if !stem.chars().all(allowed) {
        let problem =
            Problem::new(Place::file(name), format!("the file name `{stem}.toml` cannot be a name"));
        problems.push(
            problem.hint(
                "use lower-case letters, digits, `-` and `_`; it becomes the name in logs and messages",
            ),
        );
        return None;
    }
    match text {
        Ok(text) => Some((stem, Source::new(name, text))),
        Err(why) => {
            problems.push(Problem::new(Place::file(name), format!("cannot read the file: {why}")));
            None
        }
    }
}

/// The operating system's reason without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_lowercase(),
        None => text,
    }
}

/// Refuses overrides of files that are not there.
fn check_targets(config: &RawConfig, overrides: &[Override], problems: &mut Vec<Problem>) {
    let mut known = vec!["host"];
    known.extend(config.instances.iter().map(|instance| instance.name.as_str()));
    for one in overrides.iter().filter(|one| !known.contains(&one.target.as_str())) {
        let problem = Problem::new(one.place(), format!("there is no instance `{}`", one.target));
        problems.push(problem.hint(suggestion(&one.target, "names", known.iter().copied())));
    }
}
