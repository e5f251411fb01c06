//! Tests of what requests ask for.

use dali::Limits;
use proptest::prelude::*;

use super::*;

fn read(method: &str, path: &str, query: &str) -> Result<Action, UwsError> {
    let params = Params::read(Some(query), None, Limits::default()).unwrap();
    Action::read(method, &Resource::read(path).unwrap(), &params)
}

fn refused(method: &str, path: &str, query: &str) -> (u16, String) {
    let error = read(method, path, query).unwrap_err();
    (error.status(), error.to_string())
}

#[test]
fn a_list_is_filtered_by_phase_age_and_number() {
    assert_eq!(read("GET", "", ""), Ok(Action::List(ListFilter::default())));
    let filter = ListFilter {
        phases: vec![Phase::Completed, Phase::Error],
        after: Some(Instant::read("AFTER", "2026-01-31").unwrap()),
        last: Some(10),
    };
    let asked = "phase=COMPLETED&PHASE=error&after=2026-01-31T00:00:00&Last=10";
    assert_eq!(read("GET", "", asked), Ok(Action::List(filter)));
}

#[test]
fn a_job_is_created_with_and_without_steering() {
    assert_eq!(read("POST", "", "QUERY=x"), Ok(Action::Create(Creation::default())));
    let creation = Creation {
        run: true,
        run_id: Some("batch-12".into()),
        duration_secs: Some(30),
        destruction: Some(Instant::read("", "2027-01-01").unwrap()),
    };
    let asked = "phase=run&RUNID=batch-12&EXECUTIONDURATION=30&destruction=2027-01-01";
    assert_eq!(read("POST", "", asked), Ok(Action::Create(creation)));
}

#[test]
fn a_job_is_shown_at_once_or_after_a_wait() {
    let shown = |wait| Ok(Action::Show { id: "k7".into(), wait });
    assert_eq!(read("GET", "k7", "PHASE=nonsense"), shown(None));
    assert_eq!(read("GET", "k7/", "WAIT=60"), shown(Some(Wait { secs: Some(60), phase: None })));
    let wait = Wait { secs: None, phase: Some(Phase::Queued) };
    assert_eq!(read("HEAD", "k7", "wait=-1&PHASE=QUEUED"), shown(Some(wait)));
    assert!(wait.blocks_in(Phase::Queued) && !wait.blocks_in(Phase::Executing));
    let any = Wait { secs: Some(5), phase: None };
    assert!(any.blocks_in(Phase::Pending) && !any.blocks_in(Phase::Completed) && !any.blocks_in(Phase::Held));
    assert!(!Wait { secs: Some(0), phase: None }.blocks_in(Phase::Executing));
}

#[test]
fn changes_are_read_at_their_resources() {
    let id = || "k7".to_owned();
    assert_eq!(read("POST", "k7/phase", "PHASE=RUN"), Ok(Action::Run(id())));
    assert_eq!(read("POST", "k7/phase/", "phase=abort"), Ok(Action::Abort(id())));
    assert_eq!(read("DELETE", "k7", ""), Ok(Action::Delete(id())));
    assert_eq!(read("POST", "k7", "ACTION=delete"), Ok(Action::Delete(id())));
    assert_eq!(read("POST", "k7/parameters", "QUERY=x"), Ok(Action::SetParameters(id())));
    let duration = Action::SetDuration { id: id(), secs: 0 };
    assert_eq!(read("POST", "k7/executionduration", "EXECUTIONDURATION=0"), Ok(duration));
    let instant = Instant::read("", "2026-02-01T00:00:00Z").unwrap();
    let destruction = Action::SetDestruction { id: id(), instant };
    assert_eq!(read("POST", "k7/destruction", "DESTRUCTION=2026-02-01"), Ok(destruction));
    let quote = Action::Read { id: id(), child: Child::Quote };
    assert_eq!(read("GET", "k7/quote", "WAIT=nonsense"), Ok(quote));
}

#[test]
fn values_that_do_not_parse_are_refused_with_what_they_must_be() {
    for (method, path, query, expected) in [
        (
            "GET",
            "k7",
            "WAIT=soon",
            "parameter WAIT has the value `soon`; it must be a whole number of seconds, or -1",
        ),
        (
            "GET",
            "k7",
            "WAIT=-2",
            "parameter WAIT has the value `-2`; it must be a whole number of seconds, or -1",
        ),
        ("GET", "", "LAST=0", "parameter LAST has the value `0`; it must be a whole number, 1 or more"),
        ("POST", "k7/phase", "PHASE=STOP", "parameter PHASE has the value `STOP`; it must be RUN or ABORT"),
        ("POST", "k7/phase", "", "parameter PHASE is missing; give it a value"),
        ("POST", "", "PHASE=ABORT", "parameter PHASE has the value `ABORT`; it must be RUN for a new job"),
        ("POST", "k7", "ACTION=RUN", "parameter ACTION has the value `RUN`; it must be DELETE"),
        (
            "POST",
            "k7/executionduration",
            "EXECUTIONDURATION=-1",
            "parameter EXECUTIONDURATION has the value `-1`; it must be a whole number of seconds, 0 or more",
        ),
        ("POST", "k7/executionduration", "", "parameter EXECUTIONDURATION is missing; give it a value"),
        (
            "POST",
            "k7",
            "QUERY=x",
            "a POST here takes ACTION=DELETE only; send parameters to `parameters` and PHASE to `phase` of the job",
        ),
        (
            "GET",
            "",
            "PHASE=DONE",
            "parameter PHASE has the value `DONE`; it must be PENDING, QUEUED, EXECUTING, COMPLETED, ERROR, ABORTED, \
             HELD, SUSPENDED, UNKNOWN or ARCHIVED",
        ),
    ] {
        assert_eq!(refused(method, path, query), (400, expected.to_owned()), "{method} {path} {query}");
    }
}

#[test]
fn a_method_that_the_resource_has_not_is_405() {
    let expected = "DELETE is not possible here; use GET, HEAD, POST";
    assert_eq!(refused("DELETE", "k7/parameters", ""), (405, expected.into()));
    assert_eq!(refused("POST", "k7/results", ""), (405, "POST is not possible here; use GET, HEAD".into()));
}

proptest! {
    #[test]
    fn any_request_is_read_or_refused(
        method in "GET|HEAD|POST|DELETE|PUT",
        path in "(k7)?(/(phase|parameters|destruction|executionduration|results|quote))?/?",
        query in "((WAIT|PHASE|LAST|AFTER|ACTION|DESTRUCTION|EXECUTIONDURATION|RUNID)=[0-9a-zA-Z%:.-]{0,12}&){0,4}",
    ) {
        if let (Ok(resource), Ok(params)) =
            (Resource::read(&path), Params::read(Some(&query), None, Limits::default()))
            && let Err(error) = Action::read(&method, &resource, &params)
        {
            prop_assert!(matches!(error.status(), 400 | 405));
        }
    }
}
