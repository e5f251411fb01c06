//! Makes a test case of each file of `web/test/pages`.

use std::ffi::OsStr;
use std::path::Path;
use std::{env, fs, io};

const FOLDER: &str = "../web/test/pages";

fn main() -> io::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(FOLDER)? {
        let file = entry?.file_name();
        let name = file.to_str().and_then(|file| file.strip_suffix(".test.ts"));
        names.extend(name.map(str::to_owned));
    }
    names.sort();
    let cases: String = names.iter().map(|name| case(name)).collect();
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    tell_cargo();
    fs::write(Path::new(OsStr::new(&out)).join("pages.rs"), cases)
}

fn case(name: &str) -> String {
    let function = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    format!("#[test]\nfn {function}() {{\n    in_browser({name:?});\n}}\n\n")
}

fn tell_cargo() {
    println!("cargo::rerun-if-changed={FOLDER}");
}
