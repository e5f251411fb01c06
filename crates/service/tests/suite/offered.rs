//! Answers in the formats of plugins.

use std::sync::Arc;

use bytes::Bytes;
use dali::Params;
use futures_util::{FutureExt, StreamExt};
use plugin_api::test_kit::{TestHost, TestPlugin, block_on};
use plugin_api::{
    Answer, BoxFuture, ByteStream, Description, Error, Host, Offer, Plugin, Request, Result, RowColumn,
    RowItem, RowStream, Service, Settings,
};
use service::{AnswerFormat, Limits, OfferedFormats, Run};

use crate::rows::{Value, packed};
use crate::server::{scope, translated};

/// A writer of the lengths of batches, with what it says of itself.
struct Lengths(&'static str);

impl Service for Lengths {
    fn call(&self, input: Bytes) -> BoxFuture<Result<Bytes>> {
        assert_eq!(&input[..], b"describe");
        let text = self.0;
        async move { Ok(Bytes::from_static(text.as_bytes())) }.boxed()
    }

    fn stream(&self, options: Bytes, rows: RowStream) -> Result<ByteStream> {
        let options: serde_json::Value = serde_json::from_slice(&options).unwrap();
        let column = &options["columns"][0]["field"]["name"];
        let info = &options["infos"][0]["value"];
        let head = format!("{column} {info} {}\n", options["maxrec"]);
        let line = |item| {
            let text = match item {
                Ok(RowItem::Rows(bytes)) => format!("{}\n", bytes.len()),
                Ok(RowItem::End { rows, overflow }) => format!("{rows} {overflow}\n"),
                Err(error) => return Err(error),
            };
            Ok(Bytes::from(text))
        };
        let head = futures_util::stream::iter([Ok(Bytes::from(head))]);
        // A failure of the rows just ends the document.
        let lines = rows.map(line).take_while(|line| futures_util::future::ready(line.is_ok()));
        Ok(ByteStream::new(head.chain(lines)))
    }
}

/// Answers with a count, in the format that is asked for.
struct Counts(Host);

impl Plugin for Counts {
    fn describe() -> Description {
        Description::new("counts", "1.0.0", "Counts").route("GET", "/count", "how many rows")
    }

    fn configure(host: Host, _: Settings) -> Result<Self> {
        Ok(Self(host))
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let params = Params::read(Some(request.query()), None, dali::Limits::default()).unwrap();
        let format = OfferedFormats::default().asked(&self.0, &params).await?;
        let maxrec = params.single("MAXREC").unwrap().map_or(10, |text| text.parse().unwrap());
        let run = Run {
            translation: &translated("SELECT table_name FROM TAP_SCHEMA.tables", &scope()),
            principal: request.principal(),
            format: &format,
            infos: &[dali::Info::new("QUERY", "q")],
            links: &[],
            annotations: None,
            name: None,
            maxrec,
            limits: &Limits::default(),
            tally: None,
        };
        run.answer(&self.0).await
    }
}

fn host(fails: bool, offers: &[(&str, &'static str)]) -> TestHost {
    let host = TestHost::default().answering(move |_| {
        let columns = vec![RowColumn { name: "c1".into(), type_oid: 25, type_modifier: -1 }];
        let rows = RowItem::Rows(packed(&[vec![Value::Text("tables")]]));
        let end = RowItem::End { rows: 1, overflow: true };
        Ok((columns, if fails { vec![rows] } else { vec![rows, end] }))
    });
    offers.iter().fold(host, |host, (name, text)| {
        host.offering(Offer::service("format.writer", name, Arc::new(Lengths(text))))
    })
}

const LENGTHS: &str =
    r#"{"mime":"text/x-lengths","aliases":["lengths"],"content_type":"text/x-lengths;charset=utf-8"}"#;

#[test]
fn a_format_is_found_by_its_name_and_its_media_type() {
    let counts = TestPlugin::<Counts>::on(host(false, &[("lengths", LENGTHS)]), "").unwrap();
    for name in ["lengths", "Lengths", "text/x-lengths", "TEXT/X-Lengths"] {
        let answer = counts.get(&format!("/count?RESPONSEFORMAT={name}"));
        assert_eq!(answer.header("content-type"), Some("text/x-lengths;charset=utf-8"));
        assert_eq!(answer.text(), "\"table_name\" \"q\" 10\n12\n1 true\n", "{name}");
    }
    let head = counts.get("/count?FORMAT=lengths&MAXREC=0").text();
    assert_eq!(head, "\"table_name\" \"q\" 0\n0 true\n");
    assert_eq!(counts.get("/count?FORMAT=csv").text(), "table_name\r\ntables\r\n");
}

#[test]
fn an_unknown_format_is_refused_with_those_of_plugins_as_well() {
    let counts = TestPlugin::<Counts>::on(host(false, &[("lengths", LENGTHS)]), "").unwrap();
    let answer = counts.get("/count?RESPONSEFORMAT=widths");
    assert_eq!(answer.status, 400);
    assert!(
        answer.text().contains("unsupported format `widths`; this service offers votable, "),
        "{}",
        answer.text()
    );
    assert!(answer.text().contains(", text, lengths"), "{}", answer.text());
}

#[test]
fn offers_that_cannot_be_used_are_left_out() {
    let offers = [
        ("own-csv", r#"{"mime":"application/x-own","aliases":["CSV"]}"#),
        ("no-type", r#"{"mime":"lengths"}"#),
        ("line", r#"{"mime":"text/a\nb: c/d"}"#),
        ("no-json", "lengths"),
        ("first", LENGTHS),
        ("second", r#"{"mime":"text/x-other","aliases":["lengths"]}"#),
    ];
    let host = host(false, &offers).into_host();
    let found = block_on(OfferedFormats::default().of(&host)).unwrap();
    let found: Vec<&str> = found.iter().map(|format| format.mime.as_str()).collect();
    assert_eq!(found, ["text/x-lengths"]);
}

#[test]
fn a_document_that_hides_the_failure_of_its_rows_is_cut() {
    let cut = |text| {
        let host = host(true, &[("lengths", text)]).into_host();
        let params = Params::read(Some("FORMAT=lengths"), None, dali::Limits::default()).unwrap();
        let format = block_on(OfferedFormats::default().asked(&host, &params)).unwrap();
        let translation = translated("SELECT table_name FROM TAP_SCHEMA.tables", &scope());
        let run = Run {
            translation: &translation,
            principal: &plugin_api::Principal::default(),
            format: &format,
            infos: &[dali::Info::new("QUERY", "q")],
            links: &[],
            annotations: None,
            name: None,
            maxrec: 10,
            limits: &Limits::default(),
            tally: None,
        };
        let answer = block_on(run.answer(&host)).unwrap();
        block_on(answer.into_body().collect(1000)).map_err(|error: Error| error.for_log().to_owned())
    };
    assert_eq!(cut(LENGTHS), Err("the rows stopped before their end".to_owned()));
    let telling = r#"{"mime":"text/x-lengths","aliases":["lengths"],"tells_failure":true}"#;
    assert!(cut(telling).is_ok());
}

#[test]
fn a_format_of_ours_asks_no_plugin() {
    let params = Params::read(Some("FORMAT=csv"), None, dali::Limits::default()).unwrap();
    let host = host(false, &[("lengths", "no JSON")]).into_host();
    let format = block_on(OfferedFormats::default().asked(&host, &params)).unwrap();
    assert!(matches!(format, AnswerFormat::BuiltIn(_)));
}
