//! Debian packages: which are lacking, why they are needed, and how they are installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Purpose;
use crate::error::Error;
use crate::{command, console};

/// A package, the reason for it, and how to see that what it brings is there, from wherever it came.
struct Package {
    name: &'static str,
    reason: &'static str,
    purposes: &'static [Purpose],
    is_present: fn() -> bool,
}

const PACKAGES: &[Package] = &[
    Package {
        name: "postgresql",
        reason: "the database server that the demo starts for itself, with psql and pgbench",
        purposes: &[Purpose::Run, Purpose::Test, Purpose::Bench],
        is_present: has_postgresql,
    },
    Package {
        name: "wcslib-dev",
        reason: "the library for world coordinates of FITS images, with what a build needs of it",
        purposes: &[Purpose::Run, Purpose::Test, Purpose::Bench],
        is_present: || command::succeeds(Command::new("pkg-config").args(["--exists", "wcslib"])),
    },
    Package {
        name: "pkg-config",
        reason: "which tells a build where that library is",
        purposes: &[Purpose::Run, Purpose::Test, Purpose::Bench],
        is_present: || command::is_on_path("pkg-config"),
    },
    Package {
        name: "postgresql-15-q3c",
        reason: "the extension for spherical searches with which ours are compared",
        purposes: &[Purpose::Bench],
        is_present: || has_q3c() || !Path::new("/usr/lib/postgresql/15").is_dir(),
    },
    Package {
        name: "stilts",
        reason: "the command-line client whose answers and validator the tests use, with Java",
        purposes: &[Purpose::Test],
        is_present: || command::is_on_path("stilts") && command::is_on_path("java"),
    },
    Package {
        name: "starlink-ecsv-java",
        reason: "with which STILTS reads ECSV",
        purposes: &[Purpose::Test],
        is_present: || Path::new("/usr/share/java/starlink-ecsv.jar").is_file(),
    },
    Package {
        name: "jsamp",
        reason: "the SAMP hub, clients and hub tester with which ours talk",
        purposes: &[Purpose::Test],
        is_present: || Path::new("/usr/share/java/jsamp.jar").is_file(),
    },
    Package {
        name: "libxml2-utils",
        reason: "xmllint, which checks documents against their schemas",
        purposes: &[Purpose::Test],
        is_present: || command::is_on_path("xmllint"),
    },
    Package {
        name: "fitsverify",
        reason: "which checks FITS files against their standard",
        purposes: &[Purpose::Test],
        is_present: || command::is_on_path("fitsverify"),
    },
    Package {
        name: "chromium",
        reason: "the browser in which the tests look at pages",
        purposes: &[Purpose::Test],
        is_present: || command::is_on_path("chromium"),
    },
    Package {
        name: "chromium-driver",
        reason: "which lets the tests type and click in it",
        purposes: &[Purpose::Test],
        is_present: || command::is_on_path("chromedriver"),
    },
    Package {
        name: "nodejs",
        reason: "which builds the pages and runs their tests",
        purposes: &[Purpose::Test, Purpose::Web],
        is_present: || command::is_on_path("node"),
    },
    Package {
        name: "npm",
        reason: "which installs what the pages are built with, as web/package-lock.json lists it",
        purposes: &[Purpose::Test, Purpose::Web],
        is_present: || command::is_on_path("npm"),
    },
    Package {
        name: "python3-venv",
        reason: "a private Python environment for pyvo and astropy",
        purposes: &[Purpose::Test],
        is_present: || command::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"])),
    },
];

/// Installs the lacking packages as root; prints the command to run for anybody else.
pub fn ensure(purpose: Purpose) -> Result<(), Error> {
    let lacking: Vec<&Package> = PACKAGES
        .iter()
        .filter(|package| package.purposes.contains(&purpose) && !(package.is_present)())
        .collect();
    if lacking.is_empty() {
        return Ok(());
    }
    console::note("setup: this machine lacks");
    for package in &lacking {
        console::note(&format!("  {:<16} {}", package.name, package.reason));
    }
    let names: Vec<&str> = lacking.iter().map(|package| package.name).collect();
    if !is_root() {
        let names = names.join(" ");
        let command =
            format!("sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}");
        return Err(Error::Lacking { command });
    }
    install(&names)
}

fn install(names: &[&str]) -> Result<(), Error> {
    console::note("setup: installing them with apt-get");
    command::run(apt_get().arg("update").arg("-qq"))?;
    let _quiet = ServicesKeptDown::new();
    command::run(apt_get().args(["install", "-y", "-qq", "--no-install-recommends"]).args(names))
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Keeps Debian from starting a database server of its own while packages are installed: while the file is
/// there, maintainer scripts start no service (Debian policy on `policy-rc.d`). A file that was there before stays.
struct ServicesKeptDown {
    written: Option<PathBuf>,
}

impl ServicesKeptDown {
    fn new() -> Self {
        let path = Path::new("/usr/sbin/policy-rc.d");
        if path.exists() || std::fs::write(path, "#!/bin/sh\nexit 101\n").is_err() {
            return Self { written: None };
        }
        let executable = command::succeeds(Command::new("chmod").arg("755").arg(path));
        if !executable {
            console::note(
                "setup: Debian may start a database server of its own on port 5432; we do not use it",
            );
        }
        Self { written: Some(path.to_path_buf()) }
    }
}

impl Drop for ServicesKeptDown {
    fn drop(&mut self) {
        if let Some(path) = &self.written
            && std::fs::remove_file(path).is_err()
        {
            console::note(&format!("setup: please remove {}", path.display()));
        }
    }
}

/// The server's programs on the search path or where Debian keeps them, one folder per major version.
fn has_postgresql() -> bool {
    if ["initdb", "postgres"].into_iter().all(command::is_on_path) && command::is_on_path("psql") {
        return true;
    }
    let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") else { return false };
    versions.flatten().any(|version| {
        let programs = version.path().join("bin");
        ["initdb", "postgres", "psql"].iter().all(|program| programs.join(program).is_file())
    })
}

/// Whether any version of PostgreSQL has the extension; the benchmark does without it where there is another version.
fn has_q3c() -> bool {
    let Ok(versions) = std::fs::read_dir("/usr/share/postgresql") else { return false };
    versions.flatten().any(|version| version.path().join("extension/q3c.control").is_file())
}

fn is_root() -> bool {
    command::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_needs_the_server_and_what_the_build_links() {
        let names: Vec<_> = PACKAGES
            .iter()
            .filter(|package| package.purposes.contains(&Purpose::Run))
            .map(|package| package.name)
            .collect();
        assert_eq!(names, ["postgresql", "wcslib-dev", "pkg-config"]);
    }

    #[test]
    fn what_root_must_install_is_told_as_one_command() {
        let error = Error::Lacking { command: "sudo apt-get install stilts".into() };
        assert_eq!(error.to_string(), "packages are missing, and only root may install them");
        assert_eq!(error.hint().unwrap(), "run this, then try again:\n  sudo apt-get install stilts");
    }
}
