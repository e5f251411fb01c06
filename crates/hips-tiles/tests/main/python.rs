//! Programs that read a HiPS with other libraries.

use std::path::Path;
use std::process::Command;

use hips_tiles::Input;
use serde_json::{Value, json};

/// What the program says of a HiPS and the images that it was made of; `None` on a machine without Python.
pub fn compare(folder: &Path, inputs: &[Input], stars: &[Vec<[f64; 3]>]) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = root.join(".venv/bin/python");
    if !python.is_file() {
        println!("skipped: no Python environment; run `cargo xtask setup test`");
        return None;
    }
    let images: Vec<Value> = inputs
        .iter()
        .zip(stars)
        .map(|(input, stars)| json!({"file": input.file, "factor": input.factor, "sky": input.sky, "stars": stars}))
        .collect();
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/main/compare.py"));
    command.arg(json!({"hips": folder, "images": images}).to_string());
    command.env("NO_PROXY", "*").env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
