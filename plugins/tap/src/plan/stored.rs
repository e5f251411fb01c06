//! What PostgreSQL knows of the relations of a plan: their sizes, and the columns of the indexes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use plugin_api::{Principal, Result};

use super::explain::{Scan, texts};
use crate::{Tap, query};

/// Sizes and columns by schema and name in PostgreSQL.
#[derive(Debug, Default)]
pub(super) struct Stored {
    rows: BTreeMap<(String, String), f64>,
    columns: BTreeMap<(String, String), Vec<String>>,
}

impl Stored {
    /// The number of rows of a relation, as of the last time that PostgreSQL counted; 0 if it never did.
    pub(super) fn rows(&self, schema: &str, relation: &str) -> f64 {
        self.rows.get(&(schema.to_owned(), relation.to_owned())).copied().unwrap_or_default()
    }

    /// The columns of an index in PostgreSQL; an expression is an empty name.
    pub(super) fn columns(&self, schema: &str, index: &str) -> &[String] {
        self.columns.get(&(schema.to_owned(), index.to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// Asks for all relations and indexes of the scans at once.
pub(super) async fn stored(tap: &Tap, principal: &Principal, scans: &[Scan<'_>]) -> Result<Stored> {
    let mut stored = Stored::default();
    let Some(sql) = sql(scans) else { return Ok(stored) };
    let query = query::asking(tap, principal, sql, &[]);
    for [kind, schema, name, value] in texts(tap.host.query(query).await?).await? {
        let key = (schema, name);
        match kind.as_str() {
            "relation" => _ = stored.rows.insert(key, value.parse().unwrap_or_default()),
            _ => stored.columns.entry(key).or_default().push(value),
        }
    }
    Ok(stored)
}

fn sql(scans: &[Scan<'_>]) -> Option<String> {
    let relations = scans.iter().map(|scan| (&*scan.node.schema, &*scan.node.relation));
    // An index lives in the schema of its relation.
    let indexes = scans.iter().flat_map(|scan| scan.indexes.iter().map(|index| (&*scan.node.schema, *index)));
    let relations: BTreeSet<(&str, &str)> = relations.chain(indexes).collect();
    if relations.is_empty() {
        return None;
    }
    let mut list = String::new();
    for (schema, name) in relations {
        let lead = if list.is_empty() { "" } else { ", " };
        // Writing into a String cannot fail.
        let _ = write!(list, "{lead}({}, {})", literal(schema), literal(name));
    }
    Some(format!(
        "SELECT 'relation', n.nspname::text, c.relname::text, c.reltuples::text \
         FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.relkind NOT IN ('i', 'I') AND (n.nspname::text, c.relname::text) IN (VALUES {list}) \
         UNION ALL SELECT 'index', f.nspname, f.relname, a.attname::text FROM (\
         SELECT n.nspname::text, c.relname::text, x.indrelid, k.number, k.place FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         JOIN pg_catalog.pg_index AS x ON x.indexrelid = c.oid \
         CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(number, place) \
         WHERE (n.nspname::text, c.relname::text) IN (VALUES {list}) ORDER BY c.oid, k.place) AS f \
         LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.indrelid AND a.attnum = f.number AND f.number > 0"
    ))
}

/// A text for any setting of the connection.
fn literal(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::explain::Node;

    #[test]
    fn names_with_quotes_and_backslashes_stay_texts() {
        assert_eq!(literal("a'b\\"), "E'a\\'b\\\\'");
        let node = Node { schema: "s".into(), relation: "it's".into(), ..Node::default() };
        let sql = sql(&[Scan { node: &node, indexes: vec!["i"] }]).unwrap();
        assert!(sql.contains("IN (VALUES (E's', E'i'), (E's', E'it\\'s'))"), "{sql}");
    }

    #[test]
    fn without_relations_nothing_is_asked() {
        assert_eq!(sql(&[]), None);
    }
}
