//! `armilla access`: who may see what, and which line of which file decides it.

mod caller;
mod collection;
mod whom;

use catalogue::lint::{Part, Places};
use catalogue::{Collection, TableRules, Viewer};
use conf_file::{Place, Source, suggestion_in_order};
use identity::Users;
use jiff::Timestamp;
use serde::Serialize;

use super::args::Access;
use super::failure::Failure;
use super::print;
use crate::config::{self, Config};

/// The caller who has not said who he is.
const ANONYMOUS: &str = "anonymous";

/// A collection with the places of its rules.
struct Ruled {
    collection: Collection,
    places: Places,
    file: String,
    /// Where the rule stands that holds for a collection whose file has none.
    default_place: String,
}

/// Prints what the files say of a caller or of a collection.
pub fn access(flags: &Access) -> Result<(), Failure> {
    let config = config::load(&flags.folder.conf, &flags.folder.overrides)?;
    let all = read(&config)?;
    let now = Timestamp::now();
    match &flags.collection {
        Some(id) => {
            let Some(found) = all.iter().find(|one| one.collection.id == *id) else {
                let known = all.iter().map(|one| one.collection.id.as_str());
                let hint = suggestion_in_order(id, "collections", known);
                return Err(Failure::Usage(format!("there is no collection `{id}`; {hint}")));
            };
            let told = collection::told(found, &config.users, now);
            print(flags.json, &told, || collection::words(&told))
        }
        None => {
            let viewer = viewer(flags, &config.users, now)?;
            let told = caller::told(&all, &viewer);
            print(flags.json, &told, || caller::words(&told))
        }
    }
}

fn print(json: bool, told: &impl Serialize, words: impl Fn() -> Vec<String>) -> Result<(), Failure> {
    if !json {
        words().iter().for_each(|line| print::line(line));
        return Ok(());
    }
    let text = serde_json::to_string_pretty(told).map_err(|error| {
        Failure::machine(format!("the answer cannot be JSON: {error}"), "leave --json out")
    })?;
    print::line(&text);
    Ok(())
}

/// All collections of a configuration.
fn read(config: &Config) -> Result<Vec<Ruled>, Failure> {
    let mut all = Vec::new();
    for raw in &config.collections {
        let collection = catalogue::parse_with(&raw.source.name, &raw.source.text, &config.host.access)?;
        let Some(places) = Places::of(Source::clone(&raw.source)) else { continue };
        let default = config.keys.iter().find(|key| key.section == "access" && key.key == "default");
        let origin = default.map_or_else(|| "default".to_owned(), |key| key.origin.to_string());
        let default_place = format!("`[access] default` of host.toml: {origin}");
        all.push(Ruled { collection, places, file: raw.source.name.to_string(), default_place });
    }
    Ok(all)
}

/// Who is meant, with the groups of the users' file or those that are given.
fn viewer(flags: &Access, users: &Users, now: Timestamp) -> Result<Viewer, Failure> {
    let who = flags.who.as_deref().unwrap_or(ANONYMOUS);
    if who == ANONYMOUS {
        return match &flags.groups {
            None => Ok(Viewer::anonymous(now)),
            Some(_) => {
                Err(Failure::Usage("the anonymous caller has no groups; leave --groups out".to_owned()))
            }
        };
    }
    let known = users.get(who).map(|user| user.caller.groups.clone());
    match flags.groups.clone().or(known) {
        Some(groups) => Ok(Viewer { user: Some(who.to_owned()), groups, now }),
        None => {
            let names = users.sorted();
            let hint = suggestion_in_order(who, "users", names.iter().map(|user| user.caller.user.as_str()));
            Err(Failure::Usage(format!(
                "there is no user `{who}` in users.toml; {hint}\n\nhint: give the groups of a user whom another program \
                 keeps with --groups"
            )))
        }
    }
}

impl Ruled {
    /// Its tables and its images: the number or kind, the name of a table, and the rules.
    fn parts(&self) -> impl Iterator<Item = (Part, Option<&str>, &TableRules)> {
        let tables = self.collection.tables.iter().enumerate();
        let tables =
            tables.map(|(number, table)| (Part::Table(number), Some(table.name.as_str()), &table.rules));
        tables.chain(self.collection.images.iter().map(|images| (Part::Images, None, &images.rules)))
    }

    /// Where the rule of all rows of a part stands.
    fn part_rule(&self, part: Part) -> String {
        self.places.table_rule(part).as_ref().map_or_else(|| self.own_rule(), Place::to_string)
    }

    /// Where the rule of the collection stands.
    fn own_rule(&self) -> String {
        self.places.collection_rule().as_ref().map_or_else(|| self.default_place.clone(), Place::to_string)
    }

    /// Where a column's rule stands.
    fn column_rule(&self, part: Part, column: &str) -> String {
        let place = match part {
            Part::Table(number) => self.places.column_rule(number, column),
            Part::Images => None,
        };
        place.map_or_else(|| self.file.clone(), |place| place.to_string())
    }

    /// Where it is said that a part is announced.
    fn announcement(&self, part: Part, rules: &TableRules) -> String {
        match rules.announced {
            Some(_) => self.places.table(part, "announced").to_string(),
            None => self.places.top("announced").to_string(),
        }
    }
}

/// What a part is called.
fn called(table: Option<&str>) -> String {
    table.map_or_else(|| "images".to_owned(), |name| format!("table `{name}`"))
}

#[cfg(test)]
mod tests;
