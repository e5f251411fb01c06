//! The list of images shows each caller those of the collections that he sees, also in the database.

use sky::{Region, SkyPosition};

use super::{ask, site_with_login};
use crate::client::Client;
use crate::harness::Site;

/// Public images, some that everybody finds and only the staff has, and some of which everybody has one filter.
const SETS: [(&str, &str); 3] = [
    ("wide", "access = 'public'"),
    ("deep", "access = { groups = ['staff'] }\nannounced = true"),
    (
        "part",
        "access = { groups = ['staff'] }\n[[images.rows_for]]\naccess = 'public'\nwhere = \"band = 'r'\"",
    ),
];

/// The sets, with two images each to come, in the filters r and g.
fn place() -> Site {
    let site = site_with_login(&[("ada", "['staff']")]);
    for (id, rules) in SETS {
        let text = format!(
            "title = '{id}'\ndescription = '{id}'\nschema = 's_{id}'\n[images]\nfolder = '/data/{id}'\n\
             publisher_did = 'ivo://example.org/{id}'\n{rules}\n"
        );
        site.write(&format!("collections/{id}.toml"), &text);
    }
    site
}

fn fill(site: &Site) {
    let centre = SkyPosition::new(10.0, 20.0).unwrap();
    let cells = sky::footprint::stored(&Region::cone(centre, 0.1).unwrap());
    let cells: Vec<String> = cells.iter().map(i64::to_string).collect();
    let rows = "INSERT INTO armilla.images (collection, file, file_bytes, file_modified, links_id, healpix, shape, cells, \
                s_region, band, dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, access_format, \
                s_ra, s_dec) \
                SELECT id, band || '.fits', 1000, now(), 'ivo%3A%2F%2Fexample.org%2F' || id || '%3F' || band, \
                armilla.healpix_index(29, 10, 20), ARRAY[10, 20, 0.1], '{CELLS}', 'CIRCLE ICRS 10 20 0.1', band, 'image', 2, id, \
                band, 'ivo://example.org/' || id || '?' || band, 'image/fits', 10, 20 \
                FROM unnest(ARRAY['wide', 'deep', 'part']) AS id, unnest(ARRAY['r', 'g']) AS band";
    site.psql(&rows.replace("CELLS", &cells.join(","))).unwrap();
}

/// The images that a caller finds, as `collection band`.
async fn found(client: &Client, user: &str, condition: &str) -> String {
    let adql = format!("SELECT obs_collection, band FROM ivoa.ObsCore {condition} ORDER BY 1, 2");
    let (status, answer) = ask(client, user, &adql).await;
    assert_eq!(status, 200, "{answer}");
    answer.replacen("obs_collection,band\n", "", 1).trim().replace(',', " ").replace('\n', ", ")
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_the_images_that_the_rules_let_him_find() {
    let site = place();
    let host = site.host();
    fill(&site);
    let client = Client::of(&host);
    let public = "deep g, deep r, part r, wide g, wide r";
    assert_eq!(found(&client, "", "").await, public);
    assert_eq!(found(&client, "ada", "").await, public.replace("part r", "part g, part r"));
    let near = "WHERE CONTAINS(POINT(s_ra, s_dec), CIRCLE(10, 20, 0.01)) = 1 AND band = 'g'";
    assert_eq!(found(&client, "", near).await, "deep g, wide g");
    let inside = "WHERE INTERSECTS(s_region, CIRCLE(10.15, 20, 0.1)) = 1 AND band = 'r'";
    assert_eq!(found(&client, "ada", inside).await, "deep r, part r, wide r");
    for hidden in ["collection", "file", "shape", "links_id"] {
        let (status, answer) = ask(&client, "ada", &format!("SELECT {hidden} FROM ivoa.obscore")).await;
        assert_eq!(status, 400, "{answer}");
        assert!(answer.contains(&format!("unknown column `{hidden}`")), "{answer}");
    }
    assert!(!host.log().contains("layer of protection is missing"), "{}", host.log());
    assert_eq!(by_hand(&site), "deep g, deep r, part r, wide g, wide r");
}

/// What the role of the anonymous reads by SQL written by hand: the only one that row-level security holds back.
fn by_hand(site: &Site) -> String {
    let role = "SELECT polroles[1]::regrole FROM pg_policy WHERE polrelid = 'armilla.images'::regclass AND NOT polpermissive";
    let roles = site.psql(role).unwrap();
    let read = "SELECT string_agg(obs_collection || ' ' || band, ', ' ORDER BY obs_collection, band) FROM armilla.images";
    site.psql(&format!("SET ROLE {roles}; {read}")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_images_are_values_like_others() {
    let site = place();
    let host = site.host();
    fill(&site);
    let client = Client::of(&host);
    let grouped = "SELECT access_format, access_url, COUNT(*) AS n FROM ivoa.obscore GROUP BY access_format, access_url";
    let (status, answer) = ask(&client, "ada", grouped).await;
    // No instance has links: the file is what it is, and nobody says where.
    assert_eq!((status, answer.as_str()), (200, "access_format,access_url,n\nimage/fits,,6\n"));
    let described = "SELECT column_name, unit, ucd FROM TAP_SCHEMA.columns WHERE table_name = 'ivoa.obscore' AND principal = 1";
    let (_, described) = ask(&client, "", described).await;
    assert_eq!(described.lines().count(), 31, "{described}");
    let lacking = client.get("/tap/capabilities").await;
    assert!(lacking.text().contains("ivo://ivoa.net/std/ObsCore#core-1.1"), "{}", lacking.text());
}
