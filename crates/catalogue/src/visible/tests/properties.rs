//! Properties of what callers see, for any rules.

use proptest::prelude::*;

use super::*;
use crate::{Access, RowRule};

const GROUPS: [&str; 3] = ["alpha", "beta", "gamma"];

fn instant() -> impl Strategy<Value = Timestamp> {
    (0_i64..4).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn access() -> impl Strategy<Value = Access> {
    let groups = prop::sample::subsequence(GROUPS.to_vec(), 0..=3);
    let users = prop::sample::subsequence(vec!["user_1", "user_2"], 0..=1);
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    (prop::bool::weighted(0.1), groups, users, prop::option::weighted(0.3, instant())).prop_map(
        move |(public, groups, users, public_from)| Access {
            public,
            groups: owned(groups),
            users: owned(users),
            public_from,
        },
    )
}

fn rules() -> impl Strategy<Value = TableRules> {
    let rows = prop::collection::vec((access(), 0..3_u8), 0..3);
    let columns = prop::collection::vec(access(), 0..3);
    (prop::option::of(access()), rows, columns, prop::option::of(any::<bool>())).prop_map(
        |(access, rows, columns, announced)| TableRules {
            access,
            rows_for: rows
                .into_iter()
                .map(|(access, number)| RowRule { access, condition: format!("other{number} > 0") })
                .collect(),
            columns: columns
                .into_iter()
                .enumerate()
                .map(|(place, access)| (column_name(place), access))
                .collect(),
            announced,
        },
    )
}

/// The names of columns are found nowhere else in the JSON.
fn column_name(place: usize) -> String {
    format!("column_{}_end", ["one", "two", "three", "four"][place])
}

fn any_collection() -> impl Strategy<Value = Collection> {
    (access(), any::<bool>(), prop::collection::vec(rules(), 1..4)).prop_map(|(access, announced, tables)| {
        let columns: Vec<String> =
            (0..4).map(|place| format!("{} = {{ type = \"double\" }}\n", column_name(place))).collect();
        let head = "title = 'T'\ndescription = 'D'\nschema = 's'\n".to_owned();
        let table = |place| {
            format!(
                "[[table]]\nname = \"table_{place}_end\"\nrows = 12345\n[table.columns]\n{}",
                columns.concat()
            )
        };
        let text: Vec<String> = (0..tables.len()).map(table).collect();
        let mut made = collection("any", &format!("{head}{}", text.concat()));
        (made.access, made.announced) = (access, announced);
        for (table, rules) in made.tables.iter_mut().zip(tables) {
            table.rules = rules;
        }
        made
    })
}

fn viewer() -> impl Strategy<Value = Viewer> {
    let user = prop::option::of(prop::sample::select(vec!["user_1", "user_2", "bob"]));
    let groups = prop::sample::subsequence(GROUPS.to_vec(), 0..=3);
    (user, groups, instant()).prop_map(|(user, groups, now)| match user {
        Some(user) => Viewer::known(user, &groups, now),
        None => Viewer::anonymous(now),
    })
}

fn scope(of: &Collection) -> Scope {
    Published::new(vec![of.clone()]).scope("tap", None).unwrap()
}

/// The tables that a viewer has, by their names.
fn seen(of: &Collection, viewer: &Viewer) -> Vec<Table> {
    let visible = scope(of).visible_to(viewer);
    visible.published().iter().flat_map(|schema| schema.collection.tables.clone()).collect()
}

/// The grants of a table, said anew: whether a rule lets the viewer in.
fn let_in(rule: &Access, viewer: &Viewer) -> bool {
    let named = viewer.user.iter().any(|user| rule.users.contains(user));
    let member = rule.groups.iter().any(|group| viewer.groups.contains(group));
    rule.public || named || member || rule.public_from.is_some_and(|from| viewer.now >= from)
}

proptest! {
    #[test]
    fn nothing_is_seen_that_no_rule_grants(of in any_collection(), viewer in viewer()) {
        for table in seen(&of, &viewer) {
            let whole = of.tables.iter().find(|whole| whole.name == table.name).unwrap();
            let access = whole.rules.access.as_ref().unwrap_or(&of.access);
            if !let_in(access, &viewer) {
                prop_assert_eq!((table.rows, &table.statistics, table.public), (None, &None, false));
                prop_assert!(table.locked || !table.row_filters.is_empty());
                prop_assert!(!table.locked || whole.rules.announced.unwrap_or(of.announced));
            }
            for filter in &table.row_filters {
                let grants = |rule: &&RowRule| rule.condition == *filter && let_in(&rule.access, &viewer);
                prop_assert!(whole.rules.rows_for.iter().any(|rule| grants(&rule)), "{filter}");
            }
            for column in &table.columns {
                let rule = whole.rules.columns.iter().find(|(name, _)| *name == column.field.name);
                prop_assert!(rule.is_none_or(|(_, rule)| let_in(rule, &viewer)), "{}", column.field.name);
            }
        }
    }

    #[test]
    fn another_group_and_a_later_hour_never_take_away(
        of in any_collection(), viewer in viewer(), group in prop::sample::select(GROUPS.to_vec()), later in 0_i64..3,
    ) {
        let mut more = viewer.clone();
        more.groups.push(group.to_owned());
        more.now = Timestamp::from_second(viewer.now.as_second() + later).unwrap();
        let after = seen(&of, &more);
        for table in seen(&of, &viewer) {
            let then = after.iter().find(|then| then.name == table.name);
            prop_assert!(then.is_some(), "{} is gone", table.name);
            let then = then.unwrap();
            prop_assert!(!then.locked || table.locked);
            let all = |table: &Table| !table.locked && table.row_filters.is_empty();
            prop_assert!(all(then) || (!all(&table) && table.row_filters.iter().all(|one| then.row_filters.contains(one))));
            prop_assert!(table.columns.iter().all(|column| then.columns.contains(column)));
        }
    }

    #[test]
    fn no_name_of_anything_hidden_is_sent(of in any_collection(), viewer in viewer()) {
        let visible = scope(&of).visible_to(&viewer);
        let sent = serde_json::to_string(&visible).unwrap();
        let tables = seen(&of, &viewer);
        for whole in &of.tables {
            let table = tables.iter().find(|table| table.name == whole.name);
            prop_assert_eq!(sent.contains(&whole.name), table.is_some());
        }
        for place in 0..4 {
            let name = column_name(place);
            let shown = tables.iter().any(|table| table.columns.iter().any(|column| column.field.name == name));
            prop_assert_eq!(sent.contains(&name), shown, "{}", name);
        }
        for word in GROUPS.into_iter().chain(["user_1", "user_2", "1970-01"]) {
            prop_assert!(!sent.contains(word), "{word}: {sent}");
        }
        prop_assert_eq!(sent.contains("\"rows\":12345,"), tables.iter().any(|table| table.rows.is_some()));
    }

    #[test]
    fn a_view_changes_only_when_it_is_said(of in any_collection(), viewer in viewer(), later in 0_i64..4) {
        let all = scope(&of);
        let until = all.changes_after(viewer.now);
        let now = Timestamp::from_second(viewer.now.as_second() + later).unwrap();
        let then = Viewer { now, ..viewer.clone() };
        if until.is_none_or(|until| now < until) {
            prop_assert_eq!(all.visible_to(&viewer).key(), all.visible_to(&then).key());
        }
    }
}
