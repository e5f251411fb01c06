//! A position at which a table has something, so that examples and tests of a service find it.

use catalogue::{PgBase, Scope};
use futures_util::StreamExt;
use plugin_api::{Error, Host, Lane, Principal, Query, Result, RowItem};

use crate::{HostCoverage, Limits, bound, from_adql};

/// A query for one position.
#[derive(Clone, Copy, Debug)]
pub struct PositionQuery<'q> {
    /// ADQL whose first two columns are longitude and latitude as DOUBLE PRECISION.
    pub adql: &'q str,
    /// The names that it may use.
    pub scope: &'q Scope,
    /// For whom.
    pub principal: &'q Principal,
    /// How the query is read.
    pub options: &'q adql::Options,
    /// The time that it may take is that until a first row.
    pub limits: &'q Limits,
}

/// The two numbers of the first row; `None` if there is no row, or a number is NULL or not finite.
pub async fn first_position(host: &Host, asked: &PositionQuery<'_>) -> Result<Option<[f64; 2]>> {
    let translation = adql::translate(asked.adql, asked.scope, &HostCoverage(host), asked.options)
        .map_err(|error| from_adql(&error, asked.adql, asked.principal))?;
    for collection in &translation.collections {
        host.authorize(asked.principal, &format!("collection:{collection}"))?;
    }
    let query = Query {
        principal: asked.principal.clone(),
        collections: translation.collections,
        lane: Lane::Short,
        row_limit: Some(1),
        first_row_timeout: Some(asked.limits.first_row()),
        total_timeout: Some(asked.limits.first_row()),
        params: translation.params.iter().map(bound).collect(),
        ..Query::new(translation.sql)
    };
    let mut rows = host.query(query).await?;
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
