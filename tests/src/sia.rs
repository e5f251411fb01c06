//! Image searches as clients see them, over a list of images whose places are known.

mod answers;
mod clients;
mod documents;
mod regions;
mod sample;
mod version1;

use std::sync::LazyLock;

use reqwest::Method;

use crate::client::{Client, Request, Votable};
use crate::harness::{Host, Site};

/// A host with the images of [`sample`].
struct Place {
    site: Site,
    host: Host,
}

static PLACE: LazyLock<Place> = LazyLock::new(|| {
    let site = sample::site();
    let host = site.host();
    sample::fill(&site);
    Place { site, host }
});

fn client() -> Client {
    Client::of(&PLACE.host)
}

/// A search in version 2.0.
async fn search(parameters: &[(&str, &str)]) -> Votable {
    let answer = client().send(Request::new(Method::GET, "/sia/query").with(parameters)).await;
    assert_eq!(answer.status, 200, "{parameters:?}: {}", answer.text());
    answer.votable()
}

/// The `obs_id` of the images that a search in version 2.0 finds, in their order.
async fn ids(parameters: &[(&str, &str)]) -> Vec<String> {
    column(&search(parameters).await, "obs_id")
}

/// A search in version 1.0.
async fn search1(parameters: &[(&str, &str)]) -> Votable {
    let answer = client().send(Request::new(Method::GET, "/sia/v1").with(parameters)).await;
    assert_eq!(answer.status, 200, "{parameters:?}: {}", answer.text());
    answer.votable()
}

/// The values of a column, sorted.
fn column(table: &Votable, name: &str) -> Vec<String> {
    let place = table.names().iter().position(|known| *known == name);
    let place = place.unwrap_or_else(|| panic!("no {name} among {:?}", table.names()));
    let mut values: Vec<String> = table.rows().iter().map(|row| row[place].clone()).collect();
    values.sort();
    values
}
