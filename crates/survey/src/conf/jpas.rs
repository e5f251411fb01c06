//! The config files of the narrow-band survey, alone or beside the other one.

use std::fmt::Write;

use crate::JPAS_FILTERS;

/// The collection: path below `conf.d` and text.
pub(super) const COLLECTION: (&str, &str) =
    ("collections/sim-jpas.toml", include_str!("../../conf.d/collections/sim-jpas.toml"));

/// The schema in the instance's list.
pub(super) const SCHEMA: &str = "# The narrow-band survey, a composed table.\njpas = \"sim-jpas\"\n";

/// The section of the plugin `filters` that names the elements of arrays.
pub(super) fn enumeration() -> String {
    let mut text = "# The filters of the narrow-band survey; the index is the identifier of the filter.\n\
                    [settings.enumerations.jpas]\n\
                    # What the elements are.\n\
                    description = \"The 59 filters of the narrow-band survey\"\n\
                    # Each with its place in arrays.\n\
                    elements = [\n"
        .to_owned();
    for (index, filter) in (1..).zip(&JPAS_FILTERS) {
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "  {{ name = \"{}\", index = {index}, wavelength_nm = {:.1}, width_nm = {:.1}, colour = \"{}\", description = \"{}\" }},",
            filter.name, filter.wavelength_nm, filter.width_nm, filter.color, filter.description
        );
    }
    text.push_str("]\n");
    text
}
