//! The list follows the folder: new files, changed ones, files that are gone.

use std::fs;
use std::time::{Duration, SystemTime};

use image_list::Report;

use crate::support::{Base, FILES, order};

fn numbers(report: &Report) -> [u64; 5] {
    [report.added, report.changed, report.unchanged, report.removed, report.skipped.len() as u64]
}

const LISTED: &str = "SELECT file FROM armilla.images WHERE collection = 'dr1' ORDER BY file";

#[test]
fn a_rerun_reads_what_changed_and_removes_what_is_gone() {
    let Some(files) = FILES.as_ref() else { return };
    let (base, folder) = (Base::start(), files.copy());
    let mut order = order(folder.path(), "");
    order.dry_run = true;
    assert_eq!(numbers(&base.ingest(&order)), [9, 0, 0, 0, 5]);
    order.dry_run = false;
    let first = base.ingest(&order);
    assert_eq!(numbers(&first), [9, 0, 0, 0, 5]);
    assert_eq!(first.no_footprint.len(), 1);
    assert_eq!(first.no_footprint[0].0, "flat.fits");
    assert!(first.skipped.iter().any(|(file, _)| file == "cut.fits"));
    assert_eq!(base.texts(LISTED).len(), 9);
    let flat =
        base.rows("SELECT s_region, s_ra::text, cells::text FROM armilla.images WHERE file = 'flat.fits'");
    assert_eq!(flat, [[None, None, Some("{}".to_owned())]]);
    assert_eq!(numbers(&base.ingest(&order)), [0, 0, 9, 0, 5]);

    // One is changed, one touched only, one gone, one broken, one new.
    let path = |name: &str| folder.path().join(name);
    let text = fs::read(path("sip.fits")).unwrap();
    let at = text.windows(8).position(|window| window == b"NGC 5128").unwrap();
    fs::write(path("sip.fits"), [&text[..at], b"NGC 9999", &text[at + 8..]].concat()).unwrap();
    let later = SystemTime::now() + Duration::from_secs(5);
    fs::File::open(path("tpv.fits")).unwrap().set_modified(later).unwrap();
    fs::remove_file(path("zea.fits")).unwrap();
    fs::write(path("tan.fits"), "broken").unwrap();
    fs::copy(path("night 1/pole.fits"), path("night 1/more.fits")).unwrap();
    let second = base.ingest(&order);
    assert_eq!(numbers(&second), [1, 2, 5, 2, 6]);
    let listed = base.texts(LISTED);
    assert!(listed.contains(&"night 1/more.fits".to_owned()) && !listed.contains(&"tan.fits".to_owned()));
    let target = base.texts("SELECT target_name FROM armilla.images WHERE file = 'sip.fits'");
    assert_eq!(target, ["NGC 9999"]);

    // Below a folder only; with `--all` all is read and nothing is new.
    fs::remove_file(path("night 1/more.fits")).unwrap();
    fs::remove_file(path("packed.fits.fz")).unwrap();
    order.named = vec![path("night 1")];
    assert_eq!(numbers(&base.ingest(&order)), [0, 0, 1, 1, 0]);
    order.named.clear();
    order.all = true;
    assert_eq!(numbers(&base.ingest(&order)), [0, 0, 6, 1, 6]);
}

#[test]
fn an_empty_folder_does_not_empty_the_list_by_mistake() {
    let Some(files) = FILES.as_ref() else { return };
    let (base, folder) = (Base::start(), files.copy());
    let mut order = order(folder.path(), "");
    base.ingest(&order);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    let refused = base.refused(&order);
    let expected = format!(
        "there is no image below {}, though 9 are listed\nif its disk is not mounted, mount it; if the images shall go, add --all; \
         nothing was changed",
        folder.path().display()
    );
    assert_eq!(refused, expected);
    assert_eq!(base.texts(LISTED).len(), 9);
    order.all = true;
    assert_eq!(numbers(&base.ingest(&order)), [0, 0, 0, 9, 0]);
}

#[test]
fn rules_of_the_collection_reach_all_of_its_rows() {
    let Some(files) = FILES.as_ref() else { return };
    let (base, folder) = (Base::start(), files.copy());
    let said =
        "SELECT DISTINCT concat_ws('|', data_rights, obs_release_date, obs_creator_name) FROM armilla.images";
    let mut order = order(folder.path(), "");
    base.ingest(&order);
    assert_eq!(base.texts(said), ["public|2026-01-30 00:00:00|A. Nonym"]);
    order.images.rules.access = Some(catalogue::Access::groups(["team"]));
    assert_eq!(numbers(&base.ingest(&order)), [0, 0, 9, 0, 5]);
    assert_eq!(base.texts(said), ["secure|A. Nonym"]);
}

#[test]
fn two_commands_do_not_fill_the_same_list() {
    let Some(files) = FILES.as_ref() else { return };
    let base = Base::start();
    base.texts("SELECT pg_advisory_lock(hashtextextended('armilla images dr1', 0))::text");
    let other = base.another();
    let order = order(files.path(), "");
    let progress = std::sync::Arc::new(progress::Silent);
    let error = base.runtime.block_on(image_list::ingest(&order, &other, progress)).unwrap_err();
    assert_eq!(error.to_string(), "another command fills the list of images of collection `dr1` now");
    assert_eq!(error.hint(), "wait until it ends, then run the same command again");
}
