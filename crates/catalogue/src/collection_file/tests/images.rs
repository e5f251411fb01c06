//! Tests of `[images]`: header keywords, and tables that are there.

use super::*;
use crate::images::Mapped;

const IMAGES: &str = "[images]\nfolder = 'x'\npublisher_did = 'ivo://example.org/a'\n";

#[test]
fn images_say_their_keywords_and_their_table() {
    let text = format!(
        "{HEAD}{IMAGES}table = 'Tiles'\n[images.keywords]\nfilter = ['FILTNAM', 'FILTER2']\ntitle = 'TITLE'\n\
         [images.columns]\nfile = 'path'\ncalib_level = {{ value = 3 }}\n"
    );
    let images = good(&text).images.unwrap();
    assert_eq!(images.keywords("filter").collect::<Vec<_>>(), ["FILTNAM", "FILTER2"]);
    assert_eq!(images.keywords("title").collect::<Vec<_>>(), ["TITLE"]);
    assert_eq!(images.keywords("target").collect::<Vec<_>>(), ["OBJECT"]);
    let table = images.table.unwrap();
    assert_eq!((table.relation.schema.as_str(), table.relation.table.as_str()), ("jplus", "Tiles"));
    let mapped = [
        ("file".to_owned(), Mapped::Column("path".to_owned())),
        ("calib_level".to_owned(), Mapped::Constant("3".to_owned())),
    ];
    assert_eq!(table.columns, mapped);
}

#[test]
fn mistakes_in_images_are_told_with_their_places() {
    let text = format!(
        "{HEAD}{IMAGES}table = 'tiles'\n[images.keywords]\nfilter = 'Filter'\nfilters = 'X'\n[images.columns]\n\
         s_ra = 7\nobs_publisher_did = 'did'\ns_decc = 'dec'\n"
    );
    let problems = parse(FILE, &text).unwrap_err();
    let first = HEAD.lines().count() as u32 + 4;
    let told = problems.list().iter().map(|problem| {
        format!("{}:{} {}", problem.place.line - first, problem.place.column, problem.message)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "0:9 nothing names the images of the table",
            "2:10 key `filter`: `Filter` is no keyword of FITS",
            "3:1 unknown key `filters` of `keywords`",
            "5:8 key `s_ra`: expected the name of a column, or a constant",
            "6:1 unknown key `obs_publisher_did` of `columns`",
            "7:1 unknown key `s_decc` of `columns`",
        ]
    );
    let hint = |place: usize| problems.list()[place].hint.as_deref().unwrap();
    assert_eq!(
        hint(0),
        "map `file` to the column with the path below `folder`, or `obs_id`, below `[images.columns]`"
    );
    assert_eq!(hint(1), "keywords have at most 8 capital letters, digits, `-` and `_`, e.g. FILTER");
    assert_eq!(hint(3), "write s_ra = \"NAME\" for a column, s_ra = { value = \"text\" } for a constant");
    assert_eq!(hint(4), "it follows from the collection and the name of the image");
    assert!(hint(5).starts_with("did you mean `s_dec`? known columns: "));
    let text = format!("{HEAD}{IMAGES}[images.columns]\ns_ra = 'ra'\n");
    let problem = &parse(FILE, &text).unwrap_err().list()[0].clone();
    assert_eq!(problem.message, "columns of no table");
}
