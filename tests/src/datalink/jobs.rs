//! Cutouts as jobs.

use reqwest::Method;

use super::{PLACE, circle, did};
use crate::client::{Answer, Request};
use crate::policy::as_user;

/// Makes a job as a user, waits for its end, and gives its path.
async fn job(user: &str, parameters: &[(&str, &str)]) -> String {
    let form: Vec<(&str, &str)> = parameters.iter().copied().chain([("PHASE", "RUN")]).collect();
    let request = Request::new(Method::POST, "/datalink/async").with(&form);
    let made = PLACE.client().send(as_user(request, user)).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let path = made.header("location").replacen(PLACE.host.base(), "", 1);
    while !read(user, &format!("{path}?WAIT=30")).await.text().contains("endTime>2") {}
    path
}

async fn read(user: &str, path: &str) -> Answer {
    PLACE.client().send(as_user(Request::new(Method::GET, path), user)).await
}

#[tokio::test]
async fn a_job_has_a_result_for_each_image_and_each_region() {
    let [r, pole] = [did("wide", "r.fits"), did("wide", "pole.fits.fz")];
    let parameters = [
        ("ID", r.as_str()),
        ("ID", &pole),
        ("CIRCLE", &circle()),
        ("POS", "CIRCLE 20 -89.99 0.01"),
        ("BAND", "6e-7"),
    ];
    let path = job("", &parameters).await;
    let results = read("", &format!("{path}/results")).await;
    assert_eq!(results.text().matches("<uws:result ").count(), 4, "{}", results.text());
    let mut kinds = Vec::new();
    for number in 1..=4 {
        let result = read("", &format!("{path}/results/cutout_{number}")).await;
        assert_eq!(result.status, 200);
        kinds.push(result.header("content-type").to_owned());
        if number == 1 {
            let same = [("ID", r.as_str()), ("POS", "CIRCLE 20 -89.99 0.01"), ("BAND", "6e-7")];
            let at_once = PLACE.get("/sync", &same).await;
            assert_eq!((at_once.status, result.text()), (204, "UsageError: the image has no pixels there\n"));
        }
    }
    let fits = kinds.iter().filter(|kind| *kind == "application/fits").count();
    assert_eq!((fits, kinds.len()), (2, 4), "{kinds:?}");
}

#[tokio::test]
async fn a_job_with_a_wrong_parameter_fails_with_the_label_of_soda() {
    let path = job("", &[("ID", &did("wide", "r.fits")), ("CIRCLE", "1 2")]).await;
    assert_eq!(read("", &format!("{path}/phase")).await.text().trim(), "ERROR");
    assert_eq!(
        read("", &format!("{path}/error")).await.text(),
        "UsageError: parameter CIRCLE has the value `1 2`; it must be three numbers of degrees: longitude, latitude, radius, \
         e.g. `10.2 -5.5 0.05`\n"
    );
}

#[tokio::test]
async fn results_of_restricted_images_are_for_those_who_may_have_them() {
    let id = did("secret", "a.fits");
    let with = [("ID", id.as_str()), ("CIRCLE", "40 5 0.005")];
    let path = job("ada", &with).await;
    let result = format!("{path}/results/cutout_1");
    assert_eq!(read("ada", &result).await.header("content-type"), "application/fits");
    assert_eq!((read("", &result).await.status, read("bob", &result).await.status), (404, 404));
    let path = job("bob", &with).await;
    let told = read("bob", &format!("{path}/results/cutout_1")).await;
    assert_eq!(told.text(), format!("UsageError: there is no image with the identifier `{id}`\n"));
}
