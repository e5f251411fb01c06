//! Columns whose values are not stored as users see them.

use adql::Options;
use catalogue::{Published, Scope, Viewer, parse};
use sky::Healpix;

/// The list of images with the addresses of links.
fn scope(access: &str) -> Scope {
    let text = format!(
        "title = 'T'\ndescription = 'D'\nschema = 's'\n[images]\nfolder = '/data'\n\
         publisher_did = 'ivo://example.org/s'\n{access}\n"
    );
    let whole = Published::new(vec![parse("set.toml", &text).unwrap()]).scope("tap", None).unwrap();
    whole.with_image_links(Some("http://a/it's?ID=".to_owned())).visible_to(&Viewer::default())
}

fn sql(query: &str, access: &str) -> String {
    adql::translate(query, &scope(access), &Healpix, &Options::default()).unwrap().sql
}

#[test]
fn a_text_stands_before_what_is_stored_and_a_constant_in_its_place() {
    assert_eq!(
        sql(
            "SELECT access_url, access_format FROM ivoa.obscore WHERE access_url LIKE '%x'",
            "access = 'public'"
        ),
        "SELECT ('http://a/it''s?ID=' || \"t1\".\"links_id\")::text AS \"c1\", \
         'application/x-votable+xml;content=datalink'::text::text AS \"c2\" \
         FROM (SELECT \"links_id\", \"access_format\" FROM \"armilla\".\"images\" WHERE \"collection\" = 'set') AS \"t1\" \
         WHERE (('http://a/it''s?ID=' || \"t1\".\"links_id\") LIKE '%x' ESCAPE '')"
    );
}

#[test]
fn filters_see_derived_columns_as_users_do() {
    let rows = "access = { groups = ['staff'] }\n[[images.rows_for]]\naccess = 'public'\nwhere = \"access_url LIKE 'http:%'\"";
    let sql = sql("SELECT band FROM ivoa.obscore", rows);
    assert!(sql.contains("(('http://a/it''s?ID=' || \"r0\".\"links_id\") LIKE 'http:%' ESCAPE '')"), "{sql}");
}
