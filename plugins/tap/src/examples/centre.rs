//! A position at which there is something, so that the example of a cone finds it.

use catalogue::{PgBase, Scope};
use futures_util::StreamExt;
use plugin_api::{Error, Query, Request, Result, RowItem};
use service::HostCoverage;

use super::queries::SkyTable;
use crate::{Tap, query};

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
    let query = query::asking(tap, request.principal(), translation.sql, &translation.params);
    let query = Query { row_limit: Some(1), ..query };
    let mut rows = tap.host.query(query).await?;
    match rows.next().await {
        Some(Ok(RowItem::Rows(batch))) => Ok(position(&batch)),
        Some(Ok(RowItem::End { .. })) => Ok(None),
        Some(Err(error)) => Err(error),
        None => Err(Error::internal("the rows stopped before their end")),
    }
}

/// Two doubles of the first row; nothing if one is null.
fn position(row: &[u8]) -> Option<[f64; 2]> {
    let [lon_deg, lat_deg] = pg_rows::take(&mut &*row)?;
    let number = |value: Option<&[u8]>| PgBase::Float8.number(value?).filter(|number| number.is_finite());
    Some([number(lon_deg)?, number(lat_deg)?])
}
