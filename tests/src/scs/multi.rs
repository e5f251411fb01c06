//! Many cones in one request, against brute force over the positions that TAP gives.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;

use super::OBJECTS;
use crate::client::{Client, Csv, Request};
use crate::harness::{python, shared};
use crate::tap::{separation_deg, vector};

const RADIUS_DEG: f64 = 0.04;

/// An object's identifier, its position as text, and as a unit vector.
struct Object {
    id: String,
    text: [String; 2],
    place: [f64; 3],
}

/// Longitude and latitude as they are written; nothing for a target without a position.
type Target = Option<[String; 2]>;

async fn objects(client: &Client) -> Vec<Object> {
    let table = client.rows("SELECT object_id, alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await;
    let object = |row: &Vec<String>| {
        let text = [row[1].clone(), row[2].clone()];
        Object { id: row[0].clone(), place: place(&text), text }
    };
    table.rows.iter().map(object).collect()
}

fn place([lon, lat]: &[String; 2]) -> [f64; 3] {
    vector(lon.parse().unwrap(), lat.parse().unwrap())
}

/// Objects all over the survey, one of them twice; the poles and both sides of RA 0; one that is nowhere.
fn targets(objects: &[Object]) -> Vec<Target> {
    let mut targets: Vec<Target> =
        objects.iter().step_by(objects.len() / 60).map(|object| Some(object.text.clone())).collect();
    targets.push(targets[7].clone());
    let odd = ["0 90", "123.4 -90", "359.99999 1.2", "0.00001 1.2", "200.5 88.9"];
    targets.extend(odd.map(|text| {
        let (lon, lat) = text.split_once(' ').unwrap();
        Some([lon.to_owned(), lat.to_owned()])
    }));
    targets.insert(3, None);
    targets
}

fn csv(targets: &[Target]) -> String {
    let lines = targets.iter().enumerate().map(|(number, target)| {
        let [lon, lat] = target.clone().unwrap_or_default();
        format!("{number},{lon},{lat},target {number}\n")
    });
    format!("number,RA,dec,OBJECT_ID\n{}", lines.collect::<String>())
}

fn votable(targets: &[Target]) -> String {
    let rows = targets.iter().enumerate().map(|(number, target)| {
        let [lon, lat] = target.clone().unwrap_or_default();
        format!("<TR><TD>{number}</TD><TD>{lon}</TD><TD>{lat}</TD><TD>target {number}</TD></TR>")
    });
    format!(
        "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE><TABLE>\
         <FIELD name=\"number\" datatype=\"int\"/>\
         <FIELD name=\"x\" datatype=\"double\" unit=\"deg\" ucd=\"pos.eq.ra;meta.main\"/>\
         <FIELD name=\"y\" datatype=\"double\" unit=\"deg\" ucd=\"pos.eq.dec;meta.main\"/>\
         <FIELD name=\"OBJECT_ID\" datatype=\"char\" arraysize=\"*\"/>\
         <DATA><TABLEDATA>{}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>",
        rows.collect::<String>()
    )
}

fn request(parameters: &[(&str, &str)]) -> Request {
    let usual = [("SR", "0.04"), ("VERB", "1"), ("MAXREC", "100000")].into_iter();
    let is_left = |(name, _): &(&str, &str)| parameters.iter().all(|(other, _)| other != name);
    let usual: Vec<(&str, &str)> = usual.filter(is_left).collect();
    Request::new(Method::POST, &format!("{OBJECTS}/multi")).with(&usual).with(parameters)
}

async fn rows(request: Request) -> Csv {
    Client::shared().send(request.with(&[("RESPONSEFORMAT", "csv")])).await.csv()
}

/// For each target its matches with their distances, nearest first.
fn matches<'o>(objects: &'o [Object], targets: &[Target]) -> BTreeMap<usize, Vec<(f64, &'o str)>> {
    let of = |target: &Target| {
        let Some(text) = target else { return Vec::new() };
        let centre = place(text);
        let distances =
            objects.iter().map(|object| (separation_deg(object.place, centre), object.id.as_str()));
        let mut near: Vec<(f64, &str)> = distances.filter(|(distance, _)| *distance <= RADIUS_DEG).collect();
        near.sort_by(|one, other| one.0.total_cmp(&other.0));
        near
    };
    targets.iter().map(of).enumerate().collect()
}

/// Target and object of each row; an unmatched target has an empty identifier.
fn pairs(table: &Csv) -> Vec<(usize, String)> {
    let numbers = table.column("number").into_iter().map(|number| number.parse().unwrap());
    numbers.zip(table.column("OBJECT_ID_2").into_iter().map(str::to_owned)).collect()
}

#[tokio::test]
async fn all_matches_are_those_of_brute_force_however_the_targets_come() {
    let objects = objects(&Client::shared()).await;
    let targets = targets(&objects);
    let expected: BTreeSet<(usize, String)> = matches(&objects, &targets)
        .iter()
        .flat_map(|(number, near)| near.iter().map(|(_, id)| (*number, (*id).to_owned())))
        .collect();
    assert!(expected.len() > targets.len(), "{}", expected.len());
    let (csv, votable) = (csv(&targets), votable(&targets));
    let alike = csv.replacen("RA,dec", "ALPHA_J2000,target_number", 1);
    for (way, request) in [
        ("a CSV file", request(&[]).with_file("TARGETS", csv.clone())),
        ("a VOTable file", request(&[]).with_file("targets", votable.clone())),
        ("CSV as a value", request(&[("TARGETS", &csv)])),
        ("a VOTable as a value", request(&[("targets", &votable)])),
        (
            "columns called like those of the table",
            request(&[("LON", "alpha_j2000"), ("LAT", "Target_Number")]).with_file("TARGETS", alike),
        ),
    ] {
        let table = rows(request).await;
        let pairs = pairs(&table);
        assert!(pairs.iter().cloned().collect::<BTreeSet<_>>() == expected, "{way}");
        assert_eq!(pairs.len(), expected.len(), "{way}: a pair came twice");
        let places = pairs.iter().map(|(number, _)| *number).zip(table.numbers("_r"));
        assert!(places.is_sorted(), "{way}: not in the order of the targets and of the distances");
    }
}

#[tokio::test]
async fn the_nearest_of_each_target_comes_once_and_those_without_are_kept_where_asked() {
    let objects = objects(&Client::shared()).await;
    let targets = targets(&objects);
    let nearest: Vec<(usize, Option<(f64, &str)>)> =
        matches(&objects, &targets).iter().map(|(number, near)| (*number, near.first().copied())).collect();
    let lonely = nearest.iter().filter(|(_, near)| near.is_none()).count();
    assert!((1..targets.len() / 2).contains(&lonely), "{lonely} targets are alone");
    for mode in ["nearest", "NEAREST"] {
        let asked = [("MODE", mode), ("UNMATCHED", "true")];
        let table = rows(request(&asked).with_file("TARGETS", csv(&targets))).await;
        assert_eq!(table.rows.len(), targets.len());
        let distances = table.column("_r");
        for (((number, near), found), distance) in nearest.iter().zip(pairs(&table)).zip(distances) {
            assert_eq!(found.0, *number);
            match near {
                None => assert_eq!((found.1.as_str(), distance), ("", "")),
                // Two objects may be equally near.
                Some((exact, _)) => {
                    assert!((distance.parse::<f64>().unwrap() - exact).abs() < 1e-12, "{number}");
                }
            }
        }
    }
    let table = rows(request(&[("MODE", "nearest")]).with_file("TARGETS", csv(&targets))).await;
    assert_eq!(table.rows.len(), targets.len() - lonely);
    let table = rows(request(&[("UNMATCHED", "1")]).with_file("TARGETS", csv(&targets))).await;
    let alone = pairs(&table).into_iter().filter(|(_, id)| id.is_empty()).count();
    assert_eq!(alone, lonely);
}

#[tokio::test]
async fn the_answer_has_the_columns_of_the_targets_then_those_of_the_table() {
    let targets = [Some(["10.5".to_owned(), "1.25".to_owned()])];
    let wanted = request(&[("UNMATCHED", "true"), ("SR", "0.0001")]).with_file("TARGETS", votable(&targets));
    let table = Client::shared().send(wanted).await.votable();
    let names = ["number", "x", "y", "OBJECT_ID", "OBJECT_ID_2", "ALPHA_J2000", "DELTA_J2000", "_r"];
    assert_eq!(table.names(), names);
    let ucd = |place: usize| table.fields[place].ucd.clone().unwrap_or_default();
    assert_eq!((ucd(1), ucd(4)), ("pos.eq.ra;meta.main".to_owned(), "ID_MAIN".to_owned()));
    assert_eq!(table.rows(), [["0", "10.5", "1.25", "target 0", "", "", "", ""]]);
}

#[tokio::test]
async fn a_cut_answer_says_so() {
    let objects = objects(&Client::shared()).await;
    let wanted = request(&[("MAXREC", "5")]).with_file("TARGETS", csv(&targets(&objects)));
    let table = Client::shared().send(wanted).await.votable();
    assert_eq!((table.status(), table.rows().len()), ("OVERFLOW", 5));
}

#[tokio::test]
async fn what_is_wrong_with_the_targets_is_told_in_full() {
    let one = "ra,dec\n1.5,2.5\n";
    for (request, expected) in [
        (request(&[]), "parameter TARGETS is missing; give it a value"),
        (
            request(&[("TARGETS", "a,b\n1.5,2.5\n")]),
            "TARGETS has no columns that are positions by their UCD or name, such as `ra` and `dec`, with real \
             numbers; name them with LON and LAT. Its columns: `a`, `b`",
        ),
        (
            request(&[("TARGETS", one), ("LON", "rad"), ("LAT", "dec")]),
            "TARGETS has no column `rad`; its columns: `ra`, `dec`",
        ),
        (
            request(&[("TARGETS", "name,dec\nx,2.5\n"), ("LON", "name"), ("LAT", "dec")]),
            "the column `name` of TARGETS does not hold real numbers, which positions in degrees are",
        ),
        (
            request(&[]).with_file("TARGETS", one).with_file("targets", one),
            "TARGETS is given twice; send one table of targets",
        ),
    ] {
        let answer = Client::shared().send(request).await;
        assert_eq!((answer.status, answer.votable().error()), (200, expected));
    }
    let answer = Client::shared().send(request(&[]).with_file("TARGETS", "<VOTABLE><RESOURCE>")).await;
    let told = answer.votable().error().to_owned();
    assert!(told.starts_with("upload `TARGETS`: "), "{told}");
}

#[test]
fn astropy_finds_what_it_finds_itself() {
    let url = format!("{}{OBJECTS}", shared().base());
    let report = python("targets.py", &[&url]);
    let count = |name: &str| report[name].as_u64().unwrap();
    assert!(count("pairs") > 40 && count("nearest") > 40, "{report}");
    for what in ["pairs_same", "nearest_same", "names", "units", "nulls"] {
        assert_eq!(report[what], true, "{what}: {report}");
    }
}
