//! The VOSI endpoints: capabilities, availability, tables (VOSI 1.1).

use adql::Extensions;
use bytes::Bytes;
use catalogue::vosi::{self, Detail};
use catalogue::{Enumeration, TableRef};
use dali::Params;
use formats::Format;
use plugin_api::{Answer, Error, JobLimits, Request, Result};
use registry::{
    Capabilities, Capability, DataLimit, Language, OutputFormat, TableAccess, TimeLimit, UploadMethod,
};
use service::{Limits, OfferedFormat, UploadLimits, from_dali, moc_answer, query_params};

use crate::Tap;
use crate::features::{description, features};
use crate::models::data_models;

const JSON: &str = "application/json";
const XML: &str = "text/xml; charset=utf-8";

/// `/capabilities`: what the service can do, from the running configuration.
pub(crate) async fn capabilities(tap: &Tap, request: &Request) -> Result<Answer> {
    let base = tap.host.base_url();
    let scope = tap.scopes.of(&tap.host, request.principal())?;
    let extensions = tap.extensions.of(&tap.host, &scope)?;
    let offered = tap.formats.of(&tap.host).await?;
    let output_formats =
        Format::offered().iter().map(output_format).chain(offered.iter().map(of_plugin)).collect();
    let limits = tap.limits_for(request.principal()).await?;
    let coverage = scope.tables().any(|table| has_coverage(&table)).then(|| Capability::moc(&base));
    let access = TableAccess {
        data_models: data_models(&scope),
        output_formats,
        ..table_access(tap, &extensions, limits, limits_of_jobs(tap).await)
    };
    // A host of an older version offers no log-in.
    let login = tap.host.login_offer().await.unwrap_or_default();
    let guarded = |capability: Capability| capability.with_log_in(login.required, &login.methods);
    let capabilities = [
        guarded(Capability::tap(&base, access)),
        Capability::vosi_capabilities(&base),
        Capability::vosi_availability(&base),
        guarded(Capability::vosi_tables(&base)),
        guarded(Capability::dali_examples(&base)),
    ];
    let capabilities = capabilities.into_iter().chain(coverage.map(guarded)).collect();
    let xml = Capabilities { capabilities }.xml().map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::new(200, XML, Bytes::from(xml)))
}

fn table_access(
    tap: &Tap,
    extensions: &Extensions,
    (limits, uploads): (Limits, UploadLimits),
    jobs: JobLimits,
) -> TableAccess {
    TableAccess {
        languages: vec![Language {
            description: Some(description(extensions, tap.config.strict)),
            ..Language::adql(features(extensions))
        }],
        retention_period: time_limit(jobs.retention_default_secs, jobs.retention_hard_secs),
        execution_duration: time_limit(jobs.duration_default_secs, jobs.duration_hard_secs),
        upload_methods: vec![UploadMethod::Inline, UploadMethod::Http, UploadMethod::Https],
        upload_limit: Some(DataLimit::bytes(uploads.bytes_max)),
        output_limit: Some(DataLimit::rows(limits.maxrec_default, limits.maxrec_hard)),
        ..TableAccess::default()
    }
}

/// The limits of jobs; of a host without jobs, those of synchronous queries.
async fn limits_of_jobs(tap: &Tap) -> JobLimits {
    let secs = tap.config.limits.sync_timeout_secs;
    let of_sync =
        || JobLimits { duration_default_secs: secs, duration_hard_secs: secs, ..JobLimits::default() };
    tap.host.jobs().limits().await.unwrap_or_else(|_| of_sync())
}

/// A limit in seconds, of which 0 is none.
fn time_limit(default_secs: u64, hard_secs: u64) -> Option<TimeLimit> {
    let [default_secs, hard_secs] = [default_secs, hard_secs].map(|secs| Some(secs).filter(|secs| *secs > 0));
    (default_secs.is_some() || hard_secs.is_some()).then_some(TimeLimit { default_secs, hard_secs })
}

fn output_format(offered: &formats::Offered) -> OutputFormat {
    OutputFormat {
        mime: offered.mime.into(),
        aliases: offered.aliases.iter().map(|&alias| alias.to_owned()).collect(),
        ivo_id: offered.ivo_id.map(str::to_owned),
    }
}

fn of_plugin(offered: &OfferedFormat) -> OutputFormat {
    OutputFormat { mime: offered.mime.clone(), aliases: offered.aliases.clone(), ivo_id: None }
}

/// `/tables`: what the caller may see, with or without columns.
pub(crate) fn tables(tap: &Tap, request: &Request) -> Result<Answer> {
    let params = query_params(request)?;
    let detail = params.single("DETAIL").map_err(|error| from_dali(&error))?;
    let scope = tap.scopes.of(&tap.host, request.principal())?;
    // astroquery's word for it, which cannot read columns without an attribute that no schema allows.
    let only_tables = params.single("ONLY_TABLES").map_err(|error| from_dali(&error))? == Some("true");
    let detail = match detail.map(str::to_ascii_lowercase).as_deref() {
        None if only_tables => Detail::Min,
        None => Detail::usual(&scope),
        Some("min") => Detail::Min,
        Some("max") => Detail::Max,
        Some(_) => return Err(Error::bad_request("DETAIL is `min` or `max`")),
    };
    if !wants_json(&params)? {
        return Ok(Answer::new(200, XML, Bytes::from(vosi::tableset(&scope, detail))));
    }
    let extensions = tap.extensions.of(&tap.host, &scope)?;
    let json = vosi::json::tableset(&scope, detail, enumerations(&extensions));
    Ok(Answer::new(200, JSON, Bytes::from(json)))
}

/// `/tables/{name}`: one table, with its columns.
pub(crate) fn table(tap: &Tap, request: &Request) -> Result<Answer> {
    let name = request.path_param("name").unwrap_or_default();
    let scope = tap.scopes.of(&tap.host, request.principal())?;
    let table = scope.find_listed(name).ok_or_else(no_such_table)?;
    if !wants_json(&query_params(request)?)? {
        return Ok(Answer::new(200, XML, Bytes::from(vosi::table(table))));
    }
    let extensions = tap.extensions.of(&tap.host, &scope)?;
    Ok(Answer::new(200, JSON, Bytes::from(vosi::json::table(table, enumerations(&extensions)))))
}

/// Whether RESPONSEFORMAT asks for JSON; the document of the standard is XML (VOSI 1.1 §2.3).
fn wants_json(params: &Params) -> Result<bool> {
    let Some(asked) = dali::response_format(params).map_err(|error| from_dali(&error))? else {
        return Ok(false);
    };
    match asked.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "json" | "application/json" => Ok(true),
        "xml" | "text/xml" | "application/xml" => Ok(false),
        _ => Err(Error::bad_request("the tables are given as `xml` or as `json`, nothing else")),
    }
}

fn enumerations(extensions: &Extensions) -> impl Iterator<Item = &Enumeration> {
    extensions.enumerations.iter().map(AsRef::as_ref)
}

/// `/moc`: the coverage of a table that the caller may see, or of all of them.
pub(crate) fn moc(tap: &Tap, request: &Request) -> Result<Answer> {
    let params = query_params(request)?;
    let scope = tap.scopes.of(&tap.host, request.principal())?;
    let tables = match params.single("TABLE").map_err(|error| from_dali(&error))? {
        Some(name) => vec![scope.find_listed(name).ok_or_else(no_such_table)?],
        None => scope.tables().filter(has_coverage).collect(),
    };
    moc_answer(request, &params, &tables)
}

fn has_coverage(table: &TableRef<'_>) -> bool {
    table.table.coverage().is_some()
}

fn no_such_table() -> Error {
    Error::not_found("there is no such table; /tables lists all of them, by the names that belong here")
}
