//! A writer and what it has written, run on this thread or, if its work is heavy, on one that may block.

use formats::{End, WriteError, Writer};
use plugin_api::{Error, Host, Result};

use crate::error::from_write;

/// The writer of an answer.
pub(crate) struct Scribe {
    /// Away only while it works, or if its thread was lost.
    writer: Option<Box<dyn Writer>>,
    /// What is written and not yet sent.
    out: Vec<u8>,
    /// Whose threads may block; without it the writer works here.
    host: Option<Host>,
}

impl Scribe {
    /// A writer that has written nothing; with a host it works on threads that may block.
    pub(crate) fn new(mut writer: Box<dyn Writer>, host: Option<Host>) -> Self {
        let mut out = Vec::new();
        writer.begin(&mut out);
        Self { writer: Some(writer), out, host }
    }

    /// Writes a batch of rows; gives their number.
    pub(crate) async fn rows(&mut self, batch: impl AsRef<[u8]> + Send + 'static) -> Result<u64> {
        self.work(move |writer, out| writer.rows(batch.as_ref(), out)).await
    }

    /// Writes the end.
    pub(crate) async fn end(&mut self, end: End) -> Result<()> {
        self.work(move |writer, out| writer.end(&end, out)).await
    }

    /// After the end: writes the next piece of what was collected; false when nothing is left.
    pub(crate) async fn rest(&mut self) -> Result<bool> {
        self.work(|writer, out| writer.rest(out)).await
    }

    /// After the end: the number of bytes from here to the end of the document, where it is known.
    pub(crate) fn bytes_left(&self) -> Option<u64> {
        Some(self.out.len() as u64 + self.writer.as_ref()?.rest_bytes()?)
    }

    /// Ends the document with a message, if the format can say one.
    pub(crate) fn fail(&mut self, message: &str) {
        if let Some(writer) = &mut self.writer {
            writer.fail(message, &mut self.out);
        }
    }

    /// Whether something waits to be sent.
    pub(crate) fn has_output(&self) -> bool {
        !self.out.is_empty()
    }

    /// Takes what is written, whole and without a copy.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    async fn work<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut dyn Writer, &mut Vec<u8>) -> Result<T, WriteError> + Send + 'static,
    ) -> Result<T> {
        let mut writer = self.writer.take().ok_or_else(|| Error::internal("the writer was lost"))?;
        let Some(host) = &self.host else {
            let result = work(&mut *writer, &mut self.out);
            self.writer = Some(writer);
            return result.map_err(|error| from_write(&error));
        };
        let mut out = std::mem::take(&mut self.out);
        let done = host.blocking(move || {
            let result = work(&mut *writer, &mut out);
            (writer, out, result)
        });
        let (writer, out, result) = done.await?;
        (self.writer, self.out) = (Some(writer), out);
        result.map_err(|error| from_write(&error))
    }
}
