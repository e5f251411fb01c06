//! The users of the file `users.toml`.

use std::collections::HashMap;
use std::sync::Arc;

use conf_file::value::{self, Refusal};
use conf_file::{Problem, Report, Section, TomlFile};

use crate::name::{group_fault, user_fault};
use crate::{Caller, PasswordHash, Source};

/// A user who logs in with a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who he is once his password was right.
    pub caller: Arc<Caller>,
    /// The hash of his password.
    pub password: PasswordHash,
    /// Whether he is refused although he is known.
    pub disabled: bool,
    /// What tells the password from others: sessions and tokens end with it.
    pub(crate) mark: String,
}

/// The users of a file, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users(HashMap<String, Arc<User>>);

impl User {
    /// A user of ours; groups are sorted, each once.
    pub fn new(name: &str, password: PasswordHash, mut groups: Vec<String>, disabled: bool) -> Self {
        groups.sort();
        groups.dedup();
        let caller = Caller {
            user: name.to_owned(),
            groups,
            source: Source::Local,
            only_groups: None,
            instances: None,
        };
        Self { caller: Arc::new(caller), mark: password.mark(), password, disabled }
    }
}

impl Users {
    /// Reads `[users.NAME]` with `password`, `groups` and `disabled`; all mistakes at once.
    pub fn read(file: &TomlFile) -> (Self, Vec<Problem>) {
        let report = Report::default();
        let top = Section::top(&report, file);
        let mut users = HashMap::new();
        for (name, section) in top.section("users").iter().flat_map(|users| users.named_sections("user")) {
            if let Some(fault) = user_fault(&name.value) {
                let message = format!("`{}` cannot be the name of a user", name.value.escape_default());
                top.problem_at(name.start, message, fault.to_owned());
            }
            if let Some(user) = read_user(&name.value, &section) {
                users.insert(name.value, Arc::new(user));
            }
        }
        top.finish();
        (Self(users), report.into_list())
    }

    /// A user by his name.
    pub fn get(&self, name: &str) -> Option<&Arc<User>> {
        self.0.get(name)
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The users, sorted by name.
    pub fn sorted(&self) -> Vec<&User> {
        let mut users: Vec<&User> = self.0.values().map(|user| &**user).collect();
        users.sort_by(|a, b| a.caller.user.cmp(&b.caller.user));
        users
    }
}

impl FromIterator<User> for Users {
    fn from_iter<T: IntoIterator<Item = User>>(users: T) -> Self {
        Self(users.into_iter().map(|user| (user.caller.user.clone(), Arc::new(user))).collect())
    }
}

fn read_user(name: &str, section: &Section<'_>) -> Option<User> {
    let advice = format!("`armilla user passwd {name}` writes it");
    section.require("password", &advice);
    let password = section.read("password", |found| {
        PasswordHash::parse(&value::string(found)?)
            .map_err(|fault| Refusal::with_hint(fault.to_string(), advice.clone()))
    });
    let mut groups = Vec::new();
    for group in section.texts("groups").unwrap_or_default() {
        match group_fault(&group.value) {
            None => groups.push(group.value),
            Some(rule) => {
                let message = format!("`{}` cannot be the name of a group", group.value.escape_default());
                section.problem_at(group.start, message, rule.to_owned());
            }
        }
    }
    let disabled = section.boolean("disabled");
    section.finish();
    Some(User::new(name, password?.value, groups, disabled))
}

#[cfg(test)]
mod tests {
    use conf_file::{Problems, Source};

    use super::*;

    fn read(text: &str) -> (Users, String) {
        let file = TomlFile::parse(Source::new("conf.d/users.toml", text)).unwrap();
        let (users, problems) = Users::read(&file);
        (users, Problems::of(problems).map(|problems| problems.to_string()).unwrap_or_default())
    }

    #[test]
    fn users_are_read_with_their_groups_sorted() {
        let nobody = PasswordHash::nobody();
        let text = format!(
            "[users.ada]\npassword = \"{0}\"\ngroups = [\"staff\", \"collaboration\", \"staff\"]\n\
             [users.\"bob@example.org\"]\npassword = \"{0}\"\ndisabled = true\n",
            nobody.as_phc()
        );
        let (users, problems) = read(&text);
        assert_eq!(problems, "");
        let ada = users.get("ada").unwrap();
        assert_eq!((ada.caller.groups.join(","), ada.disabled), ("collaboration,staff".to_owned(), false));
        assert!(users.get("bob@example.org").unwrap().disabled && users.get("eve").is_none());
        let names: Vec<&str> = users.sorted().iter().map(|user| user.caller.user.as_str()).collect();
        assert_eq!(names, ["ada", "bob@example.org"]);
    }

    #[test]
    fn an_empty_file_has_no_users() {
        assert_eq!(read(""), (Users::default(), String::new()));
    }

    #[test]
    fn mistakes_are_told_with_their_places_and_never_with_the_hash() {
        let text =
            "[users.\"a:b\"]\npassword = \"s3cret\"\n[users.ada]\ngroup = []\ngroups = [\"a b\"]\n\n[user]\n";
        let (users, problems) = read(text);
        assert!(users.is_empty());
        assert_eq!(
            problems,
            "error: `a:b` cannot be the name of a user\n  --> conf.d/users.toml:1:8\n\n\
             hint: a user's name is of letters a-z, A-Z, digits and `._@-`, at most 128 of them\n\n\
             error: key `password`: this is no hash of a password\n  --> conf.d/users.toml:2:12\n\n\
             hint: `armilla user passwd a:b` writes it\n\n\
             error: missing key `password` of user `ada`\n  --> conf.d/users.toml:3:8\n\n\
             hint: `armilla user passwd ada` writes it\n\n\
             error: unknown key `group` of user `ada`\n  --> conf.d/users.toml:4:1\n\n\
             hint: did you mean `groups`? known keys: disabled, groups, password\n\n\
             error: `a b` cannot be the name of a group\n  --> conf.d/users.toml:5:11\n\n\
             hint: a group's name is of letters a-z, A-Z, digits and `._@:/-`, at most 128 of them\n\n\
             error: unknown key `user`\n  --> conf.d/users.toml:7:2\n\n\
             hint: did you mean `users`? known keys: users"
        );
    }
}
