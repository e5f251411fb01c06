//! Documents of links: rows, services, errors, and links of other plugins.

use reqwest::Method;

use super::{PLACE, did};
use crate::client::{Answer, Request, Votable};
use crate::harness::stilts;

/// The values of two columns.
fn pairs(table: &Votable, columns: [&str; 2]) -> Vec<[String; 2]> {
    let [first, second] = columns.map(|name| table.column(name));
    first.into_iter().zip(second).map(|(first, second)| [first, second]).collect()
}

fn semantics(answer: &Answer, id: &str) -> Vec<String> {
    let rows = pairs(&answer.votable(), ["ID", "semantics"]);
    rows.into_iter().filter(|[of, _]| of == id).map(|[_, semantics]| semantics).collect()
}

#[tokio::test]
async fn an_image_has_its_file_cutouts_pictures_and_its_field_in_other_filters() {
    let id = did("wide", "g.fits");
    let answer = PLACE.get("/links", &[("ID", &id)]).await;
    assert_eq!(answer.header("content-type"), "application/x-votable+xml;content=datalink");
    assert_eq!(
        semantics(&answer, &id),
        [
            "#this",
            "#cutout",
            "#cutout",
            "#preview-image",
            "#thumbnail",
            "#preview-image",
            "#coderived",
            "#coderived"
        ]
    );
    let table = answer.votable();
    let bytes = super::bytes_of(&PLACE.path("g.fits")).len().to_string();
    assert_eq!(
        (table.column("content_length")[0].as_str(), table.column("content_type")[0].as_str()),
        (bytes.as_str(), "image/fits")
    );
    assert_eq!(table.column("content_qualifier")[0], "#image");
    for (url, kind) in table.column("access_url").into_iter().zip(table.column("content_type")) {
        let Some(path) = url.strip_prefix(PLACE.host.base()) else { continue };
        let there = PLACE.client().get(path).await;
        assert_eq!((there.status, there.header("content-type")), (200, kind.as_str()), "{url}");
    }
    // Each row is one thing: an address, a service or an error.
    let [url, service, error] = ["access_url", "service_def", "error_message"].map(|name| table.column(name));
    for row in 0..url.len() {
        let there =
            [&url[row], &service[row], &error[row]].into_iter().filter(|value| !value.is_empty()).count();
        assert_eq!(there, 1, "row {row}");
    }
}

#[tokio::test]
async fn services_of_an_image_have_its_limits_and_an_identifier_of_their_own() {
    let ids = [did("wide", "g.fits"), did("wide", "pole.fits.fz")];
    let answer = PLACE.get("/links", &[("ID", &ids[0]), ("ID", &ids[1])]).await;
    let xml = answer.text();
    let resources: Vec<&str> =
        xml.split("<RESOURCE ").filter(|part| part.contains("adhoc:service")).collect();
    assert_eq!(resources.len(), 4);
    let of_first: Vec<&&str> = resources.iter().filter(|part| part.contains("g.fits")).collect();
    assert_eq!(of_first.len(), 2);
    for text in [
        "<PARAM name=\"standardID\" datatype=\"char\" arraysize=\"*\" value=\"ivo://ivoa.net/std/SODA#sync-1.0\"/>",
        "name=\"CIRCLE\" datatype=\"double\" arraysize=\"3\" xtype=\"circle\" unit=\"deg\" ucd=\"pos.outline;obs\"",
        "<MIN value=\"0.0000004\"/><MAX value=\"0.00000055\"/>",
        "name=\"POS\" datatype=\"char\" arraysize=\"*\" ucd=\"pos.outline;obs\"",
        &format!("ucd=\"meta.ref.url;meta.curation\" value=\"{}\"", ids[0]),
    ] {
        assert!(of_first[0].contains(text), "{text}: {}", of_first[0]);
    }
    let mut names: Vec<String> = answer.votable().column("service_def");
    names.retain(|name| !name.is_empty());
    for name in &names {
        assert!(xml.contains(&format!(" ID=\"{name}\"")), "{name}");
    }
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
}

#[tokio::test]
async fn identifiers_are_answered_in_their_order_and_unknown_ones_with_an_error() {
    let [good, bad] = [did("wide", "g.fits"), did("wide", "none.fits")];
    let asked = [("ID", bad.as_str()), ("ID", &good), ("ID", &bad), ("id", "../../etc/passwd")];
    let answer = PLACE.client().send(Request::new(Method::POST, "/datalink/links").with(&asked)).await;
    let mut order = answer.votable().column("ID");
    order.dedup();
    assert_eq!(order, [bad.clone(), good, "../../etc/passwd".to_owned()]);
    let errors = pairs(&answer.votable(), ["error_message", "semantics"]);
    let text = format!("NotFoundFault: there is no image with the identifier `{bad}`");
    assert_eq!(errors[0], [text, "#this".to_owned()]);
}

#[tokio::test]
async fn no_identifier_is_an_empty_table_and_an_unknown_format_a_document_of_an_error() {
    let empty = PLACE.get("/links", &[]).await;
    assert_eq!(empty.status, 200);
    assert!(empty.votable().rows().is_empty());
    assert!(empty.text().contains("utype=\"adhoc:this\""), "{}", empty.text());
    assert!(
        empty.text().contains("<INFO name=\"standardID\" value=\"ivo://ivoa.net/std/DataLink#links-1.1\"/>")
    );
    let id = did("wide", "g.fits");
    for format in [
        "votable",
        "application/x-votable+xml;content=datalink",
        "application/x-votable+xml;serialization=binary2",
    ] {
        let answer = PLACE.get("/links", &[("ID", &id), ("RESPONSEFORMAT", format)]).await;
        assert!(answer.status == 200 && answer.text().contains("<TABLEDATA>"), "{format}: {}", answer.text());
    }
    let wrong = PLACE.get("/links", &[("ID", &id), ("RESPONSEFORMAT", "foo")]).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.votable().error().starts_with("UsageFault: "), "{}", wrong.text());
}

#[tokio::test]
async fn a_document_of_fifty_identifiers_is_one_and_a_larger_one_says_that_it_is_cut() {
    let ids: Vec<String> = (0..50)
        .map(|number| {
            did("wide", if number % 2 == 0 { "g.fits" } else { "r.fits" })
                + &"x".repeat(number / 2 * usize::from(number > 1))
        })
        .collect();
    let form: Vec<(&str, &str)> = ids.iter().map(|id| ("ID", id.as_str())).collect();
    let answer = PLACE.client().send(Request::new(Method::POST, "/datalink/links").with(&form)).await;
    let mut order = answer.votable().column("ID");
    order.dedup();
    assert_eq!(order, ids);
    let many: Vec<String> = (0..501).map(|number| format!("ivo://example.org/x?{number}")).collect();
    let form: Vec<(&str, &str)> = many.iter().map(|id| ("ID", id.as_str())).collect();
    let cut = PLACE.client().send(Request::new(Method::POST, "/datalink/links").with(&form)).await;
    assert_eq!(cut.votable().rows().len(), 500);
    assert!(cut.text().contains("<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>"));
}

#[tokio::test]
async fn a_place_and_an_identifier_of_another_plugin_have_links_too() {
    let place = "pos:150.004,1.997";
    let answer = PLACE.get("/links", &[("ID", place), ("ID", "pos:10,10"), ("ID", "pos:1,100")]).await;
    let found = semantics(&answer, place);
    assert_eq!(found, ["#counterpart", "#cutout", "#preview-image"].repeat(3));
    assert_eq!(semantics(&answer, "pos:10,10"), ["#this"]);
    for (url, kind) in
        answer.votable().column("access_url").into_iter().zip(answer.votable().column("content_type"))
    {
        let Some(path) = url.strip_prefix(PLACE.host.base()) else { continue };
        let there = PLACE.client().get(path).await;
        assert_eq!((there.status, there.header("content-type")), (200, kind.as_str()), "{url}");
    }
}

#[tokio::test]
async fn another_plugin_adds_links_and_a_broken_one_takes_none_away() {
    let place = super::Place::start("");
    place.site.write("extras.toml", "plugin = \"extras\"\nmount = \"/extras\"\n");
    let id = did("wide", "r.fits");
    let ask =
        async || place.get_as("ada", "/links", &[("ID", &id), ("ID", "extras:1"), ("ID", "extra:1")]).await;
    for _ in 0..500 {
        if ask().await.text().contains("extras.example") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let answer = ask().await;
    assert_eq!(semantics(&answer, "extras:1"), ["#this"]);
    assert_eq!(semantics(&answer, &id).last().map(String::as_str), Some("#documentation"));
    assert!(
        answer.votable().column("description").contains(&"Notes for ada".to_owned()),
        "{}",
        answer.text()
    );
    let unknown = answer.votable().column("error_message").pop().unwrap();
    assert_eq!(unknown, "NotFoundFault: there is no image with the identifier `extra:1`");
    place
        .host
        .assert_logs("an offer of `extras` at `datalink.link` is left out: a link of `extras:1` has neither");
}

/// What STILTS 3.4.7 says of terms that its copy of the vocabulary does not have yet; that of 3.5.2 has them.
fn is_newer(line: &str) -> bool {
    ["'thumbnail'", "'coderived'"]
        .iter()
        .any(|term| line.contains("Unknown predicate") && line.contains(term))
}

#[tokio::test]
async fn datalinklint_and_votlint_have_nothing_to_say() {
    let folder = crate::harness::new_folder();
    let ids = [did("wide", "g.fits"), did("wide", "none.fits"), did("wide", "chips/pair.fits")];
    for asked in [&ids[..1], &ids[1..], &[]] {
        let form: Vec<(&str, &str)> = asked.iter().map(|id| ("ID", id.as_str())).collect();
        let answer = PLACE.get("/links", &form).await;
        let file = folder.path().join("links.vot");
        std::fs::write(&file, &answer.body).unwrap();
        let said = stilts(&["datalinklint", &format!("votable={}", file.display())]);
        assert!(said.contains("Totals: Errors: "), "{said}");
        let complaint =
            |line: &&str| ["E-", "W-", "F-"].iter().any(|kind| line.starts_with(kind)) && !is_newer(line);
        assert_eq!(said.lines().filter(complaint).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
