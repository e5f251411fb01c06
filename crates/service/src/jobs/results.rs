//! A result of a job, sent from the store.

use plugin_api::{Answer, Error, ErrorKind, Host, JobRecord, JobResult, Principal, Result};
use uws::Phase;

use super::range::Part;
use super::view::phase;

/// The result, or the part of it that `range` asks for. Whoever may no longer use what the job has used gets nothing.
pub(super) async fn answer(
    host: &Host,
    caller: &Principal,
    record: &JobRecord,
    id: &str,
    range: Option<&str>,
) -> Result<Answer> {
    let result = allowed(host, caller, record, id)?;
    send(host, record, result, range).await
}

/// The result, if there is one and the caller may use now what the job has used.
pub(super) fn allowed<'r>(
    host: &Host,
    caller: &Principal,
    record: &'r JobRecord,
    id: &str,
) -> Result<&'r JobResult> {
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

async fn send(host: &Host, record: &JobRecord, result: &JobResult, range: Option<&str>) -> Result<Answer> {
    let store = host.store();
    let Some(length) = result.bytes else {
        return Ok(named(
            Answer::new(200, &result.content_type, store.get(&result.key, None).await?),
            record,
            result,
        ));
    };
    let answer = match Part::read(range, length) {
        Part::Whole => {
            Answer::new(200, &result.content_type, store.get(&result.key, None).await?.with_length(length))
        }
        Part::Bytes(bytes) => {
            let stated = format!("bytes {}-{}/{length}", bytes.start, bytes.end - 1);
            let content =
                store.get(&result.key, Some(bytes.clone())).await?.with_length(bytes.end - bytes.start);
            Answer::new(206, &result.content_type, content).with_header("content-range", &stated)
        }
        Part::Beyond => {
            let text = bytes::Bytes::from(format!("the result has {length} bytes; ask for some of them\n"));
            return Ok(Answer::new(416, super::TEXT, text)
                .with_header("content-range", &format!("bytes */{length}")));
        }
    };
    Ok(named(answer, record, result).with_header("accept-ranges", "bytes"))
}

/// Says under which name to keep it; a browser that can show the type still shows it.
fn named(answer: Answer, record: &JobRecord, result: &JobResult) -> Answer {
    let name = format!("inline; filename=\"{}-{}{}\"", record.id, result.id, extension(&result.content_type));
    answer.with_header("content-disposition", &name)
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
