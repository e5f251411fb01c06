//! Who may see which sky views.

use super::{PLACE, property, some_tile};

/// The addresses of the views in the HiPS list that a caller gets.
async fn listed(user: &str) -> Vec<String> {
    let answer = PLACE.get(user, "/hips/list").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
    let records: Vec<&str> = answer.text().split("\n\n").collect();
    for record in &records {
        for key in ["creator_did", "hips_release_date", "hips_service_url", "hips_status"] {
            assert!(!property(record, key).is_empty(), "{key}: {record}");
        }
    }
    let base = format!("{}/hips/", PLACE.host.base());
    records.iter().map(|record| property(record, "hips_service_url").replace(&base, "")).collect()
}

#[tokio::test]
async fn the_list_has_the_views_that_the_caller_may_see_whole() {
    let wide = ["wide/b", "wide/colour", "wide/g", "wide/r"];
    let mut names = listed("").await;
    names.sort();
    assert_eq!(names, wide);
    let mut names = listed("ada").await;
    names.sort();
    assert_eq!(names[..3], ["deep/r", "part/r", "secret/r"]);
    assert_eq!(names[3..], wide);
}

#[tokio::test]
async fn every_file_of_a_view_asks_the_policy() {
    let tile = some_tile(&PLACE.folder("deep/r"), "Norder8", "png");
    let files = [
        "",
        "properties",
        "index.html",
        "Moc.fits",
        "preview.jpg",
        "Norder3/Allsky.png",
        &tile,
        "Norder8/Dir0/Npix0.png",
    ];
    for file in files {
        let announced = PLACE.get("", &format!("/hips/deep/r/{file}")).await;
        assert_eq!(
            (announced.status, announced.text()),
            (401, "images `deep` is not public; log in to read it\n"),
            "{file}"
        );
        let secret = PLACE.get("", &format!("/hips/secret/r/{file}")).await;
        let absent = PLACE.get("", &format!("/hips/absent/r/{file}")).await;
        assert_eq!(
            (secret.status, secret.text().replace("secret", "absent").as_str()),
            (404, absent.text()),
            "{file}"
        );
        // He finds one of the bands; a view may have more of them, and so he has none.
        let part = PLACE.get("", &format!("/hips/part/r/{file}")).await;
        let other = PLACE.get("", &format!("/hips/part/x/{file}")).await;
        assert_eq!((part.status, part.text().replace("`r`", "`x`").as_str()), (404, other.text()), "{file}");
        for collection in ["deep", "secret", "part"] {
            let answer = PLACE.get("ada", &format!("/hips/{collection}/r/{file}")).await;
            let is_there = file != "Norder8/Dir0/Npix0.png";
            assert_eq!(answer.status, if is_there { 200 } else { 404 }, "{collection} {file}");
            assert_eq!(answer.header("cache-control"), "private, no-cache", "{collection} {file}");
        }
    }
    let without_slash = PLACE.get("", "/hips/secret/r").await;
    assert_eq!((without_slash.status, without_slash.header("location")), (404, ""));
}

#[tokio::test]
async fn a_view_that_is_not_for_everybody_says_so() {
    let answer = PLACE.get("ada", "/hips/secret/r/properties").await;
    assert_eq!(property(answer.text(), "hips_status"), "private master unclonable");
    let page = PLACE.get("", "/hips").await;
    assert!(!page.text().contains("secret") && !page.text().contains("deep"), "{}", page.text());
}
