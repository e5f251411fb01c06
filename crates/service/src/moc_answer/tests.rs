//! Coverage is answered in the form and at the order that are asked for.

use catalogue::{Published, Scope, TableStatistics, Viewer};
use plugin_api::test_kit::block_on;
use plugin_api::{ByteStream, RequestHead};

use super::*;

const STARS: &str = r#"
title = "Stars"
description = "Stars"
access = "public"
schema = "sky"
[[table]]
name = "Stars"
position = { lon = "RA", lat = "DEC" }
columns.RA = { type = "double", unit = "deg", ucd = "pos.eq.ra;meta.main" }
columns.DEC = { type = "double", unit = "deg", ucd = "pos.eq.dec;meta.main" }
[[table]]
name = "Tiles"
columns.ID.type = "long"
"#;

fn scope(access: &str) -> Scope {
    let text = STARS.replace("\"public\"", access);
    let mut collection = catalogue::parse("stars.toml", &text).unwrap();
    let known = TableStatistics { moc: Some("3/5 6/1000".to_owned()), ..TableStatistics::default() };
    collection.tables[0].take_statistics(|_| Some(&known));
    let all = Published::new(vec![collection]).scope("tap", None).unwrap();
    all.visible_to(&Viewer { groups: vec!["staff".to_owned()], ..Viewer::default() })
}

fn ask(scope: &Scope, table: &str, query: &str, headers: &[(&str, &str)]) -> Result<Answer> {
    let headers =
        headers.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
    let head = RequestHead { method: "GET".into(), query: query.into(), headers, ..RequestHead::default() };
    let tables: Vec<_> =
        scope.tables().filter(|one| table.is_empty() || one.qualified_name() == table).collect();
    let params = Params::read(Some(query), None, dali::Limits::default()).unwrap();
    moc_answer(&Request::new(head, ByteStream::empty()), &params, &tables)
}

fn told(query: &str, headers: &[(&str, &str)]) -> (String, Bytes) {
    let answer = ask(&scope("\"public\""), "sky.Stars", query, headers).unwrap();
    assert_eq!(answer.status(), 200);
    let kind = answer.header("content-type").unwrap().to_owned();
    (kind, block_on(answer.into_body().collect(1 << 20)).unwrap())
}

fn refused(table: &str, query: &str) -> (u16, String) {
    let error = ask(&scope("\"public\""), table, query, &[]).err().unwrap();
    (error.kind().status(), error.for_client().to_owned())
}

#[test]
fn form_follows_the_parameter_then_the_header_and_is_fits_otherwise() {
    for (query, accept, kind, begin) in [
        ("", None, "application/fits", "SIMPLE  ="),
        ("", Some("*/*"), "application/fits", "SIMPLE  ="),
        ("", Some("image/png"), "application/fits", "SIMPLE  ="),
        ("", Some("application/json, */*;q=0.1"), "application/json", "{"),
        ("", Some("text/*"), "text/plain; charset=utf-8", "3/5 6/1000"),
        ("format=ASCII", Some("application/json"), "text/plain; charset=utf-8", "3/5 6/1000"),
        ("FORMAT=json", None, "application/json", "{"),
        ("RESPONSEFORMAT=application/fits", None, "application/fits", "SIMPLE  ="),
        ("FORMAT=text/plain;charset=utf-8", None, "text/plain; charset=utf-8", "3/5 6/1000"),
    ] {
        let headers: Vec<_> = accept.map(|accept| ("accept", accept)).into_iter().collect();
        let (found, body) = told(query, &headers);
        assert_eq!(found, kind, "{query} {accept:?}");
        assert!(body.starts_with(begin.as_bytes()), "{query} {accept:?}: {body:?}");
    }
}

#[test]
fn order_makes_the_map_coarser_and_never_finer() {
    for (order, text) in [("6", "3/5 6/1000"), ("29", "3/5 6/1000"), ("4", "3/5 4/62"), ("0", "0/0")] {
        assert_eq!(told(&format!("format=ascii&order={order}"), &[]).1, text, "{order}");
    }
}

#[test]
fn several_tables_are_one_map_and_those_without_coverage_are_passed_over() {
    let answer = ask(&scope("\"public\""), "", "format=ascii", &[]).unwrap();
    assert_eq!(block_on(answer.into_body().collect(100)).unwrap(), "3/5 6/1000");
}

#[test]
fn what_cannot_be_answered_is_told_with_its_reason() {
    let order = (400, "ORDER is a whole number from 0 to 29".to_owned());
    for wrong in ["30", "-1", "3.5", "six", "256"] {
        assert_eq!(refused("sky.Stars", &format!("order={wrong}")), order, "{wrong}");
    }
    let format = (400, "FORMAT is `fits`, `json` or `ascii`".to_owned());
    assert_eq!(refused("sky.Stars", "format=votable"), format);
    assert_eq!(refused("sky.Tiles", ""), (404, UNKNOWN.to_owned()));
}

#[test]
fn a_cache_may_keep_public_coverage_and_asks_again_for_secret_one() {
    let public = scope("\"public\"");
    let secret = scope("{ groups = [\"staff\"] }");
    let header = |scope: &Scope, query: &str, name: &str| {
        ask(scope, "sky.Stars", query, &[]).unwrap().header(name).unwrap().to_owned()
    };
    assert_eq!(header(&public, "", "cache-control"), "public, max-age=300");
    assert_eq!(header(&secret, "", "cache-control"), "private, no-cache");
    assert_eq!(header(&public, "", "vary"), "accept");
    assert_eq!(header(&public, "", "content-disposition"), "attachment; filename=\"Moc.fits\"");
    assert_ne!(header(&public, "", "etag"), header(&public, "order=3", "etag"));
    let tag = header(&public, "", "etag");
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let answer = ask(&public, "sky.Stars", "", &[("if-none-match", &known)]).unwrap();
        assert_eq!((answer.status(), answer.header("etag")), (304, Some(tag.as_str())), "{known}");
        assert!(block_on(answer.into_body().collect(1)).unwrap().is_empty());
    }
    assert_eq!(ask(&public, "sky.Stars", "", &[("if-none-match", "\"x\"")]).unwrap().status(), 200);
}
