//! The operating-system user who runs the server.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, lchown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use nix::unistd::{self, User};

use crate::Error;

/// The package's own user, who exists wherever Debian's server is installed.
const DEFAULT_USER: &str = "postgres";

/// The user who runs the server and owns its files.
#[derive(Clone, Debug)]
pub(crate) struct ServerUser {
    pub name: String,
    pub uid: u32,
    gid: u32,
    /// Whether this process is root and becomes the user.
    drops: bool,
}

impl ServerUser {
    /// The user `asked` for, else `postgres`, if this process is root; else the user of this process.
    pub fn resolve(asked: Option<&str>) -> Result<Self, Error> {
        let system = |source| Error::System { action: "look up a user", source };
        let own = unistd::geteuid();
        if !own.is_root() {
            let name = User::from_uid(own).map_err(system)?.map_or_else(|| own.to_string(), |user| user.name);
            let hint = "only root may become another user";
            return match asked {
                Some(other) if other != name => {
                    Err(Error::WrongUser { name: other.to_owned(), uid: own.as_raw(), hint })
                }
                _ => Ok(Self { name, uid: own.as_raw(), gid: unistd::getegid().as_raw(), drops: false }),
            };
        }
        let name = asked.unwrap_or(DEFAULT_USER);
        let user = User::from_name(name).map_err(system)?;
        let user = user.ok_or_else(|| Error::NoUser { name: name.to_owned() })?;
        if user.uid.is_root() {
            let hint = "PostgreSQL refuses to run as root; name another user";
            return Err(Error::WrongUser { name: name.to_owned(), uid: 0, hint });
        }
        Ok(Self { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw(), drops: true })
    }

    /// A command that runs as this user in a process group of its own, with a plain environment, in `folder`.
    pub fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        // PG* variables of the caller's shell must not reach the server.
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .current_dir(folder)
            .process_group(0);
        if self.drops {
            // The standard library also drops all supplementary groups here.
            command.gid(self.gid).uid(self.uid);
        }
        command
    }

    /// Makes this user the owner of a file or folder, if another is; tells whether another was.
    pub fn own(&self, path: &Path) -> Result<bool, Error> {
        let owner = fs::symlink_metadata(path).map_err(Error::file("examine", path))?.uid();
        if owner == self.uid {
            return Ok(false);
        }
        if !self.drops {
            return Err(Error::NotOwner { path: path.to_owned(), owner, user: self.name.clone() });
        }
        lchown(path, Some(self.uid), Some(self.gid)).map_err(Error::file("change the owner of", path))?;
        Ok(true)
    }

    /// As [`Self::own`], for a folder of another owner also with all below it; links are not followed.
    pub fn own_tree(&self, path: &Path) -> Result<(), Error> {
        let is_dir = fs::symlink_metadata(path).map_err(Error::file("examine", path))?.is_dir();
        if self.own(path)? && is_dir {
            for entry in fs::read_dir(path).map_err(Error::file("list", path))? {
                self.own_tree(&entry.map_err(Error::file("list", path))?.path())?;
            }
        }
        Ok(())
    }

    /// Checks that this user may pass through every folder above `path`.
    pub fn can_reach(&self, path: &Path) -> Result<(), Error> {
        let ancestors: Vec<&Path> = path.ancestors().skip(1).collect();
        match ancestors.into_iter().rev().find(|folder| !self.passes(folder)) {
            None => Ok(()),
            Some(closed) => Err(Error::Unreachable {
                user: self.name.clone(),
                wanted: path.to_owned(),
                closed: PathBuf::from(closed),
            }),
        }
    }

    fn passes(&self, folder: &Path) -> bool {
        let Ok(meta) = fs::metadata(folder) else { return false };
        let shift = match (meta.uid() == self.uid, meta.gid() == self.gid) {
            (true, _) => 6,
            (_, true) => 3,
            _ => 0,
        };
        meta.mode() >> shift & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn unknown_user_is_refused_by_name() {
        let error = ServerUser::resolve(Some("no-such-user-here")).unwrap_err().to_string();
        let expected = if unistd::geteuid().is_root() {
            "PostgreSQL refuses to run as root and there is no user `no-such-user-here` to run it as; install the \
             package (Debian: `apt-get install postgresql`), create the user, or name another"
                .to_owned()
        } else {
            let uid = unistd::geteuid();
            format!(
                "cannot run PostgreSQL as user `no-such-user-here` from user id {uid}; \
                 only root may become another user"
            )
        };
        assert_eq!(error, expected);
    }

    #[test]
    fn folder_closed_to_the_user_is_named() {
        let root = tempfile::tempdir().unwrap();
        let closed = root.path().join("closed");
        let wanted = closed.join("data");
        fs::create_dir_all(&wanted).unwrap();
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = ServerUser { name: "stranger".to_owned(), uid: 61_234, gid: 61_234, drops: false };
        let error = stranger.can_reach(&wanted).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "user `stranger`, who runs PostgreSQL, cannot reach `{}`: `{}` lets others not pass; \
                 `chmod o+x` it or put the data elsewhere",
                wanted.display(),
                closed.display()
            )
        );
    }
}
