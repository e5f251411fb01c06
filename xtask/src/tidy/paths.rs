//! No file names a path of the machine that it was written on.

use super::Finding;
use crate::tree::{TextFile, Tree};

/// Folders that exist on a developer's machine only, written in two parts so that this file passes its own rule.
const MACHINE: &[&str] = &[concat!("/", "work/"), concat!("/", "root/"), concat!("/", "farm/")];

/// The folder beside the checkout that a developer may have; code that uses it skips where it is absent.
const BESIDE: &str = concat!("..", "/shared");

/// Who may know the folder beside the checkout: tests, developer commands and scripts, which skip without it.
const MAY_LOOK_BESIDE: &[&str] = &["xtask/src/", "tests/src/", "tests/python/", "crates/adql/tests/"];

/// Finds paths of a machine, and the folder beside the checkout where it is not allowed.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files().filter(|file| file.path != "Cargo.lock").flat_map(check_file).collect()
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let may_look_beside = MAY_LOOK_BESIDE.iter().any(|prefix| file.path.starts_with(prefix));
    for (index, line) in file.text.lines().enumerate() {
        for path in MACHINE.iter().filter(|path| names(line, path)) {
            let message = format!("`{path}` is a path of one machine: make it relative, or a setting");
            findings.push(Finding::new(&file.path, index + 1, message));
        }
        if !may_look_beside && line.contains(BESIDE) {
            let message = format!(
                "`{BESIDE}` is beside the checkout: only tests and scripts that skip without it may look"
            );
            findings.push(Finding::new(&file.path, index + 1, message));
        }
    }
    findings
}

/// Whether the line holds the path from the file system's root, not as the end of a longer path.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| !(before.is_alphanumeric() || before == '_' || before == '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_path_is_found_and_relative_path_is_not() {
        let bad = concat!("see `/", "work/main`\n");
        let good = concat!("see net", "work/ and ./", "work/ and home", "/", "work/\n");
        let tree = Tree::of(&[("a.md", bad), ("b.md", good), ("Cargo.lock", bad)]);
        let lines: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        let expected =
            concat!("a.md:1: error: `/", "work/` is a path of one machine: make it relative, or a setting");
        assert_eq!(lines, [expected]);
    }

    #[test]
    fn only_tests_and_scripts_look_beside_the_checkout() {
        let tree =
            Tree::of(&[("host/src/a.rs", BESIDE), ("tests/src/a.rs", BESIDE), ("xtask/src/a.rs", BESIDE)]);
        let paths: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, ["host/src/a.rs"]);
    }
}
