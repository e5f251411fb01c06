//! From a planned query to an answer: the one way in which table services send rows.

use adql::Translation;
use catalogue::ResultColumn;
use dali::Info;
use formats::{End, Format, Head, Writer};
use futures_util::StreamExt;
use plugin_api::{Answer, ByteStream, Error, Host, Lane, Principal, Query, Result, RowItem};

use crate::body::Body;
use crate::error::from_write;
use crate::params::bound;
use crate::{Limits, Uploads, from_format};

/// Answers with at most this many rows may use the lane of short queries, if their plan is a short one.
const SHORT_ROWS_MAX: u64 = 20_000;

/// A planned query with everything that decides its answer.
#[derive(Clone, Copy, Debug)]
pub struct Run<'r> {
    /// What to run.
    pub translation: &'r Translation,
    /// For whom.
    pub principal: &'r Principal,
    /// What the answer looks like.
    pub format: &'r Format,
    /// INFO elements for formats that have them.
    pub infos: &'r [Info],
    /// The name of the table in the answer.
    pub name: Option<&'r str>,
    /// The most rows to send; 0 sends the metadata only and does not ask the database.
    pub maxrec: u64,
    /// Times.
    pub limits: &'r Limits,
}

impl Run<'_> {
    /// Runs the query and answers with its rows as they come. Errors before the first row are errors, later ones end
    /// the document as its format allows.
    pub async fn answer(&self, host: &Host) -> Result<Answer> {
        self.answer_with(host, Uploads::default()).await
    }

    /// As [`Self::answer`], for a query over tables that come with it: a translation against their scope.
    pub async fn answer_with(&self, host: &Host, uploads: Uploads) -> Result<Answer> {
        for collection in &self.translation.collections {
            host.authorize(self.principal, &format!("collection:{collection}"))?;
        }
        let columns = &self.translation.columns;
        let head = Head { columns, infos: self.infos, name: self.name, description: None };
        let mut writer = formats::writer(self.format, &head, &formats::Options::default())
            .map_err(|error| from_format(&error))?;
        let mut out = Vec::new();
        writer.begin(&mut out);
        if self.maxrec == 0 {
            writer.end(&End { rows: 0, overflow: true }, &mut out).map_err(|error| from_write(&error))?;
            return Ok(self.whole(out, 0));
        }
        let lane = if uploads.is_empty() { self.lane() } else { Lane::Long };
        let uploads = uploads.crossing(host, self.translation).await?;
        let mut rows = host.query(Query { lane, uploads, ..self.query() }).await?;
        check_types(columns, rows.columns())?;
        match rows.next().await {
            None => Err(Error::internal("the rows stopped before their end")),
            Some(Err(error)) => Err(error),
            Some(Ok(RowItem::End { rows, overflow })) => {
                writer.end(&End { rows, overflow }, &mut out).map_err(|error| from_write(&error))?;
                Ok(self.whole(out, rows))
            }
            Some(Ok(RowItem::Rows(bytes))) => {
                writer.rows(&bytes, &mut out).map_err(|error| from_write(&error))?;
                self.rest(writer, rows, out).await
            }
        }
    }

    /// The answer from its second batch on; a small one is whole by now and goes out with its length.
    async fn rest(
        &self,
        writer: Box<dyn Writer>,
        rows: plugin_api::RowStream,
        out: Vec<u8>,
    ) -> Result<Answer> {
        let body = Body::new(writer, rows, out, self.format.tells_failure());
        match body.finish_if_ready().await {
            Ok((out, rows)) => Ok(self.whole(out, rows)),
            Err(body) => Ok(Answer::new(200, self.format.content_type(), body.into_stream())),
        }
    }

    fn whole(&self, out: Vec<u8>, rows: u64) -> Answer {
        Answer::new(200, self.format.content_type(), ByteStream::from(bytes::Bytes::from(out)))
            .with_rows(rows)
    }

    fn query(&self) -> Query {
        Query {
            sql: self.translation.sql.clone(),
            params: self.translation.params.iter().map(bound).collect(),
            principal: self.principal.clone(),
            row_limit: Some(self.maxrec),
            first_row_timeout: Some(self.limits.first_row()),
            stall_timeout: Some(self.limits.stall()),
            total_timeout: Some(self.limits.total()),
            ..Query::default()
        }
    }

    /// Short are few rows that an index finds, that TOP bounds, or that describe the service itself.
    fn lane(&self) -> Lane {
        let translation = self.translation;
        let rows = translation.row_bound.unwrap_or(u64::MAX).min(self.maxrec);
        let metadata = translation.collections.is_empty();
        let bounded = translation.row_bound.is_some() || translation.sky_indexed || metadata;
        if bounded && rows <= SHORT_ROWS_MAX { Lane::Short } else { Lane::Long }
    }
}

/// The database must send what the plan says; anything else would be misread as other values.
fn check_types(planned: &[ResultColumn], sent: &[plugin_api::RowColumn]) -> Result<()> {
    let fits = planned.len() == sent.len()
        && planned.iter().zip(sent).all(|(planned, sent)| planned.pg_type.accepts_oid(sent.type_oid));
    if fits {
        return Ok(());
    }
    let sent: Vec<u32> = sent.iter().map(|column| column.type_oid).collect();
    Err(Error::internal(format!(
        "the plan's column types do not fit the database's: {planned:?} against {sent:?}"
    )))
}
