//! Names of enumerations and of their elements: in brackets, where values stand, and in what metadata tell.

use reqwest::Method;

use super::fortress::{Fortress, query};
use crate::client::Request;

/// What stands in brackets is refused.
pub(super) const QUERIES: &[&str] = &[
    "SELECT MAG[zqtray::x] FROM plain.stars",
    "SELECT ID FROM plain.stars WHERE MAG[hues::red] > 1",
    "SELECT FLUX['; DROP TABLE depot.canary; --] FROM plain.bands",
    "SELECT FLUX[\"'; DROP TABLE depot.canary; --\"::\"x\"] FROM plain.bands",
    "SELECT FLUX[hues::\"'; DROP TABLE depot.canary; --\"] FROM plain.bands",
    "SELECT FLUX[hues::\"red\"\"; --\"] FROM plain.bands",
    "SELECT FLUX[hues::\"red\u{0}\"] FROM plain.bands",
    "SELECT FLUX[hues::red::text] FROM plain.bands",
    "SELECT FLUX[hues::red; SELECT 1] FROM plain.bands",
    "SELECT FLUX[hues::(SELECT egg FROM depot.canary)] FROM plain.bands",
    "SELECT FLUX[(SELECT egg FROM depot.canary)] FROM plain.bands",
    "SELECT FLUX[(SELECT MAX(egg) FROM depot.canary)::int] FROM plain.bands",
    "SELECT FLUX[pg_sleep(60)] FROM plain.bands",
    "SELECT FLUX[hues.red] FROM plain.bands",
    "SELECT FLUX[::red] FROM plain.bands",
    "SELECT FLUX[hues::] FROM plain.bands",
    "SELECT FLUX['red'] FROM plain.bands",
    "SELECT FLUX[$1] FROM plain.bands",
    "SELECT FLUX[0] FROM plain.bands",
    "SELECT FLUX[99999999999999999999] FROM plain.bands",
    "SELECT FLUX[pg_catalog::int4] FROM plain.bands",
    "SELECT '1'::regclass FROM plain.bands",
    "SELECT ID FROM plain.bands WHERE ID = hues::\"red' OR '1'='1\"",
    "SELECT hues::red::oid FROM plain.bands",
];

/// `COLUMN`, `NAME` and `ELEMENT` are hidden names, or names of nothing.
pub(super) const HIDDEN: &[&str] = &[
    "SELECT FLUX[NAME::ELEMENT] FROM plain.bands",
    "SELECT FLUX[hues::ELEMENT] FROM plain.bands",
    "SELECT FLUX[NAME::red] FROM plain.bands",
    "SELECT COLUMN[NAME::ELEMENT] FROM plain.bands",
    "SELECT COLUMN[1] FROM plain.bands",
    "SELECT NAME::ELEMENT AS n FROM plain.bands",
    "SELECT ID FROM plain.bands WHERE ID = \"NAME\"::\"ELEMENT\"",
    "SELECT ID FROM plain.shown WHERE ID < NAME::ELEMENT",
];

/// Column, enumeration and element: the hidden ones, and nothing.
const NAMES: [[&str; 3]; 2] = [["zqglow", "zqtones", "zqteal"], ["zqglox", "zqtonex", "zqteax"]];

#[tokio::test]
async fn nothing_in_brackets_reaches_further_than_an_element() {
    let fortress = Fortress::new();
    let rows = fortress.rows("SELECT FLUX[hues::red] AS r FROM plain.bands").await;
    let same = fortress.rows("SELECT MAG AS r FROM plain.shown").await;
    assert_eq!((rows.len(), rows), (61, same));
    for adql in QUERIES {
        let answer = fortress.asked(query(adql)).await;
        assert_eq!(answer.status, 400, "{adql}: {}", answer.text());
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn the_enumeration_of_a_hidden_column_is_answered_like_nothing() {
    let fortress = Fortress::new();
    for form in HIDDEN {
        let mut answers = Vec::new();
        for [column, name, element] in NAMES {
            let adql = form.replace("COLUMN", column).replace("NAME", name).replace("ELEMENT", element);
            let answer = fortress.asked(query(&adql)).await;
            assert_eq!(answer.status, 400, "{adql}: {}", answer.text());
            answers.push(answer.text().replace(column, "C").replace(name, "N").replace(element, "E"));
        }
        assert_eq!(answers[0], answers[1], "{form}");
    }
    let rows = fortress.rows("SELECT enumeration_name, element_name FROM TAP_SCHEMA.enumerations").await;
    assert_eq!(rows, ["enumeration_name,element_name", "hues,blue", "hues,red"]);
    for path in ["/tap/capabilities", "/tap/examples", "/filters", "/filters/enumerations", "/tap/sync"] {
        fortress.asked(Request::new(Method::GET, path)).await;
    }
}
