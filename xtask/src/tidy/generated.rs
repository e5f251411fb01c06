//! Pages that commands write are what the commands would write now.

use super::Finding;
use crate::docs;
use crate::tree::Tree;

/// Finds generated pages that are not current.
pub fn check(tree: &Tree) -> Vec<Finding> {
    docs::pages(tree).into_iter().filter_map(|page| check_page(tree, page)).collect()
}

fn check_page(tree: &Tree, page: docs::Page) -> Option<Finding> {
    let written = tree.text(page.path).unwrap_or_default();
    if written == page.text {
        return None;
    }
    let same = written.lines().zip(page.text.lines()).take_while(|(a, b)| a == b).count();
    Some(Finding::new(page.path, same + 1, "not current: run `cargo xtask docs`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_that_is_not_current_is_found_at_its_first_wrong_line() {
        let config = ("conf.d/tap.toml", "# The service.\n\n# Rows.\nmaxrec = 1\n");
        let pages = docs::pages(&Tree::of(&[config]));
        let page = pages.iter().find(|page| page.path == "docs/config.md").unwrap();
        assert!(
            check(&Tree::of(&[config, ("docs/config.md", &page.text)])).iter().all(|f| f.path != page.path)
        );
        let stale = page.text.replace("Rows.", "Lines.");
        let findings = check(&Tree::of(&[config, ("docs/config.md", &stale)]));
        let line = page.text.lines().position(|line| line.contains("Rows.")).unwrap() + 1;
        assert!(findings.contains(&Finding::new(
            "docs/config.md",
            line,
            "not current: run `cargo xtask docs`"
        )));
    }
}
