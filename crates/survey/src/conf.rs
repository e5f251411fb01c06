//! The config files of the demo, as they are written into its `conf.d`.

mod jpas;
mod projects;

pub use projects::conf_files_of;

/// Path below `conf.d` and text of each file of the survey in twelve filters, `host.toml` excepted.
pub(crate) fn conf_files() -> &'static [(&'static str, &'static str)] {
    &[
        ("datalink.toml", include_str!("../conf.d/datalink.toml")),
        ("filters.toml", include_str!("../conf.d/filters.toml")),
        ("hips.toml", include_str!("../conf.d/hips.toml")),
        ("portal.toml", include_str!("../conf.d/portal.toml")),
        ("samp.toml", include_str!("../conf.d/samp.toml")),
        ("scs.toml", include_str!("../conf.d/scs.toml")),
        ("sia.toml", include_str!("../conf.d/sia.toml")),
        ("tap.toml", include_str!("../conf.d/tap.toml")),
        ("tap-auth.toml", include_str!("../conf.d/tap-auth.toml")),
        ("tap-sim-dr1.toml", include_str!("../conf.d/tap-sim-dr1.toml")),
        ("collections/sim-dr1.toml", include_str!("../conf.d/collections/sim-dr1.toml")),
        ("collections/sim-idr2.toml", include_str!("../conf.d/collections/sim-idr2.toml")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use catalogue::{Access, Collection, Frame};

    use super::*;
    use crate::{FILTER_COUNT, FILTERS, Project, Release, tables::relations};

    fn collection(release: Release) -> Collection {
        let path = format!("collections/{}.toml", release.id());
        let (_, text) = conf_files().iter().find(|(known, _)| *known == path).unwrap();
        catalogue::parse(&path, text).unwrap()
    }

    #[test]
    fn collections_are_read_without_a_problem() {
        let [public, restricted] = Release::JPLUS.map(collection);
        assert_eq!((public.id.as_str(), public.schema.as_str()), ("sim-dr1", "jplus"));
        assert_eq!((restricted.id.as_str(), restricted.schema.as_str()), ("sim-idr2", "jplus"));
        assert_eq!(public.access, Access::public());
        assert_eq!(restricted.access, Access::groups(["collaboration"]));
    }

    #[test]
    fn the_lints_have_nothing_to_say_of_any_collection() {
        let files = conf_files_of(&Project::ALL);
        let collections = files.iter().filter(|(name, _)| name.starts_with("collections/"));
        assert_eq!(collections.clone().count(), 3);
        for (name, text) in collections {
            let said = catalogue::lint::lint(name, text);
            let said: Vec<String> = said.iter().map(|problem| problem.titled("warning")).collect();
            assert!(said.is_empty(), "{}", said.join("\n\n"));
        }
    }

    #[test]
    fn each_release_publishes_every_table_of_its_own_schema() {
        let made: HashSet<&str> = relations(Release::Dr1).into_iter().map(|relation| relation.name).collect();
        for release in Release::JPLUS {
            let collection = collection(release);
            assert!(collection.tables.iter().all(|table| table.relation.schema == release.schema()));
            let published = collection.tables.iter().map(|table| table.relation.table.as_str());
            assert_eq!(published.collect::<HashSet<_>>(), made);
        }
    }

    #[test]
    fn every_column_but_the_index_is_published_with_its_meaning() {
        for table in collection(Release::Dr1).tables {
            let relation = relations(Release::Dr1)
                .into_iter()
                .find(|relation| relation.name == table.relation.table)
                .unwrap();
            let made = relation.columns.iter().map(|(name, _)| *name).filter(|name| *name != "hpx");
            let published: HashSet<&str> =
                table.columns.iter().map(|column| column.pg_name.as_str()).collect();
            assert_eq!(made.collect::<HashSet<_>>(), published);
            for column in &table.columns {
                let field = &column.field;
                assert!(field.description.is_some() && field.ucd.is_some(), "{} {}", table.name, field.name);
            }
        }
    }

    #[test]
    fn arrays_by_filter_name_the_enumeration_of_the_survey() {
        let tables = collection(Release::Dr1).tables;
        let arrays = tables.iter().flat_map(|table| &table.columns).filter(|column| column.pg_type.array);
        for column in arrays.filter(|column| column.field.name != "S_REGION") {
            let arraysize = column.field.value_type.arraysize.as_ref().unwrap();
            assert_eq!(arraysize.fixed_len(), Some(FILTER_COUNT), "{}", column.field.name);
            assert_eq!(column.enumeration.as_deref(), Some("jplus"));
        }
    }

    #[test]
    fn the_enumeration_of_the_survey_names_its_filters() {
        let (_, text) = conf_files().iter().find(|(known, _)| *known == "filters.toml").unwrap();
        let file: toml::Table = text.parse().unwrap();
        let elements = file["settings"]["enumerations"]["jplus"]["elements"].as_array().unwrap();
        let named = elements.iter().map(|element| {
            let number = |key: &str| element[key].as_float().unwrap() as f32;
            let text = |key: &str| element[key].as_str().unwrap();
            let index = usize::try_from(element["index"].as_integer().unwrap()).unwrap();
            (
                index,
                text("name"),
                number("wavelength_nm"),
                number("width_nm"),
                text("colour"),
                text("description"),
            )
        });
        let made = FILTERS.iter().zip(1..).map(|(filter, index)| {
            (index, filter.name, filter.wavelength_nm, filter.width_nm, filter.color, filter.description)
        });
        assert!(named.eq(made));
    }

    #[test]
    fn tables_with_an_index_publish_their_position() {
        for table in collection(Release::Idr2).tables {
            let relation = relations(Release::Dr1)
                .into_iter()
                .find(|relation| relation.name == table.relation.table)
                .unwrap();
            let indexed = relation.columns[0].0 == "hpx";
            assert_eq!(
                table.position.as_ref().is_some_and(|position| position.frame == Frame::Icrs),
                indexed
            );
            assert_eq!(table.position.and_then(|position| position.healpix).is_some(), indexed);
        }
    }

    #[test]
    fn releases_differ_in_their_heads_only() {
        let [public, mut restricted] = Release::JPLUS.map(collection);
        for table in &mut restricted.tables {
            table.relation.schema = public.tables[0].relation.schema.clone();
        }
        assert_eq!(public.tables, restricted.tables);
        assert_ne!(public.title, restricted.title);
    }

    #[test]
    fn instances_list_collections_that_exist() {
        let ids = Release::JPLUS.map(Release::id);
        for (name, mount, schemas) in [
            ("scs.toml", "/scs", &[("jplus", "sim-dr1"), ("jplus_idr2", "sim-idr2")][..]),
            ("hips.toml", "/hips", &[("jplus", "sim-dr1"), ("jplus_idr2", "sim-idr2")]),
            ("datalink.toml", "/datalink", &[("jplus", "sim-dr1"), ("jplus_idr2", "sim-idr2")]),
            ("tap.toml", "/tap", &[("jplus", "sim-dr1"), ("jplus_idr2", "sim-idr2")]),
            ("tap-sim-dr1.toml", "/vo/tap/sim-dr1", &[("jplus", "sim-dr1")]),
        ] {
            let (_, text) = conf_files().iter().find(|(known, _)| *known == name).unwrap();
            let file: toml::Table = text.parse().unwrap();
            assert_eq!(file["mount"].as_str(), Some(mount));
            let listed = file["settings"]["schemas"].as_table().unwrap().iter();
            let listed: Vec<_> = listed.map(|(schema, id)| (schema.as_str(), id.as_str().unwrap())).collect();
            assert_eq!(listed, schemas);
            assert!(listed.iter().all(|(_, id)| ids.contains(id)));
        }
    }
}
