//! What people read: the page in HTML and the table in plain text.

use catalogue::{Datatype, PgBase, PgType, ResultColumn};
use formats::{End, Format, Head, Info, Link, Options, writer};

use crate::pg::{Value, batch, doubles, text};
use crate::write::{array, column, document, raw_document, scalar};

fn columns() -> [ResultColumn; 3] {
    let mut mag = scalar("mag", Datatype::Float, PgBase::Float4);
    mag.field.unit = Some("mag".into());
    mag.field.ucd = Some("phot.mag".into());
    mag.field.description = Some("Brightness in \"r\" < 20".into());
    [
        column("name", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
        mag,
        array("place", Datatype::Double, "2", PgBase::Float8),
    ]
}

/// A page of rows that are all alike, in batches of a hundred.
fn page(about: &Head<'_>, row: Vec<Value>, count: usize, overflow: bool) -> String {
    let mut writer = writer(&Format::parse(Some("html")).unwrap(), about, &Options::default()).unwrap();
    let (mut out, mut rows) = (Vec::new(), 0);
    writer.begin(&mut out);
    let hundred = batch(&vec![row.clone(); 100]);
    for _ in 0..count / 100 {
        rows += writer.rows(&hundred, &mut out).unwrap();
    }
    rows += writer.rows(&batch(&vec![row; count % 100]), &mut out).unwrap();
    writer.end(&End { rows, overflow }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_page_escapes_every_text() {
    let columns = columns();
    let warning = Info::new("QUERY_WARNING", "7 10 a & b");
    let infos = [Info::new("QUERY", "SELECT '<b>'"), Info::new("standardID", "x"), warning];
    let links = [Link { label: "csv".into(), href: "?QUERY=a&FORMAT=\"csv\"".into() }];
    let about = Head {
        infos: &infos,
        name: Some("<t>"),
        description: Some("R & D"),
        links: &links,
        ..Head::new(&columns)
    };
    let row = vec![text("<script>alert(1)</script>"), Value::Float4(1.5), doubles(&[1.0, -2.0])];
    let page = page(&about, row, 1, false);
    let body = page.split_once("<body>\n").unwrap().1;
    let expected = "<h1>&lt;t&gt;</h1>\n<p>R &amp; D</p>\n<pre>SELECT '&lt;b&gt;'</pre>\n<p>Warning: a &amp; b</p>\n\
        <p>Download: <a href=\"?QUERY=a&amp;FORMAT=&quot;csv&quot;\">csv</a></p>\n\
        <div class=\"rows\"><table>\n<thead><tr><th scope=\"col\">name</th>\
        <th scope=\"col\" title=\"Brightness in &quot;r&quot; &lt; 20&#10;UCD: phot.mag\">mag<br><small>mag</small></th>\
        <th scope=\"col\">place</th></tr></thead>\n<tbody>\n\
        <tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td class=\"n\">1.5</td><td>1.0 -2.0</td></tr>\n\
        </tbody></table></div>\n<p>1 row</p>\n</body></html>\n";
    assert_eq!(body, expected);
    assert!(page.contains("<title>&lt;t&gt;</title>"));
}

#[test]
fn a_page_shows_the_first_thousand_rows_and_counts_the_others() {
    let columns = [scalar("n", Datatype::Int, PgBase::Int4)];
    let links = [Link { label: "csv".into(), href: "?a".into() }];
    let shown = |count, links| {
        let page = page(&Head { links, ..Head::new(&columns) }, vec![Value::Int4(7)], count, false);
        let summary = page.rsplit_once("</div>\n").unwrap().1.to_owned();
        (page.matches("<td class=\"n\">7</td>").count(), summary)
    };
    let end = |text: &str| format!("<p>{text}</p>\n</body></html>\n");
    assert_eq!(shown(1000, &links), (1000, end("1,000 rows")));
    assert_eq!(shown(2050, &links), (1000, end("… and 1,050 more: the downloads above have all rows")));
    assert_eq!(shown(2050, &[]), (1000, end("The first 1,000 of 2,050 rows")));
}

#[test]
fn a_page_says_that_rows_were_cut_or_that_it_broke_off() {
    let columns = [scalar("n", Datatype::Int, PgBase::Int4)];
    let cut = page(&Head::new(&columns), vec![Value::Null], 2, true);
    let expected = "<tr><td class=\"null\"></td></tr>\n</tbody></table></div>\n<p>2 rows</p>\n\
        <p class=\"note\">There are more rows than the limit (MAXREC) lets through.</p>\n</body></html>\n";
    assert!(cut.ends_with(expected), "{cut}");
    let (_, broken) = raw_document("html", &columns, &[&[0, 2]]).unwrap_err();
    let expected = "<p>0 rows</p>\n<p class=\"note\">The answer broke off here: row 1: it has 2 values where the \
        answer has 1 columns</p>\n</body></html>\n";
    assert!(broken.ends_with(expected), "{broken}");
}

#[test]
fn plain_text_is_aligned_by_its_first_rows() {
    let rows = [
        vec![text("Ångström"), Value::Float4(1.5), doubles(&[1.0, -2.0])],
        vec![text("a\nb\u{9b}"), Value::Float4(-20.25), Value::Null],
        vec![Value::Null, Value::Null, Value::Null],
    ];
    let expected = "name     |    mag | place\n---------+--------+---------\n\
        Ångström |    1.5 | 1.0 -2.0\na b      | -20.25 | \n         |        | \n(3 rows)\n";
    assert_eq!(document("text", &columns(), &rows), expected);
    assert_eq!(document("text", &columns(), &[]), "name | mag | place\n-----+-----+------\n(0 rows)\n");
}

#[test]
fn a_longer_text_in_a_later_batch_pushes_its_line() {
    let columns = [
        column("t", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
        scalar("n", Datatype::Int, PgBase::Int4),
    ];
    let [first, second] = ["ab", "abcdef"].map(|value| batch(&[vec![text(value), Value::Int4(1)]]));
    let document = raw_document("text/plain", &columns, &[&first, &second]).unwrap();
    assert_eq!(document, "t  | n\n---+--\nab | 1\nabcdef | 1\n(2 rows)\n");
    let long = "x".repeat(100);
    let document = crate::write::document(
        "text",
        &columns,
        &[vec![text(&long), Value::Null], vec![text("a"), Value::Null]],
    );
    assert_eq!(document.lines().nth(3), Some(format!("a{} |  ", " ".repeat(59)).as_str()));
}

#[test]
fn plain_text_tells_the_end() {
    let columns = [scalar("n", Datatype::Int, PgBase::Int4)];
    let mut writer =
        writer(&Format::parse(Some("text")).unwrap(), &Head::new(&columns), &Options::default()).unwrap();
    let mut out = Vec::new();
    writer.begin(&mut out);
    writer.end(&End { rows: 0, overflow: true }, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "n\n-\n(0 rows; OVERFLOW: there are more than the limit lets through)\n"
    );
    let (_, broken) = raw_document("text", &columns, &[&[0, 2]]).unwrap_err();
    let expected = "n\n-\n(0 rows; ERROR: row 1: it has 2 values where the answer has 1 columns)\n";
    assert_eq!(broken, expected);
}
