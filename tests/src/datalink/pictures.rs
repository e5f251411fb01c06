//! Pictures in grey and in colour.

use std::time::Duration;

use super::{PLACE, circle, did};
use crate::client::Request;

const PNG: &[u8] = b"\x89PNG";

/// Width and height of a PNG file.
fn size(png: &[u8]) -> [u32; 2] {
    [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()))
}

#[tokio::test]
async fn a_preview_has_the_size_the_format_and_the_part_that_are_asked_for() {
    let id = did("wide", "r.fits");
    let whole = PLACE.get("/preview", &[("ID", &id), ("SIZE", "150")]).await;
    assert_eq!(
        (whole.status, whole.header("content-type"), size(&whole.body)),
        (200, "image/png", [150, 100])
    );
    assert_eq!(whole.header("content-disposition"), "inline; filename=\"r_preview.png\"");
    let part = PLACE.get("/preview", &[("ID", &id), ("SIZE", "64"), ("CIRCLE", &circle())]).await;
    assert!(part.body.starts_with(PNG) && part.body != whole.body);
    assert!(size(&part.body).contains(&64), "{:?}", size(&part.body));
    for (format, kind, begin) in [
        ("jpeg", "image/jpeg", &b"\xff\xd8\xff"[..]),
        ("webp", "image/webp", b"RIFF"),
        ("png", "image/png", PNG),
    ] {
        for (stretch, interval) in
            [("log", "minmax"), ("linear", "p99"), ("sqrt", "0,500"), ("asinh", "zscale")]
        {
            let parameters = [
                ("ID", id.as_str()),
                ("FORMAT", format),
                ("STRETCH", stretch),
                ("INTERVAL", interval),
                ("SIZE", "50"),
            ];
            let answer = PLACE.get("/preview", &parameters).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, kind));
            assert!(answer.body.starts_with(begin));
        }
    }
}

#[tokio::test]
async fn who_has_a_picture_gets_none_again_and_a_changed_file_has_another() {
    let place = super::Place::start("picture_cache_mib = 1");
    let path = format!("/datalink/preview?SIZE=40&ID={}", did("wide", "g.fits").replace('?', "%3F"));
    let first = place.client().get(&path).await;
    let tag = first.header("etag").to_owned();
    assert!(first.status == 200 && tag.len() > 60, "{tag}");
    let again = Request::new(reqwest::Method::GET, &path).with_header("if-none-match", &tag);
    assert_eq!(place.client().send(again.clone()).await.status, 304);
    tokio::time::sleep(Duration::from_millis(10)).await;
    std::fs::copy(place.path("z.fits"), place.path("g.fits")).unwrap();
    let changed = place.client().send(again).await;
    assert!(changed.status == 200 && changed.body != first.body);
}

#[tokio::test]
async fn three_images_make_one_in_colour_on_the_grid_of_the_first_or_of_a_region() {
    let ids = ["z.fits", "r.fits", "g.fits"].map(|file| did("wide", file));
    let three: Vec<(&str, &str)> = ids.iter().map(|id| ("ID", id.as_str())).collect();
    let with = |more: &[(&'static str, &'static str)]| [&three[..], more].concat();
    let whole = PLACE.get("/colour", &with(&[("SIZE", "150")])).await;
    assert_eq!((whole.status, size(&whole.body), whole.body[25]), (200, [150, 100], 6), "RGBA");
    let part = PLACE.get("/colour", &with(&[("SIZE", "80"), ("CIRCLE", "150 2 0.02")])).await;
    assert_eq!((part.status, size(&part.body)), (200, [80, 80]));
    let jpeg = PLACE
        .get("/colour", &with(&[("FORMAT", "jpeg"), ("Q", "3"), ("STRETCH", "0.3"), ("SCALE", "1,1,2")]))
        .await;
    assert_eq!((jpeg.status, jpeg.header("content-type")), (200, "image/jpeg"));
    let two = PLACE.get("/colour", &three[..2]).await;
    assert_eq!(two.status, 400);
    assert_eq!(
        two.text(),
        "UsageError: a picture in colour needs three images, for red, green and blue; ID is given 2 times\n"
    );
}

#[tokio::test]
async fn pictures_that_cannot_be_made_are_refused_in_words() {
    for (file, more, status, text) in [
        ("r.fits", ("SIZE", "9999"), 400, "it must be a whole number of pixels from 1 to 2048\n"),
        ("r.fits", ("CIRCLE", "10 10 1"), 404, "UsageError: the image has no pixels there\n"),
        (
            "nowhere.fits",
            ("OVERLAY", "a.b"),
            404,
            "there is no table `a.b` with positions; OVERLAY takes SCHEMA.TABLE of a cone search\n",
        ),
    ] {
        let answer = PLACE.get("/preview", &[("ID", &did("wide", file)), more]).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(answer.text().contains(text), "{}", answer.text());
    }
    let short = PLACE.broken("/preview", &[("ID", &did("wide", "short.fits"))]).await;
    assert_eq!(short.status, 500);
    let text = "Error: the image is damaged and cannot be read: HDU 0: the file ends after";
    assert!(short.text().starts_with(text), "{}", short.text());
    // An image without world coordinates is a picture all the same.
    assert_eq!(PLACE.get("/preview", &[("ID", &did("wide", "nowhere.fits"))]).await.status, 200);
}
