//! What callers see of the list of images.

use jiff::Timestamp;

use super::*;
use crate::{Found, Ident, Published, Scope, Table, Viewer, parse};

/// A public set, one for a group of which others find all, and one of which some see a part.
const SETS: [(&str, &str); 3] = [
    ("open", "access = 'public'"),
    ("shown", "access = { groups = ['staff'] }\nannounced = true"),
    (
        "part",
        "access = { groups = ['staff'] }\n[[images.rows_for]]\naccess = { users = ['ada'] }\nwhere = \"band = 'r'\"",
    ),
];

fn scope(sets: &[(&str, &str)], links: Option<&str>) -> Scope {
    let collections = sets.iter().map(|(id, rules)| {
        let text = format!(
            "title = 'T'\ndescription = 'D'\nschema = 's_{id}'\n[images]\nfolder = '/data/{id}'\n\
             publisher_did = 'ivo://example.org/{id}'\n{rules}\n"
        );
        parse(&format!("{id}.toml"), &text).unwrap()
    });
    let scope = Published::new(collections.collect()).scope("tap", None).unwrap();
    scope.with_image_links(links.map(str::to_owned))
}

fn seen(user: Option<&str>, groups: &[&str]) -> Scope {
    let now = Timestamp::UNIX_EPOCH;
    let viewer = user.map_or_else(|| Viewer::anonymous(now), |user| Viewer::known(user, groups, now));
    scope(&SETS, None).visible_to(&viewer)
}

fn table(scope: &Scope) -> &Table {
    match scope.find_table(Some(Ident::regular("IVOA")), Ident::regular("ObsCore")) {
        Found::One(table) => table.table,
        _ => panic!("the list is there"),
    }
}

fn listed(scope: &Scope) -> (Vec<String>, Vec<String>) {
    let table = table(scope);
    (table.relation.conditions[0].one_of.clone(), table.row_filters.clone())
}

#[test]
fn everybody_sees_the_images_of_the_collections_that_he_sees() {
    assert_eq!(listed(&seen(None, &[])), (vec!["open".to_owned(), "shown".to_owned()], Vec::new()));
    let all = ["open", "part", "shown"].map(str::to_owned).to_vec();
    assert_eq!(listed(&seen(Some("eve"), &["staff"])), (all.clone(), Vec::new()));
    let filters = ["collection IN ('open', 'shown')", "collection = 'part' AND (band = 'r')"];
    assert_eq!(listed(&seen(Some("ada"), &[])), (all, filters.map(str::to_owned).to_vec()));
}

#[test]
fn images_that_are_announced_are_listed_and_locked() {
    let anonymous = seen(None, &[]);
    let locked = |scope: &Scope, id| scope.images_of(id).map(|images| (images.locked, images.public));
    assert_eq!(locked(&anonymous, "open"), Some((false, true)));
    assert_eq!(locked(&anonymous, "shown"), Some((true, false)));
    assert_eq!(locked(&anonymous, "part"), None);
    assert_eq!(locked(&seen(Some("eve"), &["staff"]), "shown"), Some((false, false)));
    assert!(!table(&anonymous).public);
    assert!(table(&scope(&SETS[..1], None).visible_to(&Viewer::default())).public);
}

#[test]
fn who_sees_no_image_has_no_list() {
    let scope = scope(&SETS[2..], None).visible_to(&Viewer::default());
    assert!(scope.images().is_none() && scope.find_schema(Ident::regular("ivoa")).is_none());
}

#[test]
fn a_collection_with_the_schema_ivoa_takes_the_place_of_the_list() {
    let own = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 'ivoa'\n[[table]]\nname = 'ObsCore'\n\
               columns.A.type = 'int'\n";
    let with = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 's'\n[images]\nfolder = 'f'\n\
                publisher_did = 'ivo://example.org/s'\n";
    let both = vec![parse("own.toml", own).unwrap(), parse("with.toml", with).unwrap()];
    let scope = Published::new(both).scope("tap", None).unwrap().visible_to(&Viewer::default());
    assert_eq!(table(&scope).columns.len(), 1);
    assert!(scope.images().is_none() && scope.images_of("with").is_some());
}

#[test]
fn addresses_are_those_of_links_where_there_are_any() {
    let value = |scope: &Scope, name: &str| {
        let table = table(scope);
        let (place, column) = table.column(Ident::regular(name)).unwrap();
        (column.pg_name.clone(), table.derived(place).cloned())
    };
    let plain = scope(&SETS, None).visible_to(&Viewer::default());
    assert_eq!(value(&plain, "access_url").1, Some(DerivedValue::Constant(None)));
    assert_eq!(value(&plain, "access_format"), ("access_format".to_owned(), None));
    let linked = scope(&SETS, Some("http://a/links?ID=")).visible_to(&Viewer::default());
    let prefixed = DerivedValue::Prefixed("http://a/links?ID=".to_owned());
    assert_eq!(value(&linked, "access_url"), ("links_id".to_owned(), Some(prefixed)));
    let links = DerivedValue::Constant(Some("application/x-votable+xml;content=datalink".to_owned()));
    assert_eq!(value(&linked, "access_format").1, Some(links));
    let of_services = with_files(&linked);
    assert_eq!(value(&of_services, "access_format"), ("access_format".to_owned(), None));
    assert_eq!(value(&of_services, "access_url"), value(&linked, "access_url"));
    assert_ne!(plain.key(), linked.key());
}

#[test]
fn services_may_name_the_hidden_columns_and_nobody_else() {
    let users = seen(None, &[]);
    let has = |scope: &Scope, name| table(scope).column(Ident::regular(name)).is_some();
    assert!(!has(&users, "file") && has(&users, "band"));
    let services = with_files(&users);
    assert!(has(&services, "file") && has(&services, "collection") && has(&services, "band"));
}

#[test]
fn a_file_of_the_list_never_leads_out_of_the_folder() {
    let images = Images { folder: "/data".into(), ..Images::default() };
    assert_eq!(images.path_of("a/b.fits"), Some("/data/a/b.fits".into()));
    for file in ["", "/etc/passwd", "../secret", "a/../../b", ".", "a/./../.."] {
        assert_eq!(images.path_of(file), None, "{file}");
    }
}

#[test]
fn mistakes_in_what_is_said_of_images_are_told_with_their_places() {
    let text = "title = 'T'\ndescription = 'D'\nschema = 's'\n[images]\npublisher_did = 'http://x'\ncalib_level = 5\n\
                fodler = '/data'\n";
    let problems = parse("s.toml", text).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "error: missing key `folder` of `images`\n  --> s.toml:4:1\n\nhint: name the folder of the FITS files\n\n\
         error: key `publisher_did`: `http://x` is no identifier of the Virtual Observatory\n  --> s.toml:5:17\n\n\
         hint: write ivo://, the name of your authority, and a path, e.g. \"ivo://example.org/jplus-dr3\"\n\n\
         error: key `calib_level`: expected an integer from 0 to 4, found 5\n  --> s.toml:6:15\n\n\
         error: unknown key `fodler` of `images`\n  --> s.toml:7:1\n\nhint: did you mean `folder`? known keys: \
         access, announced, calib_level, columns, companion, enumeration, facility, folder, hips, instrument, keywords, public_from, publisher_did, rows_for, table"
    );
}
