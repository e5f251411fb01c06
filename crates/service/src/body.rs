//! The body of an answer: row batches in, bytes out, one batch at a time.

use std::sync::Arc;

use bytes::Bytes;
use formats::{End, Format};
use futures_util::{FutureExt, StreamExt, stream};
use plugin_api::{Answer, ByteStream, Error, Result, RowItem, RowStream};

use crate::Tally;
use crate::scribe::Scribe;

/// Turns batches into bytes as the client takes them.
pub(crate) struct Body {
    scribe: Scribe,
    rows: RowStream,
    stage: Stage,
    /// Whether the document itself can say that it failed; if not, a failure cuts the connection.
    tells_failure: bool,
    /// Counts the rows.
    tally: Option<Arc<Tally>>,
    /// What cuts the connection once everything is sent.
    cut: Option<Error>,
}

/// What is done next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Batches come.
    Rows,
    /// The end of so many rows is written; what the writer has collected is sent.
    Rest(u64),
    /// Nothing: the document is whole, or ended with a failure.
    Done,
}

impl Body {
    /// The answer to a query whose rows begin to come. Errors before the first row, and those of a format that sends
    /// nothing before the last one, are errors; later ones end the document as its format allows, or are errors of the
    /// stream if the rows are counted.
    pub(crate) async fn answer(
        scribe: Scribe,
        rows: RowStream,
        format: &Format,
        tally: Option<Arc<Tally>>,
    ) -> Result<Answer> {
        let tells_failure = format.tells_failure() && tally.is_none();
        let mut body = Self { scribe, rows, stage: Stage::Rows, tells_failure, tally, cut: None };
        body.step().await?;
        while format.is_spooled() && body.stage == Stage::Rows {
            body.step().await?;
        }
        body.step_if_ready().await;
        let Stage::Rest(rows) = body.stage else {
            return Ok(Answer::new(200, format.content_type(), body.into_stream()));
        };
        body.step().await?;
        let content = match body.stage {
            // A small answer is whole by now and goes out with its length.
            Stage::Done => ByteStream::from(Bytes::from(body.scribe.take_output())),
            Stage::Rows | Stage::Rest(_) => body.into_stream(),
        };
        Ok(Answer::new(200, format.content_type(), content).with_rows(rows))
    }

    fn into_stream(self) -> ByteStream {
        let bytes = match self.stage {
            Stage::Rest(_) => self.scribe.bytes_left(),
            Stage::Rows | Stage::Done => None,
        };
        let chunks = ByteStream::new(stream::unfold(self, |mut body| async {
            let chunk = body.chunk().await?;
            Some((chunk, body))
        }));
        match bytes {
            Some(bytes) => chunks.with_length(bytes),
            None => chunks,
        }
    }

    async fn chunk(&mut self) -> Option<Result<Bytes>> {
        while !self.scribe.has_output() && self.stage != Stage::Done {
            self.go_on().await;
        }
        if !self.scribe.has_output() {
            return self.cut.take().map(Err);
        }
        // The buffer is handed over whole, never copied.
        Some(Ok(Bytes::from(self.scribe.take_output())))
    }

    /// The next step; its failure ends the document.
    async fn go_on(&mut self) {
        if let Err(error) = self.step().await {
            self.fail(error);
        }
    }

    /// The next batch, if it is there already.
    async fn step_if_ready(&mut self) {
        if self.stage == Stage::Rows
            && let Some(item) = self.rows.next().now_or_never()
            && let Err(error) = self.take(item).await
        {
            self.fail(error);
        }
    }

    async fn step(&mut self) -> Result<()> {
        match self.stage {
            Stage::Rows => {
                let item = self.rows.next().await;
                self.take(item).await
            }
            Stage::Rest(_) => {
                if !self.scribe.rest().await? {
                    self.stage = Stage::Done;
                }
                Ok(())
            }
            Stage::Done => Ok(()),
        }
    }

    async fn take(&mut self, item: Option<Result<RowItem>>) -> Result<()> {
        match item {
            Some(Ok(RowItem::Rows(bytes))) => {
                let rows = self.scribe.rows(bytes).await?;
                if let Some(tally) = &self.tally {
                    tally.add(rows);
                }
                Ok(())
            }
            Some(Ok(RowItem::End { rows, overflow })) => {
                self.scribe.end(End { rows, overflow }).await?;
                self.stage = Stage::Rest(rows);
                Ok(())
            }
            Some(Err(error)) => Err(error),
            None => Err(Error::internal("the rows stopped before their end")),
        }
    }

    /// Ends the document with the error, which the log gets in full; a format that cannot tell it is cut off.
    fn fail(&mut self, error: Error) {
        tracing::warn!("an answer broke off: {}", error.for_log());
        self.stage = Stage::Done;
        self.scribe.fail(error.for_client());
        self.cut = (!self.tells_failure).then_some(error);
    }
}
