//! A result of a job, sent from the store.

use plugin_api::{Answer, Error, ErrorKind, Host, JobRecord, JobResult, Principal, Result};
use uws::Phase;

use super::view::phase;
use crate::{SentFile, Wanted};

/// The result, or the part of it that is wanted. Whoever may no longer use what the job has used gets nothing.
pub(super) async fn answer(
    host: &Host,
    caller: &Principal,
    record: &JobRecord,
    id: &str,
    wanted: &Wanted,
) -> Result<Answer> {
    let result = allowed(host, caller, record, id)?;
    send(host, record, result, wanted).await
}

/// The result, if there is one and the caller may use now what the job has used.
fn allowed<'r>(host: &Host, caller: &Principal, record: &'r JobRecord, id: &str) -> Result<&'r JobResult> {
    let phase = phase(record);
    let found = record.outcome.results.iter().find(|result| result.id == id);
    let Some(result) = found.filter(|_| phase == Phase::Completed) else {
        let text = match phase {
            Phase::Completed => "the job has no such result; `results` lists all of them".to_owned(),
            _ => format!("the job has no results; it is {phase}"),
        };
        return Err(Error::not_found(text));
    };
    for resource in &record.outcome.resources {
        host.authorize(caller, resource).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::Forbidden => {
                Error::new(ErrorKind::Forbidden, "the result holds data that you may no longer use")
            }
            _ => error,
        })?;
    }
    Ok(result)
}

async fn send(host: &Host, record: &JobRecord, result: &JobResult, wanted: &Wanted) -> Result<Answer> {
    let store = host.store();
    let name = format!("{}-{}{}", record.id, result.id, extension(&result.content_type));
    let Some(length) = result.bytes else {
        let answer = Answer::new(200, &result.content_type, store.get(&result.key, None).await?);
        return Ok(answer.with_header("content-disposition", &format!("inline; filename=\"{name}\"")));
    };
    // A browser that can show the type shows it.
    let sent = SentFile {
        content_type: &result.content_type,
        name: &name,
        is_attachment: false,
        length,
        version: None,
    };
    sent.answer(wanted, |range| store.get(&result.key, Some(range).filter(|range| *range != (0..length))))
        .await
}

fn extension(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/x-votable+xml" => ".vot",
        "text/xml" | "application/xml" => ".xml",
        "text/csv" => ".csv",
        "text/tab-separated-values" => ".tsv",
        "text/plain" => ".txt",
        "text/html" => ".html",
        "application/json" => ".json",
        "application/fits" | "image/fits" => ".fits",
        "application/vnd.apache.parquet" => ".parquet",
        "application/vnd.apache.arrow.stream" => ".arrows",
        _ => "",
    }
}
