//! Lists the files of `assets/`, which the web's own build makes, so that the library carries them.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("assets");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        // The host compresses what clients want compressed.
        if [".js", ".d.ts", ".png", ".svg"].iter().any(|end| name.ends_with(end)) {
            names.push(name);
        }
    }
    names.sort();
    let mut list = String::from("&[");
    for name in names {
        let file = folder.join(&name);
        println!("cargo:rerun-if-changed={}", file.display());
        // Writing into a String cannot fail.
        let _ = write!(list, "({name:?}, include_bytes!({file:?}).as_slice()), ");
    }
    list.push(']');
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("assets.rs"), list)
}
