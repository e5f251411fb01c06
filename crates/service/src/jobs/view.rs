//! A job of the queue as UWS shows it.

use plugin_api::{JobRecord, JobResult};
use uws::{ErrorSummary, Job, JobInfo, Parameter, Phase, ResultReference};

use super::Foreseen;

/// The phase of a record.
pub(super) fn phase(record: &JobRecord) -> Phase {
    record.phase.parse().unwrap_or(Phase::Unknown)
}

/// Whether a job of this phase may have an error.
pub(super) fn has_failed(phase: Phase) -> bool {
    matches!(phase, Phase::Error | Phase::Aborted)
}

/// What a client may see. Results are there when they can be fetched, errors when there is no result.
pub(super) fn job(record: JobRecord, foreseen: Foreseen) -> Job {
    let phase = phase(&record);
    let completed = phase == Phase::Completed;
    let failed = has_failed(phase);
    let Foreseen { estimate, mut warnings } = foreseen;
    let results = match completed {
        true => {
            warnings.extend(record.outcome.warnings);
            record.outcome.results
        }
        false => Vec::new(),
    };
    let error = record.error.filter(|_| failed);
    let info = JobInfo {
        progress: record.progress.filter(|_| phase == Phase::Executing),
        rows: results.first().and_then(|result| result.rows),
        bytes: results.iter().map(|result| result.bytes).sum::<Option<u64>>().filter(|_| !results.is_empty()),
        estimate,
        warnings,
    };
    let request = record.request;
    let values = request.parameters.into_iter().map(|(name, value)| Parameter { name, value: Some(value) });
    let files = request.files.into_iter().map(|file| Parameter { name: file.name, value: None });
    Job {
        id: record.id,
        run_id: Some(request.run_id).filter(|id| !id.is_empty()),
        owner: Some(request.owner).filter(|owner| !owner.is_empty()),
        phase,
        quote: record.quote,
        created: record.created,
        started: record.started,
        ended: record.ended,
        duration_secs: request.duration_limit_secs,
        destruction: request.destruction,
        parameters: values.chain(files).collect(),
        results: results.into_iter().map(reference).collect(),
        error: error.map(|error| ErrorSummary { message: error.message, transient: error.transient }),
        info,
    }
}

fn reference(result: JobResult) -> ResultReference {
    let content_type = Some(result.content_type).filter(|kind| !kind.is_empty());
    ResultReference { id: result.id, content_type, bytes: result.bytes }
}

#[cfg(test)]
mod tests {
    use plugin_api::{JobError, JobFile, JobOutcome, JobRequest};

    use super::*;

    fn record(phase: &str) -> JobRecord {
        let result = JobResult {
            id: "result".into(),
            key: "k7/1/result".into(),
            content_type: "text/csv".into(),
            rows: Some(3),
            bytes: Some(40),
        };
        JobRecord {
            id: "k7".into(),
            request: JobRequest {
                parameters: vec![("QUERY".into(), "x".into())],
                duration_limit_secs: 60,
                files: vec![JobFile { name: "f1".into(), key: "k7/uploads/1".into(), ..JobFile::default() }],
                ..JobRequest::default()
            },
            phase: phase.into(),
            progress: Some(0.5),
            outcome: JobOutcome { results: vec![result], ..JobOutcome::default() },
            error: Some(JobError { message: "no".into(), ..JobError::default() }),
            ..JobRecord::default()
        }
    }

    #[test]
    fn results_are_there_when_completed_and_errors_when_failed() {
        for (phase, results, errors, progress) in [
            ("PENDING", 0, false, None),
            ("EXECUTING", 0, false, Some(0.5)),
            ("COMPLETED", 1, false, None),
            ("ERROR", 0, true, None),
            ("ABORTED", 0, true, None),
        ] {
            let job = job(record(phase), Foreseen::default());
            let found = (job.results.len(), job.error.is_some(), job.info.progress);
            assert_eq!(found, (results, errors, progress), "{phase}");
            assert_eq!(job.phase.word(), phase);
        }
        assert_eq!(job(record("COMPLETED"), Foreseen::default()).info.bytes, Some(40));
    }

    #[test]
    fn files_are_parameters_by_reference_and_empty_names_are_none() {
        let job = job(record("PENDING"), Foreseen::default());
        let parameters = [
            Parameter { name: "QUERY".into(), value: Some("x".into()) },
            Parameter { name: "f1".into(), value: None },
        ];
        assert_eq!(job.parameters, parameters);
        assert_eq!((job.owner, job.run_id, job.duration_secs), (None, None, 60));
    }

    #[test]
    fn a_phase_of_a_newer_host_is_unknown() {
        assert_eq!(phase(&record("DREAMING")), Phase::Unknown);
    }
}
