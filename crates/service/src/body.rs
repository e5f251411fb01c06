//! The body of an answer: row batches in, bytes out, one batch at a time.

use bytes::Bytes;
use formats::{End, Writer};
use futures_util::{FutureExt, StreamExt, stream};
use plugin_api::{ByteStream, Error, Result, RowItem, RowStream};

use crate::error::from_write;

/// Turns batches into bytes as the client takes them.
pub(crate) struct Body {
    writer: Box<dyn Writer>,
    rows: RowStream,
    /// What is written and not yet sent.
    out: Vec<u8>,
    /// Whether the document itself can say that it failed; if not, a failure cuts the connection.
    tells_failure: bool,
    done: bool,
    /// What cuts the connection once `out` is sent.
    cut: Option<Error>,
}

/// What the next item of the rows made of the document.
enum Step {
    More,
    Finished(u64),
    Failed(Error),
}

impl Body {
    pub(crate) fn new(writer: Box<dyn Writer>, rows: RowStream, out: Vec<u8>, tells_failure: bool) -> Self {
        Self { writer, rows, out, tells_failure, done: false, cut: None }
    }

    /// The whole document and its number of rows, if the end is there already.
    pub(crate) async fn finish_if_ready(mut self) -> Result<(Vec<u8>, u64), Self> {
        let Some(item) = self.rows.next().now_or_never() else { return Err(self) };
        match self.take(item) {
            Step::Finished(rows) => Ok((self.out, rows)),
            Step::More => Err(self),
            Step::Failed(error) => {
                self.fail(error);
                Err(self)
            }
        }
    }

    pub(crate) fn into_stream(self) -> ByteStream {
        ByteStream::new(stream::unfold(self, |mut body| async {
            let chunk = body.chunk().await?;
            Some((chunk, body))
        }))
    }

    async fn chunk(&mut self) -> Option<Result<Bytes>> {
        while self.out.is_empty() && !self.done {
            let item = self.rows.next().await;
            if let Step::Failed(error) = self.take(item) {
                self.fail(error);
            }
        }
        if self.out.is_empty() {
            return self.cut.take().map(Err);
        }
        // The buffer is handed over whole, never copied.
        Some(Ok(Bytes::from(std::mem::take(&mut self.out))))
    }

    fn take(&mut self, item: Option<Result<RowItem>>) -> Step {
        match item {
            Some(Ok(RowItem::Rows(bytes))) => match self.writer.rows(&bytes, &mut self.out) {
                Ok(_) => Step::More,
                Err(error) => Step::Failed(from_write(&error)),
            },
            Some(Ok(RowItem::End { rows, overflow })) => {
                match self.writer.end(&End { rows, overflow }, &mut self.out) {
                    Ok(()) => {
                        self.done = true;
                        Step::Finished(rows)
                    }
                    Err(error) => Step::Failed(from_write(&error)),
                }
            }
            Some(Err(error)) => Step::Failed(error),
            None => Step::Failed(Error::internal("the rows stopped before their end")),
        }
    }

    /// Ends the document with the error, which the log gets in full; a format that cannot tell it is cut off.
    fn fail(&mut self, error: Error) {
        tracing::warn!("an answer broke off: {}", error.for_log());
        self.done = true;
        self.writer.fail(error.for_client(), &mut self.out);
        self.cut = (!self.tells_failure).then_some(error);
    }
}
