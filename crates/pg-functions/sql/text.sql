-- Whether every word of the needle is a word of the haystack, whatever its case or English ending. Both dictionaries are
-- asked, since the English one has no words as frequent as "the".
CREATE OR REPLACE FUNCTION armilla.has_word(haystack text, needle text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, haystack) @@ plainto_tsquery('pg_catalog.simple'::regconfig, needle)
        OR to_tsvector('pg_catalog.english'::regconfig, haystack) @@ plainto_tsquery('pg_catalog.english'::regconfig, needle)
$$;

-- The text with every byte of its UTF-8 form but letters, digits and -._~ as %XX (RFC 3986).
CREATE OR REPLACE FUNCTION armilla.url_escape(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$
    SELECT coalesce(string_agg(
        CASE WHEN chr(code) ~ '[A-Za-z0-9._~-]' AND code < 128 THEN chr(code)
            ELSE '%' || upper(lpad(to_hex(code), 2, '0')) END, '' ORDER BY place), '')
    FROM (SELECT place, get_byte(bytes, place) AS code
        FROM (SELECT convert_to(t, 'UTF8') AS bytes) AS encoded, generate_series(0, length(bytes) - 1) AS place) AS codes
$$;
