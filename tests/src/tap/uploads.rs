//! Tables that come with a query: what goes up comes back, and what cannot be taken is told exactly.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Start, Web, web_answer};

/// Each type once, with a null in each column of the last row.
const TYPES: &str = r#"<?xml version="1.0"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE><DESCRIPTION>My stars</DESCRIPTION>
<FIELD name="is_new" datatype="boolean"/>
<FIELD name="byte" datatype="unsignedByte"><VALUES null="255"/></FIELD>
<FIELD name="Short" datatype="short"><VALUES null="-1"/></FIELD>
<FIELD name="int" datatype="int" ucd="meta.id;meta.main"><VALUES null="-1"/></FIELD>
<FIELD name="long" datatype="long"><VALUES null="-1"/></FIELD>
<FIELD name="flux" datatype="float" unit="mag" ucd="phot.mag" utype="my:flux"><DESCRIPTION>How &amp; bright</DESCRIPTION></FIELD>
<FIELD name="ra (deg)" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main"/>
<FIELD name="größe" datatype="unicodeChar" arraysize="*"/>
<FIELD name="name" datatype="char" arraysize="*"/>
<FIELD name="time" datatype="char" arraysize="*" xtype="timestamp"/>
<FIELD name="place" datatype="double" arraysize="2" xtype="point" unit="deg"/>
<FIELD name="area" datatype="double" arraysize="*" xtype="polygon"/>
<FIELD name="mags" datatype="float" arraysize="3"/>
<FIELD name="flags" datatype="short" arraysize="*"/>
<DATA><TABLEDATA>
<TR><TD>true</TD><TD>200</TD><TD>-7</TD><TD>8</TD><TD>9000000000</TD><TD>1.5</TD><TD>10.25</TD><TD>Größe ☆</TD><TD>Vega</TD><TD>2020-01-02T03:04:05.25</TD><TD>10.5 -20.5</TD><TD>1.0 1.0 2.0 1.0 2.0 2.0</TD><TD>1.0 2.5 3.0</TD><TD>4 5</TD></TR>
<TR><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/></TR>
</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"#;

/// A table of one column of integers.
fn numbers(rows: usize) -> String {
    let rows: String = (0..rows).map(|number| format!("<TR><TD>{number}</TD></TR>")).collect();
    format!(
        "<VOTABLE><RESOURCE><TABLE><FIELD name=\"n\" datatype=\"int\"/><DATA><TABLEDATA>{rows}</TABLEDATA></DATA>\
         </TABLE></RESOURCE></VOTABLE>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn request(adql: &str, upload: &str) -> Request {
    Request::new(Method::POST, "/tap/sync").with(&[("LANG", "ADQL"), ("QUERY", adql), ("UPLOAD", upload)])
}

/// A query over one uploaded document, as TABLEDATA.
async fn asked(adql: &str, document: impl Into<Vec<u8>>) -> Answer {
    let request = request(adql, "mine,param:file").with(&[("RESPONSEFORMAT", "votable/td")]);
    Client::shared().send(request.with_file("file", document)).await
}

/// Status and text of an error.
async fn refused(request: Request) -> (u16, String) {
    let answer = Client::shared().send(request).await;
    (answer.status, answer.votable().error().to_owned())
}

const ALL: &str = "SELECT * FROM TAP_UPLOAD.mine";

#[tokio::test]
async fn a_table_of_every_type_comes_back_as_it_was() {
    let answer = asked("SELECT * FROM TAP_UPLOAD.mine WHERE is_new IS NOT NULL", TYPES).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let (votable, sent) = (answer.votable(), crate::client::Element::parse(TYPES).unwrap());
    let sent = sent.descendants();
    let sent: Vec<_> = sent.iter().filter(|element| element.name == "FIELD").collect();
    assert_eq!(votable.fields.len(), sent.len());
    for (field, sent) in votable.fields.iter().zip(sent) {
        let said = |name: &str| sent.attribute(name).map(str::to_owned);
        assert_eq!(Some(&field.name), said("name").as_ref());
        assert_eq!(Some(&field.datatype), said("datatype").as_ref(), "{}", field.name);
        let found = [&field.arraysize, &field.xtype, &field.unit, &field.ucd, &field.utype];
        let expected = ["arraysize", "xtype", "unit", "ucd", "utype"].map(said);
        assert_eq!(found.map(Clone::clone), expected, "{}", field.name);
        assert_eq!(field.description, sent.text_of("DESCRIPTION"), "{}", field.name);
    }
    let rows = votable.rows.unwrap();
    let first = [
        "true",
        "200",
        "-7",
        "8",
        "9000000000",
        "1.5",
        "10.25",
        "Größe ☆",
        "Vega",
        "2020-01-02T03:04:05.25",
        "10.5 -20.5",
        "1.0 1.0 2.0 1.0 2.0 2.0",
        "1.0 2.5 3.0",
        "4 5",
    ];
    assert_eq!(rows, [first]);
    let request = request(ALL, "mine,param:file").with(&[("RESPONSEFORMAT", "csv")]);
    let nulls = Client::shared().send(request.with_file("file", TYPES)).await.csv();
    assert_eq!(nulls.rows[1], [""; 14]);
}

#[tokio::test]
async fn names_of_any_kind_are_reached_by_quotes() {
    let adql = "SELECT \"größe\", \"ra (deg)\" + 1 AS moved, COORD1(place) AS lon, mags[2] AS mag2 FROM tap_upload.MINE \
                WHERE short < 0";
    let answer = asked(adql, TYPES).await;
    assert_eq!(answer.votable().rows.unwrap(), [["Größe ☆", "11.25", "10.5", "2.5"]]);
}

#[tokio::test]
async fn gzip_is_unpacked() {
    let answer = asked("SELECT SUM(n) AS s FROM TAP_UPLOAD.mine", gzip(numbers(1000).as_bytes())).await;
    assert_eq!(answer.votable().rows.unwrap(), [["499500"]]);
}

#[tokio::test]
async fn csv_is_read_with_the_types_that_its_values_have() {
    let csv = "id,ra,name\r\n1,10.5,Vega\r\n2,,\"a, b\"\r\n";
    let answer = asked("SELECT id + 1 AS id, ra, name FROM TAP_UPLOAD.mine ORDER BY 1", csv).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let rows = answer.votable().rows.unwrap();
    assert_eq!(rows[0], ["2", "10.5", "Vega"]);
    assert_eq!((rows[1][0].as_str(), rows[1][2].as_str()), ("3", "a, b"));
}

#[tokio::test]
async fn several_tables_come_with_one_request_however_they_are_listed() {
    let adql = "SELECT COUNT(*) AS n FROM TAP_UPLOAD.a AS a JOIN TAP_UPLOAD.b AS b ON a.n = b.n";
    let joined = request(adql, "a,param:x;b,param:y");
    let repeated = request(adql, "b,param:y").with(&[("upload", "a,param:x")]);
    for request in [joined, repeated] {
        let request = request.with(&[("FORMAT", "csv")]);
        let request = request.with_file("x", numbers(30)).with_file("y", numbers(20));
        assert_eq!(Client::shared().send(request).await.csv().rows, [["20"]]);
    }
}

#[tokio::test]
async fn an_upload_meets_the_catalogue_by_position() {
    let client = Client::shared();
    let stars = "SELECT TOP 300 alpha_j2000 AS ra, delta_j2000 AS dec, number AS id FROM jplus.MagABDualObj ORDER BY \
                 tile_id, number";
    let stars = client.query(stars, &[("RESPONSEFORMAT", "votable/td")]).await;
    let adql = "SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine AS m JOIN jplus.MagABDualObj AS c ON DISTANCE(m.ra, m.dec, \
                c.alpha_j2000, c.delta_j2000) < 0.2/3600 WHERE m.id = c.number";
    let answer = asked(adql, stars.body).await;
    assert_eq!(answer.votable().rows.unwrap(), [["300"]]);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_with_its_place() {
    let whole = numbers(3);
    let cut = &whole[..whole.find("</TABLEDATA>").unwrap()];
    for (document, expected) in [
        (
            cut.to_owned(),
            "upload `mine`: line 1: the document ends inside of an element; it was cut, send the whole",
        ),
        (
            whole.replace("<TD>2</TD>", "<TD>two</TD>"),
            "upload `mine`: row 3, column `n`: `two` is not an integer from -2147483648 to 2147483647",
        ),
    ] {
        let request = request(ALL, "mine,param:file").with_file("file", document);
        assert_eq!(refused(request).await, (400, expected.to_owned()));
    }
}

#[tokio::test]
async fn what_does_not_belong_to_the_request_is_told() {
    let table = numbers(3);
    for (upload, expected) in [
        (
            "mine,param:other",
            "upload `mine` is to be the part `other` of the request, which it does not have: its files are `file`",
        ),
        (
            "select,param:file",
            "an upload cannot be called `select`, which is a word of ADQL; give it another name",
        ),
        (
            "mine,param:file;MINE,param:file",
            "two uploads are called `MINE`; give each table a name of its own",
        ),
        (
            "mine,file:///etc/passwd",
            "upload `mine` is at a `file:` URI, which is not taken here; use `param:`, `http:` or `https:`",
        ),
    ] {
        let request = request(ALL, upload).with_file("file", table.as_str());
        assert_eq!(refused(request).await, (400, expected.to_owned()));
    }
    let without = "upload `mine` is to be the part `file` of the request, which it does not have: no file came with it; \
                   send the table as a part of a multipart/form-data body";
    assert_eq!(refused(request(ALL, "mine,param:file")).await, (400, without.to_owned()));
}

/// A host that takes little, and may download from one server.
struct Small {
    host: Host,
    web: Web,
}

static SMALL: LazyLock<Small> = LazyLock::new(|| {
    let web = Web::start(|path| match path {
        "/table.vot" => web_answer("200 OK", &[], numbers(12).as_bytes()),
        "/large.vot" => web_answer("200 OK", &[], &vec![b' '; (1 << 20) + 1]),
        _ => web_answer("404 Not Found", &[], b"nothing"),
    });
    let allow = format!("host.fetch.allow=[\"{}\"]", web.authority());
    let settings = ["--set", &allow, "--set", "tap.upload_limit_mib=1", "--set", "tap.upload_rows_max=100"];
    Small { host: Start::demo(2_000).with(&settings).ready(), web }
});

impl Small {
    async fn send(&self, request: Request) -> Answer {
        Client::of(&self.host).send(request).await
    }

    async fn refused(&self, request: Request) -> (u16, String) {
        let answer = self.send(request).await;
        (answer.status, answer.votable().error().replace(self.web.authority(), "WEB"))
    }
}

#[tokio::test]
async fn tables_on_the_web_are_downloaded() {
    let small = &*SMALL;
    let upload = format!("mine,{}", small.web.url("/table.vot"));
    let request = request("SELECT MAX(n) AS m FROM TAP_UPLOAD.mine", &upload).with(&[("FORMAT", "csv")]);
    assert_eq!(small.send(request).await.csv().rows, [["11"]]);
}

#[tokio::test]
async fn tables_on_the_web_that_cannot_be_had_are_named() {
    let small = &*SMALL;
    for (url, status, expected) in [
        (small.web.url("/nothing"), 400, "upload `mine`: 127.0.0.1 answered 404"),
        (
            small.web.url("/large.vot"),
            413,
            "upload `mine`: the download from 127.0.0.1 is larger than 1048576 bytes",
        ),
        ("http://127.0.0.1:1/x".to_owned(), 400, "upload `mine`: the address of 127.0.0.1 is not public"),
        ("http://[::1]/x".to_owned(), 400, "upload `mine`: the address of [::1] is not public"),
    ] {
        let refused = small.refused(request(ALL, &format!("mine,{url}"))).await;
        assert_eq!(refused, (status, expected.to_owned()));
    }
}

#[tokio::test]
async fn limits_of_rows_and_bytes_hold_and_are_declared() {
    let small = &*SMALL;
    let rows = request(ALL, "mine,param:file").with_file("file", numbers(101));
    assert_eq!(
        small.refused(rows).await,
        (413, "upload `mine`: the table has more than 100 rows".to_owned())
    );
    let two = request("SELECT a.n FROM TAP_UPLOAD.a AS a, TAP_UPLOAD.b AS b", "a,param:x;b,param:x");
    let two = two.with_file("x", numbers(51));
    let expected = "upload `b` is too large: all uploads together may have 100 rows";
    assert_eq!(small.refused(two).await, (413, expected.to_owned()));
    let bytes = request(ALL, "mine,param:file").with_file("file", vec![b' '; (1 << 20) + 1]);
    let expected = "the tables of this request have more than 1 MiB together, which is the limit here; send fewer rows or \
                    columns";
    assert_eq!(small.refused(bytes).await, (413, expected.to_owned()));
    let root = Client::of(&small.host).get("/tap/capabilities").await.xml();
    let elements = root.descendants();
    let limit = elements.iter().find(|element| element.name == "uploadLimit").expect("an upload limit");
    let unit = limit.first("hard").and_then(|hard| hard.attribute("unit"));
    assert_eq!((limit.text_of("default"), limit.text_of("hard"), unit), ("1048576", "1048576", Some("byte")));
    let methods = elements.iter().filter(|element| element.name == "uploadMethod");
    let methods: Vec<&str> = methods.filter_map(|method| method.attribute("ivo-id")).collect();
    let named = |name: &str| format!("ivo://ivoa.net/std/TAPRegExt#upload-{name}");
    assert_eq!(methods, ["inline", "http", "https"].map(named));
}

#[tokio::test]
async fn a_table_of_the_size_of_the_limit_passes_the_host() {
    let rows = numbers(2000);
    let padding = ((64 << 20) - rows.len()) / 1999;
    let mut document = rows.replacen("<TR>", &format!("{}<TR>", " ".repeat(padding)), 1999);
    document.push_str(&" ".repeat((64 << 20) - document.len()));
    assert_eq!(document.len(), 64 << 20);
    let answer = asked("SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine", document.clone()).await;
    assert_eq!(answer.votable().rows.unwrap(), [["2000"]]);
    let (status, text) = refused(request(ALL, "mine,param:file").with_file("file", document + " ")).await;
    let expected = "the tables of this request have more than 64 MiB together, which is the limit here; send fewer rows or \
                    columns";
    assert_eq!((status, text.as_str()), (413, expected));
}
