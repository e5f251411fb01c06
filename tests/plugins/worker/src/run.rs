//! What a job does: it takes its time in one way or another, and writes a file.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use plugin_api::{ByteStream, Error, Host, Job, JobOutcome, JobResult, Lane, Query, Result, RowItem};

/// How often a job that writes pauses.
const PAUSES: u64 = 8;

/// Does what the job's parameters say.
pub(crate) async fn run(host: &Host, job: &Job) -> Result<JobOutcome> {
    let said =
        |name| job.request.parameters.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str());
    let millis: u64 = said("millis").and_then(|text| text.parse().ok()).unwrap_or_default();
    let content = match said("how") {
        Some("fail") => return Err(Error::bad_request("the job was told to fail")),
        Some("query") => {
            query(host, millis).await?;
            ByteStream::from(Bytes::from_static(b"queried"))
        }
        Some("write") => slowly(host.clone(), millis),
        _ => {
            host.sleep(Duration::from_millis(millis)).await?;
            ByteStream::from(Bytes::from_static(b"slept"))
        }
    };
    let key = format!("{}result", job.result_prefix);
    let bytes = host.store().put(&key, content).await?;
    let result = JobResult {
        id: "result".into(),
        key,
        content_type: "text/plain".into(),
        rows: None,
        bytes: Some(bytes),
    };
    Ok(JobOutcome { results: vec![result], ..JobOutcome::default() })
}

/// Keeps a backend busy.
async fn query(host: &Host, millis: u64) -> Result<()> {
    let sql = format!("SELECT 'worker' AS marker FROM pg_sleep({}) AS slept", millis as f64 / 1000.0);
    let mut rows = host.query(Query { lane: Lane::Long, ..Query::new(sql) }).await?;
    while let Some(item) = rows.next().await {
        if let RowItem::End { .. } = item? {
            return Ok(());
        }
    }
    Err(Error::internal("the rows stopped before their end"))
}

/// More than one part of a file, with pauses, so that a file is always under way.
fn slowly(host: Host, millis: u64) -> ByteStream {
    let pause = Duration::from_millis(millis / PAUSES);
    let chunks = stream::iter(0..PAUSES).then(move |_| {
        let host = host.clone();
        async move {
            host.sleep(pause).await?;
            Ok(Bytes::from(vec![b'w'; 1024 * 1024]))
        }
    });
    ByteStream::new(chunks)
}
