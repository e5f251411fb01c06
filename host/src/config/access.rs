//! What holds where no collection file says otherwise: `[access]` of `host.toml`.

use catalogue::Access;
use conf_file::value;

use super::section::Section;

/// Reads `[access]`.
pub fn read(section: Section<'_>) -> Access {
    let default = section.read("default", Access::default(), |value| {
        let named = value::choice(value, &[("nobody", false), ("public", true)])?;
        Ok(if named { Access::public() } else { Access::default() })
    });
    section.finish();
    default
}
