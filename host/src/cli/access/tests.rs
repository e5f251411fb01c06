//! Tests of the words and the JSON of `armilla access`.

use super::*;
use crate::cli::args::Folder;

const SKY: &str = "title = 'Sky'\ndescription = 'D'\nschema = 'sky'\n\
    access = { groups = ['staff', 'guests'], users = ['eve'] }\npublic_from = 2027-03-01\nannounced = true\n\
    [[table]]\nname = 'Objects'\n[[table.rows_for]]\naccess = { groups = ['partners'] }\nwhere = 'ID IN (7, 9)'\n\
    [[table.rows_for]]\npublic_from = 2026-01-01\nwhere = 'ID = 1'\n\
    [table.columns]\nID = { type = 'long' }\nNOTE = { type = 'int', access = { groups = ['staff'] } }\n\
    [[table]]\nname = 'Tile'\naccess = 'public'\ncolumns.ID.type = 'int'\n\
    [[table]]\nname = 'Night'\naccess = { groups = [] }\ncolumns.ID.type = 'int'\n\
    [[table]]\nname = 'Secret'\nannounced = false\ncolumns.ID.type = 'int'\n";

const OPEN: &str =
    "title = 'Open'\ndescription = 'D'\nschema = 'o'\n[[table]]\nname = 'T'\ncolumns.ID.type = 'int'\n";

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

/// A configuration with the two collections and three users, of whom one is disabled.
fn conf() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("collections")).unwrap();
    write("collections/sky.toml", SKY);
    write("collections/open.toml", OPEN);
    let hash =
        "$argon2id$v=19$m=8,t=1,p=1$9sbD1sKHRWfD57fr2UPn8w$viGOQjX6G7xioYN1fNw4mEL0UbNzPMditiceMeUVb3s";
    let user = |name, keys| format!("[users.{name}]\npassword = '{hash}'\n{keys}\n");
    let users = [
        user("ada", "groups = ['staff']"),
        user("bob", "groups = ['partners', 'staff']\ndisabled = true"),
        user("tom", "groups = ['partners']"),
    ];
    write("users.toml", &users.concat());
    folder
}

fn loaded(folder: &tempfile::TempDir) -> Config {
    config::load(folder.path(), &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn flags(folder: &tempfile::TempDir, who: &str, groups: Option<&[&str]>) -> Access {
    let groups = groups.map(|groups| groups.iter().map(|group| (*group).to_owned()).collect());
    let folder = Folder { conf: folder.path().to_owned(), overrides: Vec::new() };
    Access { who: Some(who.to_owned()), groups, collection: None, json: false, folder }
}

fn without_folder(folder: &tempfile::TempDir, lines: &[String]) -> String {
    lines.join("\n").replace(&folder.path().display().to_string(), "conf.d")
}

fn of_caller(who: &str, groups: Option<&[&str]>) -> String {
    let folder = conf();
    let config = loaded(&folder);
    let viewer = viewer(&flags(&folder, who, groups), &config.users, now()).unwrap();
    without_folder(&folder, &caller::words(&caller::told(&read(&config).unwrap(), &viewer)))
}

#[test]
fn a_member_is_told_what_he_sees_and_which_line_says_so() {
    let expected = "user `ada`, of `staff`
collection `open`
  table `T`: nothing, since no rule lets him in (`[access] default` of host.toml: default)
collection `sky`
  table `Objects`: all rows, as a member of `staff` (conf.d/collections/sky.toml:4:10)
    everybody sees all rows from 2027-03-01T00:00:00Z (conf.d/collections/sky.toml:4:10)
  table `Tile`: all rows, public (conf.d/collections/sky.toml:20:10)
  table `Night`: only the metadata, since it is announced (conf.d/collections/sky.toml:6:13)
  table `Secret`: all rows, as a member of `staff` (conf.d/collections/sky.toml:4:10)
    everybody sees all rows from 2027-03-01T00:00:00Z (conf.d/collections/sky.toml:4:10)";
    assert_eq!(of_caller("ada", None), expected);
}

#[test]
fn images_are_told_beside_the_tables() {
    let folder = conf();
    let images = "title = 'I'\ndescription = 'D'\nschema = 'i'\naccess = 'public'\n[images]\nfolder = 'f'\n\
                  publisher_did = 'ivo://example.org/i'\naccess = { groups = ['staff'] }\nannounced = true\n\
                  [[images.rows_for]]\naccess = { groups = ['partners'] }\nwhere = \"band = 'r'\"\n";
    std::fs::write(folder.path().join("collections/images.toml"), images).unwrap();
    let config = loaded(&folder);
    let told = |who: &str| {
        let viewer = viewer(&flags(&folder, who, None), &config.users, now()).unwrap();
        let lines = caller::words(&caller::told(&read(&config).unwrap()[..1], &viewer));
        without_folder(&folder, &lines[2..])
    };
    assert_eq!(
        told("ada"),
        "  images: all rows, as a member of `staff` (conf.d/collections/images.toml:8:10)"
    );
    assert_eq!(
        told("anonymous"),
        "  images: all rows and no file, since it is announced (conf.d/collections/images.toml:9:13)"
    );
    assert_eq!(
        told("tom"),
        "  images: some rows\n    rows with `band = 'r'`: as a member of `partners` (conf.d/collections/images.toml:10:1)"
    );
    let all = collection::words(&collection::told(&read(&config).unwrap()[0], &config.users, now()));
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all[1].starts_with("  images: "), "{all:?}");
}

#[test]
fn who_sees_some_rows_is_told_the_conditions_and_the_columns_that_he_lacks() {
    let objects = "  table `Objects`: some rows
    rows with `ID IN (7, 9)`: as a member of `partners` (conf.d/collections/sky.toml:9:1)
    rows with `ID = 1`: public since 2026-01-01T00:00:00Z (conf.d/collections/sky.toml:12:1)
    without column `NOTE` (conf.d/collections/sky.toml:17:33)
    everybody sees all rows from 2027-03-01T00:00:00Z (conf.d/collections/sky.toml:4:10)\n";
    let told = of_caller("tom", None);
    assert!(told.starts_with("user `tom`, of `partners`\n") && told.contains(objects), "{told}");
    assert_eq!(of_caller("zoe", Some(&["partners"])), told.replace("`tom`", "`zoe`"));
    assert!(
        of_caller("eve", Some(&[]))
            .contains("  table `Objects`: all rows, by name (conf.d/collections/sky.toml:4:10)\n")
    );
}

#[test]
fn the_anonymous_are_told_what_is_public() {
    let told = of_caller("anonymous", None);
    assert!(told.starts_with("anonymous callers\n"), "{told}");
    let secret = "  table `Secret`: nothing, since no rule lets him in (conf.d/collections/sky.toml:4:10)\n    everybody \
                  sees all rows from 2027-03-01T00:00:00Z (conf.d/collections/sky.toml:4:10)";
    assert!(told.ends_with(secret), "{told}");
}

#[test]
fn a_collection_tells_who_has_rights_in_it() {
    let folder = conf();
    let config = loaded(&folder);
    let all = read(&config).unwrap();
    let words = |id: &str| {
        let one = all.iter().find(|one| one.collection.id == id).unwrap();
        without_folder(&folder, &collection::words(&collection::told(one, &config.users, now())))
    };
    let expected =
        "collection `sky`: members of `staff` (ada), members of `guests`, user `eve`; everybody from \
                    2027-03-01T00:00:00Z (conf.d/collections/sky.toml:4:10)
  table `Objects`: as the collection
    rows with `ID IN (7, 9)`: members of `partners` (tom) (conf.d/collections/sky.toml:9:1)
    rows with `ID = 1`: everybody since 2026-01-01T00:00:00Z (conf.d/collections/sky.toml:12:1)
    column `NOTE`: members of `staff` (ada) (conf.d/collections/sky.toml:17:33)
    all others find it in the metadata (conf.d/collections/sky.toml:6:13)
  table `Tile`: everybody (conf.d/collections/sky.toml:20:10)
    all others find it in the metadata (conf.d/collections/sky.toml:6:13)
  table `Night`: nobody (conf.d/collections/sky.toml:24:10)
    all others find it in the metadata (conf.d/collections/sky.toml:6:13)
  table `Secret`: as the collection";
    assert_eq!(words("sky"), expected);
    assert_eq!(
        words("open"),
        "collection `open`: nobody (`[access] default` of host.toml: default)\n  table `T`: as the collection"
    );
}

#[test]
fn json_says_the_same() {
    let folder = conf();
    let config = loaded(&folder);
    let all = read(&config).unwrap();
    let viewer = viewer(&flags(&folder, "tom", None), &config.users, now()).unwrap();
    let json = serde_json::to_value(caller::told(&all, &viewer)).unwrap();
    let objects = &json["collections"][1]["tables"][0];
    assert_eq!(
        (&json["user"], &objects["sees"], &objects["because"][0]["where"]),
        (&"tom".into(), &"rows".into(), &"ID IN (7, 9)".into())
    );
    assert_eq!(objects["hidden_columns"][0]["column"], "NOTE");
    let sky = all.iter().find(|one| one.collection.id == "sky").unwrap();
    let json = serde_json::to_value(collection::told(sky, &config.users, now())).unwrap();
    assert_eq!(json["access"]["groups"][0]["users"][0], "ada");
    assert_eq!(json["tables"][0]["rows_for"][1]["access"]["public"], true);
}

#[test]
fn who_is_unknown_is_refused_with_the_known() {
    let folder = conf();
    let config = loaded(&folder);
    let refused =
        |who, groups| viewer(&flags(&folder, who, groups), &config.users, now()).unwrap_err().to_string();
    assert_eq!(
        refused("adda", None),
        "error: there is no user `adda` in users.toml; did you mean `ada`? known users: ada, bob, tom\n\n\
         hint: give the groups of a user whom another program keeps with --groups"
    );
    assert_eq!(
        refused("anonymous", Some(&["staff"])),
        "error: the anonymous caller has no groups; leave --groups out"
    );
    let of_collection = Access { who: None, collection: Some("skyy".to_owned()), ..flags(&folder, "", None) };
    assert_eq!(
        access(&of_collection).unwrap_err().to_string(),
        "error: there is no collection `skyy`; did you mean `sky`? known collections: open, sky"
    );
}
