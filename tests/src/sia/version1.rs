//! Version 1.0: columns by their UCDs, forms, the answers about the service itself, and mistakes.

use std::collections::BTreeSet;

use reqwest::Method;
use sky::{LonLatRange, SkyPosition};

use super::sample::ALL;
use super::{client, column, search1};
use crate::client::{Element, Request, Votable};

/// A region with some images in it.
const REGION: [(&str, &str); 2] = [("POS", "105,58"), ("SIZE", "3")];

async fn with(more: &[(&str, &str)]) -> Votable {
    search1(&[&REGION[..], more].concat()).await
}

/// The values of the column with a UCD.
fn by_ucd(table: &Votable, ucd: &str) -> Vec<String> {
    let fields: Vec<_> = table.fields.iter().filter(|field| field.ucd.as_deref() == Some(ucd)).collect();
    let [field] = fields.as_slice() else { panic!("{} columns are {ucd}", fields.len()) };
    column(table, &field.name)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_that_the_standard_demands_is_there_with_its_type() {
    let table = with(&[("FORMAT", "image/fits"), ("VERB", "0")]).await;
    assert!(table.rows().len() > 3);
    let expected = [
        ("VOX:Image_Title", "char", Some("*")),
        ("POS_EQ_RA_MAIN", "double", None),
        ("POS_EQ_DEC_MAIN", "double", None),
        ("VOX:Image_Naxes", "int", None),
        ("VOX:Image_Naxis", "int", Some("*")),
        ("VOX:Image_Scale", "double", Some("*")),
        ("VOX:Image_Format", "char", Some("*")),
        ("VOX:Image_AccessReference", "char", Some("*")),
    ];
    let fields: Vec<_> = table
        .fields
        .iter()
        .map(|field| (field.ucd.as_deref().unwrap(), field.datatype.as_str(), field.arraysize.as_deref()))
        .collect();
    assert_eq!(fields, expected);
    assert!(by_ucd(&table, "VOX:Image_Naxis").iter().all(|naxis| naxis == "1000 1000"));
    assert!(by_ucd(&table, "VOX:Image_Naxes").iter().all(|naxes| naxes == "2"));
    assert!(by_ucd(&table, "VOX:Image_Format").iter().all(|format| format == "image/fits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_longer_answer_says_filter_time_and_projection() {
    let table = with(&[("FORMAT", "image/fits"), ("VERB", "3")]).await;
    let ids = column(&table, "obs_id");
    let image = ALL.iter().find(|image| image.id == ids[0]).unwrap();
    let row = table.rows().iter().find(|row| row.contains(&image.id)).unwrap();
    let value = |ucd: &str| {
        let place = table.fields.iter().position(|field| field.ucd.as_deref() == Some(ucd));
        row[place.unwrap_or_else(|| panic!("no {ucd}"))].clone()
    };
    let number = |ucd: &str| value(ucd).parse::<f64>().unwrap();
    assert_eq!(value("VOX:BandPass_ID"), image.band());
    assert_eq!(value("VOX:BandPass_Unit"), "meters");
    assert!((number("VOX:BandPass_RefValue") - image.em_min() - 0.5e-7).abs() < 1e-15);
    assert_eq!(number("VOX:BandPass_LoLimit"), image.em_min());
    assert_eq!(number("VOX:Image_MJDateObs"), image.t_min().unwrap() + 0.25);
    assert_eq!(value("VOX:WCS_CoordProjection"), "TAN");
    assert_eq!(value("VOX:WCS_CDMatrix").split(' ').count(), 4);
    assert_eq!(value("VOX:WCS_CoordRefPixel"), "500.5 500.5");
    assert_eq!(value("VOX:STC_CoordRefFrame"), "ICRS");
    assert_eq!((value("INST_ID"), value("VOX:Image_FileSize")), ("Cam".to_owned(), "4000000".to_owned()));
    let usual = with(&[("FORMAT", "image/fits")]).await.fields.len();
    let few = with(&[("FORMAT", "image/fits"), ("VERB", "1")]).await.fields.len();
    assert!(8 < few && few < usual && usual < table.fields.len(), "{few} {usual}");
}

#[tokio::test(flavor = "multi_thread")]
async fn format_chooses_files_and_pictures() {
    let formats = |table: &Votable| by_ucd(table, "VOX:Image_Format").into_iter().collect::<BTreeSet<_>>();
    let files = with(&[("FORMAT", "image/fits")]).await;
    assert_eq!(formats(&files), BTreeSet::from(["image/fits".to_owned()]));
    let all = with(&[]).await;
    assert_eq!((formats(&all).len(), all.rows().len()), (3, 3 * files.rows().len()));
    let graphic = with(&[("FORMAT", "GRAPHIC")]).await;
    assert_eq!(formats(&graphic), BTreeSet::from(["image/png".to_owned()]));
    assert_eq!(graphic.rows().len(), files.rows().len());
    assert_eq!(
        formats(&with(&[("FORMAT", "GRAPHIC-gif,jpeg")]).await),
        BTreeSet::from(["image/jpeg".to_owned()])
    );
    let unknown = with(&[("FORMAT", "image/gif")]).await;
    assert_eq!((unknown.rows().len(), unknown.status()), (0, "OK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metadata_are_columns_and_parameters_without_rows() {
    let answer = client().get("/sia/v1?FORMAT=METADATA").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/xml"));
    let table = answer.votable();
    assert_eq!((table.rows().len(), table.status()), (0, "OK"));
    assert_eq!(table.fields, with(&[("FORMAT", "image/fits"), ("MAXREC", "1")]).await.fields);
    let root = answer.xml();
    let results = root.all("RESOURCE").find(|one| one.attribute("type") == Some("results")).unwrap();
    let params: Vec<&Element> = results.all("PARAM").collect();
    let names: Vec<&str> = params.iter().filter_map(|param| param.attribute("name")).collect();
    assert_eq!(
        names,
        ["INPUT:POS", "INPUT:SIZE", "INPUT:FORMAT", "INPUT:INTERSECT", "INPUT:VERB", "INPUT:MAXREC"]
    );
    let options = |param: &Element| -> Vec<String> {
        let options = param.first("VALUES").map(|values| values.all("OPTION").collect::<Vec<_>>());
        options
            .into_iter()
            .flatten()
            .filter_map(|option| option.attribute("value"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(options(params[3]), ["COVERS", "ENCLOSED", "CENTER", "OVERLAPS"]);
    assert_eq!(params[3].attribute("value"), Some("OVERLAPS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_told_with_status_200() {
    for (query, expected) in [
        ("POS=10,20", "parameter SIZE is missing; give it a value"),
        ("SIZE=1", "parameter POS is missing; give it a value"),
        (
            "POS=10,20&SIZE=-1",
            "parameter SIZE has the value `-1`; it must be degrees, one number or width and height with a comma \
             between, e.g. `0.2` or `0.2,0.1`",
        ),
        (
            "POS=10,20&SIZE=361",
            "parameter SIZE has the value `361`; it must be at most 360 degrees, the largest region of this service",
        ),
    ] {
        let answer = client().get(&format!("/sia/v1?{query}")).await;
        let table = answer.votable();
        assert_eq!((answer.status, table.status(), table.error()), (200, "ERROR", expected), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_cut_off_are_an_overflow() {
    let all = with(&[("FORMAT", "image/fits")]).await.rows().len();
    let cut = with(&[("FORMAT", "image/fits"), ("MAXREC", &(all - 1).to_string())]).await;
    assert_eq!((cut.rows().len(), cut.status()), (all - 1, "OVERFLOW"));
    let exact = with(&[("FORMAT", "image/fits"), ("MAXREC", &all.to_string())]).await;
    assert_eq!((exact.rows().len(), exact.status()), (all, "OK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forms_in_which_clients_append_to_the_address_are_understood() {
    let expected = column(&with(&[("FORMAT", "image/fits")]).await, "obs_publisher_did");
    for query in [
        // TOPCAT, Aladin, DS9 and a client that puts its own separator first.
        "POS=105.0%2C58.0&SIZE=3.0%2C3.0&FORMAT=image%2Ffits",
        "POS=105,58&SIZE=3,3&FORMAT=image/fits&VERB=2",
        "&POS=105,58&SIZE=3&FORMAT=image/fits",
        "REQUEST=queryImages&POS=105,%2058&SIZE=3&FORMAT=IMAGE/FITS&INTERSECT=overlaps",
    ] {
        let table = client().get(&format!("/sia/v1?{query}")).await.votable();
        assert_eq!(column(&table, "obs_publisher_did"), expected, "{query}");
    }
    let form = [("POS", "105,58"), ("SIZE", "3"), ("FORMAT", "image/fits")];
    let posted = client().send(Request::new(Method::POST, "/sia/v1").with(&form)).await.votable();
    assert_eq!(column(&posted, "obs_publisher_did"), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cutout_service_tells_what_it_would_cut_out() {
    let capabilities = client().get("/cut/capabilities").await;
    let root = capabilities.xml();
    let first =
        root.all("capability").find(|one| one.attribute("standardID") == Some("ivo://ivoa.net/std/SIA"));
    assert_eq!(first.unwrap().text_of("imageServiceType"), "Cutout");
    let size = 0.2;
    let place = format!("POS=105,58&SIZE={size}&FORMAT=image/fits&VERB=3");
    let whole = client().get(&format!("/sia/v1?{place}")).await.votable();
    let cut = client().get(&format!("/cut/v1?{place}")).await.votable();
    assert_eq!(column(&cut, "obs_id"), column(&whole, "obs_id"));
    assert!(cut.rows().len() > 2);
    let half_lon = size / 2.0 / 58.0_f64.to_radians().cos();
    let range = LonLatRange::new([105.0 - half_lon, 105.0 + half_lon], [57.9, 58.1]).unwrap();
    let of = |row: &[String], name: &str| {
        row[cut.names().iter().position(|known| *known == name).unwrap()].clone()
    };
    for row in cut.rows() {
        let image = ALL.iter().find(|image| image.id == of(row, "obs_id")).unwrap();
        // By brute force: the pixels whose centre is in the region.
        let pixels = (1..=1000).flat_map(|y| (1..=1000).map(move |x| [x, y]));
        let at = |[x, y]: [i32; 2]| image.at((f64::from(x) - 500.5) / 500.0, (f64::from(y) - 500.5) / 500.0);
        let inside: Vec<[i32; 2]> = pixels.filter(|pixel| range.contains(&at(*pixel))).collect();
        let ends = [0, 1].map(|axis| {
            let along = inside.iter().map(|pixel| pixel[axis]);
            [along.clone().min().unwrap(), along.max().unwrap()]
        });
        let numbers =
            |name: &str| -> Vec<f64> { of(row, name).split(' ').map(|text| text.parse().unwrap()).collect() };
        let (naxis, crpix) = (numbers("naxis"), numbers("crpix"));
        for axis in 0..2 {
            let [first, last] = ends[axis].map(f64::from);
            assert!((naxis[axis] - (last - first + 1.0)).abs() <= 2.0, "{}: {naxis:?} {ends:?}", image.id);
            assert!((crpix[axis] - (500.5 - (first - 1.0))).abs() <= 1.0, "{}: {crpix:?} {ends:?}", image.id);
        }
        let middle = image.at(
            (f64::from(ends[0][0] + ends[0][1]) / 2.0 - 500.5) / 500.0,
            (f64::from(ends[1][0] + ends[1][1]) / 2.0 - 500.5) / 500.0,
        );
        let centre = SkyPosition::new(numbers("ra")[0], numbers("dec")[0]).unwrap();
        assert!(centre.separation_deg(&middle) < 0.01, "{}: {centre:?} {middle:?}", image.id);
    }
    let answer = client().get("/cut/v1?POS=105,58&SIZE=6").await.votable();
    let expected =
        "parameter SIZE has the value `6`; it must be at most 5 degrees, the largest region of this service";
    assert_eq!((answer.status(), answer.error()), ("ERROR", expected));
}
