//! Misbehaves on purpose: panics in answer, in poll, in a stream and on drop; slow, endless and leaking bodies.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use plugin_api::{Answer, ByteStream, Description, Error, Host, KeyKind, Plugin, Request, Result, Settings};

/// The plugin: a route for each way to misbehave.
struct Unruly {
    host: Host,
    word: String,
}

/// Panics when it is dropped.
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        panic!("panic on drop");
    }
}

/// A future that panics when it is polled.
struct PanicInPoll;

impl Future for PanicInPoll {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        panic!("panic in poll")
    }
}

impl Plugin for Unruly {
    fn describe() -> Description {
        Description::new("unruly", env!("CARGO_PKG_VERSION"), "Misbehaves on purpose")
            .route("GET", "/panic/{place}", "panics in answer, poll, stream or drop")
            .route("GET", "/slow", "one chunk every 100 ms, 20 times, then the settings' word")
            .route("GET", "/endless", "chunks of 64 KiB for ever")
            .route("GET", "/wait", "answers after 1.5 s with the settings' word")
            .route("GET", "/word", "answers with the settings' word")
            .key("word", KeyKind::String, "\"one\"", "What /word answers.")
            .key("fail", KeyKind::Boolean, "false", "Whether to refuse to be configured.")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let text = &settings.text;
        if text.contains("fail = true") {
            return Err(settings.mistake("fail", "asked to fail"));
        }
        let word = text.lines().find_map(|line| line.trim().strip_prefix("word = ")).unwrap_or("\"one\"");
        Ok(Self { host, word: word.trim_matches('"').to_owned() })
    }

    // Not an `async fn`: the panic in answer must come before there is a future.
    fn answer(self: Arc<Self>, request: Request) -> impl Future<Output = Result<Answer>> + Send + 'static {
        if request.path_param("place") == Some("answer") {
            panic!("panic in answer");
        }
        async move {
            match request.route() {
                "/panic/{place}" => self.panic_in(request.path_param("place").unwrap_or_default()).await,
                "/slow" => Ok(Answer::new(200, "text/plain", self.slow())),
                "/endless" => Ok(Answer::new(200, "application/octet-stream", endless())),
                "/wait" => {
                    self.host.sleep(Duration::from_millis(1500)).await?;
                    Ok(Answer::text(self.word.clone()))
                }
                _ => Ok(Answer::text(self.word.clone())),
            }
        }
    }
}

impl Unruly {
    async fn panic_in(&self, place: &str) -> Result<Answer> {
        match place {
            "poll" => PanicInPoll.await,
            "stream" => {
                let chunks = stream::iter([1, 2]).map(|chunk| {
                    assert!(chunk == 1, "panic in a stream");
                    Ok(Bytes::from_static(b"first chunk\n"))
                });
                return Ok(Answer::new(200, "text/plain", ByteStream::new(chunks)));
            }
            "drop" => {
                let _grenade = Grenade;
                self.host.sleep(Duration::from_secs(3600)).await?;
            }
            _ => return Err(Error::not_found("panics in answer, poll, stream and drop are on offer")),
        }
        Ok(Answer::empty(204))
    }

    fn slow(&self) -> ByteStream {
        let (host, word) = (self.host.clone(), self.word.clone());
        let ticks = stream::unfold(0, move |tick| {
            let (host, word) = (host.clone(), word.clone());
            async move {
                if tick == 20 {
                    return None;
                }
                let slept = host.sleep(Duration::from_millis(100)).await;
                let text = if tick == 19 { word } else { format!("{tick}\n") };
                Some((slept.map(|()| Bytes::from(text)), tick + 1))
            }
        });
        ByteStream::new(ticks)
    }
}

/// Never ends, as fast as the client reads.
fn endless() -> ByteStream {
    struct Endless(Bytes);
    impl Stream for Endless {
        type Item = Result<Bytes>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Ok(self.0.clone())))
        }
    }
    ByteStream::new(Endless(Bytes::from(vec![b'.'; 64 << 10])))
}

plugin_api::export_plugin!(Unruly);

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_api::test_kit::TestPlugin;

    #[test]
    fn panics_in_answer_and_poll_are_that_requests_500() {
        let unruly = TestPlugin::<Unruly>::new("").unwrap();
        for place in ["answer", "poll"] {
            let answer = unruly.get(&format!("/panic/{place}"));
            assert_eq!((answer.status, answer.text().as_str()), (500, "internal error\n"));
        }
        assert_eq!(unruly.get("/word").text(), "one");
    }

    #[test]
    fn a_panic_in_a_stream_breaks_the_answer_off() {
        let answer = TestPlugin::<Unruly>::new("").unwrap().get("/panic/stream");
        assert_eq!(answer.text(), "broken off: panic in a stream: panic in a stream");
    }

    #[test]
    fn a_refusal_to_be_configured_points_at_the_key() {
        let error = TestPlugin::<Unruly>::new("fail = true").err().unwrap();
        assert_eq!(error.for_client(), "asked to fail");
        assert_eq!(error.place().map(|place| place.line), Some(2));
    }
}
