//! Makes a plugin set from a configuration: all of it or nothing, and all mistakes at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use conf_file::{Place, Problem, Problems};
use plugin_api::{Description, Error, HostServices, Neighbour, Settings};

use super::library::{Libraries, LibraryError, Loaded};
use super::routes::Routes;
use super::set::{PluginSet, Running};
use crate::config::{self, Config, Instance};
use crate::publication::Publication;
use crate::services::{InstanceServices, Shared, Views};

/// Makes plugin sets, one after the other.
pub struct Builder {
    shared: Arc<Shared>,
    /// The host's public address without a trailing slash.
    base_url: String,
    generations: AtomicU64,
}

/// A configuration whose plugins are loaded and whose catalogue is read.
pub struct Planned {
    instances: Vec<(Instance, Loaded)>,
    /// What the instances publish.
    pub publication: Publication,
}

/// The standard of documents with links to data (DataLink 1.1 §2.1), without its minor version.
const LINKS: &str = "ivo://ivoa.net/std/datalink#links-1.";

impl Planned {
    /// Says under which public address, without a trailing slash, the instances are served: links to images lead to the
    /// first that has such documents.
    pub fn serve_at(&mut self, base_url: &str) {
        let links = self.instances.iter().find_map(|(instance, loaded)| {
            let mut declared = loaded.description.capabilities.iter();
            let links = declared.find(|one| one.standard_id.to_lowercase().starts_with(LINKS))?;
            let mount = instance.mount.to_string();
            Some(format!("{base_url}{}{}?ID=", mount.trim_end_matches('/'), links.path))
        });
        self.publication.take_image_links(links);
    }
}

impl Builder {
    /// Sets of plugins that share `shared`.
    pub fn new(shared: Arc<Shared>, base_url: String) -> Self {
        Self { shared, base_url, generations: AtomicU64::new(0) }
    }

    /// Configures every instance. All mistakes at once; with one, there is no set.
    pub fn build(&self, planned: Planned) -> Result<PluginSet, Problems> {
        let generation = self.generations.fetch_add(1, Ordering::Relaxed) + 1;
        let mut set = PluginSet::new(generation);
        set.publishes = !planned.publication.is_empty();
        let mut problems = Vec::new();
        let neighbours: Arc<[Neighbour]> = planned.instances.iter().map(|one| self.neighbour(one)).collect();
        for (instance, loaded) in planned.instances {
            let services = self.services(&instance, &planned.publication, &set, &neighbours);
            match loaded.module.configure(services.clone(), &settings(&instance)) {
                Ok(running) => {
                    let place = set.instances.len();
                    problems.extend(add_routes(&mut set.routes, &instance, &loaded, place));
                    set.instances.push(Running {
                        name: instance.name.as_str().into(),
                        mount: instance.mount.to_string(),
                        wants_log_in: instance.wants_log_in,
                        description: loaded.description,
                        instance: running,
                        services,
                    });
                }
                Err(error) => problems.push(refused(&instance, &error)),
            }
        }
        match Problems::of(problems) {
            Some(problems) => Err(problems),
            None => Ok(set),
        }
    }

    fn services(
        &self,
        instance: &Instance,
        publication: &Publication,
        set: &PluginSet,
        neighbours: &Arc<[Neighbour]>,
    ) -> Arc<dyn HostServices> {
        Arc::new(InstanceServices {
            shared: self.shared.clone(),
            base_url: self.url_of(instance),
            wants_log_in: instance.wants_log_in,
            neighbours: neighbours.clone(),
            views: Views::new(publication.scope(&instance.name)),
            instance: instance.name.clone(),
            offers: set.offers.clone(),
            tasks: set.tasks.clone(),
            generation: set.generation,
        })
    }

    /// An instance as the others see it.
    fn neighbour(&self, (instance, loaded): &(Instance, Loaded)) -> Neighbour {
        let Description { id, title, capabilities, .. } = &loaded.description;
        Neighbour {
            instance: instance.name.clone(),
            plugin: id.clone(),
            title: title.clone(),
            url: self.url_of(instance),
            standards: capabilities.iter().map(|one| one.standard_id.clone()).collect(),
            login_required: instance.wants_log_in,
        }
    }

    /// The public address of an instance, without a trailing slash.
    fn url_of(&self, instance: &Instance) -> String {
        format!("{}{}", self.base_url, instance.mount.to_string().trim_end_matches('/'))
    }
}

/// What is wrong with a configuration beyond its files' form.
#[derive(Default)]
pub struct PlanProblems {
    /// Wrong settings and collections.
    pub config: Vec<Problem>,
    /// Plugins that cannot be loaded.
    pub plugins: Vec<Problem>,
}

impl PlanProblems {
    /// All of them.
    pub fn all(self) -> Vec<Problem> {
        self.config.into_iter().chain(self.plugins).collect()
    }
}

/// Loads the plugins of all enabled instances, checks their settings' keys, and reads the catalogue. Blocks for reading.
pub fn plan(config: &Config, libraries: &Libraries) -> Result<Planned, PlanProblems> {
    let folders = folders(config);
    let mut problems = PlanProblems::default();
    let mut instances: Vec<(Instance, Loaded)> = Vec::new();
    let found = find_all(config, libraries, &folders);
    for instance in config.enabled() {
        match found.get(instance.plugin.as_str()) {
            Some(Ok(loaded)) => {
                let keys = &loaded.description.config;
                problems.config.extend(config::check_settings(&instance.raw, keys));
                instances.push((instance.clone(), loaded.clone()));
            }
            Some(Err(error)) => problems.plugins.push(unloadable(instance, error)),
            None => {}
        }
    }
    let publishing = instances.iter().filter(|(_, loaded)| loaded.description.uses_collections);
    let publishing: Vec<&Instance> = publishing.map(|(instance, _)| instance).collect();
    match Publication::read(config, &publishing) {
        Ok(publication) if problems.config.is_empty() && problems.plugins.is_empty() => {
            Ok(Planned { instances, publication })
        }
        Ok(_) => Err(problems),
        Err(found) => {
            problems.config.extend(found);
            Err(problems)
        }
    }
}

/// The plugins of all enabled instances, side by side: most of the time goes into reading and hashing them.
fn find_all<'c>(
    config: &'c Config,
    libraries: &Libraries,
    folders: &[PathBuf],
) -> BTreeMap<&'c str, Result<Loaded, LibraryError>> {
    let plugins: BTreeSet<&str> = config.enabled().map(|instance| instance.plugin.as_str()).collect();
    std::thread::scope(|scope| {
        let finding = |plugin| (plugin, scope.spawn(move || libraries.find(plugin, folders)));
        let finding: Vec<_> = plugins.into_iter().map(finding).collect();
        let joined = finding.into_iter().map(|(plugin, thread)| {
            (plugin, thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        joined.collect()
    })
}

/// The folders of plugins: `{executable}` is the program's, relative ones are below the configuration's.
pub fn folders(config: &Config) -> Vec<PathBuf> {
    let executable = std::env::current_exe().ok();
    let beside = executable.as_deref().and_then(std::path::Path::parent).unwrap_or(std::path::Path::new(""));
    let folder = |text: &String| match text.strip_prefix("{executable}") {
        Some(rest) => beside.join(rest.trim_start_matches('/')),
        None => config.folder.join(text),
    };
    config.host.plugins.folders.iter().map(folder).collect()
}

fn settings(instance: &Instance) -> Settings {
    let source = &instance.raw.file.source;
    let overrides = instance.raw.overrides.iter();
    Settings {
        instance: instance.name.clone(),
        mount: instance.mount.to_string(),
        file: source.name.to_string(),
        text: source.text.clone(),
        overrides: overrides
            .filter_map(|one| Some((one.settings_key()?.to_owned(), one.text.clone())))
            .collect(),
    }
}

fn add_routes(routes: &mut Routes, instance: &Instance, loaded: &Loaded, place: usize) -> Vec<Problem> {
    let mount = instance.mount.to_string();
    let declared = loaded.description.routes.iter();
    let refused = declared.filter_map(|route| routes.add(&mount, route, place).err());
    refused
        .map(|why| Problem::new(instance.mount_place.clone(), why).hint("give one of the two another mount"))
        .collect()
}

fn unloadable(instance: &Instance, error: &LibraryError) -> Problem {
    let problem = Problem::new(instance.plugin_place.clone(), error.to_string());
    match error {
        LibraryError::Missing { searched, .. } => {
            let searched: Vec<String> = searched.iter().map(|folder| folder.display().to_string()).collect();
            problem.hint(format!(
                "searched: {}; folders are set in host.toml, `[plugins] folders`",
                searched.join(", ")
            ))
        }
        _ => problem,
    }
}

fn refused(instance: &Instance, error: &Error) -> Problem {
    let place = match error.place() {
        Some(place) => {
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            Place { file: place.file.as_str().into(), line: count(place.line), column: count(place.column) }
        }
        None => instance.raw.settings_place(),
    };
    Problem::new(place, format!("instance `{}`: {}", instance.name, error.for_log()))
}
