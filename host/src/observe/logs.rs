//! Log lines as text or JSON on stderr, written off the request path.

use std::io::{self, IsTerminal};

use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::config::{Log, LogFormat};

/// The log writer; what is under way is written when it is dropped.
#[derive(Debug)]
pub struct Logs {
    dropped: ErrorCounter,
    _writer: WorkerGuard,
}

/// Lines that may wait for the writer; beyond them lines are dropped, because a slow terminal must not stop requests.
const LINES_MAX: usize = 64 * 1024;

impl Logs {
    /// Begins to log; a second begin in one process logs to where the first one does.
    pub fn begin(log: &Log) -> Self {
        // The writer's thread flushes when no line waits, so a burst of lines is one write.
        let stderr = io::BufWriter::with_capacity(64 * 1024, io::stderr());
        let (writer, guard) =
            NonBlockingBuilder::default().buffered_lines_limit(LINES_MAX).lossy(true).finish(stderr);
        let dropped = writer.error_counter();
        let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
        let lines = lines(log.format, io::stderr().is_terminal(), writer);
        if tracing_subscriber::registry().with(lines.with_filter(filter)).try_init().is_err() {
            tracing::debug!("logging had begun already");
        }
        Self { dropped, _writer: guard }
    }

    /// The number of lines that were dropped since the begin, as a function for a gauge.
    pub fn dropped(&self) -> impl Fn() -> usize + Send + Sync + 'static {
        let dropped = self.dropped.clone();
        move || dropped.dropped_lines()
    }
}

/// How lines look.
fn lines<W>(format: LogFormat, colour: bool, writer: W) -> Box<dyn Layer<Registry> + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let layer = fmt::layer().with_writer(writer).with_ansi(colour && format == LogFormat::Text);
    match format {
        LogFormat::Text => layer.boxed(),
        LogFormat::Json => layer.json().with_current_span(true).with_span_list(false).boxed(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written for a warning within a request.
    fn written(format: LogFormat) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::registry().with(lines(format, false, move || writer.clone()));
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::error_span!("request", id = %"abc");
            span.in_scope(|| tracing::warn!(rows = 3, "slow"));
        });
        let bytes = kept.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_text_line_carries_the_request() {
        let line = written(LogFormat::Text);
        assert!(
            line.ends_with("WARN request{id=abc}: armilla::observe::logs::tests: slow rows=3\n"),
            "{line}"
        );
    }

    #[test]
    fn a_json_line_carries_the_request() {
        let line: serde_json::Value = serde_json::from_str(&written(LogFormat::Json)).unwrap();
        assert_eq!(line["span"]["id"], "abc");
        assert_eq!(line["fields"]["message"], "slow");
        assert_eq!(line["fields"]["rows"], 3);
        assert_eq!(line["level"], "WARN");
    }
}
