//! Queries of PostgreSQL's own catalogue.

/// Of a schema and a table: oid, kind, comment, rows, bytes.
pub(super) const RELATION: &str = "\
    SELECT c.oid, c.relkind::text, pg_catalog.obj_description(c.oid, 'pg_class'), \
           CASE WHEN c.relkind = 'p' THEN l.rows WHEN c.relkind = 'v' THEN NULL \
                ELSE nullif(c.reltuples, -1)::float8 END, \
           CASE WHEN c.relkind = 'p' THEN coalesce(l.bytes, 0)::int8 \
                ELSE coalesce(pg_catalog.pg_total_relation_size(c.oid), 0) END \
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
    LEFT JOIN LATERAL (\
        SELECT sum(nullif(leaf.reltuples, -1)::float8) AS rows, \
               sum(pg_catalog.pg_total_relation_size(leaf.oid)) AS bytes \
        FROM pg_catalog.pg_partition_tree(c.oid) AS tree \
        JOIN pg_catalog.pg_class AS leaf ON leaf.oid = tree.relid WHERE tree.isleaf) AS l ON c.relkind = 'p' \
    WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

/// Of an oid: name, type below domains, its text, whether not NULL, comment, correlation.
pub(super) const COLUMNS: &str = "\
    SELECT a.attname::text, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, \
           CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) \
                ELSE pg_catalog.format_type(a.atttypid, a.atttypmod) END, \
           a.attnotnull, pg_catalog.col_description(a.attrelid, a.attnum), s.correlation \
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid \
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
    LEFT JOIN LATERAL (\
        SELECT p.correlation FROM pg_catalog.pg_stats AS p \
        WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND p.attname = a.attname \
        ORDER BY p.inherited LIMIT 1) AS s ON true \
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

/// Of an oid: name, method, unique, primary, usable, columns.
pub(super) const INDEXES: &str = "\
    SELECT i.relname::text, m.amname::text, x.indisunique, x.indisprimary, \
           x.indisvalid AND x.indpred IS NULL, \
           ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k (number, place) \
                 LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = k.number \
                 WHERE k.place <= x.indnkeyatts ORDER BY k.place) \
    FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid \
    JOIN pg_catalog.pg_am AS m ON m.oid = i.relam WHERE x.indrelid = $1 ORDER BY i.relname";

/// Of an oid: schema and table referred to, columns here and there, comment.
pub(super) const FOREIGN_KEYS: &str = "\
    SELECT n.nspname::text, c.relname::text, \
           ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place) \
                 JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.number \
                 ORDER BY u.place), \
           ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place) \
                 JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.number \
                 ORDER BY u.place), \
           pg_catalog.obj_description(k.oid, 'pg_constraint') \
    FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS c ON c.oid = k.confrelid \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
    WHERE k.conrelid = $1 AND k.contype = 'f' AND NOT c.relispartition ORDER BY k.conname";

/// Of a schema: the tables that are no partitions.
pub(super) const TABLES: &str = "\
    SELECT c.relname::text FROM pg_catalog.pg_class AS c \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition ORDER BY 1";

/// The schemas of users.
pub(super) const SCHEMAS: &str = "\
    SELECT nspname::text FROM pg_catalog.pg_namespace \
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1";
