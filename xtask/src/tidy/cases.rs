//! Every case file belongs to a folder that some test walks, and says what it expects.

use super::Finding;
use crate::tree::{TextFile, Tree};

/// Finds case files that no test reads, and those without a line of dashes.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .filter(|file| file.path.ends_with(".case"))
        .filter_map(|file| check_file(tree, file))
        .collect()
}

fn check_file(tree: &Tree, file: &TextFile) -> Option<Finding> {
    let Some((package, folder)) = folder_of(&file.path) else {
        return Some(Finding::new(&file.path, 1, "a case file belongs into a folder `cases`"));
    };
    let is_used =
        tree.sources().any(|source| source.path.starts_with(package) && source.text.contains(folder));
    if !is_used {
        return Some(Finding::new(&file.path, 1, format!("no test of this package names `{folder}`")));
    }
    let has_dashes = file.text.lines().any(|line| line.len() >= 3 && line.bytes().all(|byte| byte == b'-'));
    (!has_dashes)
        .then(|| Finding::new(&file.path, 1, "a line of dashes must part the request from what is expected"))
}

/// The package's path and the folder as tests name it, `cases/...`.
fn folder_of(path: &str) -> Option<(&str, &str)> {
    let (folder, _) = path.rsplit_once('/')?;
    let at = folder.split('/').position(|part| part == "cases").map(|depth| start_of(folder, depth))?;
    Some((&path[..at], &folder[at..]))
}

/// Where the part of a path at this depth begins.
fn start_of(folder: &str, depth: usize) -> usize {
    folder.split('/').take(depth).map(|part| part.len() + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_that_no_test_reads_is_found() {
        let tree = Tree::of(&[
            ("tests/cases/scs/lost.case", "GET /\n----\n200\n"),
            ("tests/cases/tap/good.case", "GET /\n----\n200\n"),
            ("tests/cases/tap/flat.case", "GET /\n200\n"),
            ("crates/sky/cases/cone.case", "cone\n----\nok\n"),
            ("crates/sky/src/a.rs", "//! T.\nfn t() { walk(\"cases\") }\n"),
            ("tests/src/tap.rs", "//! T.\nfn t() { walk(\"cases/tap\") }\n"),
            ("crates/adql/src/a.rs", "//! T.\nfn t() { walk(\"cases/scs\") }\n"),
        ]);
        let lines: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "tests/cases/scs/lost.case:1: error: no test of this package names `cases/scs`",
                "tests/cases/tap/flat.case:1: error: a line of dashes must part the request from what is expected",
            ]
        );
    }
}
