//! `armilla check`: reads the configuration, compares it with the database, and says what is wrong.

mod people;
mod unguarded;

use catalogue::lint;
use conf_file::Problems;
use ingest::check::Findings;

use super::args::Check;
use super::failure::Failure;
use super::serve;
use super::workbench::Workbench;
use super::{print, roles};
use crate::app::Prepared;
use crate::config::{self, Config};

/// Reads the configuration, loads and configures its plugins, reads the collections over and compares them with the
/// database, if there is one. What is wrong fails the command, what is only advice does not.
pub fn check(flags: &Check) -> Result<(), Failure> {
    let (config, prepared) = Prepared::read(&flags.folder)?;
    let published = prepared.published();
    prepared.configure(&config)?;
    serve::tls(&config)?;
    let mut found = Findings::default();
    for raw in &config.collections {
        found.warnings.extend(lint::lint(&raw.source.name, &raw.source.text));
        let known = lint::read(&raw.source.name, &raw.source.text).filter(|_| are_all_known(&config));
        if let Some((collection, places)) = known {
            found.warnings.extend(people::lint(&collection, &places, &config.users));
        }
    }
    if !flags.offline && !config.collections.is_empty() {
        match compared(flags) {
            Ok(more) => {
                found.extend(more);
                let missing = roles::missing(&flags.folder, &published)?;
                missing.script.iter().for_each(|line| print::line(line));
                found.warnings.extend(unguarded::told(&config, &missing.unguarded));
            }
            Err(failure) => print::status(&format!(
                "note: the collections were not compared with the database (--offline leaves that out): {failure}\n"
            )),
        }
    }
    found.warnings.extend(config::readable_users(&config.folder));
    found.warnings.sort();
    found.notes.sort();
    found.notes.iter().for_each(|note| print::advice("note", note));
    found.warnings.iter().for_each(|warning| print::advice("warning", warning));
    print::line(&summary(&config, &found));
    match Problems::of(found.problems) {
        Some(problems) => Err(Failure::Config(problems)),
        None => Ok(()),
    }
}

/// Whether all users are those of users.toml: a table or a provider may have others.
fn are_all_known(config: &Config) -> bool {
    let identities = &config.host.login.identities;
    identities.users == identity::Place::File && identities.provider.is_none()
}

/// What the database says to all collections.
fn compared(flags: &Check) -> Result<Findings, Failure> {
    let bench = Workbench::open(&flags.folder)?;
    let client = bench.client()?;
    let role = bench.config.host.database.query_role.clone();
    let mut found = Findings::default();
    for raw in &bench.config.collections {
        let Some((collection, places)) = lint::read(&raw.source.name, &raw.source.text) else { continue };
        let more = ingest::check::check(&client, &collection, &places, role.as_deref());
        let more = bench.runtime.block_on(more).map_err(|error| {
            let reason = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
            Failure::machine(
                format!("the database did not answer for collection `{}`: {reason}", collection.id),
                "the log of PostgreSQL tells more",
            )
        })?;
        found.extend(more);
    }
    Ok(found)
}

/// E.g. `24 keys, 2 instances, 1 collection, 0 problems, 3 warnings, 1 note`.
fn summary(config: &Config, found: &Findings) -> String {
    let settings = config.instances.iter().map(|instance| config::list_settings(&instance.raw, &[]).len());
    let keys = config.keys.iter().filter(|key| key.origin != config::Origin::Default).count()
        + settings.sum::<usize>();
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let mut counts = vec![
        counted(keys, "key"),
        counted(config.enabled().count(), "instance"),
        counted(config.collections.len(), "collection"),
        counted(found.problems.len(), "problem"),
        counted(found.warnings.len(), "warning"),
    ];
    if !found.notes.is_empty() {
        counts.push(counted(found.notes.len(), "note"));
    }
    counts.join(", ")
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
        let clean = Findings::default();
        assert_eq!(summary(&config, &clean), "5 keys, 1 instance, 0 collections, 0 problems, 0 warnings");
    }
}
