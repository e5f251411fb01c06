//! `armilla check`: reads the configuration and says what is wrong with it.

use super::args::Folder;
use super::failure::Failure;
use super::print;
use crate::app::Prepared;
use crate::config::{self, Config};

/// Reads the configuration, loads and configures its plugins, and prints the number of keys if all is well. Needs no
/// database and no port.
pub fn check(folder: &Folder) -> Result<(), Failure> {
    let (config, prepared) = Prepared::read(folder)?;
    prepared.configure(&config)?;
    print::line(&summary(&config));
    Ok(())
}

/// E.g. `24 keys, 2 instances, 1 collection, 0 problems`.
fn summary(config: &Config) -> String {
    let settings = config.instances.iter().map(|instance| config::list_settings(&instance.raw, &[]).len());
    let keys = config.keys.iter().filter(|key| key.origin != config::Origin::Default).count()
        + settings.sum::<usize>();
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}, {}, {}, 0 problems",
        counted(keys, "key"),
        counted(config.enabled().count(), "instance"),
        counted(config.collections.len(), "collection")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_what_the_files_say() {
        let folder = tempfile::tempdir().unwrap();
        let tap =
            "plugin = \"tap\"\nmount = \"/tap\"\n[settings]\nmaxrec = 1\n[settings.schemas]\na = \"b\"\n";
        std::fs::write(folder.path().join("tap.toml"), tap).unwrap();
        std::fs::write(folder.path().join("host.toml"), "[log]\nlevel = \"warn\"\n").unwrap();
        let config = config::load(folder.path(), &[]).unwrap();
        assert_eq!(summary(&config), "5 keys, 1 instance, 0 collections, 0 problems");
    }
}
