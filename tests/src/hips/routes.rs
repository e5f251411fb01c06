//! The addresses of sky views, as clients ask for them.

use reqwest::Method;
use serde_json::json;

use super::{CENTRE, PLACE, SIDE, STAR, STEP_DEG, property, some_tile};
use crate::client::{Client, Request};
use crate::harness::python;

#[tokio::test]
async fn properties_say_where_the_view_is_and_who_may_see_it() {
    let answer = PLACE.get("", "/hips/wide/r/properties").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
    let text = answer.text();
    for (key, value) in [
        ("creator_did", "ivo://example.org/P/wide/r"),
        ("obs_title", "The wide survey: r"),
        ("hips_status", "public master clonableOnce"),
        ("hips_tile_format", "png fits"),
        ("hips_order", "8"),
        ("hips_frame", "equatorial"),
        ("obs_regime", "Optical"),
    ] {
        assert_eq!(property(text, key), value, "{text}");
    }
    assert_eq!(property(text, "hips_service_url"), format!("{}/hips/wide/r", PLACE.host.base()));
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn tiles_are_sent_once_to_who_keeps_them() {
    for (extension, kind) in [("png", "image/png"), ("fits", "application/fits")] {
        let path = format!("/hips/wide/r/{}", some_tile(&PLACE.folder("wide/r"), "Norder8", extension));
        let answer = PLACE.get("", &path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=3600");
        let file = std::fs::read(PLACE.folder("wide/r").join(some_tile(
            &PLACE.folder("wide/r"),
            "Norder8",
            extension,
        )));
        assert!(answer.body == file.unwrap());
        let client = Client::of(&PLACE.host);
        let known = Request::new(Method::GET, &path).with_header("if-none-match", answer.header("etag"));
        let unchanged = client.send(known).await;
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
        let since =
            Request::new(Method::GET, &path).with_header("if-modified-since", answer.header("last-modified"));
        assert_eq!(client.send(since).await.status, 304);
        let head = client.send(Request::new(Method::HEAD, &path)).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), answer.body.len().to_string());
    }
}

#[tokio::test]
async fn a_tile_without_images_is_told_in_few_words_that_may_be_kept() {
    for path in ["Norder8/Dir0/Npix0.png", "Norder12/Dir0/Npix0.fits", "Norder8/Dir0/Npix0.webp", "nothing"] {
        let answer = PLACE.get("", &format!("/hips/wide/r/{path}")).await;
        assert_eq!((answer.status, answer.text()), (404, "there is no such tile\n"), "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn a_view_has_its_pages_with_and_without_a_slash() {
    let page = PLACE.get("", "/hips/wide/colour/").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text().contains("<h1>The wide survey in colour: r, g, b</h1>"), "{}", page.text());
    let moved = PLACE.get("", "/hips/wide/colour").await;
    let there = format!("{}/hips/wide/colour/", PLACE.host.base());
    assert_eq!((moved.status, moved.header("location")), (308, there.as_str()));
    for (file, kind) in [
        ("preview.jpg", "image/jpeg"),
        ("Moc.fits", "application/fits"),
        ("Norder3/Allsky.png", "image/png"),
        ("index.html", "text/html; charset=utf-8"),
    ] {
        let answer = PLACE.get("", &format!("/hips/wide/colour/{file}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{file}");
    }
    let all = PLACE.get("", "/hips").await;
    assert!(
        all.text().contains(&format!("<code>{}/hips/wide/colour</code>", PLACE.host.base())),
        "{}",
        all.text()
    );
}

#[tokio::test]
async fn nothing_but_files_of_views_has_an_address() {
    for path in [
        "/hips/wide/r/.state.json",
        "/hips/wide/r/.look.json",
        "/hips/wide/r/%2e%2e/%2e%2e/secret/r/properties",
        "/hips/wide/r/..%2f..%2fsecret%2fr%2fproperties",
        "/hips/wide/..%2fsecret/properties",
        "/hips/wide/%2e%2e/properties",
        "/hips/wide/r/Norder8%2f..%2fproperties",
        "/hips/wide/r//properties",
        "/hips/wide/r/Norder8/Dir0/Npix0.png%00",
    ] {
        let answer = PLACE.get("", path).await;
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(
            !answer.text().contains("hips_order") && answer.body.len() < 300,
            "{path}: {}",
            answer.text()
        );
    }
}

#[test]
fn mocpy_and_astropy_find_the_star_where_it_is() {
    // North is up and east is left; the image is small enough for a flat sky.
    let [x, y] = STAR.map(|place| place - (SIDE as f64 + 1.0) / 2.0);
    let star = [CENTRE[0] - x * STEP_DEG / CENTRE[1].to_radians().cos(), CENTRE[1] + y * STEP_DEG];
    let base = format!("{}/hips/wide/r", PLACE.host.base());
    let asked = json!({"base": base, "star": star, "outside": [200.0, -20.0]});
    let found = python("hips.py", &[&asked.to_string()]);
    assert!(found["miss_arcsec"].as_f64().unwrap() < 3.0, "{found}");
    assert_eq!(found["differences"], json!([]), "{found}");
    let fraction = (SIDE as f64 * STEP_DEG).powi(2) / 41_252.96;
    let covered = found["fraction"].as_f64().unwrap();
    assert!((fraction..1.3 * fraction).contains(&covered), "{fraction} {found}");
}
