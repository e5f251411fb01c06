//! Database and policy: uploads, tables of the plugin's own, what a caller may use.

use plugin_api::{CopyTarget, Host, Principal, Query, Result, Upload, UploadTable};

use crate::rows;

/// A query over an upload that exists for this query only.
pub(crate) async fn upload(host: &Host) -> Result<String> {
    let columns =
        vec![("id".to_owned(), "bigint".to_owned()), ("x".to_owned(), "double precision".to_owned())];
    let table = UploadTable { name: "mine".into(), columns };
    let upload = Upload { table, rows: rows::stream(&[(1, 0.5), (2, 1.5), (3, 2.5)]) };
    let mut query = Query::new("SELECT count(*), sum(x) FROM pg_temp.\"mine\"");
    query.uploads.push(upload);
    let (count, sum) = rows::first(host.query(query).await?).await?;
    Ok(format!("{count} rows, sum {sum}"))
}

/// A table of the plugin's own: made, filled by COPY, read, dropped.
pub(crate) async fn copy(host: &Host) -> Result<String> {
    for sql in [
        "DROP SCHEMA IF EXISTS services_test CASCADE",
        "CREATE SCHEMA services_test",
        "CREATE TABLE services_test.t (id bigint, x double precision)",
        "GRANT USAGE ON SCHEMA services_test TO PUBLIC",
        "GRANT SELECT ON services_test.t TO PUBLIC",
    ] {
        host.execute(Query::new(sql)).await?;
    }
    let columns = vec!["id".to_owned(), "x".to_owned()];
    let target = CopyTarget { schema: "services_test".into(), table: "t".into(), columns };
    let copied = host.copy_in(&target, rows::stream(&[(7, 1.0), (8, 2.0)])).await?;
    let changed = host.execute(Query::new("UPDATE services_test.t SET x = x * 10")).await?;
    let (max, sum) =
        rows::first(host.query(Query::new("SELECT max(id), sum(x) FROM services_test.t")).await?).await?;
    let written = host.query(Query::new("DELETE FROM services_test.t RETURNING id, x")).await.err();
    host.execute(Query::new("DROP SCHEMA services_test CASCADE")).await?;
    let refused = written.map_or("written by a query", |_| "queries cannot write");
    Ok(format!("{copied} copied, {changed} changed, max {max}, sum {sum}, {refused}"))
}

/// What the policy says of an open, a hidden and an absent collection.
pub(crate) fn policy(host: &Host, principal: &Principal) -> String {
    let said = |id: &str| match host.authorize(principal, &format!("collection:{id}")) {
        Ok(()) => "allowed".to_owned(),
        Err(error) => format!("{} {error}", error.kind().status()).replace(id, "ID"),
    };
    let catalogue = host.collections(principal).unwrap_or_default();
    let named = if catalogue.contains("idr2") { "named" } else { "not named" };
    format!("{}\n{}\n{}\nhidden one {named}", said("sim-dr1"), said("sim-idr2"), said("nothing"))
}
