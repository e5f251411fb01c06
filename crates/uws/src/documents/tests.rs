//! Tests of the documents: whole texts, and that no input breaks them.

use proptest::prelude::*;

use super::*;
use crate::{Child, ErrorSummary, JobEstimate, JobInfo, Phase};

const LIST: &str = "http://localhost:8080/tap/async";

fn pending() -> Job {
    Job {
        id: "k7".into(),
        run_id: Some("batch-12".into()),
        owner: None,
        phase: Phase::Pending,
        quote: None,
        created: "2026-01-30T10:00:00.000Z".into(),
        started: None,
        ended: None,
        duration_secs: 600,
        destruction: Some("2026-02-06T10:00:00.000Z".into()),
        parameters: vec![
            Parameter { name: "QUERY".into(), value: Some("SELECT a FROM b WHERE c < 3".into()) },
            Parameter { name: "UPLOAD".into(), value: Some("mine,param:f 1".into()) },
            Parameter { name: "f 1".into(), value: None },
        ],
        results: Vec::new(),
        error: None,
        info: JobInfo::default(),
    }
}

fn completed() -> Job {
    let result = ResultReference {
        id: "result".into(),
        content_type: Some("application/x-votable+xml".into()),
        bytes: Some(20_480),
    };
    Job {
        run_id: None,
        owner: Some("alice".into()),
        phase: Phase::Completed,
        started: Some("2026-01-30T10:00:05.000Z".into()),
        ended: Some("2026-01-30T10:00:09.000Z".into()),
        parameters: Vec::new(),
        results: vec![result],
        info: JobInfo { progress: Some(1.0), rows: Some(12), bytes: Some(20480), ..JobInfo::default() },
        ..pending()
    }
}

fn text(document: Vec<u8>) -> String {
    String::from_utf8(document).unwrap()
}

#[test]
fn a_fresh_job_says_everything_in_the_order_of_the_schema() {
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<uws:job version="1.1" xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <uws:jobId>k7</uws:jobId>
  <uws:runId>batch-12</uws:runId>
  <uws:ownerId xsi:nil="true"/>
  <uws:phase>PENDING</uws:phase>
  <uws:quote xsi:nil="true"/>
  <uws:creationTime>2026-01-30T10:00:00.000Z</uws:creationTime>
  <uws:startTime xsi:nil="true"/>
  <uws:endTime xsi:nil="true"/>
  <uws:executionDuration>600</uws:executionDuration>
  <uws:destruction>2026-02-06T10:00:00.000Z</uws:destruction>
  <uws:parameters>
    <uws:parameter id="QUERY">SELECT a FROM b WHERE c &lt; 3</uws:parameter>
    <uws:parameter id="UPLOAD">mine,param:f 1</uws:parameter>
    <uws:parameter id="f 1" byReference="true">http://localhost:8080/tap/async/k7/parameters/f%201</uws:parameter>
  </uws:parameters>
  <uws:results/>
</uws:job>
"#;
    assert_eq!(text(job(&pending(), LIST)), expected);
}

#[test]
fn a_completed_job_names_its_result() {
    let document = text(job(&completed(), LIST));
    let expected = r#"  <uws:parameters/>
  <uws:results>
    <uws:result id="result" xlink:type="simple" xlink:href="http://localhost:8080/tap/async/k7/results/result" mime-type="application/x-votable+xml" size="20480"/>
  </uws:results>
  <uws:jobInfo>
    <progress>1.000</progress>
    <rows>12</rows>
    <bytes>20480</bytes>
  </uws:jobInfo>
</uws:job>
"#;
    assert_eq!(document.split_once("</uws:destruction>\n").unwrap().1, expected);
    assert!(document.contains("  <uws:ownerId>alice</uws:ownerId>\n  <uws:phase>COMPLETED</uws:phase>\n"));
}

#[test]
fn a_failed_job_says_the_first_line_of_its_error() {
    let error = ErrorSummary { message: "\nunknown table `x`\n  line 1\n".into(), transient: true };
    let failed = Job { phase: Phase::Error, error: Some(error), ..pending() };
    let expected = "  <uws:errorSummary type=\"transient\" hasDetail=\"true\">\n    \
                    <uws:message>unknown table `x`</uws:message>\n  </uws:errorSummary>\n</uws:job>\n";
    assert_eq!(text(job(&failed, LIST)).split_once("<uws:results/>\n").unwrap().1, expected);
}

#[test]
fn a_list_refers_to_each_job() {
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<uws:jobs version="1.1" xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <uws:jobref id="k7" xlink:type="simple" xlink:href="http://localhost:8080/tap/async/k7">
    <uws:phase>PENDING</uws:phase>
    <uws:runId>batch-12</uws:runId>
    <uws:ownerId xsi:nil="true"/>
    <uws:creationTime>2026-01-30T10:00:00.000Z</uws:creationTime>
  </uws:jobref>
</uws:jobs>
"#;
    assert_eq!(text(jobs(&[pending()], LIST)), expected);
    assert!(text(jobs(&[], LIST)).ends_with("XMLSchema-instance\"/>\n"));
}

#[test]
fn parameters_and_results_stand_alone_without_a_version() {
    let document = text(parameters(&pending(), LIST));
    assert!(document.contains("<uws:parameters xmlns:uws="), "{document}");
    let document = text(results(&completed(), LIST));
    assert!(
        document.contains("<uws:results xmlns:uws=") && document.contains("size=\"20480\""),
        "{document}"
    );
}

#[test]
fn plain_texts_are_those_of_the_document() {
    let job = Job { duration_secs: u64::MAX, ..completed() };
    for (child, expected) in [
        (Child::Phase, Some("COMPLETED")),
        (Child::ExecutionDuration, Some("2147483647")),
        (Child::Destruction, Some("2026-02-06T10:00:00.000Z")),
        (Child::Quote, Some("")),
        (Child::Owner, Some("alice")),
        (Child::Error, None),
        (Child::Whole, None),
    ] {
        assert_eq!(job.text(&child).as_deref(), expected, "{child:?}");
    }
}

proptest! {
    #[test]
    fn any_text_of_a_client_gives_a_well_formed_document(value in any::<String>(), name in "\\PC{1,20}") {
        let parameter = Parameter { name: name.clone(), value: Some(value.clone()) };
        let file = Parameter { name, value: None };
        let asked = Job { parameters: vec![parameter, file], run_id: Some(value.clone()), ..pending() };
        let document = text(job(&asked, LIST));
        let mut reader = quick_xml::Reader::from_str(&document);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => prop_assert!(false, "{error}: {document}"),
            }
        }
    }
}

#[test]
fn a_job_that_waits_tells_what_it_would_cost() {
    let estimate = JobEstimate { rows: Some(70), cost: Some(12.5), plan: "all rows < 9".into() };
    let info = JobInfo { estimate: Some(estimate), warnings: vec!["beware".into()], ..JobInfo::default() };
    let document = text(job(&Job { info, ..pending() }, LIST));
    let expected = r#"  <uws:jobInfo>
    <estimatedRows>70</estimatedRows>
    <estimatedCost>12.50</estimatedCost>
    <plan>all rows &lt; 9</plan>
    <warning>beware</warning>
  </uws:jobInfo>
</uws:job>
"#;
    assert_eq!(document.split_once("  <uws:results/>\n").unwrap().1, expected);
}
