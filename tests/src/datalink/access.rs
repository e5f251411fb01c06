//! Whoever may not have a file gets nothing of it: no bytes, no cutout, no picture, and no copy that was made for another.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use super::{PLACE, did};
use crate::client::Request;
use crate::harness::until;

/// The requests that give something of the pixels of an image of a collection.
fn requests(collection: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let id = || ("ID", did(collection, "a.fits"));
    let circle = || ("CIRCLE", "40 5 0.005".to_owned());
    vec![
        ("/file", vec![id()]),
        ("/sync", vec![id()]),
        ("/sync", vec![id(), circle()]),
        ("/preview", vec![id()]),
        ("/preview", vec![id(), circle()]),
        ("/colour", vec![id(), id(), id()]),
    ]
}

#[tokio::test]
async fn files_cutouts_and_pictures_of_restricted_images_ask_the_policy_each_time() {
    for (collection, anonymous, bob) in [("deep", 401, 403), ("secret", 404, 404)] {
        for (path, parameters) in requests(collection) {
            let parameters: Vec<(&str, &str)> =
                parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
            // First for those who may have it, so that it lies in every cache.
            assert_eq!(PLACE.get_as("ada", path, &parameters).await.status, 200, "{path} {parameters:?}");
            for (user, status) in [("", anonymous), ("bob", bob)] {
                let answer = PLACE.get_as(user, path, &parameters).await;
                assert_eq!(answer.status, status, "{path} {parameters:?} {user}: {}", answer.text());
            }
        }
    }
    let text = |answer: crate::client::Answer| answer.text().to_owned();
    let id = did("deep", "a.fits");
    let refused = text(PLACE.get("/file", &[("ID", &id)]).await);
    assert_eq!(refused, "AuthenticationError: images `deep` is not public; log in to read it\n");
    let refused = text(PLACE.get_as("bob", "/file", &[("ID", &id)]).await);
    assert_eq!(refused, "AuthorizationError: images `deep` may not be read by `bob`\n");
    // What is hidden is told like what is not there.
    let hidden = text(PLACE.get("/file", &[("ID", &did("secret", "a.fits"))]).await);
    let absent = text(PLACE.get("/file", &[("ID", &did("secret", "b.fits"))]).await);
    assert_eq!(hidden.replace("a.fits", "b.fits"), absent);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_given_a_file_or_a_picture_is_written_down() {
    let id = did("deep", "a.fits");
    for path in ["/file", "/preview"] {
        let given = PLACE.get_as("ada", path, &[("ID", &id)]).await;
        let request = given.header("x-request-id").to_owned();
        let line = until("the record", Duration::from_secs(30), || {
            let text = std::fs::read_to_string(PLACE.folder.path().join("audit.jsonl")).unwrap_or_default();
            let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            lines.into_iter().find(|line| line["event"] == "file" && line["request"] == *request)
        });
        let told = ["user", "instance", "collections", "what", "outcome"].map(|key| line[key].to_string());
        let what = format!("\"{id}\"");
        assert_eq!(told, ["\"ada\"", "\"datalink\"", "[\"deep\"]", &what, "\"begun\""], "{path}");
    }
    assert_eq!(PLACE.get_as("bob", "/file", &[("ID", &id)]).await.status, 403);
    let text = std::fs::read_to_string(PLACE.folder.path().join("audit.jsonl")).unwrap();
    let of_bob = text.lines().filter(|line| line.contains("\"event\":\"file\"") && line.contains("\"bob\""));
    assert_eq!(of_bob.count(), 0, "{text}");
}

#[tokio::test]
async fn a_signed_address_gives_a_file_to_whoever_has_it_from_one_who_may() {
    for (collection, refusals) in [("deep", [401, 403]), ("secret", [404, 404])] {
        let own = PLACE.get_as("ada", "/file", &[("ID", &did(collection, "a.fits"))]).await;
        assert_eq!(own.status, 200);
        let (address, told) = PLACE.handed_over("ada", &own).await;
        assert!(told["expires"].is_string(), "{told}");
        let fetched = PLACE.client().get(&address).await;
        assert!(fetched.status == 200 && fetched.body == own.body, "{collection}: {}", fetched.status);
        let part = Request::new(Method::GET, &address).with_header("range", "bytes=2880-5759");
        let part = PLACE.client().send(part).await;
        assert!(part.status == 206 && part.body == own.body[2880..5760], "{collection}: {}", part.status);
        let other = PLACE.client().get(&address.replace("a.fits", "b.fits")).await;
        assert_eq!(other.status, 403, "{}", other.text());
        for (user, status) in ["", "bob"].into_iter().zip(refusals) {
            let (address, _) = PLACE.handed_over(user, &own).await;
            let refused = PLACE.client().get(&address).await;
            assert_eq!(refused.status, status, "{collection} {user}: {}", refused.text());
        }
    }
}

#[tokio::test]
async fn links_say_who_may_use_them_and_hidden_images_have_none() {
    let ids = [did("wide", "g.fits"), did("deep", "a.fits"), did("secret", "a.fits")];
    let form: Vec<(&str, &str)> = ids.iter().map(|id| ("ID", id.as_str())).collect();
    for (user, expected) in [
        ("", ["optional true", "true false", "error"]),
        ("bob", ["optional true", "true false", "error"]),
        ("ada", ["optional true", "true true", "true true"]),
    ] {
        let table = PLACE.get_as(user, "/links", &form).await.votable();
        let [of, auth, may, error] =
            ["ID", "link_auth", "link_authorized", "error_message"].map(|name| table.column(name));
        for (id, expected) in ids.iter().zip(expected) {
            let row = of.iter().position(|one| one == id).unwrap();
            let is_true = may[row].eq_ignore_ascii_case("true") || may[row] == "T";
            let told = match error[row].is_empty() {
                true => format!("{} {is_true}", auth[row]),
                false => "error".to_owned(),
            };
            assert_eq!(told, expected, "{user} {id}");
        }
    }
}

#[tokio::test]
async fn a_place_shows_no_image_that_the_caller_does_not_see() {
    let shown =
        async |user: &str| PLACE.get_as(user, "/links", &[("ID", "pos:40,5")]).await.text().to_owned();
    assert!(!shown("").await.contains("example.org%2Fsecret"));
    assert!(shown("").await.contains("example.org%2Fdeep"));
    assert!(shown("ada").await.contains("example.org%2Fsecret"));
}

#[tokio::test]
async fn caches_that_many_share_keep_what_is_public_and_nothing_else() {
    let (public, secret) = (did("wide", "r.fits"), did("deep", "a.fits"));
    for path in ["/file", "/preview"] {
        let answer = PLACE.get(path, &[("ID", &public)]).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "public, max-age=300"), "{path}");
        let tag = answer.header("etag").to_owned();
        let request = crate::client::Request::new(reqwest::Method::GET, &format!("/datalink{path}"));
        let again = request.with(&[("ID", &public)]).with_header("if-none-match", &tag);
        let again = PLACE.client().send(again).await;
        assert_eq!((again.status, again.header("cache-control")), (304, "public, max-age=300"), "{path}");
        let answer = PLACE.get_as("ada", path, &[("ID", &secret)]).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "private, no-cache"), "{path}");
    }
}
