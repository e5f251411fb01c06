//! The few rows of a query of a service's own, taken apart where they arrive.

use catalogue::Scope;
use futures_util::StreamExt;
use pg_rows::Fields;
use plugin_api::{Error, Host, Lane, Principal, Query, Result, RowItem};

use crate::{HostCoverage, Limits, bound, from_adql};

/// A query for few rows.
#[derive(Clone, Copy, Debug)]
pub struct FewRows<'q> {
    /// What is asked.
    pub adql: &'q str,
    /// The names that it may use.
    pub scope: &'q Scope,
    /// For whom.
    pub principal: &'q Principal,
    /// How the query is read.
    pub options: &'q adql::Options,
    /// The time that it may take is that until a first row.
    pub limits: &'q Limits,
    /// The most rows that are taken; more are left.
    pub rows_max: u64,
}

impl FewRows<'_> {
    /// Gives each row to `each`, in the order in which they come; what it cannot read is an error of ours.
    pub async fn each(&self, host: &Host, mut each: impl FnMut(&mut Fields<'_>) -> Option<()>) -> Result<()> {
        let translation = adql::translate(self.adql, self.scope, &HostCoverage(host), self.options)
            .map_err(|error| from_adql(&error, self.adql, self.principal))?;
        for collection in &translation.collections {
            host.authorize(self.principal, &format!("collection:{collection}"))?;
        }
        let query = Query {
            principal: self.principal.clone(),
            collections: translation.collections,
            lane: Lane::Short,
            row_limit: Some(self.rows_max),
            first_row_timeout: Some(self.limits.first_row()),
            total_timeout: Some(self.limits.first_row()),
            params: translation.params.iter().map(bound).collect(),
            ..Query::new(translation.sql)
        };
        let mut rows = host.query(query).await?;
        loop {
            match rows.next().await {
                Some(Ok(RowItem::Rows(batch))) => taken_apart(&batch, &mut each)?,
                Some(Ok(RowItem::End { .. })) => return Ok(()),
                Some(Err(error)) => return Err(error),
                None => return Err(Error::internal("the rows stopped before their end")),
            }
        }
    }
}

fn taken_apart(mut batch: &[u8], each: &mut impl FnMut(&mut Fields<'_>) -> Option<()>) -> Result<()> {
    while !batch.is_empty() {
        let read = Fields::of(batch).and_then(|mut row| {
            each(&mut row)?;
            Some(row.rest())
        });
        batch = read.ok_or_else(|| Error::internal("a row is not what its query asked for"))?;
    }
    Ok(())
}
