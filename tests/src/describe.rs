//! `armilla describe` and `armilla drop` with a database of their own.

use std::fs;

use crate::harness::Site;

const TABLES: &str = "
    CREATE SCHEMA old;
    CREATE TABLE old.fields (field int PRIMARY KEY, name text);
    CREATE TABLE old.stars (id bigint PRIMARY KEY, ra float8, dec float8, vmag float4, field int REFERENCES old.fields);
    INSERT INTO old.fields VALUES (1, 'North');
    INSERT INTO old.stars SELECT n, n, n / 4.0, 10, 1 FROM generate_series(1, 100) AS n;
    ANALYZE old.fields; ANALYZE old.stars;";

fn site() -> Site {
    let site = Site::new("");
    site.psql(TABLES).unwrap();
    site
}

fn refused(site: &Site, arguments: &[&str]) -> (Option<i32>, String) {
    let ended = site.run(arguments);
    (ended.code, ended.err)
}

#[test]
fn a_described_schema_is_published_and_keeps_its_owners_words() {
    let site = site();
    let told = site.done(&["describe", "old"]);
    assert!(told.contains("old.stars with 5 columns\n"), "{told}");
    assert!(told.contains("  the position is in `ra` and `dec`, in degrees\n"), "{told}");
    assert!(told.contains("  next: `armilla index old.stars`, without which"), "{told}");
    let text = site.collection("old");
    assert!(text.contains("foreign_keys = [{ columns = [\"field\"], target = \"fields\" }]\n"), "{text}");
    assert!(text.contains("rows = 100\n"), "{text}");
    site.done(&["check"]);
    let edited =
        text.replace("title = \"old\"  # guessed: nobody has said it yet", "title = \"Old stars\" # mine");
    site.write("collections/old.toml", &edited);
    assert!(site.done(&["describe", "old"]).ends_with(": nothing has changed\n"));
    site.psql("ALTER TABLE old.stars DROP COLUMN vmag, ADD COLUMN z float4[]").unwrap();
    let told = site.done(&["describe", "old.stars"]);
    assert!(told.ends_with(": old.stars is brought up to date\n"), "{told}");
    let text = site.collection("old");
    assert!(text.contains("title = \"Old stars\" # mine\n") && !text.contains("vmag"), "{text}");
    assert!(
        text.contains("z     = { type = \"float[*]\", principal = true }  # added: new in the table\n"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_described_is_told_with_the_nearest_name() {
    let site = site();
    let (code, error) = refused(&site, &["describe", "old.star"]);
    let expected = "error: there is no table `star` in schema `old`\n\nhint: did you mean `stars`?\n";
    assert_eq!((code, error.as_str()), (Some(5), expected));
    let (code, error) = refused(&site, &["describe", "old", "--collection", "../old"]);
    let expected = "error: `../old` cannot be the name of a collection; write no folder\n";
    assert_eq!((code, error.as_str()), (Some(2), expected));
}

#[test]
fn a_dropped_collection_is_gone_with_tables_statistics_and_file() {
    let site = site();
    site.done(&["describe", "old"]);
    let (code, error) = refused(&site, &["drop", "old"]);
    let expected = "error: nobody is here to ask; with --yes it is removed without a question\n";
    assert_eq!((code, error.as_str()), (Some(2), expected));
    let told = site.done(&["drop", "old", "--yes"]);
    assert!(told.contains("  old.stars: about 100 rows, "), "{told}");
    assert!(told.ends_with("`old` is removed\n"), "{told}");
    assert!(!site.collection_file("old").exists());
    let left = "SELECT count(*) FROM pg_tables WHERE schemaname = 'old'";
    assert_eq!(site.psql(left).unwrap(), "0");
}

#[test]
fn what_others_need_is_not_dropped() {
    let site = site();
    site.done(&["describe", "old"]);
    let (code, error) = refused(&site, &["drop", "odl", "--yes"]);
    let expected = "error: there is no collection `odl`; did you mean `old`? known collections: old\n";
    assert_eq!((code, error.as_str()), (Some(2), expected));
    let file = site.collection_file("old");
    fs::copy(&file, file.with_file_name("young.toml")).unwrap();
    let (code, error) = refused(&site, &["drop", "old", "--yes"]);
    let expected = "error: collection `young` publishes old.fields too\n\n\
                    hint: remove the table from that collection file first; nothing was removed\n";
    assert_eq!((code, error.as_str()), (Some(5), expected));
    fs::remove_file(file.with_file_name("young.toml")).unwrap();
    site.psql("CREATE VIEW public.bright AS SELECT id FROM old.stars").unwrap();
    let (code, error) = refused(&site, &["drop", "old", "--yes"]);
    let expected = "error: other things in the database hang on the tables: view bright\n\n\
                    hint: drop these first; nothing was removed\n";
    assert_eq!((code, error.as_str()), (Some(5), expected));
    assert_eq!(site.psql("SELECT count(*) FROM old.stars").unwrap(), "100");
}
