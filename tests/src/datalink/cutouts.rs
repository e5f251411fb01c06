//! Cutouts with SODA, compared with what astropy cuts out of the same files.

use std::io::Write;

use serde_json::Value;

use super::{CIRCLE, PLACE, circle, did};
use crate::client::Answer;
use crate::harness::{fitsverify, python};

/// What astropy finds of a cutout with a circle.
fn compared(file: &str, [lon, lat, radius]: [&str; 3]) -> Value {
    let query = reqwest::Url::parse_with_params(
        &format!("{}/datalink/sync", PLACE.host.base()),
        &[("ID", did("wide", file)), ("CIRCLE", format!("{lon} {lat} {radius}"))],
    );
    let path = PLACE.path(file).display().to_string();
    python("cutouts.py", &[&path, query.unwrap().as_str(), lon, lat, radius])
}

/// All images of the report are what they were in the file, and where they were.
fn assert_same(report: &Value, count: usize) {
    assert_eq!(report["count"], serde_json::json!([count, count]), "{report}");
    for image in report["images"].as_array().unwrap() {
        assert_eq!(image["equal"], true, "{report}");
        assert!(image["off_pixels"].as_f64().unwrap() < 1e-6, "{report}");
    }
}

fn verified(answer: &Answer) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&answer.body).unwrap();
    let said = fitsverify(file.path());
    assert!(said.starts_with("verification OK"), "{said}");
}

async fn cut(file: &str, parameters: &[(&str, &str)]) -> Answer {
    let id = did("wide", file);
    let all: Vec<(&str, &str)> =
        std::iter::once(("ID", id.as_str())).chain(parameters.iter().copied()).collect();
    PLACE.get("/sync", &all).await
}

#[tokio::test]
async fn a_cutout_of_a_distorted_image_has_its_pixels_and_its_sky() {
    let report = compared("r.fits", CIRCLE);
    assert_same(&report, 1);
    let image = &report["images"][0];
    let history: Vec<&str> = image["history"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(history.contains(&"CIRCLE = 150.004 1.997 0.009"), "{history:?}");
    assert!(history[0].starts_with("SODA cutout of ivo://example.org/wide?r.fits"), "{history:?}");
    let answer = cut("r.fits", &[("CIRCLE", &circle())]).await;
    assert_eq!(answer.header("content-type"), "application/fits");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"r_cutout.fits\"");
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    verified(&answer);
}

#[tokio::test]
async fn a_circle_over_the_edge_is_clipped_and_one_at_the_pole_of_a_packed_image_is_whole() {
    assert_same(&compared("g.fits", ["150.04", "2.02", "0.02"]), 1);
    let report = compared("pole.fits.fz", ["20", "-89.99", "0.02"]);
    assert_same(&report, 1);
    assert_eq!((&report["others"], &report["images"][0]["bitpix"]), (&Value::from(0), &Value::from(32)));
}

#[tokio::test]
async fn a_large_cutout_is_sent_while_it_is_made() {
    assert_same(&compared("large.fits", ["200.05", "-30", "0.15"]), 1);
    let parameters = [("CIRCLE", "200 -30 0.14"), ("MASK", "1")];
    let answer = cut("large.fits", &parameters).await;
    assert!(answer.body.len() > 3 << 20, "{}", answer.body.len());
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    verified(&answer);
}

#[tokio::test]
async fn all_chips_that_a_region_touches_are_in_the_result_and_one_alone_is_a_primary_image() {
    let both = compared("chips/pair.fits", ["0", "10", "0.0152"]);
    assert_same(&both, 2);
    assert_eq!(both["others"], 1, "the primary header comes along");
    assert_eq!(both["images"][0]["observer"], "Caroline");
    let one = compared("chips/pair.fits", ["0.02", "10", "0.003"]);
    assert_same(&one, 1);
    assert_eq!(one["others"], 0);
    verified(&cut("chips/pair.fits", &[("POS", "RANGE 359.97 0.03 9.99 10.01")]).await);
    verified(
        &cut("pole.fits.fz", &[("POLYGON", "19 -89.985 21 -89.985 20 -89.995"), ("MASK", "true")]).await,
    );
}

#[tokio::test]
async fn pos_circle_and_polygon_of_the_same_place_give_the_same_box() {
    let by_pos = cut("g.fits", &[("POS", &format!("CIRCLE {}", circle()))]).await;
    let by_circle = cut("g.fits", &[("CIRCLE", &circle())]).await;
    let pixels = |answer: &Answer| answer.body[answer.body.len() - 2880..].to_vec();
    assert!(by_pos.status == 200 && pixels(&by_pos) == pixels(&by_circle));
    let form = [("id", did("wide", "g.fits")), ("circle", circle())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let request = crate::client::Request::new(reqwest::Method::POST, "/datalink/sync").with(&form);
    assert!(PLACE.client().send(request).await.body == by_circle.body);
}

#[tokio::test]
async fn no_pixels_are_204_and_no_filter_is_the_whole_file() {
    for parameters in [
        &[("CIRCLE", "10 10 0.1")][..],
        &[("BAND", "1e-3 2e-3")],
        &[("TIME", "50000 50001")],
        &[("CIRCLE", "150 2 0.01"), ("BAND", "1e-7")],
    ] {
        let answer = cut("r.fits", parameters).await;
        assert_eq!(
            (answer.status, answer.body.len(), answer.header("content-type")),
            (204, 0, ""),
            "{parameters:?}"
        );
    }
    for parameters in [&[][..], &[("BAND", "6e-7")], &[("TIME", "58000.1 +Inf"), ("UNKNOWN", "x")]] {
        let answer = cut("r.fits", parameters).await;
        assert!(answer.body == super::bytes_of(&PLACE.path("r.fits")), "{parameters:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_cut_is_refused_with_the_label_and_the_status_of_soda() {
    let circle = circle();
    for (file, parameters, status, text) in [
        (
            "r.fits",
            &[("CIRCLE", "1 2")][..],
            400,
            "UsageError: parameter CIRCLE has the value `1 2`; it must be three numbers of degrees: longitude, latitude, \
             radius, e.g. `10.2 -5.5 0.05`\n",
        ),
        (
            "r.fits",
            &[("CIRCLE", "1 2 3"), ("CIRCLE", "1 2 4")],
            400,
            "MultiValuedParamNotSupported: parameter CIRCLE is given twice, as `1 2 3` and as `1 2 4`; give it once\n",
        ),
        (
            "r.fits",
            &[("ID", "ivo://example.org/wide?g.fits"), ("CIRCLE", "1 2 3")],
            400,
            "MultiValuedParamNotSupported: parameter ID is given twice, as `ivo://example.org/wide?r.fits` and as \
             `ivo://example.org/wide?g.fits`; give it once\n",
        ),
        (
            "nothing.fits",
            &[("CIRCLE", &circle)],
            404,
            "UsageError: there is no image with the identifier `ivo://example.org/wide?nothing.fits`\n",
        ),
        (
            "nowhere.fits",
            &[("CIRCLE", &circle)],
            400,
            "UsageError: no region can be cut out of this image: no world coordinates: no pair of CTYPEn cards names a \
             longitude and a latitude, such as RA---TAN and DEC--TAN\n",
        ),
        (
            "chips/pair.fits",
            &[("CIRCLE", "0 10 0.01"), ("MASK", "T")],
            400,
            "UsageError: pixels of this image cannot be masked: they are integers, and its header has no BLANK; leave MASK \
             out\n",
        ),
    ] {
        let answer = cut(file, parameters).await;
        assert_eq!((answer.status, answer.text()), (status, text));
        assert!(answer.header("content-type").starts_with("text/plain"));
    }
    for (file, word) in [("short.fits", "the file ends after"), ("axis.fits", "keyword `NAXIS1`")] {
        let answer = PLACE.broken("/sync", &[("ID", &did("wide", file)), ("CIRCLE", &circle)]).await;
        assert_eq!(answer.status, 500);
        assert!(
            answer.text().starts_with("Error: the image is damaged and cannot be read: HDU 0"),
            "{}",
            answer.text()
        );
        assert!(answer.text().contains(word), "{}", answer.text());
    }
}

#[tokio::test]
async fn absurd_regions_are_answered_or_refused_and_never_more() {
    let many: String = (0..900)
        .map(|step| format!("{} {} ", f64::from(step) * 0.4, if step % 2 == 0 { 80 } else { 81 }))
        .collect();
    for (name, value) in [
        ("CIRCLE", "150 2 180"),
        ("CIRCLE", "150 2 0"),
        ("CIRCLE", "1e308 2 1e308"),
        ("CIRCLE", "330 -2 179.99"),
        ("POS", "RANGE -Inf +Inf -Inf +Inf"),
        ("POS", "RANGE 0 0 0 0"),
        ("POLYGON", "0 89 90 89 180 89 270 89"),
        ("POLYGON", &many),
        ("POLYGON", "0 0 180 0 0 90"),
        ("BAND", "-Inf +Inf"),
    ] {
        for file in ["r.fits", "pole.fits.fz", "chips/pair.fits"] {
            let answer = cut(file, &[(name, value)]).await;
            assert!([200, 204, 400].contains(&answer.status), "{file} {name}={value}: {}", answer.status);
        }
    }
}
