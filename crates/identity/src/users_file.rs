//! Changes of `users.toml` that keep the comments of its owner.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, chown};
use std::path::{Path, PathBuf};

use conf_file::{Problems, Source, TomlFile, nearest};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, value};

use crate::{PasswordHash, Users};

/// The file with the users, which need not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsersFile(pub PathBuf);

/// Why a file of users cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file has mistakes.
    #[error(transparent)]
    Wrong(#[from] Problems),
    /// A user of that name is there.
    #[error("user `{0}` is there already; `armilla user passwd {0}` gives him another password")]
    There(String),
    /// Nobody has that name.
    #[error("{}", no_user(name, nearest.as_deref()))]
    Unknown {
        /// The name.
        name: String,
        /// The user whose name is most like it.
        nearest: Option<String>,
    },
}

/// The words for a name that nobody has.
pub fn no_user(name: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("there is no user `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no user `{name}`; `armilla user list` shows those who are there"),
    }
}

const HEAD: &str = "# Users who log in with a password; `armilla user` changes this file, and so may you. Edits hold at once.\n\n";

impl UsersFile {
    /// The users of the file; none where it is not there.
    pub fn read(&self) -> Result<Users, FileError> {
        self.parse(self.text()?)
    }

    fn parse(&self, text: String) -> Result<Users, FileError> {
        let file = TomlFile::parse(Source::new(self.0.display().to_string(), text))?;
        let (users, problems) = Users::read(&file);
        Problems::of(problems).map_or(Ok(users), |problems| Err(problems.into()))
    }

    /// Adds a user.
    pub fn add(&self, name: &str, password: &PasswordHash, groups: &[String]) -> Result<(), FileError> {
        self.change(|users| {
            if users.contains_key(name) {
                return Err(FileError::There(name.to_owned()));
            }
            let mut user = Table::new();
            user.insert("password", value(password.as_phc()));
            user.insert("groups", value(groups.iter().collect::<Array>()));
            users.insert(name, Item::Table(user));
            Ok(())
        })
    }

    /// Gives a user another password.
    pub fn set_password(&self, name: &str, password: &PasswordHash) -> Result<(), FileError> {
        self.change(|users| {
            let user = users.get_mut(name).and_then(Item::as_table_like_mut);
            let Some(user) = user else { return Err(unknown(users, name)) };
            match user.get_mut("password").and_then(Item::as_value_mut) {
                Some(old) => {
                    let decor = old.decor().clone();
                    *old = password.as_phc().into();
                    *old.decor_mut() = decor;
                }
                None => drop(user.insert("password", value(password.as_phc()))),
            }
            Ok(())
        })
    }

    /// Removes a user.
    pub fn remove(&self, name: &str) -> Result<(), FileError> {
        self.change(|users| match users.remove(name) {
            Some(_) => Ok(()),
            None => Err(unknown(users, name)),
        })
    }

    fn change(
        &self,
        change: impl FnOnce(&mut dyn TableLike) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let text = self.text()?;
        let wrong = |error: toml_edit::TomlError| self.failed(io::Error::other(error.message().to_owned()));
        let mut document: DocumentMut = text.parse().map_err(wrong)?;
        let users = document.entry("users").or_insert_with(|| {
            let mut users = Table::new();
            users.set_implicit(true);
            Item::Table(users)
        });
        if let Some(users) = users.as_table_like_mut() {
            change(users)?;
        }
        let head = if text.is_empty() { HEAD } else { "" };
        let text = format!("{head}{document}");
        // What stays wrong is told with its place, and nothing is written.
        self.parse(text.clone())?;
        replace(&self.0, &text).map_err(|source| self.failed(source))
    }

    fn text(&self) -> Result<String, FileError> {
        match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(|source| self.failed(source)),
        }
    }

    fn failed(&self, source: io::Error) -> FileError {
        FileError::Io { path: self.0.clone(), source }
    }
}

fn unknown(users: &dyn TableLike, name: &str) -> FileError {
    let names: Vec<&str> = users.iter().map(|(name, _)| name).collect();
    let nearest = nearest(name, names, 1).first().map(|&name| name.to_owned());
    FileError::Unknown { name: name.to_owned(), nearest }
}

/// Writes the file in one step, for its owner's eyes only. It belongs to whom the old file or the folder belongs, so that
/// a host that is another user than this one can read it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = folder.join(format!(".users.{}.new", std::process::id()));
    let owner = fs::metadata(path).or_else(|_| fs::metadata(folder))?;
    let written = write(&draft, text, &owner).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&draft);
    }
    written
}

fn write(draft: &Path, text: &str, owner: &fs::Metadata) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    file.write_all(text.as_bytes())?;
    if file.metadata()?.uid() != owner.uid() {
        chown(draft, Some(owner.uid()), Some(owner.gid()))?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn file() -> (tempfile::TempDir, UsersFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = UsersFile(folder.path().join("users.toml"));
        (folder, file)
    }

    #[test]
    fn users_come_get_other_passwords_and_go_while_comments_stay() {
        let (_folder, file) = file();
        let (one, two) = (PasswordHash::of("one").unwrap(), PasswordHash::of("two").unwrap());
        file.add("ada", &one, &["collaboration".to_owned()]).unwrap();
        let text = fs::read_to_string(&file.0).unwrap();
        let ada = format!("[users.ada]\npassword = \"{}\"\ngroups = [\"collaboration\"]\n", one.as_phc());
        assert_eq!(text, format!("{HEAD}{ada}"));
        let noted = text.replace("[users.ada]", "# the first\n[users.ada]") + "# the end\n";
        fs::write(&file.0, noted).unwrap();

        file.add("bob@example.org", &one, &[]).unwrap();
        file.set_password("ada", &two).unwrap();
        let users = file.read().unwrap();
        assert!(users.get("ada").unwrap().password == two && users.get("bob@example.org").is_some());
        file.remove("bob@example.org").unwrap();
        let text = fs::read_to_string(&file.0).unwrap();
        assert!(text.contains("# the first\n[users.ada]") && !text.contains("bob"), "{text}");
        assert_eq!(fs::metadata(&file.0).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_cannot_be_done_is_told_and_changes_nothing() {
        let (_folder, file) = file();
        let hash = PasswordHash::nobody();
        assert_eq!(
            file.remove("ada").unwrap_err().to_string(),
            "there is no user `ada`; `armilla user list` shows those who are there"
        );
        file.add("ada", &hash, &[]).unwrap();
        assert_eq!(
            file.add("ada", &hash, &[]).unwrap_err().to_string(),
            "user `ada` is there already; `armilla user passwd ada` gives him another password"
        );
        assert_eq!(
            file.set_password("adda", &hash).unwrap_err().to_string(),
            "there is no user `adda`; did you mean `ada`?"
        );
        fs::write(&file.0, "[users.eve]\n").unwrap();
        let told = file.add("bob", &hash, &[]).unwrap_err().to_string();
        assert!(told.starts_with("error: missing key `password` of user `eve`\n"), "{told}");
        file.set_password("eve", &hash).unwrap();
        fs::write(&file.0, "users = 3\n").unwrap();
        let told = file.add("bob", &hash, &[]).unwrap_err().to_string();
        assert!(told.starts_with("error: key `users`: expected a table, found an integer\n"), "{told}");
        assert_eq!(fs::read_to_string(&file.0).unwrap(), "users = 3\n");
    }
}
