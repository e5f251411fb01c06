//! The folder of the server's Unix socket.

use std::{
    fs,
    os::unix::{ffi::OsStrExt, fs::PermissionsExt},
    path::{Path, PathBuf},
};

use crate::{Error, user::ServerUser};

/// The number in the socket's name; no TCP port is opened.
pub(crate) const PORT: u16 = 5432;

/// The longest path of a Unix socket on Linux, without the closing zero byte.
const PATH_BYTES_MAX: usize = 107;

/// How folders outside the data folder are named, so that what a crash left can be recognised.
const TEMP_PREFIX: &str = "armilla-pg-";

/// Makes the folder for the socket, open to the server's user (and root) only: `data_dir/socket`, or a short one among
/// the temporary files where that path would be too long.
pub(crate) fn make_folder(data_dir: &Path, user: &ServerUser) -> Result<PathBuf, Error> {
    let beside = data_dir.join("socket");
    let folder = if fits(&beside) {
        fs::create_dir_all(&beside).map_err(Error::file("create", &beside))?;
        fs::set_permissions(&beside, fs::Permissions::from_mode(0o700))
            .map_err(Error::file("set the permissions of", &beside))?;
        beside
    } else {
        let base = if fits(&std::env::temp_dir().join("armilla-pg-123456")) {
            std::env::temp_dir()
        } else {
            "/tmp".into()
        };
        let made = tempfile::Builder::new().prefix(TEMP_PREFIX).tempdir_in(&base);
        made.map_err(Error::file("create a folder for the socket in", base))?.keep()
    };
    user.own(&folder)?;
    user.can_reach(&folder)?;
    Ok(folder)
}

/// Removes a folder that [`make_folder`] made among the temporary files; leaves any other.
pub(crate) fn remove_temporary(folder: &Path) {
    let name = folder.file_name().unwrap_or_default();
    if name.as_bytes().starts_with(TEMP_PREFIX.as_bytes()) && !folder.join("cluster").exists() {
        // Left behind it costs an empty folder and nothing else.
        fs::remove_dir_all(folder).ok();
    }
}

fn fits(folder: &Path) -> bool {
    folder.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= PATH_BYTES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_socket_path_is_107_bytes() {
        let name = format!("/.s.PGSQL.{PORT}").len();
        assert!(fits(Path::new(&format!("/{}", "x".repeat(PATH_BYTES_MAX - name - 1)))));
        assert!(!fits(Path::new(&format!("/{}", "x".repeat(PATH_BYTES_MAX - name)))));
    }
}
