//! Embeds the script, its types and the icon, which `cargo xtask web` writes to `assets`.

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    web_assets::embed(Path::new("assets"))
}
