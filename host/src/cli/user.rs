//! `armilla user`: who may log in with a password.

use std::sync::Arc;

use conf_file::nearest;
use database::{Client, DbError};
use identity::{FileError, PasswordHash, Place, User, Users, UsersFile, accounts, no_user};

use super::args::{Folder, UserAction};
use super::failure::Failure;
use super::recorded::Recorded;
use super::workbench::Workbench;
use super::{print, secret};
use crate::app::unusable;
use crate::config;

/// Adds, changes, removes or lists users.
pub fn user(action: &UserAction) -> Result<(), Failure> {
    match action {
        UserAction::Add(flags) => {
            let kept = Kept::open(&flags.folder)?;
            let chosen = secret::choose(&flags.password, &flags.name)?;
            let recorded = Recorded::open(&flags.folder)?;
            kept.add(&flags.name, &chosen.hash, &flags.groups)?;
            recorded.done("user add", &flags.name)?;
            print::status(&format!("`{}` may log in", flags.name));
            chosen.made.iter().for_each(|password| print::line(password));
        }
        UserAction::Passwd(flags) => {
            let kept = Kept::open(&flags.folder)?;
            let chosen = secret::choose(&flags.password, &flags.name)?;
            let recorded = Recorded::open(&flags.folder)?;
            kept.set_password(&flags.name, &chosen.hash)?;
            recorded.done("user passwd", &flags.name)?;
            print::status(&format!(
                "`{}` has another password; his sessions and tokens have ended",
                flags.name
            ));
            chosen.made.iter().for_each(|password| print::line(password));
        }
        UserAction::Remove(flags) => {
            let recorded = Recorded::open(&flags.folder)?;
            Kept::open(&flags.folder)?.remove(&flags.name)?;
            recorded.done("user remove", &flags.name)?;
            print::status(&format!("`{}` is removed; his sessions and tokens have ended", flags.name));
        }
        UserAction::List(folder) => list(&Kept::open(folder)?.users()?),
    }
    Ok(())
}

/// The users as `[login] users` says where they are.
pub enum Kept {
    /// In the file.
    File(UsersFile),
    /// In the table.
    Table(Box<Workbench>, Arc<Client>),
}

impl Kept {
    /// Finds out where the users are. Mistakes in other files do not matter to those in the file.
    pub fn open(folder: &Folder) -> Result<Self, Failure> {
        let (config, _) = config::read(&folder.conf, &folder.overrides);
        if !folder.conf.is_dir() {
            config::load(&folder.conf, &folder.overrides)?;
        }
        match config.host.login.identities.users {
            Place::File => Ok(Self::File(UsersFile(folder.conf.join("users.toml")))),
            Place::Table => {
                let bench = Workbench::open(folder)?;
                let client = bench.client()?;
                bench.runtime.block_on(identity::create_tables(&client)).map_err(failed)?;
                Ok(Self::Table(Box::new(bench), client))
            }
        }
    }

    /// All users.
    pub fn users(&self) -> Result<Users, Failure> {
        match self {
            Self::File(file) => file.read().map_err(refused),
            Self::Table(bench, client) => bench.runtime.block_on(accounts::list(client)).map_err(failed),
        }
    }

    fn add(&self, name: &str, password: &PasswordHash, groups: &[String]) -> Result<(), Failure> {
        match self {
            Self::File(file) => file.add(name, password, groups).map_err(refused),
            Self::Table(bench, client) => {
                let added = bench.runtime.block_on(accounts::add(client, name, password, groups));
                let there = || refused(FileError::There(name.to_owned()));
                added.map_err(failed)?.then_some(()).ok_or_else(there)
            }
        }
    }

    fn set_password(&self, name: &str, password: &PasswordHash) -> Result<(), Failure> {
        match self {
            Self::File(file) => file.set_password(name, password).map_err(refused),
            Self::Table(bench, client) => {
                let found = bench.runtime.block_on(accounts::set_password(client, name, password));
                self.known(name, found.map_err(failed)?)
            }
        }
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        match self {
            Self::File(file) => file.remove(name).map_err(refused),
            Self::Table(bench, client) => {
                let found = bench.runtime.block_on(accounts::remove(client, name));
                self.known(name, found.map_err(failed)?)
            }
        }
    }

    fn known(&self, name: &str, found: bool) -> Result<(), Failure> {
        if found { Ok(()) } else { Err(unknown(&self.users()?, name)) }
    }
}

/// The failure of a name that nobody has.
pub fn unknown(users: &Users, name: &str) -> Failure {
    let users = users.sorted();
    let names = users.iter().map(|user| user.caller.user.as_str());
    Failure::Usage(no_user(name, nearest(name, names, 1).first().copied()))
}

/// The failure of a statement.
pub fn failed(error: DbError) -> Failure {
    unusable(&error.for_log())
}

fn refused(error: FileError) -> Failure {
    match error {
        FileError::Wrong(problems) => Failure::Config(problems),
        FileError::Io { .. } => {
            Failure::machine(error.to_string(), "the file and its folder must be yours to read and write")
        }
        FileError::There(_) | FileError::Unknown { .. } => Failure::Usage(error.to_string()),
    }
}

fn list(users: &Users) {
    let shown = |user: &User| {
        let groups =
            if user.caller.groups.is_empty() { "-".to_owned() } else { user.caller.groups.join(",") };
        let disabled = if user.disabled { "  disabled" } else { "" };
        format!("{:<24} {groups}{disabled}", user.caller.user)
    };
    users.sorted().into_iter().for_each(|user| print::line(&shown(user)));
}
