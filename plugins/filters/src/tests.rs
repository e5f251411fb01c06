//! The plugin on a host without a socket and without a database.

use std::time::{Duration, Instant};

use bytes::{BufMut, Bytes, BytesMut};
use plugin_api::RowItem;
use plugin_api::test_kit::{TestHost, TestPlugin};

use super::*;

const IN_FILE: &str = "[settings.enumerations.jplus]\ndescription = \"Filters <of> J-PLUS\"\nelements = [\n\
    { name = \"rSDSS\", index = 1, wavelength_nm = 625.4, colour = \"#e4572e\", description = \"red & far\" },\n\
    { name = \"gSDSS\", index = 2 },\n]\n\
    [settings.enumerations.hidden]\ncollections = [\"sim-idr2\"]\nelements = [{ name = \"secret\", index = 1 }]\n";

const IN_TABLE: &str = "[settings.enumerations.jpas]\ntable = { schema = \"s\", table = \"t\", name_column = \"n\", \
    index_column = \"i\", refresh_secs = 1 }\n";

/// Rows of name, index and wavelength.
fn rows(elements: &[(&str, i64, Option<f64>)]) -> Vec<RowItem> {
    let mut batch = BytesMut::new();
    let cell = |batch: &mut BytesMut, value: Option<&[u8]>| match value {
        Some(value) => {
            batch.put_i32(value.len() as i32);
            batch.put_slice(value);
        }
        None => batch.put_i32(-1),
    };
    for (name, index, wavelength) in elements {
        batch.put_i16(6);
        cell(&mut batch, Some(name.as_bytes()));
        cell(&mut batch, Some(&index.to_be_bytes()));
        cell(&mut batch, None);
        cell(&mut batch, wavelength.map(f64::to_be_bytes).as_ref().map(|bytes| &bytes[..]));
        cell(&mut batch, None);
        cell(&mut batch, None);
    }
    let end = RowItem::End { rows: elements.len() as u64, overflow: false };
    vec![RowItem::Rows(Bytes::from(batch)), end]
}

#[test]
fn what_belongs_to_all_collections_is_shown_and_what_belongs_to_one_is_not() {
    let filters = TestPlugin::<Filters>::new(IN_FILE).unwrap();
    let json: serde_json::Value = serde_json::from_str(&filters.get("/enumerations").text()).unwrap();
    assert_eq!(json["enumerations"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["enumerations"][0]["elements"][0]["wavelength_nm"], 625.4);
    let page = filters.get("").text();
    assert!(page.contains("Filters &lt;of&gt; J-PLUS") && page.contains("red &amp; far"), "{page}");
    assert!(!page.contains("secret") && !page.contains("hidden"), "{page}");
}

#[test]
fn a_page_without_enumerations_says_where_others_are() {
    let page = TestPlugin::<Filters>::new("").unwrap().get("").text();
    assert!(page.contains("<code>TAP_SCHEMA.enumerations</code>"), "{page}");
}

#[test]
fn a_table_is_read_at_the_start_and_again_when_its_time_has_come() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let readings = AtomicU32::new(0);
    let host = TestHost::default().answering(move |query| {
        assert!(query.sql.starts_with("SELECT \"n\"::text, \"i\"::int8, NULL::text"), "{}", query.sql);
        let reading = readings.fetch_add(1, Ordering::Relaxed);
        let name = if reading == 0 { "J0378" } else { "J0395" };
        Ok((Vec::new(), rows(&[(name, 1, Some(f64::from(378.3_f32)))])))
    });
    let filters = TestPlugin::<Filters>::on(host, IN_TABLE).unwrap();
    let first = filters.get("/enumerations").text();
    assert!(first.contains("\"J0378\"") && first.contains("378.3,"), "{first}");
    let begun = Instant::now();
    while !filters.get("/enumerations").text().contains("J0395") {
        assert!(begun.elapsed() < Duration::from_secs(20), "the change was not seen");
        std::thread::yield_now();
    }
}

#[test]
fn a_table_that_cannot_be_used_leaves_the_rest_working() {
    for broken in [rows(&[("", 1, None)]), rows(&[("a", -1, None)]), rows(&[]), Vec::new()] {
        let host = TestHost::default().answering(move |_| Ok((Vec::new(), broken.clone())));
        let filters = TestPlugin::<Filters>::on(host, &format!("{IN_FILE}{IN_TABLE}")).unwrap();
        let shown = filters.get("/enumerations").text();
        assert!(shown.contains("rSDSS") && !shown.contains("jpas"), "{shown}");
    }
}

#[test]
fn settings_with_a_mistake_are_refused() {
    let error = TestPlugin::<Filters>::new("[settings.enumerations.jplus]\nelements = []\n").err().unwrap();
    assert_eq!(error.for_client(), "enumeration `jplus` has no elements");
}
