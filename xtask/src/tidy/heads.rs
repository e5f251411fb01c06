//! Every source file says in its first line what it is.

use super::Finding;
use crate::tree::Tree;

/// Finds sources whose first line is not `//! ` and a sentence.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let message = "the first line must be `//! ` and one sentence true of the whole file";
    tree.sources()
        .filter(|file| !is_sentence(file.text.lines().next().unwrap_or_default()))
        .map(|file| Finding::new(&file.path, 1, message))
        .collect()
}

fn is_sentence(line: &str) -> bool {
    line.strip_prefix("//! ").is_some_and(|text| text.trim().len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_without_a_first_sentence_is_found() {
        let tree = Tree::of(&[
            ("a.rs", "//! Cones.\nuse x;\n"),
            ("b.rs", "use x;\n"),
            ("c.rs", "//!\n"),
            ("d.rs", ""),
            ("e.md", "text"),
        ]);
        let paths: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, ["b.rs", "c.rs", "d.rs"]);
    }
}
