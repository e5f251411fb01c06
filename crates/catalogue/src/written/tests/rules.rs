//! The owner's rules stay when a table in his file is brought up to date.

use super::*;

const RULED: &str = r#"title = "T"
description = "D"
access = { groups = ["staff"], users = ["eve"] }  # the embargo
public_from = 2027-03-01
announced = true
schema = "gaia_3"

[[table]]
name = "Sources"
rows = 3
access = { groups = ["survey"] }
announced = false

[[table.rows_for]]
access = { groups = ["partners"] }
where = "RA > 10"  # their field

[table.columns]
RA  = { type = "float", access = { groups = ["staff"] } }
OLD = { type = "int" }
"#;

#[test]
fn rules_stay_and_so_do_their_comments() {
    let edited =
        publish_table(Some(RULED), "gaia-3", &head(), &table(vec![double("RA"), double("Dec")]), &[]);
    let edited = edited.unwrap();
    for line in [
        "access = { groups = [\"staff\"], users = [\"eve\"] }  # the embargo\npublic_from = 2027-03-01\nannounced = true\n",
        "rows = 12\naccess = { groups = [\"survey\"] }\nannounced = false\n",
        "[[table.rows_for]]\naccess = { groups = [\"partners\"] }\nwhere = \"RA > 10\"  # their field\n",
        "RA  = { type = \"double\", access = { groups = [\"staff\"] } }",
    ] {
        assert!(edited.contains(line), "{line}\nis not in\n{edited}");
    }
    let read = |text: &str| parse("gaia-3.toml", text).unwrap();
    let (before, after) = (read(RULED), read(&edited));
    assert_eq!((&before.access, before.announced), (&after.access, after.announced));
    assert_eq!(before.tables[0].rules, after.tables[0].rules);
    let names: Vec<_> = after.tables[0].columns.iter().map(|column| column.field.name.as_str()).collect();
    assert_eq!(names, ["RA", "Dec"]);
}

#[test]
fn a_new_file_without_a_rule_says_what_holds_then() {
    let text =
        publish_table(None, "gaia-3", &Head { access: None, ..head() }, &table(vec![double("RA")]), &[]);
    let text = text.unwrap();
    let comment = "# Without the key `[access] default` of host.toml holds: nobody sees it, unless that is \"public\".\n\
                   # access = \"public\"\n";
    assert!(text.contains(comment) && !text.contains("\naccess"), "{text}");
    assert_eq!(parse("gaia-3.toml", &text).unwrap().access, Access::default());
    let by_default = crate::parse_with("gaia-3.toml", &text, &Access::public()).unwrap();
    assert_eq!(by_default.access, Access::public());
}

#[test]
fn a_new_file_says_the_end_of_the_embargo() {
    let access = Access {
        users: vec!["eve".to_owned()],
        public_from: Some("2027-03-01T12:00:00Z".parse().unwrap()),
        ..Access::groups(["staff"])
    };
    let text = publish_table(
        None,
        "gaia-3",
        &Head { access: Some(access.clone()), ..head() },
        &table(vec![double("RA")]),
        &[],
    );
    let text = text.unwrap();
    let lines = "access = { groups = [\"staff\"], users = [\"eve\"] }\npublic_from = 2027-03-01T12:00:00Z\n";
    assert!(text.contains(lines), "{text}");
    assert_eq!(parse("gaia-3.toml", &text).unwrap().access, access);
}
