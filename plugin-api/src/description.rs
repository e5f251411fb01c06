//! What a plugin says of itself: plain data from which the host builds routes, checks settings and writes documents.

use serde::{Deserialize, Serialize};

/// The self-description of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Description {
    /// The plugin's id, e.g. `tap`: lower case, digits and hyphens.
    pub id: String,
    /// The plugin's own version, semver.
    pub version: String,
    /// One line for people.
    pub title: String,
    /// The routes below the mount, each once.
    pub routes: Vec<Route>,
    /// The keys that `[settings]` may have.
    pub config: Vec<ConfigKey>,
    /// Standards that an instance implements.
    pub capabilities: Vec<Capability>,
    /// Requests that work on any configured instance; the host's documents show them and tests run them.
    pub examples: Vec<Example>,
    /// Whether an instance publishes collections; then `[settings.schemas]` says which.
    pub uses_collections: bool,
}

impl Description {
    /// A description with an id, the version of the crate and a title; add the rest with the methods below.
    pub fn new(id: &str, version: &str, title: &str) -> Self {
        Self { id: id.into(), version: version.into(), title: title.into(), ..Self::default() }
    }

    /// Adds a route, e.g. `route("GET", "/sync", "one-shot query")`; `path` is below the mount, `{name}` is a parameter.
    #[must_use]
    pub fn route(mut self, methods: &str, path: &str, doc: &str) -> Self {
        let methods = methods.split_ascii_whitespace().map(str::to_owned).collect();
        self.routes.push(Route { methods, path: path.into(), doc: doc.into(), open: false });
        self
    }

    /// Lets everybody ask the route that was added last, also where the instance wants a log-in: VOSI capabilities and
    /// availability (VOSI 1.1 §2). New in 1.2.
    #[must_use]
    pub fn open(mut self) -> Self {
        if let Some(route) = self.routes.last_mut() {
            route.open = true;
        }
        self
    }

    /// Adds a settings key with its default in TOML, e.g. `key("maxrec_default", KeyKind::Integer, "20000", "…")`.
    #[must_use]
    pub fn key(mut self, name: &str, kind: KeyKind, default: &str, doc: &str) -> Self {
        self.config.push(ConfigKey { name: name.into(), kind, default: default.into(), doc: doc.into() });
        self
    }

    /// Adds an example request, path and query below the mount.
    #[must_use]
    pub fn example(mut self, request: &str, doc: &str) -> Self {
        self.examples.push(Example { request: request.into(), doc: doc.into() });
        self
    }

    /// Adds a standard that an instance implements at `path` below the mount.
    #[must_use]
    pub fn capability(mut self, standard_id: &str, path: &str) -> Self {
        self.capabilities.push(Capability { standard_id: standard_id.into(), path: path.into() });
        self
    }

    /// Declares that instances publish collections, and the key `schemas` that says which.
    #[must_use]
    pub fn with_collections(mut self) -> Self {
        self.uses_collections = true;
        let doc = "Schema name to collection; without it every collection under its own name.";
        self.key("schemas", KeyKind::Table, "", doc)
    }
}

/// A route below the mount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// HTTP methods; `GET` includes `HEAD`.
    pub methods: Vec<String>,
    /// The path below the mount, beginning with `/` or empty for the mount itself; `{name}` is one segment,
    /// `{*name}` the rest.
    pub path: String,
    /// One line for people.
    pub doc: String,
    /// Whether everybody may ask it, also where the instance wants a log-in. New in 1.2.
    #[serde(default)]
    pub open: bool,
}

/// A key of `[settings]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigKey {
    /// The name; dotted for keys of a section.
    pub name: String,
    /// The kind of value.
    pub kind: KeyKind,
    /// The default as TOML text; empty for none.
    pub default: String,
    /// What it means, in a sentence or two.
    pub doc: String,
}

/// The kind of value that a settings key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum KeyKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// A section whose keys are free.
    Table,
    /// A kind that this version does not know; not checked by the host.
    #[serde(other)]
    Other,
}

/// A standard implemented by an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// E.g. `ivo://ivoa.net/std/TAP`.
    pub standard_id: String,
    /// The path below the mount.
    pub path: String,
}

/// A request that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Path and query below the mount.
    pub request: String,
    /// What it shows.
    pub doc: String,
}
