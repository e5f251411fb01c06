//! What a build script does: lists the files of a folder as Rust text.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

/// Writes `$OUT_DIR/assets.rs`, the list of the files of a folder for [`crate::Assets::new`]. Copies `NAME.br` and `NAME.gz`
/// belong to the file that they pack. A folder that is not there has no files.
pub fn embed(folder: &Path) -> io::Result<()> {
    tell_cargo(&format!("cargo::rerun-if-changed={}", folder.display()));
    let out = env::var_os("OUT_DIR")
        .ok_or_else(|| io::Error::other("OUT_DIR is not set: this is for build scripts"))?;
    fs::write(Path::new(&out).join("assets.rs"), listing(folder)?)
}

#[expect(clippy::print_stdout, reason = "a build script speaks to cargo on its standard output")]
fn tell_cargo(line: &str) {
    println!("{line}");
}

/// The files of a folder as a Rust expression, sorted by name. Files within folders are left out.
fn listing(folder: &Path) -> io::Result<String> {
    let names = match folder.is_dir() {
        true => names(folder)?,
        false => Vec::new(),
    };
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut text = String::from("&[\n");
    for name in names.iter().filter(|name| !is_copy(name, &names)) {
        let bytes = |end: &str| {
            let file = format!("{name}{end}");
            let path = folder.join(&file);
            names.contains(&file).then(|| format!("include_bytes!({:?})", path.display().to_string()))
        };
        let copy = |end: &str| bytes(end).map_or("None".to_owned(), |bytes| format!("Some({bytes})"));
        let (whole, brotli, gzip) = (bytes("").unwrap_or_default(), copy(".br"), copy(".gz"));
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "    web_assets::Asset {{ name: {name:?}, bytes: {whole}, brotli: {brotli}, gzip: {gzip} }},"
        );
    }
    text.push(']');
    Ok(text)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name().into_string();
            names.push(name.map_err(|name| io::Error::other(format!("{name:?} is no UTF-8")))?);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a file packs another one of the list.
fn is_copy(name: &str, names: &[String]) -> bool {
    let packed = [".br", ".gz"].iter().find_map(|end| name.strip_suffix(end));
    packed.is_some_and(|whole| names.iter().any(|name| name == whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_belong_to_the_file_that_they_pack() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["main.js", "main.js.br", "alone.gz", "a.css", "a.css.gz"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        fs::create_dir(folder.path().join("deep")).unwrap();
        let path = fs::canonicalize(folder.path()).unwrap().display().to_string();
        let text = listing(folder.path()).unwrap().replace(&path, "F");
        assert_eq!(
            text,
            "&[\n    \
             web_assets::Asset { name: \"a.css\", bytes: include_bytes!(\"F/a.css\"), brotli: None, gzip: Some(include_bytes!(\"F/a.css.gz\")) },\n    \
             web_assets::Asset { name: \"alone.gz\", bytes: include_bytes!(\"F/alone.gz\"), brotli: None, gzip: None },\n    \
             web_assets::Asset { name: \"main.js\", bytes: include_bytes!(\"F/main.js\"), brotli: Some(include_bytes!(\"F/main.js.br\")), gzip: None },\n]"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_files() {
        assert_eq!(listing(Path::new("not/there")).unwrap(), "&[\n]");
    }
}
