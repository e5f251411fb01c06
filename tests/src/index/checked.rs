//! `armilla check` with a database and without, and `armilla index` of what is no table.

use crate::harness::{Site, host_program, shared};

const COLLECTION: &str = "title = \"Stars\"\ndescription = \"Stars\"\naccess = \"public\"\nschema = \"sky\"\n\
    database_schema = \"public\"\n[[table]]\nname = \"stars\"\ndescription = \"A star\"\n[table.columns]\n\
    id = { type = \"int\", unit = \"km.s-1\", description = \"Number\" }\n";

fn site() -> Site {
    let site = Site::new("");
    site.write("collections/sky.toml", COLLECTION);
    site
}

#[test]
fn the_demo_has_no_problem_and_no_warning() {
    let conf = shared().demo_folder().join("conf.d");
    let output =
        std::process::Command::new(host_program()).arg("check").arg("--conf").arg(&conf).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(out.ends_with(", 0 problems, 0 warnings\n"), "{out}{err}");
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_table_that_is_not_there_is_a_problem_and_a_unit_a_warning() {
    let site = site();
    let file = site.collection_file("sky").display().to_string();
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    let warning = format!(
        "warning: unit `km.s-1` of column `id`: it is not written as VOUnits are\n  --> {file}:10:29\n\nhint: write `km/s`\n"
    );
    assert!(ended.err.contains(&warning), "{}", ended.err);
    let problem = format!(
        "error: PostgreSQL has no schema `public` with tables that the login may see\n  --> {file}:6:1\n"
    );
    assert!(ended.err.contains(&problem), "{}", ended.err);
    assert!(ended.out.ends_with(", 1 problem, 1 warning\n"), "{}", ended.out);
    let offline = site.run(&["check", "--offline"]);
    assert_eq!((offline.code, offline.err), (Some(0), format!("{warning}\n")));
}

#[test]
fn a_database_that_is_away_is_told_and_is_no_problem() {
    let mut site = site();
    site.server.stop_at_once().unwrap();
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told = "note: the collections were not compared with the database (--offline leaves that out): error: \
                the database cannot be used: ";
    assert!(ended.err.contains(told), "{}", ended.err);
}

#[test]
fn a_view_cannot_be_indexed_and_the_command_says_what_to_do() {
    let site = site();
    site.psql("CREATE VIEW bright AS SELECT 1.0::float8 AS ra, 2.0::float8 AS dec").unwrap();
    let ended = site.run(&["index", "public.bright"]);
    let told = "error: `public.bright` is a view, which has no rows of its own\n\n\
                hint: index the table that it reads, and let the view pass the new column on\n";
    assert_eq!((ended.code, ended.err.as_str()), (Some(5), told));
}
