//! Whole files and parts of them.

use super::{PLACE, bytes_of, did};
use crate::client::Request;

#[tokio::test]
async fn a_file_is_sent_whole_with_its_name_its_length_and_its_version() {
    let answer = PLACE.get("/file", &[("ID", &did("wide", "pole.fits.fz"))]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/fits"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"pole.fits.fz\"");
    assert_eq!(answer.header("accept-ranges"), "bytes");
    assert_eq!(answer.header("content-encoding"), "");
    assert!(answer.body == bytes_of(&PLACE.path("pole.fits.fz")));
}

#[tokio::test]
async fn identifiers_are_compared_without_regard_to_case() {
    let shouted = did("wide", "r.fits").to_uppercase();
    assert!(PLACE.get("/file", &[("id", &shouted)]).await.body == bytes_of(&PLACE.path("r.fits")));
}

#[tokio::test]
async fn parts_and_versions_are_those_of_http() {
    let path = format!("/datalink/file?ID={}", did("wide", "r.fits").replace('?', "%3F"));
    let whole = bytes_of(&PLACE.path("r.fits"));
    let client = PLACE.client();
    let ask = |headers: &[(&str, &str)]| {
        let request = Request::new(reqwest::Method::GET, &path);
        headers.iter().fold(request, |request, (name, value)| request.with_header(name, value))
    };
    let head = client.send(Request::new(reqwest::Method::HEAD, &path)).await;
    assert_eq!((head.status, head.header("content-length")), (200, whole.len().to_string().as_str()));
    let tag = head.header("etag").to_owned();
    let part = client.send(ask(&[("range", "bytes=100-199"), ("if-range", &tag)])).await;
    assert_eq!((part.status, part.body == whole[100..200]), (206, true));
    let stated = format!("bytes 100-199/{}", whole.len());
    assert_eq!(part.header("content-range"), stated);
    assert_eq!(client.send(ask(&[("if-none-match", &tag)])).await.status, 304);
    let beyond = client.send(ask(&[("range", "bytes=99999999-")])).await;
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, format!("bytes */{}", whole.len()).as_str())
    );
    // Nobody may unpack what he takes for parts of one thing.
    let packed = client.send(ask(&[("accept-encoding", "gzip, zstd")])).await;
    assert_eq!((packed.header("content-encoding"), packed.body.len()), ("", whole.len()));
}

#[tokio::test]
async fn what_is_not_there_is_told_in_words() {
    for (id, status, text) in [
        (
            "ivo://example.org/wide?x",
            404,
            "UsageError: there is no image with the identifier `ivo://example.org/wide?x`\n",
        ),
        ("../../etc/passwd", 404, "UsageError: there is no image with the identifier `../../etc/passwd`\n"),
        (
            "ivo://example.org/wide?../outside.fits",
            404,
            "UsageError: there is no image with the identifier `ivo://example.org/wide?../outside.fits`\n",
        ),
    ] {
        let answer = PLACE.get("/file", &[("ID", id)]).await;
        assert_eq!((answer.status, answer.text()), (status, text));
    }
    let answer = PLACE.get("/file", &[]).await;
    assert_eq!(
        (answer.status, answer.text()),
        (400, "UsageError: parameter ID is missing; give it a value\n")
    );
    let gone = PLACE.broken("/file", &[("ID", &did("wide", "gone.fits"))]).await;
    let text = "Error: the file of this image is missing here; tell those who run the service\n";
    assert_eq!((gone.status, gone.text()), (500, text));
    PLACE.host.assert_logs("gone.fits is missing");
}
