//! Attacks by an anonymous caller on a site of which he may see a part: every one ends in a clear refusal or in the rows
//! that are his, tells nothing, and changes nothing.

mod conditions;
mod elements;
mod fits;
mod fortress;
mod injections;
mod jobs;
mod names;
mod parameters;
mod timing;
mod uploads;

#[test]
fn the_list_is_long_enough() {
    let count = injections::QUERIES.len()
        + conditions::SAME.len()
        + conditions::FAILING.len() * conditions::PLACES.len()
        + names::QUERIES.len()
        + elements::QUERIES.len()
        + elements::HIDDEN.len()
        + fits::NAMES.len()
        + fits::FORMATS.len()
        + jobs::QUERIES.len()
        + jobs::CHANGES.len()
        + jobs::BELOW.len()
        + parameters::OF_SYNC.len()
        + parameters::OF_CONES.len()
        + parameters::PATHS.len()
        + uploads::NAMES.len()
        + uploads::COLUMNS.len()
        + uploads::VALUES.len();
    assert!(count >= 150, "{count}");
}
