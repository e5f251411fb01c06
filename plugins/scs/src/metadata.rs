//! The VOSI endpoints of each cone search: capabilities, availability (VOSI 1.1).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use catalogue::Scope;
use plugin_api::{Answer, Error, Request, Result};
use registry::{Capabilities, Capability, ConeSearch, TestCone};
use service::{FewRows, first_position, moc_answer, query_params};

use crate::Scs;
use crate::columns::{Verbosity, outputs};
use crate::table::{self, ConeTable};

/// The radius of test queries, which are centred on a row: no rounding of text moves it out.
const TEST_RADIUS_DEG: f64 = 0.001;

/// Cones that find something, by what a caller may see and the table, so that the database is asked once.
#[derive(Default)]
pub(crate) struct TestCones {
    known: Mutex<HashMap<String, TestCone>>,
}

/// How many test queries are kept; there are as many as there are cone searches and sets of groups with different rights.
const KEPT_MAX: usize = 10_000;

/// `/capabilities` of one cone search.
pub(crate) async fn capabilities(scs: &Scs, request: &Request) -> Result<Answer> {
    let scope = scs.scopes.of(&scs.host, request.principal())?;
    let table = table::of(&scope, request)?;
    let url = table.url(&scs.host.base_url());
    let record = ConeSearch {
        radius_max_deg: Some(scs.config.radius_max_deg).filter(|radius_deg| *radius_deg < 180.0),
        rows_max: Some(scs.config_for(request.principal()).await?.limits.maxrec_hard),
        verbosity: true,
        test_query: test_cone(scs, request, &scope, &table).await,
    };
    let coverage = table.found.table.coverage().is_some().then(|| Capability::moc_of_table(&url));
    // A host of an older version offers no log-in.
    let login = scs.host.login_offer().await.unwrap_or_default();
    let guarded = |capability: Capability| capability.with_log_in(login.required, &login.methods);
    let capabilities = [
        guarded(Capability::cone_search(&url, record)),
        Capability::vosi_capabilities(&url),
        Capability::vosi_availability(&url),
    ];
    let capabilities = capabilities.into_iter().chain(coverage.map(guarded)).collect();
    let xml = Capabilities { capabilities }.xml().map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::new(200, "text/xml; charset=utf-8", Bytes::from(xml)))
}

/// `/availability` of one cone search, which is that of the host.
pub(crate) async fn availability(scs: &Scs, request: &Request) -> Result<Answer> {
    table::of(&*scs.scopes.of(&scs.host, request.principal())?, request)?;
    service::availability(&scs.host).await
}

/// `/moc` of one cone search: where it has rows.
pub(crate) fn moc(scs: &Scs, request: &Request) -> Result<Answer> {
    let scope = scs.scopes.of(&scs.host, request.principal())?;
    let table = table::of(&scope, request)?;
    moc_answer(request, &query_params(request)?, &[table.found])
}

/// A cone round some row of the table; nothing if there is none or the database cannot be asked.
async fn test_cone(scs: &Scs, request: &Request, scope: &Scope, table: &ConeTable<'_>) -> Option<TestCone> {
    let key = format!("{} {}", scope.key(), table.found.qualified_name());
    let known = || scs.test_cones.known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cone) = known().get(&key) {
        return Some(*cone);
    }
    let adql = first_position_of(table, scs.config.ucds);
    let (principal, limits) = (request.principal(), &scs.config.limits);
    let extensions = scs.extensions.for_table(&scs.host, scope, table.found.table).ok()?;
    let options = &adql::Options { extensions, ..adql::Options::default() };
    let query = FewRows { adql: &adql, scope, principal, options, limits, rows_max: 1 };
    let [ra_deg, dec_deg] = match first_position(&scs.host, &query).await {
        Ok(position) => position?,
        Err(error) => {
            tracing::debug!("no position for a test query: {}", error.for_log());
            return None;
        }
    };
    let cone = TestCone { ra_deg, dec_deg, radius_deg: TEST_RADIUS_DEG };
    let mut known = known();
    if known.len() >= KEPT_MAX {
        known.clear();
    }
    known.insert(key, cone);
    Some(cone)
}

/// A query for the position of some row.
fn first_position_of(table: &ConeTable<'_>, ucds: crate::config::Ucds) -> String {
    let outputs = outputs(table, Verbosity::Fewest, false, ucds);
    let [ra, dec] = [&outputs[1].value, &outputs[2].value];
    let columns = &table.found.table.columns;
    let [lon, lat] =
        [table.position.lon, table.position.lat].map(|place| catalogue::quoted(&columns[place].field.name));
    let name = table.found.qualified_name();
    format!("SELECT TOP 1 {ra}, {dec} FROM {name} WHERE {lon} IS NOT NULL AND {lat} IS NOT NULL")
}
