//! `[[images.companion]]`: files that lie beside each image.

use conf_file::{Section, value};

use crate::images::Companion;

/// Terms of DataLink's vocabulary (DataLink 1.1 §3.2.6) for files of their own beside an image.
const TERMS: [&str; 14] = [
    "#auxiliary",
    "#bias",
    "#calibration",
    "#dark",
    "#derivation",
    "#detached-header",
    "#documentation",
    "#error",
    "#flat",
    "#noise",
    "#preview-plot",
    "#progenitor",
    "#source",
    "#weight",
];

/// Reads them; of two with the same name the first counts.
pub(super) fn read(images: &Section<'_>) -> Vec<Companion> {
    let mut found: Vec<Companion> = Vec::new();
    for section in images.sections("companion") {
        let Some(companion) = one(&section) else { continue };
        if found.iter().any(|known| known.name == companion.name) {
            let hint = "give each its own `name`, which addresses of its files have as PART".to_owned();
            section.problem(format!("two companions are called `{}`", companion.name), hint);
            continue;
        }
        found.push(companion);
    }
    found
}

fn one(section: &Section<'_>) -> Option<Companion> {
    section.require("semantics", "say what it is to the image, e.g. semantics = \"#weight\"");
    let terms = TERMS.map(|term| (term, term));
    let semantics = section.read("semantics", |term| value::choice(term, &terms));
    let advice = "write where it is below `folder`, with `*` for the path of the image without `.fits`, \
                  e.g. file = \"*.weight.fits\"";
    let file = section.required_text("file", advice);
    let name = section.text("name").map(|name| name.value);
    let description = section.text("description").map(|text| text.value);
    section.finish();
    let (semantics, file) = (semantics?.value, file?);
    let is_plain = file.value.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if file.value.matches('*').count() != 1 || file.value == "*" || !is_plain {
        section.problem_at(
            file.start,
            format!("key `file`: `{}` does not tell the companion of an image", file.value),
            "write a path below `folder` with one `*`, e.g. \"*.weight.fits\" or \"weights/*.fits\""
                .to_owned(),
        );
        return None;
    }
    let name = name.unwrap_or_else(|| semantics[1..].to_owned());
    Some(Companion { name, semantics: semantics.to_owned(), file: file.value, description })
}
