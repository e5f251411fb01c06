//! Keys of files: what a plugin may name, and nothing outside of a job.

use super::StoreError;
use crate::id;

/// The longest key; file systems and object stores take four times as much.
const LENGTH_MAX: usize = 250;

/// Whether a key is a job's id, alone or followed by names, parted by `/`, of letters, digits and `-_.`.
pub(super) fn check(key: &str) -> Result<(), StoreError> {
    let mut names = key.split('/');
    let is_below_job = names.next().is_some_and(id::is_id);
    if is_below_job && key.len() <= LENGTH_MAX && names.all(is_name) {
        return Ok(());
    }
    Err(StoreError::Key { key: key.chars().take(LENGTH_MAX).collect() })
}

/// A name that begins with a dot could be a way up, or hidden.
fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = "abcdefghijklmnopqrstuvwxyz";

    #[test]
    fn keys_below_a_job_are_taken() {
        for key in [JOB.to_owned(), format!("{JOB}/1/result"), format!("{JOB}/uploads/My_table-1.vot.gz")] {
            assert!(check(&key).is_ok(), "{key}");
        }
    }

    #[test]
    fn keys_that_could_lead_elsewhere_are_refused() {
        let below =
            ["/..", "/../x", "/./x", "//x", "/", "/.hidden", "/a b", "/a\0", "/a%2e", "/ä", "/a#1", "\\x"];
        let below = below.map(|rest| format!("{JOB}{rest}"));
        let others = ["", "/", "..", "a", "/etc/passwd", "../x"].map(str::to_owned);
        for key in below.into_iter().chain(others).chain([format!("{JOB}/{}", "a".repeat(300))]) {
            let error = check(&key).unwrap_err().to_string();
            let shown: String = key.chars().take(LENGTH_MAX).collect();
            assert_eq!(error, format!("`{shown}` is no key of a file of a job"));
        }
    }
}
