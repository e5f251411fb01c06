//! Broken rows: the first ends the work, or all are left out and listed.

use crate::support::{Place, stars_csv};

const BROKEN: &str = "name,ra,dec\na,1,2\nb,3,95.5\nc,Inf,5\nd,6,7\ne,,-Inf\n";

#[test]
fn a_position_that_is_none_ends_the_work_and_nothing_changes() {
    let place = Place::new();
    let good = place.file("good.csv", stars_csv(10));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(place.run(&place.order(&[&good]))).unwrap();
    let before = place.stored();
    let file = place.file("broken.csv", BROKEN);
    let (text, hint) = place.refused(&place.order(&[&good, &file]));
    assert_eq!(text, "FOLDER/broken.csv: row 2: column `dec`: latitude 95.5 is outside [-90, 90] degrees");
    assert_eq!(hint, "correct the row, or leave out broken rows with --rejects FILE");
    assert_eq!(place.stored(), before);
    assert_eq!(place.psql("SELECT count(*) FROM pg_class WHERE relname LIKE 'armilla%'"), "0");
}

#[tokio::test]
async fn broken_rows_are_left_out_and_listed() {
    let place = Place::new();
    let good = place.file("good.csv", stars_csv(3));
    let file = place.file("broken.csv", BROKEN);
    let mut order = place.order(&[&good, &file]);
    let rejects = place.folder.path().join("rejects.csv");
    order.rejects = Some(rejects.clone());
    let ingested = place.run(&order).await.unwrap();
    assert_eq!((ingested.rows, ingested.rejected), (5, 3));
    assert_eq!(place.psql("SELECT string_agg(name, ' ' ORDER BY name) FROM sky.stars"), "a d s0 s1 s2");
    let listed = std::fs::read_to_string(rejects).unwrap();
    let file = file.display();
    assert_eq!(
        listed,
        format!(
            "file,row,what\n\
             {file},2,\"column `dec`: latitude 95.5 is outside [-90, 90] degrees\"\n\
             {file},3,column `ra`: longitude inf is not a number of degrees\n\
             {file},5,\"column `dec`: latitude -inf is outside [-90, 90] degrees\"\n"
        )
    );
}
