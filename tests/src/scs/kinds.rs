//! Tables and settings that the demo does not have: other frames, no identifier, positions in single precision, limits.

use crate::client::{Client, Field};
use crate::harness::{Host, Site};

/// What is published of the tables below.
const COLLECTION: &str = r#"
title = "Tables of all kinds"
description = "Made for tests"
access = "public"
schema = "kinds"

[[table]]
name = "galactic"
position = { lon = "GLON", lat = "GLAT", frame = "GALACTIC" }
cone_search = true
[table.columns]
FIELD_NO = { type = "int", ucd = "meta.id;obs.field" }
NUMBER = { type = "int", ucd = "meta.id;src" }
GLON = { type = "double", unit = "deg", ucd = "pos.galactic.lon" }
GLAT = { type = "double", unit = "deg", ucd = "pos.galactic.lat" }
_RA = { type = "double", unit = "deg", ucd = "pos.eq.ra;meta.main" }

[[table]]
name = "ring"
position = { lon = "RA", lat = "DEC" }
cone_search = true
[table.columns]
RA = { type = "float", unit = "deg" }
DEC = { type = "float", unit = "deg" }
Source = { type = "long", description = "Number of the source" }
"odd name" = { type = "char[*]" }

[[table]]
name = "bare"
position = { lon = "RA", lat = "DEC" }
cone_search = true
[table.columns]
RA = { type = "double", unit = "deg" }
DEC = { type = "double", unit = "deg" }
"#;

/// The galactic centre and pole, with their places in ICRS (to a milliarcsecond in IAU 1958's definition as Hipparcos has it),
/// thirty-six sources round the pole and two without identifier, of which one has no place.
const TABLES: &str = "CREATE SCHEMA kinds; \
    CREATE TABLE kinds.galactic AS SELECT 2 AS field_no, n AS number, l::float8 AS glon, b::float8 AS glat, 7::float8 AS _ra \
    FROM (VALUES (1, 0, 0), (2, 0, 90), (3, 123.932, 27.128)) AS v(n, l, b); \
    CREATE TABLE kinds.ring AS SELECT (10 * n)::float4 AS ra, 89.25::float4 AS dec, (9007199254740993 + n)::int8 AS source, \
    'n' || n AS \"odd name\" FROM generate_series(0, 35) AS n; \
    CREATE TABLE kinds.bare AS SELECT * FROM (VALUES (10::float8, 20.5::float8), (NULL, NULL)) AS v(ra, dec);";

#[tokio::test]
async fn tables_of_all_kinds_have_identifiers_as_text_and_places_in_icrs() {
    let (_site, host) = serving(&[("scs.toml", "plugin = \"scs\"\nmount = \"/scs\"\n")]);
    let client = Client::of(&host);
    another_frame(&client).await;
    the_pole(&client).await;
    no_identifier(&client).await;
}

#[tokio::test]
async fn settings_decide_words_limits_and_status() {
    let settings = "[settings]\nradius_max_deg = 2.5\nmaxrec_default = 2\nmaxrec_hard = 3\ndistance_column = false\n\
                    ucds = \"1+\"\nerror_status = \"4xx\"\n";
    let (_site, host) = serving(&[("new.toml", &format!("plugin = \"scs\"\nmount = \"/new\"\n{settings}"))]);
    let client = Client::of(&host);
    let cone = client.get("/new/kinds/ring?RA=0&DEC=90&SR=1&VERB=1").await;
    let table = cone.votable();
    let told = table.fields.iter().map(words).collect::<Vec<_>>();
    assert_eq!(told, ["Source meta.id;meta.main", "RA pos.eq.ra;meta.main", "DEC pos.eq.dec;meta.main"]);
    assert_eq!((table.rows().len(), table.status()), (2, "OVERFLOW"));
    let table = client.get("/new/kinds/ring?RA=0&DEC=90&SR=1&MAXREC=50&ORDER=distance").await.votable();
    assert_eq!((table.rows().len(), table.status()), (3, "OVERFLOW"));
    assert!(table.names().contains(&"_r"), "who asks for the order gets the distance");
    let refused = client.get("/new/kinds/ring?RA=0&DEC=90&SR=2.6").await;
    let message = "parameter SR has the value `2.6`; it must be at most 2.5 degrees, the largest radius of this service";
    assert_eq!((refused.status, refused.votable().error()), (400, message));
    let root = client.get("/new/kinds/ring/capabilities").await.xml();
    let elements = root.descendants();
    let text_of = |name: &str| elements.iter().find(|one| one.name == name).map(|one| one.text.clone());
    assert_eq!(text_of("maxSR").as_deref(), Some("2.5"));
    assert_eq!(text_of("maxRecords").as_deref(), Some("3"));
}

/// A host with the tables and these files of `conf.d`, and what goes with it.
fn serving(files: &[(&str, &str)]) -> (Site, Host) {
    let site = Site::new("");
    site.psql(TABLES).unwrap();
    site.write("collections/kinds.toml", COLLECTION);
    files.iter().for_each(|(name, text)| site.write(name, text));
    let host = site.host();
    (site, host)
}

fn words(field: &Field) -> String {
    format!("{} {}", field.name, field.ucd.as_deref().unwrap_or_default())
}

async fn another_frame(client: &Client) {
    let table = client.get("/scs/kinds/galactic?RA=266.40499&DEC=-28.93617&SR=0.001&VERB=3").await.votable();
    let expected = [
        "id ID_MAIN",
        "_RA_ POS_EQ_RA_MAIN",
        "_DEC POS_EQ_DEC_MAIN",
        "_r POS_ANG_DIST_GENERAL",
        "FIELD_NO meta.id;obs.field",
        "NUMBER meta.id;src",
        "GLON POS_GAL_LON",
        "GLAT POS_GAL_LAT",
        "_RA POS_EQ_RA_OTHER",
    ];
    assert_eq!(table.fields.iter().map(words).collect::<Vec<_>>(), expected);
    let [row] = table.rows() else { panic!("{:?}", table.rows()) };
    assert_eq!(row[0], "2-1");
    let number = |place: usize| row[place].parse::<f64>().unwrap();
    assert!((number(1) - 266.404_99).abs() < 1e-5 && (number(2) + 28.936_17).abs() < 1e-5, "{row:?}");
    assert!(number(3) < 1e-5, "{row:?}");
    let table = client.get("/scs/kinds/galactic?RA=192.85948&DEC=27.12825&SR=0.001&VERB=1").await.votable();
    assert_eq!(table.rows().iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["2-2"]);
}

async fn the_pole(client: &Client) {
    let all = client.get("/scs/kinds/ring?RA=0&DEC=90&SR=0.75").await.votable();
    assert_eq!(all.rows().len(), 36);
    assert_eq!(all.names(), ["Source", "RA", "DEC", "_r", "odd name"]);
    assert_eq!(all.rows()[1][0], "9007199254740994", "no digit of a large number is lost");
    assert_eq!(client.get("/scs/kinds/ring?RA=77&DEC=90&SR=0.7499").await.votable().rows().len(), 0);
    let half = client.get("/scs/kinds/ring?RA=355&DEC=89.25&SR=0.3&VERB=1&RESPONSEFORMAT=csv").await.csv();
    let mut ras = half.numbers("RA");
    ras.sort_by(f64::total_cmp);
    assert_eq!(ras, [0.0, 10.0, 340.0, 350.0], "a cone across RA 0 near the pole");
}

async fn no_identifier(client: &Client) {
    let table = client.get("/scs/kinds/bare?RA=10&DEC=20.5&SR=180").await.votable();
    let expected = ["id ID_MAIN", "RA POS_EQ_RA_MAIN", "DEC POS_EQ_DEC_MAIN", "_r POS_ANG_DIST_GENERAL"];
    assert_eq!(table.fields.iter().map(words).collect::<Vec<_>>(), expected);
    assert_eq!(table.rows(), [["10 20.5", "10.0", "20.5", "0.0"]]);
    let root = client.get("/scs/kinds/bare/capabilities").await.xml();
    let test = root.descendants().into_iter().find(|element| element.name == "testQuery").cloned().unwrap();
    assert_eq!(["ra", "dec"].map(|name| test.text_of(name)), ["10", "20.5"]);
}
