//! The config files of one survey or of several together.

use std::borrow::Cow;

use super::{conf_files, jpas};
use crate::Project;

/// Path below `conf.d` and text of each file for a demo that serves these surveys, `host.toml` excepted.
pub fn conf_files_of(projects: &[Project]) -> Vec<(&'static str, Cow<'static, str>)> {
    let mut files: Vec<(&'static str, Cow<'static, str>)> =
        conf_files().iter().map(|(path, text)| (*path, Cow::Borrowed(*text))).collect();
    if !projects.contains(&Project::Jplus) {
        files.retain(|(path, _)| *path == PAGES || SHARED.iter().any(|(shared, _)| path == shared));
    }
    if projects.contains(&Project::Jpas) {
        add_jpas(&mut files, projects);
    }
    for (_, text) in files.iter_mut().filter(|(path, _)| PUBLISHING.contains(path)) {
        text.to_mut().push_str(OTHERS);
    }
    files
}

/// The file of the pages, which are the same for all surveys.
const PAGES: &str = "portal.toml";

/// Files of instances that publish all collections.
const PUBLISHING: [&str; 6] =
    ["datalink.toml", "hips.toml", "scs.toml", "sia.toml", "tap.toml", "tap-auth.toml"];

/// In the lists of schemas: the demo serves what its user publishes beside the surveys.
const OTHERS: &str = "# All other collections, e.g. those that `armilla ingest` makes, under their own names.\n\"*\" = \"*\"\n";

/// Adds what the narrow-band survey needs.
fn add_jpas(files: &mut Vec<(&'static str, Cow<'static, str>)>, projects: &[Project]) {
    for (path, text) in files.iter_mut() {
        let Some((_, own)) = SHARED.iter().find(|(shared, _)| path == shared) else { continue };
        let common = if projects.contains(&Project::Jplus) { &**text } else { head(text, own) };
        let more = match *path {
            path if PUBLISHING.contains(&path) => format!("{common}{}", jpas::SCHEMA),
            _ => format!("{}\n\n{}", common.trim_end(), jpas::enumeration()),
        };
        *text = Cow::Owned(more);
    }
    let (path, text) = jpas::COLLECTION;
    files.push((path, Cow::Borrowed(text)));
}

/// Files that all surveys share, with the header from which on they belong to the survey in twelve filters.
const SHARED: [(&str, &str); 7] = [
    ("tap.toml", "[settings.schemas]\n"),
    ("tap-auth.toml", "[settings.schemas]\n"),
    ("hips.toml", "[settings.schemas]\n"),
    ("scs.toml", "[settings.schemas]\n"),
    ("sia.toml", "[settings.schemas]\n"),
    ("datalink.toml", "[settings.schemas]\n"),
    ("filters.toml", "[settings.enumerations.jplus]\n"),
];

/// What stands before a header and the comments above it; the list of schemas keeps its header.
fn head<'t>(text: &'t str, header: &str) -> &'t str {
    let Some(start) = text.find(header) else { return text };
    if header == SHARED[0].1 {
        return &text[..start + header.len()];
    }
    let above = text[..start].rfind("\n\n").map_or(start, |blank| blank + 2);
    &text[..above]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JPAS_FILTERS;

    fn file(projects: &[Project], path: &str) -> Option<toml::Table> {
        let files = conf_files_of(projects);
        let (_, text) = files.iter().find(|(known, _)| *known == path)?;
        Some(text.parse().unwrap())
    }

    fn schemas(projects: &[Project], path: &str) -> Vec<String> {
        let file = file(projects, path).unwrap();
        file["settings"]["schemas"]
            .as_table()
            .unwrap()
            .iter()
            .map(|(name, id)| format!("{name} = {id}"))
            .collect()
    }

    #[test]
    fn each_survey_lists_its_own_schemas_and_both_list_all() {
        let (jplus, jpas) = (Project::Jplus, Project::Jpas);
        let (others, narrow) = ("* = \"*\"", "jpas = \"sim-jpas\"");
        let broad = ["jplus = \"sim-dr1\"", "jplus_idr2 = \"sim-idr2\""];
        for path in ["datalink.toml", "hips.toml", "scs.toml", "sia.toml", "tap.toml"] {
            assert_eq!(schemas(&[jplus], path), [others, broad[0], broad[1]]);
            assert_eq!(schemas(&[jpas], path), [others, narrow]);
            for both in [[jplus, jpas], [jpas, jplus]] {
                assert_eq!(schemas(&both, path), [others, narrow, broad[0], broad[1]]);
            }
        }
    }

    #[test]
    fn the_enumeration_of_the_narrow_bands_names_them_in_order() {
        for projects in [&[Project::Jpas][..], &Project::ALL] {
            let Some(file) = file(projects, "filters.toml") else { continue };
            let all = file["settings"]["enumerations"].as_table().unwrap();
            assert_eq!(all.len(), projects.len());
            let elements = all["jpas"]["elements"].as_array().unwrap();
            let names = elements.iter().map(|element| element["name"].as_str().unwrap());
            assert!(names.eq(JPAS_FILTERS.iter().map(|filter| filter.name)));
            let indexes = elements.iter().map(|element| element["index"].as_integer().unwrap());
            assert!(indexes.eq(1..=59));
        }
    }

    #[test]
    fn files_of_one_survey_are_not_written_for_the_other() {
        let paths = |projects: &[Project]| -> Vec<&str> {
            let files = conf_files_of(projects);
            files.into_iter().map(|(path, _)| path).filter(|path| path.starts_with("collections/")).collect()
        };
        assert_eq!(paths(&[Project::Jplus]), ["collections/sim-dr1.toml", "collections/sim-idr2.toml"]);
        assert_eq!(paths(&[Project::Jpas]), ["collections/sim-jpas.toml"]);
    }
}
