//! Real catalogues, from their files to the clients: TOPCAT's demonstration tables and OpenNGC.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::client::Csv;
use crate::harness::{Host, Site, new_folder, python, stilts, tell};

/// Of Debian's package starlink-topcat-java, which STILTS recommends; without it OpenNGC alone is published.
const DEMO_TABLES: &str = "/usr/share/java/starlink-topcat_demo.jar";

/// What is published, by one command each: file, table in PostgreSQL, cone search.
const CATALOGUES: [[&str; 3]; 4] = [
    ["messier.xml", "messier.objects", "messier/objects"],
    ["863sub.fits", "supercosmos.stars", "supercosmos/stars"],
    ["6dfgs_mini.xml", "sixdf_mini.galaxies", "sixdf-mini/galaxies"],
    ["openngc.ecsv", "openngc.objects", "openngc/objects"],
];

/// The place of the one that is no demonstration table.
const OPEN_NGC: usize = 3;

struct Published {
    host: Host,
    files: TempDir,
    unpacked: Value,
    _site: Site,
}

static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let files = new_folder();
    let unpacked = python("catalogues.py", &[DEMO_TABLES, &files.path().display().to_string()]);
    let site = Site::new("");
    for plugin in ["scs", "tap"] {
        site.write(&format!("{plugin}.toml"), &format!("plugin = \"{plugin}\"\nmount = \"/{plugin}\"\n"));
    }
    for [file, table, _] in CATALOGUES {
        if !has_demo_tables() && file != CATALOGUES[OPEN_NGC][0] {
            continue;
        }
        let file = files.path().join(file).display().to_string();
        site.done(&["ingest", &file, "--table", table, "--access", "public"]);
    }
    Published { host: site.host(), files, unpacked, _site: site }
});

/// Whether TOPCAT's tables are on this machine; tells it where they are not.
fn has_demo_tables() -> bool {
    let has = Path::new(DEMO_TABLES).is_file();
    if !has {
        tell(&format!("catalogues: demonstration tables skipped: {DEMO_TABLES} is absent"));
    }
    has
}

impl Published {
    fn file(&self, name: &str) -> String {
        self.files.path().join(name).display().to_string()
    }

    fn cone(&self, place: &str) -> String {
        format!("{}/scs/{place}?", self.host.base())
    }
}

/// Positions in degrees, sorted.
fn positions(table: &Csv, ra: &str, dec: &str) -> Vec<[f64; 2]> {
    let mut places: Vec<[f64; 2]> =
        table.numbers(ra).into_iter().zip(table.numbers(dec)).map(|(ra, dec)| [ra, dec]).collect();
    places.sort_by(|a, b| a.partial_cmp(b).unwrap());
    places
}

/// Degrees agree to a millionth of an arcsecond, the last digits of a text aside.
#[track_caller]
fn assert_same(found: &[[f64; 2]], expected: &[[f64; 2]]) {
    assert_eq!(found.len(), expected.len(), "{found:?}\n{expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        let is_near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(is_near, "{found:?} is not {expected:?}");
    }
}

/// The rows of a cone as STILTS finds them in the file itself, as Java expressions of RA and Dec in degrees.
fn in_file(file: &str, ra: &str, dec: &str, cone: [&str; 3]) -> Vec<[f64; 2]> {
    let [lon, lat, radius] = cone;
    let keep = format!("cmd=select 'skyDistanceDegrees({ra},{dec},{lon},{lat})<={radius}'");
    let degrees = format!("cmd=addcol lon_deg {ra}; addcol lat_deg {dec}; keepcols 'lon_deg lat_deg'");
    let table = stilts(&["tpipe", &format!("in={file}"), &keep, &degrees, "ofmt=csv"]);
    positions(&Csv::parse(&table), "lon_deg", "lat_deg")
}

/// Asks all clients for the cone, and compares with the file; gives the report of the Python clients.
#[track_caller]
fn assert_clients_agree(catalogue: usize, ra: &str, dec: &str, cone: [&str; 3]) -> Value {
    let published = &*PUBLISHED;
    let [file, _, place] = CATALOGUES[catalogue];
    let (url, [lon, lat, radius]) = (published.cone(place), cone);
    let expected = in_file(&published.file(file), ra, dec, cone);
    assert!(expected.len() > 3, "{file}: the cone holds {} rows", expected.len());
    let report = python("catalogue_cone.py", &[&url, lon, lat, radius]);
    let by_pyvo: Vec<[f64; 2]> = serde_json::from_value(report["pyvo"].clone()).unwrap();
    assert_same(&by_pyvo, &expected);
    assert_eq!(report["astroquery"], expected.len());
    let arguments = [
        "cone".to_owned(),
        format!("serviceurl={url}"),
        format!("lon={lon}"),
        format!("lat={lat}"),
        format!("radius={radius}"),
        "ocmd=keepcols \"ucd$POS_EQ_RA_MAIN ucd$POS_EQ_DEC_MAIN\"; colmeta -name lon_deg 1; colmeta -name lat_deg 2"
            .to_owned(),
        "ofmt=csv".to_owned(),
    ];
    let by_stilts = stilts(&arguments.each_ref().map(String::as_str));
    assert_same(&positions(&Csv::parse(&by_stilts), "lon_deg", "lat_deg"), &expected);
    report
}

#[test]
fn messier_objects_are_found_with_their_units() {
    if !has_demo_tables() {
        return;
    }
    let report = assert_clients_agree(0, "RA", "DEC", ["187", "12.5", "3"]);
    assert_eq!((&report["units"]["RA"], &report["units"]["Radius"]), (&"deg".into(), &"arcmin".into()));
}

#[test]
fn positions_in_radians_are_published_in_degrees() {
    if !has_demo_tables() {
        return;
    }
    let report =
        assert_clients_agree(1, "radiansToDegrees(RA)", "radiansToDegrees(DEC)", ["1.42", "-35.0", "0.05"]);
    assert_eq!(report["units"]["RA"], "deg");
}

#[test]
fn galaxies_of_6df_are_found_by_the_columns_whose_ucds_say_position() {
    if !has_demo_tables() {
        return;
    }
    let report = assert_clients_agree(2, "RA2000", "DEC2000", ["10", "-40", "8"]);
    assert_eq!(report["units"]["VEL"], "km / s");
}

#[test]
fn open_ngc_is_found_across_the_pole_and_in_the_virgo_cluster() {
    let unpacked = PUBLISHED.unpacked["openngc"].as_u64().unwrap();
    assert!(unpacked > 14_000, "{unpacked}");
    let report = assert_clients_agree(OPEN_NGC, "ra", "dec", ["187.7", "12.4", "1"]);
    assert_eq!((&report["units"]["majax"], &report["units"]["bmag"]), (&"arcmin".into(), &"mag".into()));
    assert_clients_agree(OPEN_NGC, "ra", "dec", ["30", "88", "6"]);
}
