//! The built pages are those of their sources, where this machine can build them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Ran;
use crate::error::Error;
use crate::{command, console, web};

/// The folders that `cargo xtask web` fills, below the folder of plugins.
const FOLDERS: [&str; 2] = ["portal/assets", "samp/assets"];

/// The files of a folder, by name. Copies that are packed have no bytes: those depend on the version of node.
type Files = BTreeMap<String, Option<Vec<u8>>>;

/// Builds the pages again elsewhere and compares; says in one line what was skipped and why.
pub fn check(root: &Path) -> Result<Ran, Error> {
    if !command::is_on_path("node") || !command::is_on_path("npm") {
        console::note("check: pages skipped: node and npm are not installed (`cargo xtask setup web`)");
        return Ok(Ran::Skipped);
    }
    let again = root.join("target/pages");
    web::build_below(root, &again)?;
    for folder in FOLDERS {
        let (kept, built) = (files(&root.join("plugins").join(folder))?, files(&again.join(folder))?);
        if let Some(name) = difference(&kept, &built) {
            return Err(Error::Broken(format!(
                "plugins/{folder}/{name} is not what web/ makes: run `cargo xtask web`"
            )));
        }
    }
    Ok(Ran::Yes)
}

fn files(folder: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).map_err(|source| Error::file(folder, source))? {
        let path = entry.map_err(|source| Error::file(folder, source))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_packed = name.ends_with(".br") || name.ends_with(".gz");
        let bytes = match is_packed {
            true => None,
            false => Some(fs::read(&path).map_err(|source| Error::file(&path, source))?),
        };
        files.insert(name, bytes);
    }
    Ok(files)
}

/// The first file that only one of the two has, or that differs.
fn difference<'f>(kept: &'f Files, built: &'f Files) -> Option<&'f str> {
    let names = kept.keys().chain(built.keys());
    names.map(String::as_str).find(|&name| kept.get(name) != built.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_differs_or_that_one_side_lacks_is_named() {
        let of = |all: &[(&str, Option<&[u8]>)]| -> Files {
            all.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.map(<[u8]>::to_vec))).collect()
        };
        let kept = of(&[("a.js", Some(b"1")), ("a.js.br", None)]);
        assert_eq!(difference(&kept, &kept), None);
        assert_eq!(difference(&kept, &of(&[("a.js", Some(b"2")), ("a.js.br", None)])), Some("a.js"));
        assert_eq!(difference(&kept, &of(&[("a.js", Some(b"1"))])), Some("a.js.br"));
        assert_eq!(difference(&of(&[]), &kept), Some("a.js"));
    }
}
