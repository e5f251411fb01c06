//! Files that lie beside images: links to them, they themselves, and who may have them.

use super::{PLACE, bytes_of, did};

/// Images, and what is copied from them as companions.
pub(super) const FILES: [(&str, &str); 3] = [
    ("wide/r.fits", "wide/weights/r.fits"),
    ("wide/r.fits", "wide/r.flags.fits.gz"),
    ("deep/a.fits", "deep/weights/a.fits"),
];

#[tokio::test]
async fn an_image_has_links_to_the_companions_that_are_there() {
    let table = PLACE.get("/links", &[("ID", &did("wide", "r.fits"))]).await.votable();
    let bytes = bytes_of(&PLACE.path("r.fits")).len().to_string();
    let terms = table.column("semantics");
    let is_companion = |row: &usize| ["#weight", "#auxiliary"].contains(&terms[*row].as_str());
    let rows: Vec<usize> = (0..terms.len()).filter(is_companion).collect();
    let told = |name: &str| {
        let column = table.column(name);
        rows.iter().map(|&row| column[row].clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("semantics"), ["#weight", "#auxiliary"]);
    assert_eq!(told("content_type"), ["application/fits", "application/gzip"]);
    assert_eq!(told("content_length"), [bytes.as_str(), bytes.as_str()]);
    assert_eq!(told("local_semantics"), ["weight", "flags"]);
    for url in told("access_url") {
        let path = url.strip_prefix(PLACE.host.base()).unwrap();
        let answer = PLACE.client().get(path).await;
        assert_eq!(answer.status, 200, "{url}");
        assert!(answer.body == bytes_of(&PLACE.path("r.fits")));
    }
    let other = PLACE.get("/links", &[("ID", &did("wide", "g.fits"))]).await.votable();
    assert!(!other.column("semantics").iter().any(|term| term == "#weight" || term == "#auxiliary"));
}

#[tokio::test]
async fn a_companion_is_sent_under_its_own_name_and_one_that_is_not_there_is_told() {
    let id = did("wide", "r.fits");
    let flags = PLACE.get("/file", &[("ID", &id), ("PART", "FLAGS")]).await;
    assert_eq!(flags.header("content-disposition"), "attachment; filename=\"r.flags.fits.gz\"");
    let known = "its collection has: weight, flags\n";
    for (id, part) in [(&id, "nothing"), (&id, "../r.fits"), (&did("wide", "g.fits"), "weight")] {
        let answer = PLACE.get("/file", &[("ID", id), ("PART", part)]).await;
        assert_eq!(
            (answer.status, answer.text()),
            (404, format!("UsageError: this image has no part `{part}`; {known}").as_str())
        );
    }
}

#[tokio::test]
async fn companions_are_for_those_who_may_have_the_image() {
    let id = did("deep", "a.fits");
    let parameters = [("ID", id.as_str()), ("PART", "weight")];
    assert_eq!(PLACE.get("/file", &parameters).await.status, 401);
    assert_eq!(PLACE.get_as("bob", "/file", &parameters).await.status, 403);
    let given = PLACE.get_as("ada", "/file", &parameters).await;
    assert_eq!((given.status, given.header("cache-control")), (200, "private, no-cache"));
}
