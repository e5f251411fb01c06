//! The collection file and the statistics of an ingested table.

use catalogue::Access;
use ingest::Publication;

use crate::support::Place;

const STARS: &str = "name,ra,dec,mag\na,10.5,20.5,4.5\nb,30,-40,\nc,,,6.25\n";

#[tokio::test]
async fn the_table_is_published_with_its_position_and_its_guesses() {
    let place = Place::new();
    let file = place.file("stars.csv", STARS);
    let mut order = place.order(&[&file]);
    let collection = place.folder.path().join("collections/sky.toml");
    order.publication =
        Some(Publication { id: "sky".into(), file: collection.clone(), access: Some(Access::public()) });
    place.run(&order).await.unwrap();
    let text = std::fs::read_to_string(&collection).unwrap();
    assert!(text.contains("# guessed: the position, from the names of its columns\n"), "{text}");
    let read = catalogue::parse("sky.toml", &text).unwrap();
    let table = &read.tables[0];
    let position = table.position.as_ref().unwrap();
    assert_eq!((table.name.as_str(), table.rows, table.cone_search), ("stars", Some(3), true));
    assert_eq!((position.lon, position.lat, position.healpix.as_deref()), (1, 2, Some("hpx")));
    std::fs::write(&collection, text.replace("name = \"stars\"", "name = \"stars\" # ours")).unwrap();
    let file = place.file("stars.csv", format!("{STARS}d,5,6,7\n"));
    order.files = vec![file];
    place.run(&order).await.unwrap();
    let text = std::fs::read_to_string(&collection).unwrap();
    assert!(text.contains("name = \"stars\" # ours") && text.contains("rows = 4"), "{text}");
}

#[tokio::test]
async fn statistics_are_stored_with_the_table() {
    let place = Place::new();
    let file = place.file("stars.csv", STARS);
    let ingested = place.run(&place.order(&[&file])).await.unwrap();
    let statistics = ingested.statistics;
    let mag = statistics.columns.iter().find(|column| column.pg_name == "mag").unwrap();
    assert_eq!((statistics.rows, mag.min.as_deref(), mag.max.as_deref()), (3, Some("4.5"), Some("6.25")));
    let moc: statistics::Moc = statistics.moc.unwrap().parse().unwrap();
    // Two cells of order 10.
    assert!((moc.fraction() * 12.0 * 4_f64.powi(10) - 2.0).abs() < 1e-9);
    let stored =
        "SELECT row_count FROM armilla.table_statistics WHERE (table_schema, table_name) = ('sky', 'stars')";
    assert_eq!(place.psql(stored), "3");
}
