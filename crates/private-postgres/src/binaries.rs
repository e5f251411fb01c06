//! Finds the programs of a PostgreSQL server on this machine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::Error;

/// Where Debian and Ubuntu keep one folder per major version.
const DEBIAN_ROOT: &str = "/usr/lib/postgresql";

/// The programs of one PostgreSQL server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// The folder that holds them.
    pub bin_dir: PathBuf,
    /// The major version, e.g. 15.
    pub major: u32,
}

/// Finds `postgres` and `initdb`: in `setting` if given and nowhere else; else where `pg_config --bindir` says, on
/// `PATH`, and under `/usr/lib/postgresql/*/bin`, newest version first.
pub fn find_binaries(setting: Option<&Path>) -> Result<Binaries, Error> {
    match setting {
        Some(bin_dir) => search([bin_dir.to_owned()]),
        None => search(places()),
    }
}

impl Binaries {
    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin_dir.join(name)
    }
}

/// The folders to look into, in order, without repetition.
fn places() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = Vec::new();
    for place in pg_config().into_iter().chain(env::split_paths(&path)).chain(debian(Path::new(DEBIAN_ROOT)))
    {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn search(places: impl IntoIterator<Item = PathBuf>) -> Result<Binaries, Error> {
    let mut searched = Vec::new();
    for bin_dir in places {
        if bin_dir.join("postgres").is_file() && bin_dir.join("initdb").is_file() {
            let major = major_version(&bin_dir.join("postgres"))?;
            return Ok(Binaries { bin_dir, major });
        }
        searched.push(format!("`{}`", bin_dir.display()));
    }
    if searched.is_empty() {
        searched.push(format!("`pg_config --bindir`, PATH, `{DEBIAN_ROOT}/*/bin`"));
    }
    Err(Error::NoBinaries { searched: searched.join(", ") })
}

/// What `pg_config` says; it may name a folder with clients only, or be absent.
fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let bin_dir = text.trim();
    (output.status.success() && !bin_dir.is_empty()).then(|| PathBuf::from(bin_dir))
}

/// `VERSION/bin` for each version under `root`, newest first; `root/*/bin` itself where there is none.
fn debian(root: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut versions: Vec<u32> = names.filter_map(|name| name.to_str()?.parse().ok()).collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    if versions.is_empty() {
        return vec![root.join("*").join("bin")];
    }
    versions.into_iter().map(|version| root.join(version.to_string()).join("bin")).collect()
}

/// The 15 of `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`; of a beta as well.
fn major_version(program: &Path) -> Result<u32, Error> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .map_err(|source| Error::Run { program: program.to_owned(), source })?;
    let text = String::from_utf8_lossy(&output.stdout);
    parse_major(&text)
        .ok_or_else(|| Error::Failed { program: "postgres --version", output: text.trim().to_owned() })
}

fn parse_major(text: &str) -> Option<u32> {
    let version = text.split_whitespace().nth(2)?;
    let digits =
        version.len() - version.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    version[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_version_is_read_from_release_beta_and_development_builds() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(parse_major("postgres (PostgreSQL) 19devel"), Some(19));
        assert_eq!(parse_major("postgres (EnterpriseDB)"), None);
    }

    #[test]
    fn newest_debian_version_comes_first_by_number_not_by_text() {
        let root = tempfile::tempdir().unwrap();
        for name in ["9", "15", "17", "common"] {
            fs::create_dir(root.path().join(name)).unwrap();
        }
        let found: Vec<_> = debian(root.path())
            .iter()
            .map(|path| path.strip_prefix(root.path()).unwrap().to_owned())
            .collect();
        assert_eq!(found, ["17/bin", "15/bin", "9/bin"].map(PathBuf::from));
    }

    #[test]
    fn missing_programs_are_an_error_that_names_the_place_and_the_package() {
        let error = find_binaries(Some(Path::new("/nonexistent/bin"))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no PostgreSQL server programs (`postgres`, `initdb`) in: `/nonexistent/bin`; install them \
             (Debian: `apt-get install postgresql`) or name their folder in the configuration"
        );
    }

    #[test]
    fn this_machine_has_a_server() {
        let binaries = find_binaries(None).unwrap();
        assert!(binaries.program("initdb").is_file());
        assert!(binaries.major >= 13, "{binaries:?}");
    }
}
