//! Tests of the keys that say who may see what.

use crate::{Access, Collection, RowRule, parse, parse_with};

/// A file with these lines in its head, these in its only table, and these keys in its second column.
fn file(head: &str, table: &str, column: &str) -> String {
    format!(
        "title = \"T\"\ndescription = \"D\"\nschema = \"jpas\"\n{head}\n[[table]]\nname = \"Mag\"\n{table}\n\
         [table.columns]\nID = {{ type = \"long\" }}\nNOTE = {{ type = \"char[*]\"{column} }}\n"
    )
}

fn good(head: &str, table: &str, column: &str) -> Collection {
    parse("a.toml", &file(head, table, column)).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The mistakes of a head, each with its place and its hint.
fn refused(head: &str) -> String {
    parse("a.toml", &file(head, "", "")).expect_err(head).to_string()
}

fn from(access: Access, instant: &str) -> Access {
    Access { public_from: Some(instant.parse().unwrap()), ..access }
}

#[test]
fn a_rule_names_groups_users_and_the_end_of_an_embargo() {
    let rule = |head: &str| good(head, "", "").access;
    assert_eq!(rule("access = \"public\""), Access::public());
    assert_eq!(rule("access = { groups = [] }"), Access::default());
    let users = Access { users: vec!["ada".to_owned()], ..Access::groups(["survey", "staff"]) };
    assert_eq!(rule("access = { groups = [\"survey\", \"staff\"], users = [\"ada\"] }"), users);
    assert_eq!(rule("access.users = [\"ada\"]").groups, [""; 0]);
    let groups = "access = { groups = [\"staff\"] }\npublic_from";
    for (written, instant) in [
        ("2027-01-30", "2027-01-30T00:00:00Z"),
        ("\"2027-01-30\"", "2027-01-30T00:00:00Z"),
        ("2027-01-30T12:00:00.5+02:00", "2027-01-30T10:00:00.5Z"),
        ("2027-01-30 10:00:00Z", "2027-01-30T10:00:00Z"),
    ] {
        let head = format!("{groups} = {written}");
        assert_eq!(rule(&head), from(Access::groups(["staff"]), instant), "{written}");
    }
}

#[test]
fn a_collection_without_a_rule_has_the_default() {
    let rule = |default: &Access, head: &str| {
        parse_with("a.toml", &file(head, "", ""), default).unwrap_or_else(|error| panic!("{error}")).access
    };
    assert_eq!(good("", "", "").access, Access::default());
    assert_eq!(rule(&Access::public(), ""), Access::public());
    assert_eq!(rule(&Access::public(), "access = { groups = [] }"), Access::default());
    // Who writes the end of an embargo wants one.
    assert_eq!(
        rule(&Access::public(), "public_from = 2027-01-30"),
        from(Access::default(), "2027-01-30T00:00:00Z")
    );
}

#[test]
fn a_rule_below_replaces_that_above() {
    let head = "access = { groups = [\"staff\"] }\npublic_from = 2027-01-30\nannounced = true";
    let plain = good(head, "", "");
    assert_eq!((&plain.tables[0].rules.access, plain.announced), (&None, true));
    assert_eq!(plain.access_of(&plain.tables[0]), &plain.access);
    let collection = good(head, "access = \"public\"\nannounced = false", ", access = { users = [\"ada\"] }");
    let rules = &collection.tables[0].rules;
    assert_eq!(rules.access, Some(Access::public()));
    assert_eq!(rules.announced, Some(false));
    let users = Access { users: vec!["ada".to_owned()], ..Access::default() };
    assert_eq!(rules.columns, [("NOTE".to_owned(), users)]);
    assert!(!collection.announces(&collection.tables[0]));
}

#[test]
fn a_later_date_alone_leaves_the_groups_of_the_rule_above() {
    let head = "access = { groups = [\"staff\"] }\npublic_from = 2027-01-30";
    let rules = &good(head, "public_from = 2028-01-30", ", public_from = 2029-01-30").tables[0].rules;
    let later = |instant| from(Access::groups(["staff"]), instant);
    assert_eq!(rules.access, Some(later("2028-01-30T00:00:00Z")));
    assert_eq!(rules.columns[0].1, later("2029-01-30T00:00:00Z"));
    let below_public = &good("access = \"public\"", "public_from = 2028-01-30", "").tables[0].rules;
    assert_eq!(below_public.access, Some(from(Access::default(), "2028-01-30T00:00:00Z")));
}

#[test]
fn rows_are_shown_by_conditions() {
    let table = "[[table.rows_for]]\naccess = { groups = [\"partners\"] }\npublic_from = 2027-01-30\n\
                 where = \"ID IN (1,\\n  2)\"\n[[table.rows_for]]\naccess = \"public\"\nwhere = \"ID = 7\"\n";
    let rows_for = good("", table, "").tables.remove(0).rules.rows_for;
    let partners = from(Access::groups(["partners"]), "2027-01-30T00:00:00Z");
    let rule = |access, condition: &str| RowRule { access, condition: condition.to_owned() };
    assert_eq!(rows_for, [rule(partners, "ID IN (1, 2)"), rule(Access::public(), "ID = 7")]);
}

#[test]
fn rules_do_not_cross_as_json() {
    let table = "access = { groups = [\"gone-1\"] }\n[[table.rows_for]]\naccess = { users = [\"gone-2\"] }\n\
                 where = \"gone-3 = 1\"\n";
    let collection = good(
        "access = { groups = [\"gone-4\"] }\npublic_from = 2099-01-30",
        table,
        ", access = { groups = [\"gone-5\"] }",
    );
    let sent = serde_json::to_string(&collection).unwrap();
    assert!(!sent.contains("gone") && !sent.contains("2099") && !sent.contains("rules"), "{sent}");
    assert_eq!(serde_json::from_str::<Collection>(&sent).unwrap().access, Access::default());
}

#[test]
fn impossible_rules_are_refused_all_at_once() {
    let text = file(
        "access = { grups = [\"staff\"] }\npublic_from = 2027-01-30T12:00:00",
        "access = \"public\"\npublic_from = 2027-01-30\nannounced = \"yes\"\n[[table.rows_for]]\nwhere = \"ID = 1\"\n\
         [[table.rows_for]]\naccess = { groups = [\"\"] }\nfilter = \"ID = 1\"\n",
        ", access = \"all\"",
    );
    let expected = r#"error: missing key `groups` of `access`
  --> a.toml:4:10

hint: name the groups that may see it, or `users`; `groups = []` is nobody

error: unknown key `grups` of `access`
  --> a.toml:4:12

hint: did you mean `groups`? known keys: groups, users

error: key `public_from`: expected a date, or a date and time with its offset
  --> a.toml:5:15

hint: write 2027-01-30, which is 00:00 UTC of that day, or 2027-01-30T12:00:00Z

error: key `public_from`: it is public already
  --> a.toml:9:15

hint: write in `access` who may see it until then, e.g. `{ groups = ["collaboration"] }`, or leave `public_from` out

error: key `announced`: expected `true` or `false`, found a string
  --> a.toml:10:13

error: missing key `access` of `rows_for`
  --> a.toml:11:1

hint: say who sees these rows, e.g. `access = { groups = ["collaboration"] }`

error: missing key `where` of `rows_for`
  --> a.toml:13:1

hint: write a condition of ADQL over columns of the table, e.g. `where = "tile_id IN (7, 9)"`

error: key `groups` is blank
  --> a.toml:14:22

hint: write a text or leave the key out

error: unknown key `filter` of `rows_for`
  --> a.toml:15:1

hint: known keys: access, public_from, where

error: key `access`: no such rule
  --> a.toml:19:37

hint: write `access = "public"` or `access = { groups = ["collaboration"] }`"#;
    assert_eq!(parse("a.toml", &text).unwrap_err().to_string(), expected);
}

#[test]
fn an_instant_that_is_none_is_refused() {
    for written in ["7", "true", "12:00:00", "\"soon\"", "\"2027-02-30\"", "2027-01-30T12:00:00", "\"\""] {
        let told = refused(&format!("public_from = {written}"));
        assert_eq!(
            told,
            "error: key `public_from`: expected a date, or a date and time with its offset\n  --> a.toml:4:15\n\n\
             hint: write 2027-01-30, which is 00:00 UTC of that day, or 2027-01-30T12:00:00Z",
            "{written}"
        );
    }
}
