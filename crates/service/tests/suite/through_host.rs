//! A query over an upload as a plugin sends it through the host.

use std::sync::{Arc, Mutex};

use formats::Format;
use plugin_api::test_kit::{TestHost, TestPlugin};
use plugin_api::{Answer, Description, Host, Lane, Plugin, Request, Result, RowColumn, RowItem, Settings};
use service::{Limits, Run, Tally};

use crate::rows::{Value, packed};
use crate::server::{scope, translated, uploads};
use crate::sky;

/// Answers every request with the number of uploaded rows.
struct Counts(Host);

impl Plugin for Counts {
    fn describe() -> Description {
        Description::new("counts", "1.0.0", "Counts uploads").route("GET", "/count", "how many rows")
    }

    fn configure(host: Host, _: Settings) -> Result<Self> {
        Ok(Self(host))
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let uploads = uploads(&["mine"], &sky::uploads());
        let translation =
            translated("SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine WHERE dec > 0", &uploads.scope(&scope()));
        let run = Run {
            translation: &translation,
            principal: request.principal(),
            format: &Format::parse(Some("csv")).unwrap().into(),
            infos: &[],
            links: &[],
            annotations: None,
            name: None,
            maxrec: 10,
            limits: &Limits::default(),
            tally: None,
        };
        run.answer_with(&self.0, uploads).await
    }
}

#[test]
fn uploads_cross_to_the_host_as_tables_of_the_query() {
    let host = TestHost::default().answering(|query| {
        assert_eq!(query.lane, Lane::Long);
        let [upload] = query.uploads.as_slice() else { panic!("one table was uploaded") };
        assert_eq!(upload.table.name, "upload1");
        let column = |name: &str, type_sql: &str| (name.to_owned(), type_sql.to_owned());
        let numbers = [column("c1", "bigint"), column("c2", "double precision")];
        let rest = [column("c3", "text"), column("c4", "double precision")];
        assert_eq!(upload.table.columns, [numbers, rest].concat());
        let columns = vec![RowColumn { name: "c1".into(), type_oid: 20, type_modifier: -1 }];
        let rows = RowItem::Rows(packed(&[vec![Value::Int8(429)]]));
        Ok((columns, vec![rows, RowItem::End { rows: 1, overflow: false }]))
    });
    let counts = TestPlugin::<Counts>::on(host, "").unwrap();
    assert_eq!(counts.get("/count").text(), "n\r\n429\r\n");
}

/// Answers with all rows of a table, counted where the request says so.
struct Kept(Host, Mutex<Arc<Tally>>);

impl Plugin for Kept {
    fn describe() -> Description {
        Description::new("kept", "1.0.0", "Counts rows").route("GET", "/{how}", "all rows")
    }

    fn configure(host: Host, _: Settings) -> Result<Self> {
        Ok(Self(host, Mutex::default()))
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let uploads = uploads(&["mine"], &sky::uploads());
        let translation = translated("SELECT COUNT(*) AS n FROM TAP_UPLOAD.mine", &uploads.scope(&scope()));
        let tally = self.1.lock().unwrap().clone();
        let run = Run {
            translation: &translation,
            principal: request.principal(),
            format: &Format::parse(Some("votable")).unwrap().into(),
            infos: &[],
            links: &[],
            annotations: None,
            name: None,
            maxrec: 10,
            limits: &Limits::default(),
            tally: (request.path_param("how") == Some("counted")).then_some(&tally),
        };
        let answer = run.answer_with(&self.0, uploads).await?;
        let rows = tally.rows().to_string();
        Ok(answer.with_header("rows", &rows))
    }
}

#[test]
fn an_answer_that_is_counted_fails_as_a_whole() {
    let host = TestHost::default().answering(|_| {
        let columns = vec![RowColumn { name: "c1".into(), type_oid: 20, type_modifier: -1 }];
        let rows = || RowItem::Rows(packed(&[vec![Value::Int8(429)]]));
        Ok((columns, vec![rows(), rows()]))
    });
    let kept = TestPlugin::<Kept>::on(host, "").unwrap();
    let told = kept.get("/uncounted");
    assert!(told.text().contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">internal error</INFO>"));
    let cut = kept.get("/counted");
    assert_eq!((cut.status, cut.header("rows")), (200, Some("2")));
    assert_eq!(cut.text(), "broken off: the rows stopped before their end");
}
