//! Output formats that plugins offer to all table services.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use dali::{Info, Params};
use formats::{Format, FormatError};
use futures_util::{StreamExt, stream};
use plugin_api::{Answer, ByteStream, Error, Host, Offer, OfferValue, Result, RowItem, RowStream, Service};
use serde::{Deserialize, Serialize};

use crate::{Tally, from_dali, from_format};

/// The extension point: a service object, whose `call(b"describe")` gives JSON of an [`OfferedFormat`] and whose `stream`
/// turns rows into a document.
pub const WRITERS: &str = "format.writer";

/// A format that a plugin writes.
#[derive(Clone, Deserialize)]
pub struct OfferedFormat {
    /// The media type; accepted as RESPONSEFORMAT.
    pub mime: String,
    /// Short names; accepted as well.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The Content-Type of the answer; by default the media type.
    #[serde(default)]
    content_type: Option<String>,
    /// Whether a document says itself that its rows failed; if not, a failure breaks the connection.
    #[serde(default)]
    tells_failure: bool,
    #[serde(skip)]
    service: Option<Arc<dyn Service>>,
}

/// The format of an answer.
#[derive(Clone, Debug)]
pub enum AnswerFormat {
    /// One of ours.
    BuiltIn(Format),
    /// One of a plugin.
    Offered(OfferedFormat),
}

impl From<Format> for AnswerFormat {
    fn from(format: Format) -> Self {
        Self::BuiltIn(format)
    }
}

/// The formats of the plugins of the current set, for one plugin instance.
#[derive(Debug, Default)]
pub struct OfferedFormats {
    /// What was said already of offers that are left out, so that it is said once.
    said: Mutex<Vec<String>>,
}

/// What is kept of `said`; beyond it things may be said again.
const SAID_MAX: usize = 100;

/// What a writer is told before the rows.
#[derive(Serialize)]
pub(crate) struct WriterOptions<'o> {
    /// The columns, as [`catalogue::ResultColumn`].
    pub columns: &'o [catalogue::ResultColumn],
    /// Names and values, e.g. `QUERY`.
    pub infos: Vec<WriterInfo<'o>>,
    /// The name of the table.
    pub name: Option<&'o str>,
    /// The most rows that come.
    pub maxrec: u64,
}

/// An INFO element.
#[derive(Serialize)]
pub(crate) struct WriterInfo<'o> {
    name: &'o str,
    value: &'o str,
}

impl<'o> From<&'o Info> for WriterInfo<'o> {
    fn from(info: &'o Info) -> Self {
        Self { name: &info.name, value: &info.value }
    }
}

impl OfferedFormats {
    /// What plugins offer now, in the order of their instances. An offer that cannot be used is logged with the instance
    /// that made it, and left out; so is one with a name of a built-in format or of an offer before it.
    pub async fn of(&self, host: &Host) -> Result<Vec<OfferedFormat>> {
        let mut all: Vec<OfferedFormat> = Vec::new();
        for offer in host.offers(WRITERS)? {
            let instance = offer.instance.clone();
            match described(offer).await.and_then(|format| format.checked(&all)) {
                Ok(format) => all.push(format),
                Err(fault) => self.say(&instance, &fault),
            }
        }
        Ok(all)
    }

    /// The format that RESPONSEFORMAT or FORMAT names; plugins are asked only where it is none of the built-in ones.
    pub async fn asked(&self, host: &Host, params: &Params) -> Result<AnswerFormat> {
        let asked = dali::response_format(params).map_err(|error| from_dali(&error))?;
        let error = match Format::parse(asked) {
            Ok(format) => return Ok(AnswerFormat::BuiltIn(format)),
            Err(error) => error,
        };
        let mut offered = self.of(host).await?;
        match offered.iter().position(|format| format.is_named(asked.unwrap_or_default())) {
            Some(place) => Ok(AnswerFormat::Offered(offered.swap_remove(place))),
            None => Err(from_format(&unsupported(error, &offered))),
        }
    }

    fn say(&self, instance: &str, fault: &str) {
        let text = format!("an offer of `{instance}` at `{WRITERS}` is left out: {fault}");
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.contains(&text) {
            return;
        }
        tracing::warn!("{text}");
        if said.len() >= SAID_MAX {
            said.clear();
        }
        said.push(text);
    }
}

impl std::fmt::Debug for OfferedFormat {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("OfferedFormat").field("mime", &self.mime).finish_non_exhaustive()
    }
}

impl OfferedFormat {
    /// The Content-Type of the answer.
    pub fn content_type(&self) -> &str {
        self.content_type.as_deref().unwrap_or(&self.mime)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.mime.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether this is one of the names, in any case; blanks round `;` do not matter, and a blank may be a `+` that was
    /// not encoded.
    fn is_named(&self, asked: &str) -> bool {
        let asked = asked.trim();
        let spellings = [asked.replace("; ", ";").replace(" ;", ";"), asked.replace(' ', "+")];
        self.names().any(|name| spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(name)))
    }

    fn checked(self, before: &[Self]) -> Result<Self, String> {
        let is_type = |text: &str| {
            text.split_once('/').is_some_and(|(left, right)| !left.is_empty() && !right.is_empty())
        };
        let is_plain =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !is_type(&self.mime) || !is_type(self.content_type()) || !is_plain(self.content_type()) {
            return Err(format!("`{}` is no media type", self.mime));
        }
        if let Some(name) = self.names().find(|name| !is_plain(name)) {
            return Err(format!("`{name}` is no name of a format: write ASCII letters, digits and signs"));
        }
        if let Some(name) = self.names().find(|name| Format::parse(Some(name)).is_ok()) {
            return Err(format!("`{name}` is a built-in format, which cannot be replaced"));
        }
        if let Some(name) = self.names().find(|name| before.iter().any(|format| format.is_named(name))) {
            return Err(format!("`{name}` is offered already, by an instance before it"));
        }
        Ok(self)
    }

    /// The answer that the plugin makes of the rows. An error before the first byte is an error.
    pub(crate) async fn answer(
        &self,
        options: &WriterOptions<'_>,
        rows: RowStream,
        tally: Option<Arc<Tally>>,
    ) -> Result<Answer> {
        let service = self.service.as_ref().ok_or_else(|| Error::internal("a format without its writer"))?;
        let options = serde_json::to_vec(options).map_err(|error| Error::internal(error.to_string()))?;
        let failure = Arc::new(Mutex::new(None));
        let tells_failure = self.tells_failure && tally.is_none();
        let mut document = service.stream(Bytes::from(options), watched(rows, failure.clone(), tally))?;
        let first = match document.next().await {
            Some(first) => Some(Ok(first?)),
            None => None,
        };
        let last = stream::once(async move { failure.lock().unwrap_or_else(PoisonError::into_inner).take() });
        let last = last.filter_map(move |failure| async move { failure.filter(|_| !tells_failure).map(Err) });
        let whole = stream::iter(first).chain(document).chain(last);
        Ok(Answer::new(200, self.content_type(), ByteStream::new(whole)))
    }
}

/// The rows, with a note of what stopped them: a writer may end its document as if nothing had been. They are counted at
/// their end.
fn watched(rows: RowStream, failure: Arc<Mutex<Option<Error>>>, tally: Option<Arc<Tally>>) -> RowStream {
    let columns = rows.columns().to_vec();
    let note = move |error: Error| *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    let items = stream::unfold((rows, false, note, tally), |(mut rows, is_over, note, tally)| async move {
        match rows.next().await {
            Some(Ok(item)) => {
                let is_over = matches!(item, RowItem::End { .. });
                if let (RowItem::End { rows, .. }, Some(tally)) = (&item, &tally) {
                    tally.add(*rows);
                }
                Some((Ok(item), (rows, is_over, note, tally)))
            }
            Some(Err(error)) => {
                let told = Error::new(error.kind(), error.for_client());
                note(error);
                Some((Err(told), (rows, true, note, tally)))
            }
            None if is_over => None,
            None => {
                note(Error::internal("the rows stopped before their end"));
                Some((Err(Error::internal("the rows stopped before their end")), (rows, true, note, tally)))
            }
        }
    });
    RowStream::new(columns, items)
}

async fn described(offer: Offer) -> Result<OfferedFormat, String> {
    let OfferValue::Service(service) = offer.value else {
        return Err("it is data, and the point wants a service object".to_owned());
    };
    if let Some(collection) = offer.collection {
        return Err(format!("it belongs to the collection `{collection}`, and formats belong to none"));
    }
    let text =
        service.call(Bytes::from_static(b"describe")).await.map_err(|error| error.for_log().to_owned())?;
    let format: OfferedFormat = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    Ok(OfferedFormat { service: Some(service), ..format })
}

/// The error for a RESPONSEFORMAT that nobody offers, with all that is offered.
fn unsupported(error: FormatError, offered: &[OfferedFormat]) -> FormatError {
    match error {
        FormatError::Unsupported { asked, offered: mut names } => {
            names.extend(offered.iter().map(|format| format.aliases.first().unwrap_or(&format.mime).clone()));
            FormatError::Unsupported { asked, offered: names }
        }
        error => error,
    }
}
