//! `armilla ingest-images`, and the images of the demo.

use std::fs;
use std::process::Command;

use reqwest::Method;

use crate::client::{Client, Csv, Request};
use crate::harness::{Host, Site, fitsverify, host_program, shared};

/// The command on the configuration of a demo: its exit code, and what it wrote.
fn ingest_images(host: &Host, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(host_program());
    command.arg("ingest-images").args(arguments).arg("--conf").arg(host.demo_folder().join("conf.d"));
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

async fn listed(query: &str) -> Csv {
    let request = Request::new(Method::GET, "/tap/sync");
    let request = request.with(&[("LANG", "ADQL"), ("FORMAT", "csv"), ("QUERY", query)]);
    Client::shared().send(request).await.csv()
}

#[tokio::test]
async fn the_demo_lists_the_images_that_it_makes() {
    let host = shared();
    host.wait_for_images();
    let sql = "SELECT collection, count(*), count(DISTINCT band), count(shape) FROM armilla.images GROUP BY 1 ORDER BY 1";
    assert_eq!(host.database().rows(sql), ["sim-dr1|48|12|48", "sim-idr2|48|12|48"]);
    // The restricted release is not for the anonymous.
    let seen = listed("SELECT obs_collection, COUNT(*) AS n FROM ivoa.obscore GROUP BY obs_collection").await;
    assert_eq!(seen.rows, [["sim-dr1", "48"]]);
    let red = listed(
        "SELECT em_min, em_max, s_xel1, s_resolution, t_exptime, facility_name, access_estsize FROM ivoa.obscore \
         WHERE band = 'rSDSS'",
    )
    .await;
    assert_eq!(red.rows.len(), 4);
    for (shortest, longest) in red.numbers("em_min").iter().zip(red.numbers("em_max")) {
        assert!((shortest - 556.0e-9).abs() < 1e-12 && (longest - 694.8e-9).abs() < 1e-12);
    }
    assert!(red.column("s_xel1").iter().all(|length| *length == "1024"));
    assert!(red.column("facility_name").iter().all(|name| *name == "Simulated 0.8 m"));
}

#[tokio::test]
async fn a_rerun_on_the_demo_finds_nothing_new() {
    let host = shared();
    host.wait_for_images();
    let (code, text) = ingest_images(host, &["--collection", "sim-dr1"]);
    assert!(
        text.contains("images of sim-dr1: 0 added, 0 changed, 48 unchanged, 0 removed, 0 skipped"),
        "{text}"
    );
    assert_eq!(code, Some(0));
    // The names of filters come from the plugin, as those of the demo do: read again, all is the same.
    let (_, text) = ingest_images(host, &["--collection", "sim-dr1", "--all", "--dry-run"]);
    assert!(
        text.contains("0 added, 48 changed, 0 unchanged"),
        "a dry run reads and does not compare: {text}"
    );
    let (_, text) = ingest_images(host, &["--collection", "sim-dr1", "--all"]);
    assert!(text.contains("0 added, 0 changed, 48 unchanged"), "{text}");
}

#[tokio::test]
async fn images_of_the_demo_are_good_fits_files() {
    let host = shared();
    host.wait_for_images();
    for release in ["sim-dr1", "sim-idr2"] {
        let folder = fs::read_dir(host.demo_folder().join("images").join(release)).unwrap();
        let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        // Of the weights each has its image.
        files.retain(|path| path.extension().is_some_and(|ending| ending != "txt" && ending != "gz"));
        assert_eq!(files.len(), 48);
        let verdict = fitsverify(&files[0]);
        assert!(verdict.starts_with("verification OK"), "{verdict}");
    }
}

#[test]
fn wrong_commands_say_what_is_right() {
    let site = Site::new("");
    let images = site.conf().join("pictures");
    fs::create_dir(&images).unwrap();
    let head = "title = \"T\"\ndescription = \"D\"\naccess = \"public\"\nschema = \"s\"\n";
    let section = "[images]\nfolder = \"pictures\"\npublisher_did = \"ivo://example.org/a\"\n";
    let other = section.replace("org/a", "org/b");
    site.write("collections/good.toml", &format!("{head}{section}"));
    site.write("collections/named.toml", &format!("{head}{other}enumeration = \"jplus\"\n"));
    site.write(
        "collections/bare.toml",
        &format!("{head}[[table]]\nname = \"t\"\ncolumns.a.type = \"int\"\n"),
    );
    let failed = |arguments: &[&str]| {
        let ended = site.run(&[&["ingest-images", "--collection"], arguments].concat());
        assert_eq!(ended.code, Some(5), "{}", ended.err);
        ended.err
    };
    assert_eq!(
        failed(&["god"]),
        "error: there is no collection `god`\n\nhint: did you mean `good`? known collections: good, bare, named\n"
    );
    let bare = failed(&["bare"]);
    assert!(
        bare.starts_with("error: collection `bare` has no images\n\nhint: write `[images]` with"),
        "{bare}"
    );
    assert_eq!(
        failed(&["named"]),
        "error: collection `named`: no plugin offers the enumeration `jplus` of its `[images]`\n\nhint: there are no enumerations here\n"
    );
    let outside = failed(&["good", "/usr"]);
    let real = images.canonicalize().unwrap();
    assert_eq!(
        outside,
        format!(
            "error: /usr is not below {}, the folder of the images of collection `good`\n\nhint: name a folder, files or a pattern \
             below {}, or change `folder` in the collection file\n",
            real.display(),
            real.display()
        )
    );
    let none = site.done(&["ingest-images", "--collection", "good"]);
    assert!(
        none.starts_with("images of good: 0 added, 0 changed, 0 unchanged, 0 removed, 0 skipped, in "),
        "{none}"
    );
}

/// A FITS file of 2 x 2 pixels without a place on the sky.
fn small_image() -> Vec<u8> {
    let cards = [
        "SIMPLE  =                    T",
        "BITPIX  =                    8",
        "NAXIS   =                    2",
    ];
    let axes = ["NAXIS1  =                    2", "NAXIS2  =                    2", "END"];
    let mut file: Vec<u8> =
        cards.iter().chain(&axes).flat_map(|card| format!("{card:80}").into_bytes()).collect();
    file.resize(2880, b' ');
    file.resize(2 * 2880, 0);
    file
}

#[test]
fn a_collection_that_is_dropped_takes_its_list_with_it_and_leaves_the_files() {
    let site = Site::new("");
    fs::create_dir(site.conf().join("pictures")).unwrap();
    let file = site.conf().join("pictures/a.fits");
    fs::write(&file, small_image()).unwrap();
    let head = "title = \"T\"\ndescription = \"D\"\naccess = \"public\"\nschema = \"s\"\n";
    let section = "[images]\nfolder = \"pictures\"\npublisher_did = \"ivo://example.org/a\"\n";
    site.write("collections/seen.toml", &format!("{head}{section}"));
    let told = site.done(&["ingest-images", "--collection", "seen"]);
    assert!(told.contains("without a footprint: a.fits: no world coordinates: "), "{told}");
    assert_eq!(
        site.psql("SELECT obs_publisher_did FROM armilla.images").unwrap(),
        "ivo://example.org/a?a.fits"
    );
    let told = site.done(&["drop", "seen", "--yes"]);
    assert!(told.contains("\n  the list of its images; their files stay\n"), "{told}");
    assert_eq!(site.psql("SELECT count(*) FROM armilla.images").unwrap(), "0");
    assert!(file.exists() && !site.collection_file("seen").exists());
}
