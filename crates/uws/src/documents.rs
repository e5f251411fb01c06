//! The XML documents of jobs, valid against the schema of UWS 1.1 (namespace `http://www.ivoa.net/xml/UWS/v1.0`).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::xml::Xml;
use crate::{Job, JobInfo, Parameter, ResultReference};

/// The media type of all documents.
pub const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:uws", "http://www.ivoa.net/xml/UWS/v1.0"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

const VERSION: (&str, &str) = ("version", "1.1");

/// What a path segment may hold as it is (RFC 3986 §3.3, the unreserved characters).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The whole job; `list` is the absolute URL of the job list, without a slash at the end.
pub fn job(job: &Job, list: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.element("uws:job", &root(Some(VERSION)), |xml| {
        xml.text("uws:jobId", &[], &job.id);
        if let Some(run_id) = &job.run_id {
            xml.text("uws:runId", &[], run_id);
        }
        xml.nillable("uws:ownerId", job.owner.as_deref());
        xml.text("uws:phase", &[], job.phase.word());
        xml.nillable("uws:quote", job.quote.as_deref());
        xml.text("uws:creationTime", &[], &job.created);
        xml.nillable("uws:startTime", job.started.as_deref());
        xml.nillable("uws:endTime", job.ended.as_deref());
        xml.text("uws:executionDuration", &[], &job.duration_text());
        xml.nillable("uws:destruction", job.destruction.as_deref());
        let url = url_of(list, job);
        xml.element("uws:parameters", &[], |xml| each_parameter(xml, &job.parameters, &url));
        xml.element("uws:results", &[], |xml| each_result(xml, &job.results, &url));
        error_and_info(xml, job);
    });
    xml.finish()
}

/// The list of jobs, in the order given.
pub fn jobs(jobs: &[Job], list: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.element("uws:jobs", &root(Some(VERSION)), |xml| {
        for job in jobs {
            let url = url_of(list, job);
            let attributes = [("id", job.id.as_str()), ("xlink:type", "simple"), ("xlink:href", &url)];
            xml.element("uws:jobref", &attributes, |xml| {
                xml.text("uws:phase", &[], job.phase.word());
                if let Some(run_id) = &job.run_id {
                    xml.text("uws:runId", &[], run_id);
                }
                xml.nillable("uws:ownerId", job.owner.as_deref());
                xml.text("uws:creationTime", &[], &job.created);
            });
        }
    });
    xml.finish()
}

/// The parameters of a job alone.
pub fn parameters(job: &Job, list: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    let url = url_of(list, job);
    xml.element("uws:parameters", &root(None), |xml| each_parameter(xml, &job.parameters, &url));
    xml.finish()
}

/// The results of a job alone.
pub fn results(job: &Job, list: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    let url = url_of(list, job);
    xml.element("uws:results", &root(None), |xml| each_result(xml, &job.results, &url));
    xml.finish()
}

fn root(version: Option<(&'static str, &'static str)>) -> Vec<(&'static str, &'static str)> {
    version.into_iter().chain(NAMESPACES).collect()
}

fn url_of(list: &str, job: &Job) -> String {
    format!("{list}/{}", job.id)
}

fn each_parameter(xml: &mut Xml, parameters: &[Parameter], url: &str) {
    for Parameter { name, value } in parameters {
        match value {
            Some(value) => xml.text("uws:parameter", &[("id", name)], value),
            None => {
                let address = format!("{url}/parameters/{}", utf8_percent_encode(name, SEGMENT));
                xml.text("uws:parameter", &[("id", name), ("byReference", "true")], &address);
            }
        }
    }
}

fn each_result(xml: &mut Xml, results: &[ResultReference], url: &str) {
    for result in results {
        let address = format!("{url}/results/{}", utf8_percent_encode(&result.id, SEGMENT));
        let size = result.bytes.map(|bytes| bytes.to_string());
        let mut attributes =
            vec![("id", result.id.as_str()), ("xlink:type", "simple"), ("xlink:href", &address)];
        attributes.extend(result.content_type.as_deref().map(|kind| ("mime-type", kind)));
        attributes.extend(size.as_deref().map(|size| ("size", size)));
        xml.element("uws:result", &attributes, |_| {});
    }
}

fn error_and_info(xml: &mut Xml, job: &Job) {
    if let Some(error) = &job.error {
        let kind = if error.transient { "transient" } else { "fatal" };
        xml.element("uws:errorSummary", &[("type", kind), ("hasDetail", "true")], |xml| {
            xml.text("uws:message", &[], error.line());
        });
    }
    let told = told(&job.info);
    if !told.is_empty() {
        xml.element("uws:jobInfo", &[], |xml| {
            told.iter().for_each(|(name, text)| xml.text(name, &[], text));
        });
    }
}

/// What is known, under names of ours: UWS leaves the content of `jobInfo` to the service (UWS 1.1 §2.1.2).
fn told(info: &JobInfo) -> Vec<(&'static str, String)> {
    let number = |value: Option<u64>| value.map(|value| value.to_string());
    let estimate = info.estimate.as_ref();
    let told = [
        ("progress", info.progress.map(|progress| format!("{:.3}", progress.clamp(0.0, 1.0)))),
        ("rows", number(info.rows)),
        ("bytes", number(info.bytes)),
        ("estimatedRows", number(estimate.and_then(|estimate| estimate.rows))),
        ("estimatedCost", estimate.and_then(|estimate| estimate.cost).map(|cost| format!("{cost:.2}"))),
        ("plan", estimate.map(|estimate| estimate.plan.clone())),
    ];
    let warnings = info.warnings.iter().map(|warning| ("warning", warning.clone()));
    told.into_iter().filter_map(|(name, text)| Some((name, text?))).chain(warnings).collect()
}

#[cfg(test)]
mod tests;
