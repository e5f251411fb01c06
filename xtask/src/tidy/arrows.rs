//! Who may depend on whom: the arrows and floors of the architecture.

use toml::Table;

use super::Finding;
use crate::tree::{TextFile, Tree};

/// The floor of each crate: it may use crates of lower floors only, which also rules out circles.
const FLOORS: &[(&str, u8)] = &[
    ("sky", 0),
    ("conf-file", 0),
    ("fits-header", 0),
    ("private-postgres", 0),
    ("vounits", 0),
    ("pg-rows", 0),
    ("progress", 0),
    ("preview", 0),
    ("web-assets", 0),
    ("catalogue", 1),
    ("dali", 1),
    ("database", 1),
    ("pg-functions", 1),
    ("wcs", 1),
    ("adql", 2),
    ("formats", 2),
    ("images", 2),
    ("identity", 2),
    ("registry", 2),
    ("samp", 2),
    ("uws", 2),
    ("grants", 3),
    ("image-list", 3),
    ("queue", 3),
    ("statistics", 3),
    ("survey", 3),
    ("hips-tiles", 4),
    ("ingest", 4),
    ("service", 4),
];

const SERVICE: &str = "service";

/// The part that a package plays; it follows from the folder alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Host,
    Api,
    Plugin,
    Crate,
    BlackBox,
    Xtask,
}

struct Package<'a> {
    manifest: &'a TextFile,
    name: String,
    role: Role,
    /// Names of the packages that it uses, also for building and testing.
    uses: Vec<String>,
}

/// Finds dependencies that point the wrong way.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut packages = Vec::new();
    for manifest in tree.files().filter(|file| file.path.ends_with("/Cargo.toml")) {
        match read(manifest) {
            Ok(package) => packages.push(package),
            Err(message) => findings.push(Finding::new(&manifest.path, 1, message)),
        }
    }
    for package in &packages {
        for other in &packages {
            if package.uses.contains(&other.name)
                && let Err(rule) = judge(package, other)
            {
                let line = line_of(&package.manifest.text, &other.name);
                let message = format!("`{}` may not use `{}`: {rule}", package.name, other.name);
                findings.push(Finding::new(&package.manifest.path, line, message));
            }
        }
    }
    findings
}

fn judge(package: &Package<'_>, other: &Package<'_>) -> Result<(), String> {
    let refuse = |rule: &str| Err(rule.to_owned());
    match (package.role, other.role) {
        (Role::Api, _) => refuse("plugin-api uses nothing of ours"),
        (Role::Xtask, _) => refuse("developer commands use nothing of ours"),
        (_, Role::Host | Role::BlackBox | Role::Xtask) => refuse("nobody uses a program of ours"),
        (_, Role::Plugin) => refuse("nobody uses a plugin; plugins meet through the host"),
        (Role::Host, Role::Crate) if other.name == SERVICE => {
            refuse("the host beside the plugins uses any crate but `service`")
        }
        (Role::Crate, Role::Api) if package.name != SERVICE => {
            refuse("of the crates only `service` knows plugin-api")
        }
        (Role::BlackBox, Role::Api) => refuse("black-box tests know the protocols only"),
        (Role::Crate, Role::Crate) => judge_floors(&package.name, &other.name),
        (Role::Host | Role::Plugin | Role::Crate | Role::BlackBox, Role::Api | Role::Crate) => Ok(()),
    }
}

fn judge_floors(name: &str, other: &str) -> Result<(), String> {
    let floor = |name: &str| {
        let found = FLOORS.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, floor)| *floor)
            .ok_or_else(|| format!("`{name}` has no floor in xtask/src/tidy/arrows.rs"))
    };
    let (own, used) = (floor(name)?, floor(other)?);
    if used < own { Ok(()) } else { Err(format!("floor {own} uses lower floors only, not floor {used}")) }
}

fn read(manifest: &TextFile) -> Result<Package<'_>, String> {
    let table: Table = manifest.text.parse().map_err(|_| "not readable as TOML".to_owned())?;
    let name = table.get("package").and_then(|package| package.get("name")).and_then(|name| name.as_str());
    let name = name.ok_or("no package name")?.to_owned();
    let role = role_of(&manifest.path)
        .ok_or("a package belongs into host, plugin-api, plugins, crates, tests or xtask")?;
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let uses = kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()).flat_map(|list| list.iter());
    let uses = uses.map(|(key, value)| real_name(key, value)).collect();
    Ok(Package { manifest, name, role, uses })
}

/// The package behind a dependency, which may be renamed.
fn real_name(key: &str, value: &toml::Value) -> String {
    value.get("package").and_then(|name| name.as_str()).unwrap_or(key).to_owned()
}

fn role_of(path: &str) -> Option<Role> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["host", "Cargo.toml"] => Some(Role::Host),
        ["plugin-api", "Cargo.toml"] => Some(Role::Api),
        ["plugins", _, "Cargo.toml"] | ["tests", "plugins", _, "Cargo.toml"] => Some(Role::Plugin),
        ["crates", _, "Cargo.toml"] => Some(Role::Crate),
        ["tests", "Cargo.toml"] => Some(Role::BlackBox),
        ["xtask", "Cargo.toml"] => Some(Role::Xtask),
        _ => None,
    }
}

fn line_of(text: &str, name: &str) -> usize {
    let names = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
    text.lines().position(names).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, uses: &[&str]) -> String {
        let list: String = uses.iter().map(|used| format!("{used}.workspace = true\n")).collect();
        format!("[package]\nname = \"{name}\"\n[dependencies]\n{list}")
    }

    fn messages(manifests: &[(&str, String)]) -> Vec<String> {
        let files: Vec<(&str, &str)> = manifests.iter().map(|(path, text)| (*path, text.as_str())).collect();
        check(&Tree::of(&files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_of_the_house_are_accepted() {
        let good = [
            ("host/Cargo.toml", manifest("armilla", &["plugin-api", "adql", "serde"])),
            ("plugin-api/Cargo.toml", manifest("plugin-api", &["abi_stable"])),
            ("plugins/tap/Cargo.toml", manifest("tap", &["plugin-api", "service", "adql"])),
            ("crates/service/Cargo.toml", manifest("service", &["plugin-api", "adql"])),
            ("crates/adql/Cargo.toml", manifest("adql", &["sky"])),
            ("crates/sky/Cargo.toml", manifest("sky", &[])),
        ];
        assert!(messages(&good).is_empty());
    }

    #[test]
    fn each_wrong_arrow_names_its_rule() {
        let bad = [
            ("host/Cargo.toml", manifest("armilla", &["service", "tap"])),
            ("plugin-api/Cargo.toml", manifest("plugin-api", &["sky"])),
            ("plugins/tap/Cargo.toml", manifest("tap", &["armilla"])),
            ("crates/service/Cargo.toml", manifest("service", &["plugin-api"])),
            ("crates/adql/Cargo.toml", manifest("adql", &["formats", "plugin-api"])),
            ("crates/formats/Cargo.toml", manifest("formats", &["adql"])),
            ("crates/sky/Cargo.toml", manifest("sky", &[])),
        ];
        assert_eq!(
            messages(&bad),
            [
                "host/Cargo.toml:5: error: `armilla` may not use `tap`: nobody uses a plugin; plugins meet through the host",
                "host/Cargo.toml:4: error: `armilla` may not use `service`: the host beside the plugins uses any crate but `service`",
                "plugin-api/Cargo.toml:4: error: `plugin-api` may not use `sky`: plugin-api uses nothing of ours",
                "plugins/tap/Cargo.toml:4: error: `tap` may not use `armilla`: nobody uses a program of ours",
                "crates/adql/Cargo.toml:5: error: `adql` may not use `plugin-api`: of the crates only `service` knows plugin-api",
                "crates/adql/Cargo.toml:4: error: `adql` may not use `formats`: floor 2 uses lower floors only, not floor 2",
                "crates/formats/Cargo.toml:4: error: `formats` may not use `adql`: floor 2 uses lower floors only, not floor 2",
            ]
        );
    }

    #[test]
    fn crate_without_a_floor_and_package_without_a_place_are_found() {
        let bad = [
            ("crates/new/Cargo.toml", manifest("new", &["sky"])),
            ("crates/sky/Cargo.toml", manifest("sky", &[])),
            ("tools/x/Cargo.toml", manifest("x", &[])),
        ];
        assert_eq!(
            messages(&bad),
            [
                "tools/x/Cargo.toml:1: error: a package belongs into host, plugin-api, plugins, crates, tests or xtask",
                "crates/new/Cargo.toml:4: error: `new` may not use `sky`: `new` has no floor in xtask/src/tidy/arrows.rs",
            ]
        );
    }
}
