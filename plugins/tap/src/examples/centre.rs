//! A position at which there is something, so that the example of a cone finds it.

use catalogue::Scope;
use plugin_api::Request;
use service::{FewRows, first_position};

use super::queries::SkyTable;
use crate::Tap;

/// Longitude and latitude in degrees of any row of a table; zeros if there is none or the database cannot be asked.
pub(super) async fn centre(
    tap: &Tap,
    request: &Request,
    scope: &Scope,
    sky: &SkyTable<'_>,
    options: &adql::Options,
) -> [f64; 2] {
    let adql = sky.first_position();
    let (principal, limits) = (request.principal(), &tap.config.limits);
    let query = FewRows { adql: &adql, scope, principal, options, limits, rows_max: 1 };
    match first_position(&tap.host, &query).await {
        Ok(position) => position.unwrap_or_default(),
        Err(error) => {
            tracing::debug!("no position for the examples: {}", error.for_log());
            [0.0; 2]
        }
    }
}
