//! `cargo xtask docs`: pages that are written from the project itself.

mod config;
mod deviations;

use std::path::Path;

use crate::error::Error;
use crate::tree::Tree;

/// A generated page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it lies below the workspace's root.
    pub path: &'static str,
    /// The whole text.
    pub text: String,
}

/// Every generated page, as it should be now.
pub fn pages(tree: &Tree) -> Vec<Page> {
    vec![config::page(tree), deviations::page(tree)]
}

/// Writes the pages that are not current.
pub fn run(root: &Path) -> Result<(), Error> {
    let tree = Tree::read(root)?;
    for page in pages(&tree) {
        if tree.text(page.path) != Some(page.text.as_str()) {
            let path = root.join(page.path);
            std::fs::write(&path, &page.text).map_err(|source| Error::file(&path, source))?;
            crate::console::note(&format!("docs: wrote {}", page.path));
        }
    }
    Ok(())
}
