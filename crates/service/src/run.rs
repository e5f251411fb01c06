//! From a planned query to an answer: the one way in which table services send rows.

use std::sync::Arc;

use adql::{Param, Translation};
use bytes::Bytes;
use catalogue::ResultColumn;
use dali::Info;
use formats::{Annotations, End, Format, Head, Link};
use futures_util::stream;
use plugin_api::{
    Answer, ByteStream, Error, Host, Lane, Principal, Query, Result, RowColumn, RowItem, RowStream,
};

use crate::body::Body;
use crate::offered_format::{WriterInfo, WriterOptions};
use crate::params::bound;
use crate::scribe::Scribe;
use crate::{AnswerFormat, Limits, Tally, Uploads, from_format};

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
    pub format: &'r AnswerFormat,
    /// INFO elements for formats that have them.
    pub infos: &'r [Info],
    /// Where the same answer is to be had in other formats, for a page.
    pub links: &'r [Link],
    /// What a VOTable says beside the table.
    pub annotations: Option<&'r Annotations>,
    /// The name of the table in the answer.
    pub name: Option<&'r str>,
    /// The most rows to send; 0 sends the metadata only and does not ask the database.
    pub maxrec: u64,
    /// Times, and the room on disk.
    pub limits: &'r Limits,
    /// Counts the rows for whoever keeps the answer.
    pub tally: Option<&'r Arc<Tally>>,
}

/// What a statement is run with.
struct Bound<'b> {
    uploads: Uploads,
    params: &'b [Param],
}

impl Run<'_> {
    /// Runs the query and answers with its rows as they come. Errors before the first byte are errors, later ones end
    /// the document as its format allows.
    pub async fn answer(&self, host: &Host) -> Result<Answer> {
        self.answer_with(host, Uploads::default()).await
    }

    /// As [`Self::answer`], for a query over tables that come with it: a translation against their scope.
    pub async fn answer_with(&self, host: &Host, uploads: Uploads) -> Result<Answer> {
        self.answer_to(host, Bound { uploads, params: &self.translation.params }).await
    }

    /// As [`Self::answer`], with other bound values than those of the translation: a [`crate::ConePlan`].
    pub async fn answer_with_params(&self, host: &Host, params: &[Param]) -> Result<Answer> {
        self.answer_to(host, Bound { uploads: Uploads::default(), params }).await
    }

    /// As [`Self::answer`], with rows from elsewhere than the database: made of those of [`Self::rows_alone`], or none at
    /// all. Nobody is asked whether the caller may have them.
    pub async fn answer_of(&self, host: &Host, rows: RowStream) -> Result<Answer> {
        match self.format {
            AnswerFormat::BuiltIn(format) => {
                Body::answer(self.scribe(host, format)?, rows, format, self.tally.cloned()).await
            }
            AnswerFormat::Offered(format) => {
                format.answer(&self.writer_options(), rows, self.tally.cloned()).await
            }
        }
    }

    /// The rows of the query, for whoever makes other rows of them.
    pub async fn rows_alone(&self, host: &Host) -> Result<RowStream> {
        self.authorize(host)?;
        self.rows(host, Bound { uploads: Uploads::default(), params: &self.translation.params }).await
    }

    /// No rows at all; whether more were cut off.
    pub fn no_rows(&self, overflow: bool) -> RowStream {
        let column = |column: &ResultColumn| RowColumn {
            name: column.field.name.clone(),
            type_oid: column.pg_type.oid(),
            type_modifier: -1,
        };
        let end = RowItem::End { rows: 0, overflow };
        RowStream::new(self.translation.columns.iter().map(column).collect(), stream::iter([Ok(end)]))
    }

    async fn answer_to(&self, host: &Host, bound: Bound<'_>) -> Result<Answer> {
        self.authorize(host)?;
        if let Some(tally) = self.tally {
            let warnings = self.translation.warnings.iter().map(adql::Warning::placed).collect();
            tally.begin(&self.translation.collections, warnings, self.rows_max());
        }
        match (self.format, self.maxrec) {
            (AnswerFormat::BuiltIn(format), 0) => self.without_rows(host, format).await,
            (_, 0) => self.answer_of(host, self.no_rows(true)).await,
            _ => self.answer_of(host, self.rows(host, bound).await?).await,
        }
    }

    fn authorize(&self, host: &Host) -> Result<()> {
        let mut collections = self.translation.collections.iter();
        collections.try_for_each(|id| host.authorize(self.principal, &format!("collection:{id}")))
    }

    /// What writes the answer in a format of ours.
    fn scribe(&self, host: &Host, format: &Format) -> Result<Scribe> {
        let head = Head {
            infos: self.infos,
            name: self.name,
            links: self.links,
            annotations: self.annotations,
            ..Head::new(&self.translation.columns)
        };
        let options = formats::Options { spool_bytes_max: self.limits.spool_bytes() };
        let writer = formats::writer(format, &head, &options).map_err(|error| from_format(&error))?;
        Ok(Scribe::new(writer, format.is_heavy().then(|| host.clone())))
    }

    /// What MAXREC=0 leaves, in a format of ours.
    async fn without_rows(&self, host: &Host, format: &Format) -> Result<Answer> {
        let mut scribe = self.scribe(host, format)?;
        scribe.end(End { rows: 0, overflow: true }).await?;
        while scribe.rest().await? {}
        let whole = Bytes::from(scribe.take_output());
        Ok(Answer::new(200, format.content_type(), ByteStream::from(whole)).with_rows(0))
    }

    async fn rows(&self, host: &Host, Bound { uploads, params }: Bound<'_>) -> Result<RowStream> {
        let lane = if uploads.is_empty() { self.lane() } else { Lane::Long };
        let uploads = uploads.crossing(host, self.translation).await?;
        let rows = host.query(Query { lane, uploads, ..self.query(params) }).await?;
        check_types(&self.translation.columns, rows.columns())?;
        Ok(rows)
    }

    fn writer_options(&self) -> WriterOptions<'_> {
        WriterOptions {
            columns: &self.translation.columns,
            infos: self.infos.iter().map(WriterInfo::from).collect(),
            name: self.name,
            maxrec: self.maxrec,
        }
    }

    fn query(&self, params: &[Param]) -> Query {
        Query {
            sql: self.translation.sql.clone(),
            params: params.iter().map(bound).collect(),
            principal: self.principal.clone(),
            collections: self.translation.collections.clone(),
            row_limit: Some(self.maxrec),
            first_row_timeout: Some(self.limits.first_row()),
            stall_timeout: Some(self.limits.stall()),
            total_timeout: Some(self.limits.total()),
            ..Query::default()
        }
    }

    /// The most rows that the answer may have.
    fn rows_max(&self) -> u64 {
        self.translation.row_bound.unwrap_or(u64::MAX).min(self.maxrec)
    }

    /// Short are few rows that an index finds, that TOP bounds, or that describe the service itself.
    fn lane(&self) -> Lane {
        let translation = self.translation;
        let rows = self.rows_max();
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
