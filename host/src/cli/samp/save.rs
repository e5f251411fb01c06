//! Copies of what programs send, for `armilla samp listen --save`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use samp::{Message, Value};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use url::Url;

/// How long a program may pause while it gives what it has sent.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// The most characters of a name that a program gives.
const NAME_CHARS_MAX: usize = 100;

/// Saves what a message names by `url`, if it does, as a new file of a folder. The program that sends it may end as soon as
/// it has its response, and its URL with it.
pub async fn save(message: &Message, folder: &Path, number: u64) -> Result<Option<PathBuf>, String> {
    let Some(url) = message.params.get("url").and_then(Value::text) else { return Ok(None) };
    let parsed = Url::parse(url).map_err(|error| format!("`{url}` is no URL: {error}"))?;
    let path = folder.join(format!("{number}-{}", file_name(&parsed)));
    let saved = match parsed.scheme() {
        "file" => copy(&parsed, &path).await,
        _ => fetch(parsed, &path).await,
    };
    saved.map(|()| Some(path)).map_err(|reason| format!("{url} was not saved: {reason}"))
}

async fn copy(url: &Url, path: &Path) -> Result<(), String> {
    let from = url.to_file_path().map_err(|()| "it is not a file of this machine".to_owned())?;
    tokio::fs::copy(from, path).await.map(drop).map_err(|error| error.to_string())
}

async fn fetch(url: Url, path: &Path) -> Result<(), String> {
    let words = |error: reqwest::Error| error.to_string();
    let broken = |error: std::io::Error| error.to_string();
    let http = reqwest::Client::builder().read_timeout(PAUSE_MAX).build().map_err(words)?;
    let answer = http.get(url).send().await.and_then(reqwest::Response::error_for_status);
    let mut answer = answer.map_err(words)?;
    let mut file = File::create_new(path).await.map_err(broken)?;
    while let Some(chunk) = answer.chunk().await.map_err(words)? {
        file.write_all(&chunk).await.map_err(broken)?;
    }
    file.flush().await.map_err(broken)
}

/// The last part of a URL, with nothing in it that leads out of a folder.
fn file_name(url: &Url) -> String {
    let good = |letter: char| letter.is_ascii_alphanumeric() || "-_+.".contains(letter);
    let last =
        url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty())).unwrap_or("data");
    last.chars().map(|letter| if good(letter) { letter } else { '_' }).take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_copied_under_a_harmless_name() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("a b.vot");
        std::fs::write(&from, "x").unwrap();
        let url = Url::from_file_path(&from).unwrap();
        let message = Message::new("table.load.votable", [("url", url.as_str())]);
        let saved = save(&message, folder.path(), 3).await.unwrap().unwrap();
        assert_eq!(saved, folder.path().join("3-a_20b.vot"));
        assert_eq!(std::fs::read(saved).unwrap(), b"x");
        assert_eq!(save(&Message::new("samp.app.ping", []), folder.path(), 4).await, Ok(None));
    }
}
