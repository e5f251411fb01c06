//! A plugin instance: a plugin, a mount and settings.

use std::sync::Arc;

use conf_file::value::{self, Refusal};
use conf_file::{Place, Value};

use super::mount::Mount;
use super::raw::RawInstance;
use super::section::{Findings, Section};

/// A valid instance file. Its settings are still text; the plugin's keys decide over them.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The name: the stem of the file.
    pub name: String,
    /// The id of the plugin, e.g. `tap`.
    pub plugin: String,
    /// Where the file says the plugin; for a plugin that cannot be found.
    pub plugin_place: Place,
    /// Whether it is served.
    pub enabled: bool,
    /// Whether the anonymous are refused.
    pub wants_log_in: bool,
    /// Where it is served.
    pub mount: Mount,
    /// Where the file says the mount.
    pub mount_place: Place,
    /// The file: its text, positions and overrides.
    pub raw: Arc<RawInstance>,
}

/// Reads an instance's file; `None` where the plugin or the mount is missing or wrong.
pub fn read(raw: &Arc<RawInstance>, findings: &Findings) -> Option<Instance> {
    let mut top = Section::top(findings, &raw.name, &raw.file, &raw.overrides);
    top.hint_on_unknown("keys of the plugin belong in `[settings]`");
    let plugin = top.require("plugin", "say which plugin serves it, e.g. `plugin = \"tap\"`", plugin_id);
    let enabled = top.read("enabled", true, value::boolean);
    let mount = top.require("mount", "say where it is served, e.g. `mount = \"/tap\"`", |value| {
        let hint = "write a path of letters, digits and `-._~`, e.g. \"/vo/tap/sim-dr1\"";
        Mount::parse(&value::string(value)?).map_err(|why| Refusal::with_hint(why, hint))
    });
    let wants_log_in =
        top.read("login", false, |found| value::choice(found, &[("optional", false), ("required", true)]));
    let places = (top.place("plugin"), top.place("mount"));
    drop(top.child("settings"));
    top.finish();
    Some(Instance {
        name: raw.name.clone(),
        plugin: plugin?,
        plugin_place: places.0?,
        enabled,
        wants_log_in,
        mount: mount?,
        mount_place: places.1?,
        raw: raw.clone(),
    })
}

/// A plugin id is part of a file name, so nothing else may come in with it.
fn plugin_id(value: &Value) -> Result<String, Refusal> {
    let id = value::string(value)?;
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    if id.is_empty() || !id.chars().all(allowed) {
        let hint = "write the id that `armilla plugins` lists, e.g. \"tap\"";
        return Err(Refusal::with_hint(format!("\"{id}\" is not a plugin id"), hint));
    }
    Ok(id)
}
