//! Settings that are right and settings that are wrong.

use super::*;

fn read(text: &str) -> Result<Config> {
    let text = format!("plugin = \"filters\"\n[settings]\n{text}");
    Config::read(&Settings { file: "conf.d/filters.toml".into(), text, ..Settings::default() })
}

/// The place and the text of the mistake in a file.
fn mistake(text: &str) -> (usize, usize, String) {
    let error = read(text).unwrap_err();
    let place = error.place().unwrap();
    (place.line, place.column, error.for_client().to_owned())
}

#[test]
fn elements_are_sorted_by_index() {
    let config = read(
        "[settings.enumerations.jplus]\ndescription = \"Filters\"\n\
         elements = [{ name = \"g\", index = 2, width_nm = 10 }, { name = \"r\", index = 1, wavelength_nm = 625.4 }]",
    )
    .unwrap();
    let names: Vec<String> =
        config.lists[0].enumeration.elements.iter().map(catalogue::Element::label).collect();
    assert_eq!(names, ["r (625.4 nm)", "g"]);
}

#[test]
fn a_table_becomes_a_statement_with_quoted_names() {
    let config = read(
        "[settings.enumerations.jplus]\ncollections = [\"sim-dr1\"]\n\
         table = { schema = \"sim\\\"dr1\", table = \"filter\", name_column = \"name\", index_column = \"filter_id\", \
         wavelength_column = \"wavelength\", refresh_secs = 7 }",
    )
    .unwrap();
    let (list, table) = &config.tables[0];
    assert_eq!(list.collections, ["sim-dr1"]);
    assert_eq!(
        table.sql,
        "SELECT \"name\"::text, \"filter_id\"::int8, NULL::text, \"wavelength\"::float8, NULL::float8, NULL::text \
         FROM \"sim\"\"dr1\".\"filter\" ORDER BY 2"
    );
    assert_eq!(table.refresh.as_secs(), 7);
}

#[test]
fn one_name_may_stand_for_each_collection_once() {
    let two = |collection: &str| {
        format!(
            "[settings.enumerations.jplus]\ncollections = [\"a\"]\nelements = [{{ name = \"r\", index = 1 }}]\n\
             [settings.enumerations.other]\nname = \"JPLUS\"\ncollections = [\"{collection}\"]\n\
             elements = [{{ name = \"g\", index = 1 }}]"
        )
    };
    assert_eq!(read(&two("b")).unwrap().lists.len(), 2);
    let message = "enumeration `jplus` is there twice for the same collection; give one of them another `name` or other \
                   `collections`";
    assert_eq!(mistake(&two("a")).2, message);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let table = |keys: &str| {
        format!(
            "table = ^{{ schema = \"s\", table = \"t\", name_column = \"n\", index_column = \"i\", {keys} }}"
        )
    };
    // A caret stands in front of the place.
    for (content, message) in [
        (
            "elements = [\n  { name = \"r\", index = 1 },\n  ^{ name = \"g\", index = 1 },\n]".to_owned(),
            "elements `r` and `g` both have index 1",
        ),
        (
            "name = ^\"\"\nelements = [{ name = \"r\", index = 1 }]".to_owned(),
            "the name of an enumeration is empty",
        ),
        (
            "elements = [{ name = \"r\", index = 1, ^color = \"#ffffff\" }]".to_owned(),
            "unknown field `color`, expected one of `name`, `index`, `description`, `wavelength_nm`, `width_nm`, `colour`",
        ),
        (
            "elements = [{ name = \"r\", index = ^-1 }]".to_owned(),
            "invalid value: integer `-1`, expected u32",
        ),
        (
            "collections = [^\"\"]\nelements = [{ name = \"r\", index = 1 }]".to_owned(),
            "the name of a collection is empty",
        ),
        (
            table("refresh_secs = ^0").replacen('^', "", 1),
            "`refresh_secs` is 0; write the seconds between two readings, 1 or more",
        ),
        (
            table("width_column = \"\""),
            "a name of the table or of a column is empty or holds a zero character",
        ),
    ] {
        let text = format!("[settings.enumerations.jplus]\n{content}");
        let before = format!("plugin = \"filters\"\n[settings]\n{}", text.split('^').next().unwrap());
        let (line, column) = (before.lines().count(), before.lines().last().unwrap().len() + 1);
        assert_eq!(mistake(&text.replace('^', "")), (line, column, message.to_owned()), "{text}");
    }
    let list = "[settings.enumerations.jplus]\n";
    let empty = mistake(&format!("{list}elements = []"));
    assert_eq!(empty, (3, 1, "enumeration `jplus` has no elements".to_owned()));
    let neither = mistake(&format!("{list}description = \"none\""));
    assert_eq!(neither, (3, 1, "enumeration `jplus` needs either `elements` or `table`".to_owned()));
}

#[test]
fn the_example_of_the_shipped_file_is_valid() {
    let shipped = include_str!("../../../../conf.d/filters.toml.off");
    let example: String = shipped
        .lines()
        .skip_while(|line| !line.starts_with("# [settings.enumerations"))
        .filter_map(|line| line.strip_prefix("# "))
        .map(|line| format!("{line}\n"))
        .collect();
    let config = read(&example).unwrap();
    assert_eq!((config.lists.len(), config.tables.len()), (1, 1), "{example}");
}
