//! A file becomes a table that a running host serves by itself.

use std::time::Duration;

use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::{Site, until};

const STARS: &str = "Name,RA,DEC,mag\nalpha,10.5,-20.25,4.5\nbeta,200,45,5.25\n";

#[test]
fn a_csv_file_is_served_by_a_running_host() {
    let site = Site::new("");
    site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
    let host = site.host();
    let file = site.conf().join("stars.csv");
    std::fs::write(&file, STARS).unwrap();
    let out =
        site.done(&["ingest", &file.display().to_string(), "--table", "dr_1.stars", "--access", "public"]);
    let begin = "table dr_1.stars made: 2 rows, 4 columns, in ";
    assert!(out.starts_with(begin), "{out}");
    let end = format!(
        "position: `RA`, `DEC` in ICRS\n\
         guessed: the position, from the names of its columns\n\
         guessed: the frame of the position, ICRS, since the file names none\n\
         guessed: which columns are `principal`\n\
         guessed: units, UCDs or descriptions of 4 columns, marked in the file\n\
         published in {}, which is yours to edit; a host that runs takes it up by itself\n",
        site.collection_file("dr-1").display()
    );
    assert!(out.ends_with(&end), "{out}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let query = "/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+Name,mag+FROM+dr_1.stars+\
        WHERE+1=CONTAINS(POINT(RA,DEC),CIRCLE(200,45,1))";
    until("the table served", Duration::from_secs(20), || {
        let answer = runtime.block_on(Client::of(&host).fetch(Request::new(Method::GET, query))).ok()?;
        (answer.status == 200).then(|| assert_eq!(answer.text(), "Name,mag\r\nbeta,5.25\r\n"))
    });
}

#[test]
fn a_new_collection_is_for_nobody_unless_somebody_says_who() {
    let site = Site::new("");
    let file = site.conf().join("stars.csv");
    std::fs::write(&file, STARS).unwrap();
    let new = |collection: &str, more: &[&str]| {
        let (file, table) = (file.display().to_string(), format!("{collection}.stars"));
        site.done(&[&["ingest", &file, "--table", &table], more].concat());
        site.collection(collection)
    };
    let told = site.done(&["ingest", &file.display().to_string(), "--table", "shy.stars"]);
    assert!(told.ends_with("nobody sees it yet: write `access` there, e.g. access = \"public\"\n"), "{told}");
    assert!(!site.collection("shy").contains("\naccess"), "{}", site.collection("shy"));
    let ruled = new("ruled", &["--access", "staff,guests"]);
    assert!(ruled.contains("\naccess = { groups = [\"staff\", \"guests\"] }\n"), "{ruled}");
    // The rule of a file that is there is its owner's.
    assert_eq!(new("ruled", &["--access", "public"]), ruled);
    let by_default = new("lit", &["--set", "host.access.default=public"]);
    assert!(by_default.contains("\naccess = \"public\"\n"), "{by_default}");
    let ended = site.run(&["ingest", "x.csv", "--table", "a.b", "--access", "staff,,x"]);
    assert!(ended.code == Some(2) && ended.err.contains("write `public`, or groups"), "{}", ended.err);
}

#[test]
fn a_collection_file_that_cannot_be_read_stops_before_the_work() {
    let site = Site::new("");
    let file = site.conf().join("stars.csv");
    std::fs::write(&file, STARS).unwrap();
    site.write("collections/mine.toml", "title = ");
    let ended =
        site.run(&["ingest", &file.display().to_string(), "--table", "dr_1.stars", "--collection", "mine"]);
    assert_eq!(ended.code, Some(5), "{}", ended.err);
    let hint = "hint: correct the file, or take another collection with --collection; nothing was changed\n";
    assert!(ended.err.ends_with(hint), "{}", ended.err);
    assert_eq!(site.psql("SELECT count(*) FROM pg_namespace WHERE nspname = 'dr_1'").as_deref(), Ok("0"));
}
