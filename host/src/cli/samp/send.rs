//! `armilla samp send` and `point`: one message to those who take it, and what each says.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use samp::{Client, Content, Message, Peer, Response, SNIFFED_BYTES_MAX, SampError, Status, id_param};
use url::Url;

use super::super::args::{SampPoint, SampReceiver, SampSend};
use super::{Failure, ascii, connect, failure, print};

/// How long a server may take to begin with what a URL names.
const FETCH_LIMIT: Duration = Duration::from_secs(60);

/// Sends a file or what is at a URL.
pub async fn send(flags: &SampSend) -> Result<(), Failure> {
    let url = url_of(&flags.what)?;
    let mtype = match &flags.mtype {
        Some(mtype) => mtype.clone(),
        None => mtype_of(&url).await?.to_owned(),
    };
    let name = flags.name.clone().unwrap_or_else(|| last_part(&url));
    let mut message = Message::new(&mtype, [("url", url.as_str()), ("name", &ascii(&name))]);
    if let Some(param) = id_param(&mtype) {
        message.params.insert(param.to_owned(), url.as_str().into());
    }
    deliver(&message, &flags.receiver).await
}

/// Lets programs look at a position.
pub async fn point(flags: &SampPoint) -> Result<(), Failure> {
    let (ra, dec) = (flags.ra.to_string(), flags.dec.to_string());
    deliver(&Message::new("coord.pointAt.sky", [("ra", &ra), ("dec", &dec)]), &flags.receiver).await
}

/// Sends a message to each receiver, and prints what it says. It fails where nobody took it.
async fn deliver(message: &Message, to: &SampReceiver) -> Result<(), Failure> {
    let client = connect("armilla send").await?;
    let receivers = receivers(&client, message, to).await?;
    let limit = Duration::from_secs(to.timeout_secs);
    let calls = receivers.iter().map(|peer| async {
        let answer = client.call_and_wait(&peer.id, message, limit).await;
        let took = matches!(&answer, Ok(response) if response.status != Status::Error);
        print::line(&format!("{} ({}): {}", peer.name(), peer.id, said(&answer)));
        took
    });
    let took = join_all(calls).await;
    // The hub forgets us sooner or later.
    let _ = client.unregister().await;
    if took.contains(&true) {
        return Ok(());
    }
    Err(Failure::machine(
        format!("nobody has taken the message `{}`", message.mtype),
        "the lines above say why; a program may need longer than --timeout-secs",
    ))
}

async fn receivers(client: &Client, message: &Message, to: &SampReceiver) -> Result<Vec<Peer>, Failure> {
    let mtype = &message.mtype;
    let subscribed = client.subscribed(mtype).await.map_err(failure)?;
    let Some(wanted) = &to.to else {
        if subscribed.is_empty() {
            let hint = "`armilla samp list` prints who is there, and what each takes";
            return Err(Failure::machine(format!("no program takes the message `{mtype}`"), hint));
        }
        return Ok(subscribed);
    };
    let is_wanted = |peer: &&Peer| peer.id == *wanted || peer.name().eq_ignore_ascii_case(wanted);
    let found: Vec<Peer> = subscribed.iter().filter(is_wanted).cloned().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<String> = subscribed.iter().map(|peer| format!("{} ({})", peer.name(), peer.id)).collect();
    let known =
        if known.is_empty() { "nobody does".to_owned() } else { format!("these do: {}", known.join(", ")) };
    Err(Failure::Usage(format!("no program `{wanted}` takes the message `{mtype}`; {known}")))
}

/// What came back, in a few words.
fn said(answer: &Result<Response, SampError>) -> String {
    match answer {
        Ok(Response { status: Status::Ok, .. }) => "done".to_owned(),
        Ok(Response { status: Status::Warning, error, .. }) => {
            format!("done, with a warning: {}", error.as_deref().unwrap_or("none is given"))
        }
        Ok(Response { status: Status::Error, error, .. }) => {
            format!("refused: {}", error.as_deref().unwrap_or("no reason is given"))
        }
        Err(SampError::Fault(words)) => format!("not done: {words}"),
        Err(error) => format!("not done: {error}"),
    }
}

/// The URL of a file or of what is one already.
fn url_of(what: &str) -> Result<Url, Failure> {
    if let Ok(url) = Url::parse(what)
        && matches!(url.scheme(), "http" | "https" | "file")
    {
        return Ok(url);
    }
    let unusable = |reason: &str| {
        Failure::Usage(format!(
            "`{what}` cannot be sent: {reason}; name a file, or a URL with http:, https: or file:"
        ))
    };
    let path = Path::new(what).canonicalize().map_err(|error| unusable(&error.to_string()))?;
    if !path.is_file() {
        return Err(unusable("it is not a file"));
    }
    Url::from_file_path(path).map_err(|()| unusable("its path is no URL"))
}

async fn mtype_of(url: &Url) -> Result<&'static str, Failure> {
    let beginning = if url.scheme() == "file" { read(url) } else { fetch(url).await };
    let beginning = beginning.map_err(|reason| {
        Failure::machine(
            format!("{url} cannot be read: {reason}"),
            "programs will not be able to read it either",
        )
    })?;
    let content = Content::of(&beginning).ok_or_else(|| {
        Failure::Usage(format!(
            "{url} is neither a VOTable nor a FITS file; --mtype says which message to send all the same, and \
             `armilla samp list` which ones programs take"
        ))
    })?;
    Ok(content.mtype())
}

fn read(url: &Url) -> Result<Vec<u8>, String> {
    let path = url.to_file_path().map_err(|()| "it is not a file of this machine".to_owned())?;
    let mut beginning = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(SNIFFED_BYTES_MAX as u64).read_to_end(&mut beginning).map_err(|error| error.to_string())?;
    Ok(beginning)
}

async fn fetch(url: &Url) -> Result<Vec<u8>, String> {
    let words = |error: reqwest::Error| error.to_string();
    let http = reqwest::Client::builder().timeout(FETCH_LIMIT).build().map_err(words)?;
    let answer = http.get(url.clone()).send().await.and_then(reqwest::Response::error_for_status);
    let mut answer = answer.map_err(words)?;
    let mut beginning = Vec::new();
    while beginning.len() < SNIFFED_BYTES_MAX
        && let Some(chunk) = answer.chunk().await.map_err(words)?
    {
        beginning.extend_from_slice(&chunk);
    }
    Ok(beginning)
}

/// The last part of a path, as people read it.
fn last_part(url: &Url) -> String {
    let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty()));
    let name = percent_encoding::percent_decode_str(last.unwrap_or(url.as_str())).decode_utf8_lossy();
    name.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_urls_and_urls_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("a b.vot");
        std::fs::write(&path, "<VOTABLE/>").unwrap();
        let url = url_of(path.to_str().unwrap()).unwrap();
        assert!(url.as_str().starts_with("file:///") && url.as_str().ends_with("/a%20b.vot"), "{url}");
        assert_eq!(last_part(&url), "a b.vot");
        assert_eq!(url_of("http://h/x?a=1&b=2").unwrap().as_str(), "http://h/x?a=1&b=2");
        assert_eq!(last_part(&url_of("http://h/").unwrap()), "http://h/");
        let error = url_of("/no/such.vot").unwrap_err().to_string();
        assert!(error.starts_with("error: `/no/such.vot` cannot be sent: No such file"), "{error}");
    }

    #[test]
    fn responses_are_told_in_words() {
        assert_eq!(said(&Ok(Response::error("out of memory"))), "refused: out of memory");
        assert_eq!(said(&Ok(Response::ok(samp::Map::new()))), "done");
        assert_eq!(
            said(&Err(SampError::Fault("no response within 2 s".into()))),
            "not done: no response within 2 s"
        );
    }
}
