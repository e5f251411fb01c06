//! What is not there, in the same words for what a caller may not know of.

use bytes::Bytes;
use plugin_api::{Answer, Error};

use crate::params::Named;

/// There is no such HiPS; for those who see the collection.
pub(crate) fn no_hips(named: &Named<'_>) -> Error {
    let shown = |text: &str| text.chars().filter(|letter| !letter.is_control()).take(100).collect::<String>();
    let (name, collection) = (shown(named.name), shown(named.collection));
    Error::not_found(format!(
        "there is no sky view `{name}` of the images of `{collection}`; /list tells which there are"
    ))
}

/// There is no such file: a tile outside of the images, most often, which costs little and may be kept.
pub(crate) fn no_file(caching: &str) -> Answer {
    let body = Bytes::from_static(b"there is no such tile\n");
    Answer::new(404, "text/plain; charset=utf-8", body).with_header("cache-control", caching)
}
