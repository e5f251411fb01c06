//! Loading: all files read, all mistakes found, then a configuration that is valid.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use conf_file::{Problem, Problems};
use identity::Users;

use super::host::{self, HostConfig};
use super::instance::{self, Instance};
use super::listing::Listed;
use super::overrides::Override;
use super::raw::{self, RawCollection};
use super::section::Findings;

/// A valid configuration, the defaults filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder that it was read from.
    pub folder: PathBuf,
    /// The host's own settings.
    pub host: HostConfig,
    /// The users of `users.toml`.
    pub users: Users,
    /// The instances, sorted by name; those that are not enabled too.
    pub instances: Vec<Instance>,
    /// The collection files, sorted by name.
    pub collections: Vec<RawCollection>,
    /// Every key with its value and origin, in the order of the files.
    pub keys: Vec<Listed>,
}

impl Config {
    /// The instances that are to be served.
    pub fn enabled(&self) -> impl Iterator<Item = &Instance> {
        self.instances.iter().filter(|instance| instance.enabled)
    }
}

/// Reads a folder and what `--set` says; all problems at once, sorted by file and line.
pub fn load(folder: &Path, overrides: &[Override]) -> Result<Config, Problems> {
    let (config, problems) = read(folder, overrides);
    match Problems::of(problems) {
        Some(problems) => Err(problems),
        None => Ok(config),
    }
}

/// As [`load`], but gives what can be used beside the problems, so that later checks can add theirs.
pub fn read(folder: &Path, overrides: &[Override]) -> (Config, Vec<Problem>) {
    let findings = Findings::default();
    let mut unreadable = Vec::new();
    let raw = raw::read(folder, overrides, &mut unreadable);
    let host = host::read_file(&findings, &raw);
    let (users, mut wrong_users) = raw.users.as_ref().map(Users::read).unwrap_or_default();
    let raw_instances: Vec<_> = raw.instances.into_iter().map(Arc::new).collect();
    let instances: Vec<Instance> =
        raw_instances.iter().filter_map(|raw| instance::read(raw, &findings)).collect();
    let mut problems = findings.report.into_list();
    problems.append(&mut unreadable);
    problems.append(&mut wrong_users);
    problems.extend(shared_mounts(&instances));
    let keys = findings.keys.into_inner();
    (Config { folder: raw.folder, host, users, instances, collections: raw.collections, keys }, problems)
}

/// Two enabled instances under one mount: the later one is the mistake, and the earlier one is named.
fn shared_mounts(instances: &[Instance]) -> Vec<Problem> {
    let enabled: Vec<&Instance> = instances.iter().filter(|instance| instance.enabled).collect();
    let mut problems = Vec::new();
    for (number, instance) in enabled.iter().enumerate() {
        let first = enabled[..number].iter().find(|earlier| earlier.mount == instance.mount);
        if let Some(first) = first {
            let message = format!("mount `{}` is taken by instance `{}`", instance.mount, first.name);
            let hint = format!(
                "the other is at {}; give one of them another mount or `enabled = false`",
                first.mount_place
            );
            problems.push(Problem::new(instance.mount_place.clone(), message).hint(hint));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    /// What loading complains about, the temporary folder written as `conf.d`.
    fn complaint(files: &[(&str, &str)], set: &[&str]) -> String {
        let folder = folder(files);
        let overrides: Vec<Override> = set.iter().map(|text| Override::parse(text).unwrap()).collect();
        let problems = load(folder.path(), &overrides).unwrap_err();
        problems.to_string().replace(&folder.path().display().to_string(), "conf.d")
    }

    const TAP: &str = "plugin = \"tap\"\nmount = \"/tap\"\n";

    #[test]
    fn an_instance_is_named_after_its_file() {
        let folder =
            folder(&[("vo-tap.toml", TAP), ("old.toml.off", "x"), ("notes.txt", "x"), (".#a.toml", "x")]);
        let config = load(folder.path(), &[]).unwrap();
        let names: Vec<&str> = config.instances.iter().map(|instance| instance.name.as_str()).collect();
        assert_eq!(names, ["vo-tap"]);
        assert_eq!(config.host, HostConfig::default());
        assert!(config.instances[0].enabled);
    }

    #[test]
    fn collections_are_read_as_text() {
        let folder = folder(&[("collections/sim-dr1.toml", "not [ toml")]);
        let config = load(folder.path(), &[]).unwrap();
        assert_eq!(config.collections[0].id, "sim-dr1");
        assert_eq!(config.collections[0].source.text, "not [ toml");
    }

    #[test]
    fn all_problems_come_at_once_sorted_by_file_and_line() {
        let host = "[server]\nbody_limit_mib = 0\nadress = \"x\"\n[log]\nformat = \"jsn\"\n[sever]\n";
        let tap = "plugin = 7\nmount = \"tap\"\nmaxrec = 1\n";
        assert_eq!(
            complaint(&[("host.toml", host), ("tap.toml", tap)], &[]),
            "error: key `body_limit_mib`: expected an integer from 1 to 1048576, found 0\n  --> conf.d/host.toml:2:18\n\n\
             error: unknown key `adress` in `[server]`\n  --> conf.d/host.toml:3:1\n\n\
             hint: did you mean `address`? known keys: address, metrics, base_url, compression, tls_key, \
             web_origins, trusted_proxies, body_limit_mib, connections_max, idle_timeout_secs, drain_timeout_secs, \
             stall_timeout_secs, tls_certificate, header_read_timeout_secs\n\n\
             error: key `format`: unknown value \"jsn\"\n  --> conf.d/host.toml:5:10\n\n\
             hint: did you mean `json`? known values: json, text\n\n\
             error: unknown key `sever`\n  --> conf.d/host.toml:6:2\n\n\
             hint: did you mean `server`? known keys: server, fetch, access, audit, jobs, log, login, quota, plugins, database\n\n\
             error: key `plugin`: expected a string, found an integer\n  --> conf.d/tap.toml:1:10\n\n\
             error: key `mount`: mount \"tap\" does not begin with `/`\n  --> conf.d/tap.toml:2:9\n\n\
             hint: write a path of letters, digits and `-._~`, e.g. \"/vo/tap/sim-dr1\"\n\n\
             error: unknown key `maxrec`\n  --> conf.d/tap.toml:3:1\n\n\
             hint: known keys: enabled, mount, login, plugin, settings; keys of the plugin belong in `[settings]`"
        );
    }

    #[test]
    fn two_instances_under_one_mount_are_a_mistake_that_names_both() {
        assert_eq!(
            complaint(&[("a.toml", TAP), ("b.toml", TAP)], &[]),
            "error: mount `/tap` is taken by instance `a`\n  --> conf.d/b.toml:2:9\n\n\
             hint: the other is at conf.d/a.toml:2:9; give one of them another mount or `enabled = false`"
        );
    }

    #[test]
    fn a_mount_of_a_disabled_instance_is_free() {
        let off = "plugin = \"tap\"\nmount = \"/tap\"\nenabled = false\n";
        let config = load(folder(&[("a.toml", off), ("b.toml", TAP)]).path(), &[]).unwrap();
        assert_eq!(config.enabled().count(), 1);
    }

    #[test]
    fn nested_mounts_are_allowed() {
        let nested = "plugin = \"tap\"\nmount = \"/tap/old\"\n";
        assert!(load(folder(&[("a.toml", nested), ("b.toml", TAP)]).path(), &[]).is_ok());
    }

    #[test]
    fn missing_keys_of_an_instance_are_told() {
        assert_eq!(
            complaint(&[("a.toml", "settings = 3\n")], &[]),
            "error: missing key `mount`\n  --> conf.d/a.toml\n\n\
             hint: say where it is served, e.g. `mount = \"/tap\"`\n\n\
             error: missing key `plugin`\n  --> conf.d/a.toml\n\n\
             hint: say which plugin serves it, e.g. `plugin = \"tap\"`\n\n\
             error: expected a table `[settings]`, found an integer\n  --> conf.d/a.toml:1:12"
        );
    }

    #[test]
    fn users_are_no_instance_and_their_mistakes_are_told() {
        assert_eq!(
            complaint(&[("users.toml", "[users.ada]\npassword = \"secret\"\n")], &[]),
            "error: key `password`: this is no hash of a password\n  --> conf.d/users.toml:2:12\n\n\
             hint: `armilla user passwd ada` writes it"
        );
        let config = load(folder(&[("users.toml", "")]).path(), &[]).unwrap();
        assert!(config.users.is_empty() && config.instances.is_empty());
    }

    #[test]
    fn a_syntax_error_has_a_place() {
        let text = complaint(&[("a.toml", "plugin = \"tap\"\nmount = /tap\n")], &[]);
        assert!(text.starts_with("error: this is not TOML: "), "{text}");
        assert!(text.contains("\n  --> conf.d/a.toml:2:9"), "{text}");
    }

    #[test]
    fn a_file_name_that_cannot_be_a_name_is_refused() {
        assert_eq!(
            complaint(&[("My Tap.toml", TAP)], &[]),
            "error: the file name `My Tap.toml` cannot be a name\n  --> conf.d/My Tap.toml\n\n\
             hint: use lower-case letters, digits, `-` and `_`; it becomes the name in logs and messages"
        );
    }

    #[test]
    fn a_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none");
        let text = load(&missing, &[]).unwrap_err().to_string();
        assert_eq!(
            text,
            format!(
                "error: cannot read the folder: no such file or directory\n  --> {}\n\nhint: name the folder with `--conf DIR`",
                missing.display()
            )
        );
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_told() {
        let text = complaint(&[("a.toml/x", "")], &[]);
        assert_eq!(text, "error: cannot read the file: it is not a file\n  --> conf.d/a.toml");
    }

    #[test]
    fn the_command_line_wins_over_the_file() {
        let folder = folder(&[("host.toml", "[server]\naddress = \"127.0.0.1:1\"\n"), ("tap.toml", TAP)]);
        let set = ["host.server.address=127.0.0.1:0", "tap.mount=/other", "tap.maxrec=5"];
        let overrides: Vec<Override> = set.iter().map(|text| Override::parse(text).unwrap()).collect();
        let config = load(folder.path(), &overrides).unwrap();
        assert_eq!(config.host.server.address.as_str(), "127.0.0.1:0");
        assert_eq!(config.instances[0].mount.to_string(), "/other");
        assert_eq!(config.instances[0].raw.overrides.len(), 2);
    }

    #[test]
    fn an_override_of_nothing_is_refused() {
        assert_eq!(
            complaint(&[("tap.toml", TAP)], &["tpa.x=1", "host.server.adress=1", "host.sever.address=1"]),
            "error: unknown key `adress` in `[server]`\n  --> --set host.server.adress\n\n\
             hint: did you mean `address`? known keys: address, metrics, base_url, compression, tls_key, \
             web_origins, trusted_proxies, body_limit_mib, connections_max, idle_timeout_secs, drain_timeout_secs, \
             stall_timeout_secs, tls_certificate, header_read_timeout_secs\n\n\
             error: unknown key `sever`\n  --> --set host.sever.address\n\n\
             hint: did you mean `server`? known keys: server, fetch, access, audit, jobs, log, login, quota, plugins, database\n\n\
             error: there is no instance `tpa`\n  --> --set tpa.x\n\n\
             hint: did you mean `tap`? known names: tap, host"
        );
    }

    #[test]
    fn values_of_the_host_are_checked() {
        let cases = [
            (
                "[server]\nbase_url = \"vo\"",
                "key `base_url`: base URL \"vo\" does not begin with `http://` or `https://`",
            ),
            (
                "[server]\nweb_origins = [\"https://a/b\"]",
                "key `web_origins`: \"https://a/b\" is not an origin",
            ),
            ("[server]\naddress = \"x\"", "key `address`: address \"x\" has no port"),
            ("[log]\nlevel = \"loud=5=6\"", "key `level`: \"loud=5=6\" is not a log level"),
            ("server = 1", "expected a table `[server]`, found an integer"),
            (
                "[database]\nshort_connections_max = 1.5",
                "key `short_connections_max`: expected an integer from 1 to 1000, found a number with a point",
            ),
        ];
        for (text, message) in cases {
            let found = complaint(&[("host.toml", text)], &[]);
            assert_eq!(found.lines().next(), Some(format!("error: {message}").as_str()));
        }
    }

    #[test]
    fn no_damage_to_a_file_makes_a_panic() {
        let shipped = super::super::defaults::HOST_TOML.as_bytes();
        let tap =
            "plugin = \"tap\"\nmount = \"/tap\"\nenabled = true\n[settings]\nñ = [1, { a = 2 }]\n".as_bytes();
        let folder = folder(&[]);
        for (name, bytes) in [("host.toml", shipped), ("tap.toml", tap)] {
            for place in 0..bytes.len() {
                let mut damaged = bytes.to_vec();
                damaged[place] = b"\"[]=.'{}#\n\x00\xff9-"[place % 14];
                std::fs::write(folder.path().join(name), &damaged).unwrap();
                if let Err(problems) = load(folder.path(), &[]) {
                    assert!(problems.to_string().starts_with("error: "));
                }
            }
        }
    }
}
