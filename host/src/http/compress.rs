//! Compresses a body while it streams: bytes leave as soon as the source pauses.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use flate2::write::GzEncoder;
use futures_util::Stream;
use zstd::stream::write::Encoder as ZstdEncoder;

use super::encoding::Coding;
use super::message::{BodyStream, Broken};

/// Input that is compressed in one go, so that other connections get their turn: 0.3 ms of gzip.
const SLICE: usize = 32 * 1024;

/// A body in another coding.
pub struct Compressed {
    source: BodyStream,
    encoder: Encoder,
    /// What of the last chunk is still to be compressed.
    rest: Bytes,
    /// Whether the encoder holds bytes that a flush would release.
    held: bool,
    ended: bool,
}

/// An encoder into memory.
enum Encoder {
    Gzip(Box<GzEncoder<Vec<u8>>>),
    Zstd(Box<ZstdEncoder<'static, Vec<u8>>>),
}

/// A step of an encoder.
#[derive(Clone, Copy)]
enum Step<'b> {
    Write(&'b [u8]),
    Flush,
    Finish,
}

impl Compressed {
    /// A body that gives `source` in `coding`.
    pub fn new(source: BodyStream, coding: Coding) -> Result<Self, Broken> {
        Ok(Self { source, encoder: Encoder::new(coding)?, rest: Bytes::new(), held: false, ended: false })
    }

    /// Compresses a slice of the last chunk; the output, if enough has gathered.
    fn advance(&mut self) -> Result<Option<Bytes>, Broken> {
        let slice = self.rest.split_to(self.rest.len().min(SLICE));
        self.held = true;
        self.encoder.run(Step::Write(&slice))?;
        Ok(self.encoder.take(SLICE))
    }

    /// Releases all that the encoder holds.
    fn release(&mut self, step: Step<'_>) -> Result<Option<Bytes>, Broken> {
        self.held = false;
        self.encoder.run(step)?;
        Ok(self.encoder.take(1))
    }
}

/// Compresses a whole body.
pub fn whole(body: &[u8], coding: Coding) -> Result<Bytes, Broken> {
    let mut encoder = Encoder::new(coding)?;
    encoder.run(Step::Write(body))?;
    encoder.run(Step::Finish)?;
    Ok(encoder.take(0).unwrap_or_default())
}

impl Stream for Compressed {
    type Item = Result<Bytes, Broken>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.ended {
                return Poll::Ready(None);
            }
            if !this.rest.is_empty() {
                match this.advance().transpose() {
                    Some(output) => return Poll::Ready(Some(output)),
                    // A long chunk that compresses to little must not keep the thread.
                    None if !this.rest.is_empty() => {
                        context.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                    None => continue,
                }
            }
            let output = match this.source.as_mut().poll_next(context) {
                Poll::Ready(Some(Ok(chunk))) => {
                    this.rest = chunk;
                    continue;
                }
                Poll::Ready(Some(Err(broken))) => {
                    this.ended = true;
                    Some(Err(broken))
                }
                Poll::Ready(None) => {
                    this.ended = true;
                    this.release(Step::Finish).transpose()
                }
                Poll::Pending if this.held => this.release(Step::Flush).transpose(),
                Poll::Pending => return Poll::Pending,
            };
            if let Some(output) = output {
                return Poll::Ready(Some(output));
            }
        }
    }
}

impl Encoder {
    /// Levels that keep up with the database: gzip 3, zstd 1.
    fn new(coding: Coding) -> Result<Self, Broken> {
        match coding {
            Coding::Gzip => Ok(Self::Gzip(Box::new(GzEncoder::new(Vec::new(), flate2::Compression::new(3))))),
            Coding::Zstd => {
                ZstdEncoder::new(Vec::new(), 1).map(|encoder| Self::Zstd(Box::new(encoder))).map_err(broken)
            }
        }
    }

    fn run(&mut self, step: Step<'_>) -> Result<(), Broken> {
        let done = match (self, step) {
            (Self::Gzip(encoder), Step::Write(bytes)) => encoder.write_all(bytes),
            (Self::Zstd(encoder), Step::Write(bytes)) => encoder.write_all(bytes),
            (Self::Gzip(encoder), Step::Flush) => encoder.flush(),
            (Self::Zstd(encoder), Step::Flush) => encoder.flush(),
            (Self::Gzip(encoder), Step::Finish) => encoder.try_finish(),
            (Self::Zstd(encoder), Step::Finish) => encoder.do_finish(),
        };
        done.map_err(broken)
    }

    /// The output so far, if it has at least this many bytes.
    fn take(&mut self, bytes_min: usize) -> Option<Bytes> {
        let output = match self {
            Self::Gzip(encoder) => encoder.get_mut(),
            Self::Zstd(encoder) => encoder.get_mut(),
        };
        (output.len() >= bytes_min).then(|| Bytes::from(std::mem::take(output)))
    }
}

/// Memory that an encoder cannot have, in fact.
fn broken(error: io::Error) -> Broken {
    Broken(format!("cannot compress the answer: {error}"))
}

#[cfg(test)]
mod tests {
    use flate2::write::GzDecoder;
    use futures_util::{StreamExt, stream};
    use zstd::stream::write::Decoder as ZstdDecoder;

    use super::*;

    /// What a client has after these bytes, which need not be all.
    fn decoded(body: &[u8], coding: Coding) -> Vec<u8> {
        match coding {
            Coding::Gzip => {
                let mut decoder = GzDecoder::new(Vec::new());
                decoder.write_all(body).and(decoder.flush()).unwrap();
                decoder.get_ref().clone()
            }
            Coding::Zstd => {
                let mut decoder = ZstdDecoder::new(Vec::new()).unwrap();
                decoder.write_all(body).and(decoder.flush()).unwrap();
                decoder.get_ref().clone()
            }
        }
    }

    fn text(lines: usize) -> Vec<u8> {
        (0..lines)
            .flat_map(|number| format!("{number},{},abc\n", number * 7919 % 1009).into_bytes())
            .collect()
    }

    #[tokio::test]
    async fn a_stream_decodes_to_what_it_was() {
        let body = text(40_000);
        for coding in [Coding::Gzip, Coding::Zstd] {
            let chunks: Vec<_> =
                body.chunks(100_003).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
            let mut coded = Vec::new();
            let mut stream = Compressed::new(Box::pin(stream::iter(chunks)), coding).unwrap();
            while let Some(chunk) = stream.next().await {
                coded.extend_from_slice(&chunk.unwrap());
            }
            assert!(coded.len() * 2 < body.len(), "{} of {}", coded.len(), body.len());
            assert!(decoded(&coded, coding) == body);
        }
    }

    #[test]
    fn a_whole_body_decodes_to_what_it_was() {
        let body = text(5000);
        for coding in [Coding::Gzip, Coding::Zstd] {
            assert!(decoded(&whole(&body, coding).unwrap(), coding) == body);
        }
    }

    #[tokio::test]
    async fn the_first_bytes_come_before_the_source_goes_on() {
        for coding in [Coding::Gzip, Coding::Zstd] {
            let source = stream::iter([Ok(Bytes::from_static(b"ra,dec\n"))]).chain(stream::pending());
            let mut stream = Compressed::new(Box::pin(source), coding).unwrap();
            let first = stream.next().await.unwrap().unwrap();
            assert_eq!(decoded(&first, coding), b"ra,dec\n");
        }
    }

    #[tokio::test]
    async fn a_broken_source_breaks_the_body() {
        let source = stream::iter([Ok(Bytes::from(text(9))), Err(Broken("database gone".into()))]);
        let mut stream = Compressed::new(Box::pin(source), Coding::Gzip).unwrap();
        let mut last = None;
        while let Some(chunk) = stream.next().await {
            let broken = chunk.is_err();
            last = Some(chunk.map_err(|error| error.to_string()));
            if broken {
                break;
            }
        }
        assert_eq!(last, Some(Err("database gone".into())));
    }
}
