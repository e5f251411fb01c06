//! A position at which there is something, so that the example of a cone finds it.

use bytes::Buf;
use catalogue::Scope;
use futures_util::StreamExt;
use plugin_api::{Error, Lane, Query, Request, Result, RowItem};
use service::HostCoverage;

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
    match first_position(tap, request, scope, sky, options).await {
        Ok(position) => position.unwrap_or_default(),
        Err(error) => {
            tracing::debug!("no position for the examples: {}", error.for_log());
            [0.0; 2]
        }
    }
}

async fn first_position(
    tap: &Tap,
    request: &Request,
    scope: &Scope,
    sky: &SkyTable<'_>,
    options: &adql::Options,
) -> Result<Option<[f64; 2]>> {
    let adql = sky.first_position();
    let translation = adql::translate(&adql, scope, &HostCoverage(&tap.host), options)
        .map_err(|error| service::from_adql(&error, &adql))?;
    for collection in &translation.collections {
        tap.host.authorize(request.principal(), &format!("collection:{collection}"))?;
    }
    let query = Query {
        principal: request.principal().clone(),
        lane: Lane::Short,
        row_limit: Some(1),
        first_row_timeout: Some(tap.config.limits.first_row()),
        total_timeout: Some(tap.config.limits.first_row()),
        ..Query::new(translation.sql)
    };
    let mut rows = tap.host.query(query).await?;
    match rows.next().await {
        Some(Ok(RowItem::Rows(batch))) => Ok(position(batch)),
        Some(Ok(RowItem::End { .. })) => Ok(None),
        Some(Err(error)) => Err(error),
        None => Err(Error::internal("the rows stopped before their end")),
    }
}

/// Two doubles of the first row; nothing if one is null.
fn position(mut row: impl Buf) -> Option<[f64; 2]> {
    row.try_get_u16().ok().filter(|columns| *columns == 2)?;
    let mut number = || {
        row.try_get_i32().ok().filter(|length| *length == 8)?;
        row.try_get_f64().ok().filter(|number| number.is_finite())
    };
    Some([number()?, number()?])
}
