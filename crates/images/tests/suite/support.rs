//! What the tests share: scripts in Python, files that they write, and random numbers that repeat.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// The files of `files.py`, in a folder that lasts as long as the tests; `None` where Python is absent.
pub static FILES: LazyLock<Option<Files>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let list = python("files.py", &[folder.path()])?;
    let images = list.as_array().unwrap().iter().map(Known::of).collect();
    Some(Files { folder, images })
});

/// Files and what astropy reads from them.
pub struct Files {
    folder: tempfile::TempDir,
    pub images: Vec<Known>,
}

/// An image and where its pixels are.
pub struct Known {
    pub file: String,
    pub hdu: usize,
    pub bitpix: i64,
    pub axes: Vec<u64>,
    raw: String,
}

impl Files {
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All pixels of an image.
    pub fn pixels(&self, known: &Known) -> Vec<u8> {
        std::fs::read(self.path(&known.raw)).unwrap()
    }
}

impl Known {
    fn of(value: &Value) -> Self {
        let axes = value["axes"].as_array().unwrap();
        let text = |key: &str| value[key].as_str().unwrap().to_owned();
        Self {
            file: text("file"),
            hdu: value["hdu"].as_u64().unwrap() as usize,
            bitpix: value["bitpix"].as_i64().unwrap(),
            axes: axes.iter().map(|axis| axis.as_u64().unwrap()).collect(),
            raw: text("raw"),
        }
    }
}

/// What a script beside this file prints, as JSON; `None` where Python is absent, and a line that says so.
pub fn python(script: &str, arguments: &[&Path]) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let program = root.join(".venv/bin/python");
    if !program.is_file() {
        eprintln!("skipped: the Python environment is missing, run `cargo xtask setup test`");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(script);
    let mut command = Command::new(program);
    command.args(["-W", "ignore"]).arg(script).args(arguments).env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Random numbers that repeat (xorshift64*).
pub struct Random(pub u64);

impl Random {
    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}
