//! Groups and users that rules name and the users' file does not.

use std::collections::BTreeSet;

use catalogue::lint::Places;
use catalogue::{Access, Collection};
use conf_file::{Place, Problem, suggestion_in_order};
use identity::Users;

/// What is to be said of the names in a collection's rules; nothing where there is no users' file.
pub(super) fn lint(collection: &Collection, places: &Places, users: &Users) -> Vec<Problem> {
    if users.is_empty() {
        return Vec::new();
    }
    let known = users.sorted();
    let names: Vec<&str> = known.iter().map(|user| user.caller.user.as_str()).collect();
    let groups: BTreeSet<&str> =
        known.iter().flat_map(|user| user.caller.groups.iter().map(String::as_str)).collect();
    let mut found = Vec::new();
    for (access, place) in rules(collection, places) {
        for group in access.groups.iter().filter(|group| !groups.contains(group.as_str())) {
            let message = format!("no user of users.toml belongs to the group `{group}`");
            let hint = suggestion_in_order(group, "groups", groups.iter().copied());
            found.push(Problem::new(place.clone(), message).hint(hint));
        }
        for user in access.users.iter().filter(|user| !names.contains(&user.as_str())) {
            let message = format!("users.toml has no user `{user}`");
            let hint = suggestion_in_order(user, "users", names.iter().copied());
            found.push(Problem::new(place.clone(), message).hint(hint));
        }
    }
    found
}

/// The rules that the file says, each with its place.
fn rules<'c>(collection: &'c Collection, places: &Places) -> Vec<(&'c Access, Place)> {
    let mut rules = Vec::new();
    rules.extend(places.collection_rule().map(|place| (&collection.access, place)));
    for (number, table) in collection.tables.iter().enumerate() {
        rules.extend(table.rules.access.as_ref().zip(places.table_rule(number)));
        let rows = table.rules.rows_for.iter().enumerate();
        rules.extend(rows.map(|(entry, rule)| (&rule.access, places.rows_for(number, entry, "access"))));
        let columns = table.rules.columns.iter();
        rules.extend(columns.filter_map(|(name, access)| Some((access, places.column_rule(number, name)?))));
    }
    rules
}

#[cfg(test)]
mod tests {
    use conf_file::{Source, TomlFile};

    use super::*;

    const FILE: &str = "title = 'T'\ndescription = 'D'\nschema = 's'\naccess = { groups = ['staff'], users = ['eve'] }\n\
        [[table]]\nname = 'T'\naccess = { groups = ['guests'] }\n[[table.rows_for]]\nwhere = 'A = 1'\n\
        access = { users = ['ada', 'adda'] }\n[table.columns]\nA = { type = 'int', access = { groups = ['stafff'] } }\n";

    fn said(users: &str) -> Vec<String> {
        let (collection, places) = catalogue::lint::read("a.toml", FILE).unwrap();
        let (users, problems) = Users::read(&TomlFile::parse(Source::new("users.toml", users)).unwrap());
        assert_eq!(problems, []);
        lint(&collection, &places, &users).iter().map(|problem| problem.titled("warning")).collect()
    }

    #[test]
    fn names_that_nobody_has_are_told_with_the_nearest() {
        let users = "[users.ada]\npassword = '$argon2id$v=19$m=8,t=1,p=1$9sbD1sKHRWfD57fr2UPn8w$\
                     viGOQjX6G7xioYN1fNw4mEL0UbNzPMditiceMeUVb3s'\ngroups = ['staff']\n";
        assert_eq!(
            said(users),
            [
                "warning: users.toml has no user `eve`\n  --> a.toml:4:10\n\nhint: known users: ada",
                "warning: no user of users.toml belongs to the group `guests`\n  --> a.toml:7:10\n\n\
                 hint: known groups: staff",
                "warning: users.toml has no user `adda`\n  --> a.toml:10:10\n\n\
                 hint: did you mean `ada`? known users: ada",
                "warning: no user of users.toml belongs to the group `stafff`\n  --> a.toml:12:30\n\n\
                 hint: did you mean `staff`? known groups: staff",
            ]
        );
    }

    #[test]
    fn without_a_users_file_nothing_is_said() {
        assert_eq!(said(""), [""; 0]);
    }
}
