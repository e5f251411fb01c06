//! Parameters and what they do to an answer (SCS 1.03 §2, and what the draft of 1.1 adds).

use reqwest::Method;

use super::OBJECTS;
use crate::client::{Client, Field, Request};

/// A cone on the survey's objects.
fn cone(parameters: &[(&str, &str)]) -> Request {
    Request::new(Method::GET, OBJECTS).with(parameters)
}

/// Right ascension and declination of an object, as TAP gives them.
async fn place(client: &Client) -> [String; 2] {
    let table = client.rows("SELECT TOP 1 alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await;
    [table.rows[0][0].clone(), table.rows[0][1].clone()]
}

#[tokio::test]
async fn fields_that_clients_look_for_are_there_once_in_their_form() {
    let client = Client::shared();
    let [ra, dec] = place(&client).await;
    let answer = client.send(cone(&[("RA", &ra), ("DEC", &dec), ("SR", "0.05"), ("VERB", "1")])).await;
    assert_eq!(answer.header("content-type"), "text/xml");
    let table = answer.votable();
    assert_eq!((table.status(), table.serialization.as_str()), ("OK", "TABLEDATA"));
    let told = |field: &Field| {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            field.name.clone(),
            field.datatype.clone(),
            text(&field.arraysize),
            text(&field.unit),
            text(&field.ucd),
        ]
    };
    let expected = [
        ["OBJECT_ID", "char", "*", "", "ID_MAIN"],
        ["ALPHA_J2000", "double", "", "deg", "POS_EQ_RA_MAIN"],
        ["DELTA_J2000", "double", "", "deg", "POS_EQ_DEC_MAIN"],
        ["_r", "double", "", "deg", "POS_ANG_DIST_GENERAL"],
    ];
    assert_eq!(table.fields.iter().map(told).collect::<Vec<_>>(), expected);
    let root = answer.xml();
    let frames: Vec<_> = root.all("COOSYS").filter_map(|one| one.attribute("system")).collect();
    assert_eq!(frames, ["ICRS"]);
    assert!(!table.rows().is_empty(), "no object round the place of an object");
    let ids: std::collections::HashSet<&String> = table.rows().iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), table.rows().len(), "identifiers are unique");
}

#[tokio::test]
async fn radius_zero_gives_the_columns_and_what_lies_exactly_there() {
    let client = Client::shared();
    let [ra, dec] = place(&client).await;
    for (ra, dec, found) in [("10", "20", false), (&ra, &dec, true)] {
        let table = client.send(cone(&[("RA", ra), ("DEC", dec), ("SR", "0")])).await.votable();
        assert_eq!((table.status(), table.rows().is_empty()), ("OK", !found), "{ra} {dec}");
        assert!(table.fields.len() > 4);
    }
}

#[tokio::test]
async fn verbosity_decides_how_many_columns_there_are() {
    let client = Client::shared();
    let of = async |verb: &[(&str, &str)]| {
        let request = cone(&[("RA", "10"), ("DEC", "20"), ("SR", "0.1"), ("DISTANCE", "false")]);
        let table = client.send(request.with(verb)).await.votable();
        table.names().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let published = "SELECT column_name, principal FROM TAP_SCHEMA.columns \
                     WHERE table_name = 'jplus.MagABDualObj' ORDER BY column_index";
    let published = client.rows(published).await;
    let main = ["OBJECT_ID", "ALPHA_J2000", "DELTA_J2000"];
    let expected = |is_shown: &dyn Fn(&str) -> bool| {
        let others =
            published.rows.iter().filter(|row| is_shown(&row[1]) && !main.contains(&row[0].as_str()));
        let others = others.map(|row| row[0].as_str());
        main.into_iter().chain(others).map(str::to_owned).collect::<Vec<_>>()
    };
    let (all, usual) = (expected(&|_| true), expected(&|principal| principal == "1"));
    assert!(usual.len() < all.len());
    assert_eq!(of(&[("VERB", "1")]).await, main);
    assert_eq!(of(&[("verb", "3")]).await, all);
    for verb in [&[][..], &[("VERB", "2")], &[("VERB", "0")], &[("VERB", "4")], &[("VERB", "lots")]] {
        assert_eq!(of(verb).await, usual, "{verb:?}");
    }
}

#[tokio::test]
async fn odd_separators_orders_cases_and_unknown_parameters_change_nothing() {
    let client = Client::shared();
    let [ra, dec] = place(&client).await;
    let expected = client.send(cone(&[("RA", &ra), ("DEC", &dec), ("SR", "0.1")])).await;
    assert!(!expected.votable().rows().is_empty());
    for query in [
        "&RA={ra}&DEC={dec}&SR=0.1",
        "RA={ra}&&DEC={dec}&&&SR=0.1&",
        "SR=0.1&DEC={dec}&RA={ra}",
        "ra={ra}&Dec={dec}&sr=1e-1&foo=bar&RUNID=x&_=17&CATALOG=main",
        "RA={ra}&RA={ra}&DEC={dec}&SR=%2B.1&VERB=&MAXREC=",
        "RA=%20{ra}%20&DEC={dec}&SR=0.10000",
    ] {
        let query = query.replace("{ra}", &ra).replace("{dec}", &dec);
        let answer = client.get(&format!("{OBJECTS}?{query}")).await;
        assert_eq!(answer.body, expected.body, "{query}");
    }
    for name in ["/scs/JPLUS/magabdualobj", "/scs/sim-dr1/MagABDualObj"] {
        let answer = client.get(&format!("{name}?RA={ra}&DEC={dec}&SR=0.1")).await;
        assert_eq!(answer.body, expected.body, "{name}");
    }
    let post = Request::new(Method::POST, OBJECTS).with(&[("RA", &ra), ("DEC", &dec), ("SR", "0.1")]);
    assert_eq!(client.send(post).await.body, expected.body);
}

#[tokio::test]
async fn right_ascension_360_is_0() {
    let client = Client::shared();
    let at = async |ra: &str| client.send(cone(&[("RA", ra), ("DEC", "1.2"), ("SR", "2")])).await;
    let (zero, whole) = (at("0").await, at("360").await);
    assert!(!zero.votable().rows().is_empty());
    assert_eq!(zero.body, whole.body);
}

#[tokio::test]
async fn rows_that_maxrec_cuts_are_told() {
    let client = Client::shared();
    let [ra, dec] = place(&client).await;
    let of = async |radius: &str, maxrec: &str| {
        let request = cone(&[("RA", &ra), ("DEC", &dec), ("SR", radius), ("MAXREC", maxrec), ("VERB", "1")]);
        let table = client.send(request).await.votable();
        (table.rows().len(), table.status().to_owned())
    };
    assert_eq!(of("180", "0").await, (0, "OVERFLOW".to_owned()));
    assert_eq!(of("180", "7").await, (7, "OVERFLOW".to_owned()));
    assert_eq!(of("180", "").await, (20_000, "OVERFLOW".to_owned()));
    assert_eq!(of("180", "30000").await, (30_000, "OK".to_owned()));
    assert_eq!(of("0", "1").await, (1, "OK".to_owned()));
}

#[tokio::test]
async fn cone_where_there_is_nothing_is_an_empty_table() {
    let table = Client::shared().send(cone(&[("RA", "180"), ("DEC", "-60"), ("SR", "1")])).await.votable();
    assert_eq!((table.status(), table.rows().len()), ("OK", 0));
}

#[tokio::test]
async fn nearest_come_first_where_that_is_asked_for() {
    let client = Client::shared();
    let [ra, dec] = place(&client).await;
    let request = cone(&[("RA", &ra), ("DEC", &dec), ("SR", "0.3"), ("ORDER", "distance"), ("VERB", "1")]);
    let table = client.send(request.clone()).await.votable();
    let distances: Vec<f64> = table.rows().iter().map(|row| row[3].parse().unwrap()).collect();
    assert!(distances.len() > 5 && distances.is_sorted(), "{distances:?}");
    assert_eq!(distances[0], 0.0);
    assert!(distances.iter().all(|distance| *distance <= 0.3));
    let nearest = client.send(request.with(&[("MAXREC", "3"), ("DISTANCE", "0")])).await.votable();
    let ids = |rows: &[Vec<String>]| rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_eq!(nearest.fields.len(), 3);
    assert_eq!(ids(nearest.rows()), ids(&table.rows()[..3]));
}

#[tokio::test]
async fn head_gives_the_head_of_get() {
    let client = Client::shared();
    for path in ["/scs", &format!("{OBJECTS}?RA=10&DEC=20&SR=0.1"), &format!("{OBJECTS}?RA=10")] {
        let (get, head) = (client.get(path).await, client.send(Request::new(Method::HEAD, path)).await);
        assert_eq!((head.status, head.header("content-type")), (200, get.header("content-type")), "{path}");
        assert!(head.body.is_empty());
    }
}

#[tokio::test]
async fn pages_of_other_sites_may_ask() {
    let request = cone(&[("RA", "10"), ("DEC", "20"), ("SR", "0.1")]);
    let answer = Client::shared().send(request.with_header("Origin", "https://portal.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "no-store");
}
