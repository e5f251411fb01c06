//! Every call of jobs and of the store once, by one user, with what came out.

use bytes::Bytes;
use plugin_api::{ByteStream, Host, JobChange, JobFile, JobFilter, JobRequest, Principal, Result};

/// One line for each call.
pub(crate) async fn tour(host: &Host) -> Result<String> {
    let (alice, jobs, store) = (Principal::known("alice", Vec::new()), host.jobs(), host.store());
    let mut lines = Vec::new();
    let request = JobRequest { owner: "alice".into(), run_id: "mine".into(), ..JobRequest::default() };
    let made = jobs.create(&request).await?;
    let is_below = made.prefix == format!("{}/", made.id);
    lines.push(format!(
        "{} of {} in {} s, {is_below}",
        made.phase, made.request.owner, made.request.duration_limit_secs
    ));

    let key = format!("{}uploads/t", made.prefix);
    let bytes = store.put(&key, ByteStream::from(Bytes::from_static(b"0123456789"))).await?;
    let part = store.get(&key, Some(2..5)).await?.collect(100).await?;
    lines.push(format!("{bytes} bytes, part {}", String::from_utf8_lossy(&part)));

    let file = JobFile { name: "t".into(), key: key.clone(), bytes, ..JobFile::default() };
    let change = JobChange {
        parameters: Some(vec![("how".into(), "write".into())]),
        files: Some(vec![file]),
        duration_limit_secs: Some(0),
        ..JobChange::default()
    };
    let changed = jobs.change(&alice, &made.id, &change).await?;
    let request = &changed.request;
    lines.push(format!(
        "{:?}, {} file, {} s",
        request.parameters,
        request.files.len(),
        request.duration_limit_secs
    ));

    let mut record = jobs.run(&alice, &made.id).await?;
    lines.push(format!("{}, listed {}", record.phase, jobs.list(&alice, &JobFilter::default()).await?.len()));
    while record.outcome.results.is_empty() && record.error.is_none() {
        record = jobs.wait(&alice, &made.id, record.revision, 10).await?;
    }
    let (result, phase) = (record.outcome.results.pop().unwrap_or_default(), record.phase);
    let content = store.get(&result.key, None).await?.collect(100_000_000).await?;
    lines.push(format!("{phase}, {:?} bytes, read {}", result.bytes, content.len()));
    refusals(host, &alice, &made.id, &key, &mut lines).await?;
    Ok(lines.join("\n"))
}

async fn refusals(
    host: &Host,
    alice: &Principal,
    id: &str,
    key: &str,
    lines: &mut Vec<String>,
) -> Result<()> {
    let (jobs, store) = (host.jobs(), host.store());
    let refused = [
        jobs.run(alice, id).await.err(),
        jobs.get(&Principal::known("bob", Vec::new()), id).await.err(),
        jobs.progress(id, 0.5).await.err(),
        store.put("../x", ByteStream::empty()).await.err(),
        jobs.delete(alice, id).await.err(),
        jobs.get(alice, id).await.err(),
        store.get(key, None).await.err(),
        store.delete(key).await.err(),
    ];
    let told = refused.map(|error| match error {
        Some(error) => format!("{} {error}", error.kind().status()).replace(id, "ID"),
        None => "done".to_owned(),
    });
    lines.extend(told);
    lines.push(format!("waits {} s", jobs.limits().await?.wait_secs));
    Ok(())
}
