//! Files that nobody but the host should be able to read.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use conf_file::{Place, Problem};

/// The bits of those who are not the owner.
const OTHERS_READ: u32 = 0o044;

/// What is to be said of `users.toml` where others than its owner can read the hashes of passwords in it.
pub fn readable_users(folder: &Path) -> Option<Problem> {
    let file = folder.join("users.toml");
    let mode = fs::metadata(&file).ok()?.permissions().mode() & 0o7777;
    (mode & OTHERS_READ != 0).then(|| {
        let message = format!("others than its owner can read the hashes of passwords (mode {mode:04o})");
        let hint = format!("chmod 600 {}", file.display());
        Problem::new(Place::file(file.display().to_string()), message).hint(hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(mode: u32) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("users.toml");
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        readable_users(folder.path()).map(|problem| problem.message)
    }

    #[test]
    fn a_file_that_others_can_read_is_told_with_its_mode() {
        for mode in [0o644, 0o640, 0o604] {
            let message = format!("others than its owner can read the hashes of passwords (mode {mode:04o})");
            assert_eq!(told(mode), Some(message));
        }
        assert_eq!((told(0o600), told(0o620)), (None, None));
        assert!(readable_users(Path::new("/nowhere/conf.d")).is_none());
    }
}
