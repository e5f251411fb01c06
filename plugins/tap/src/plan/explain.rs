//! The plan that PostgreSQL makes of a statement, and the scans in it.

use adql::Translation;
use futures_util::StreamExt;
use plugin_api::{Error, Principal, Result, RowItem, RowStream};
use serde::Deserialize;

use crate::{Tap, query};

/// Plans beyond this are refused: no query that people write comes near it.
const PLAN_BYTES_MAX: usize = 8 << 20;

/// A node of a plan, as `EXPLAIN (FORMAT JSON, VERBOSE)` writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Node {
    #[serde(rename = "Node Type")]
    pub(super) kind: String,
    #[serde(rename = "Schema")]
    pub(super) schema: String,
    #[serde(rename = "Relation Name")]
    pub(super) relation: String,
    #[serde(rename = "Index Name")]
    pub(super) index: String,
    #[serde(rename = "Plan Rows")]
    pub(super) rows: f64,
    #[serde(rename = "Total Cost")]
    pub(super) cost: f64,
    #[serde(rename = "Plans")]
    pub(super) plans: Vec<Node>,
}

/// A relation that a plan reads.
#[derive(Debug)]
pub(super) struct Scan<'n> {
    /// The node that reads it.
    pub(super) node: &'n Node,
    /// The indexes by which it is read; none: all of its rows are looked at.
    pub(super) indexes: Vec<&'n str>,
}

#[derive(Deserialize)]
struct Explained {
    #[serde(rename = "Plan")]
    plan: Node,
}

/// Asks PostgreSQL for the plan; nothing of the query runs.
pub(super) async fn explain(tap: &Tap, principal: &Principal, translation: &Translation) -> Result<Node> {
    let sql = format!("EXPLAIN (FORMAT JSON, VERBOSE) {}", translation.sql);
    let query = query::asking(tap, principal, sql, &translation.params);
    let rows = texts::<1>(tap.host.query(query).await?).await?;
    let text = rows.first().map_or("[]", |[text]| text);
    let explained: Vec<Explained> = serde_json::from_str(text).map_err(|error| {
        // The one cause that is not ours: the reader refuses what is nested more than 128 times.
        Error::bad_request(
            "the plan of this query is nested too deeply to be told; write it with fewer subqueries",
        )
        .with_log(format!("unreadable plan: {error}"))
    })?;
    let plan = explained.into_iter().next().map(|explained| explained.plan);
    plan.ok_or_else(|| Error::internal("the database gave no plan"))
}

/// The relations that the plan reads, in its order.
pub(super) fn scans(root: &Node) -> Vec<Scan<'_>> {
    let mut scans: Vec<Scan<'_>> = Vec::new();
    // Beside each node the scan whose indexes stand below it.
    let mut waiting = vec![(root, None)];
    while let Some((node, mut owner)) = waiting.pop() {
        if !node.relation.is_empty() {
            scans.push(Scan { node, indexes: Vec::new() });
            owner = Some(scans.len() - 1);
        }
        if let Some(scan) =
            owner.and_then(|place: usize| scans.get_mut(place)).filter(|_| !node.index.is_empty())
        {
            scan.indexes.push(&node.index);
        }
        let below = node.kind.starts_with("Bitmap").then_some(owner).flatten();
        waiting.extend(node.plans.iter().rev().map(|node| (node, below)));
    }
    scans
}

/// The rows of an answer whose columns are all texts; null is an empty text.
pub(super) async fn texts<const N: usize>(mut rows: RowStream) -> Result<Vec<[String; N]>> {
    let (mut read, mut bytes) = (Vec::new(), 0);
    loop {
        let batch = match rows.next().await {
            Some(Ok(RowItem::Rows(batch))) => batch,
            Some(Ok(RowItem::End { .. })) => return Ok(read),
            Some(Err(error)) => return Err(error),
            None => return Err(Error::internal("the rows stopped before their end")),
        };
        bytes += batch.len();
        if bytes > PLAN_BYTES_MAX {
            return Err(Error::bad_request(
                "the plan of this query is too long to be told; write a shorter query",
            ));
        }
        let mut rest: &[u8] = &batch;
        while !rest.is_empty() {
            read.push(row(&mut rest).ok_or_else(|| Error::internal("a plan in another form than texts"))?);
        }
    }
}

fn row<const N: usize>(rest: &mut &[u8]) -> Option<[String; N]> {
    let values = pg_rows::take::<N>(rest)?;
    let texts = values.map(|value| String::from_utf8(value.unwrap_or_default().to_vec()));
    texts.iter().all(Result::is_ok).then(|| texts.map(Result::unwrap_or_default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_below_a_bitmap_belong_to_its_relation_and_others_do_not() {
        let plan = r#"{"Node Type": "Nested Loop", "Plan Rows": 3, "Total Cost": 9.5, "Plans": [
            {"Node Type": "Bitmap Heap Scan", "Schema": "s", "Relation Name": "a", "Plans": [
                {"Node Type": "BitmapOr", "Plans": [
                    {"Node Type": "Bitmap Index Scan", "Index Name": "i1"},
                    {"Node Type": "Bitmap Index Scan", "Index Name": "i2"}]}]},
            {"Node Type": "Index Scan", "Schema": "s", "Relation Name": "b", "Index Name": "i3"},
            {"Node Type": "Seq Scan", "Schema": "s", "Relation Name": "c"}]}"#;
        let node: Node = serde_json::from_str(plan).unwrap();
        let found: Vec<(&str, Vec<&str>)> =
            scans(&node).into_iter().map(|scan| (scan.node.relation.as_str(), scan.indexes)).collect();
        assert_eq!(found, [("a", vec!["i1", "i2"]), ("b", vec!["i3"]), ("c", vec![])]);
    }

    #[test]
    fn rows_of_texts_are_read_and_cut_ones_are_not() {
        let whole = b"\0\x02\0\0\0\x02ab\xff\xff\xff\xff".as_slice();
        assert_eq!(row(&mut &*whole), Some(["ab".to_owned(), String::new()]));
        assert_eq!(row::<1>(&mut &*whole), None);
        assert_eq!(row::<1>(&mut b"\0\x01\0\0\0\x09ab".as_slice()), None);
        assert_eq!(row::<1>(&mut b"\0\x01\0\0\0\x01\xff".as_slice()), None);
    }
}
