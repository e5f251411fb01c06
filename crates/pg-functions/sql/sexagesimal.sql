-- A number in sexagesimal notation: 12:30:45.5, 12h30m45.5s with the letter of the whole part, 12 30 45.5, or 123045.5.
-- NULL for any other text. The sign counts on a zero too.
CREATE OR REPLACE FUNCTION armilla.sexagesimal(t text, letter text, whole_max float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    parts text[] := coalesce(
        regexp_match(lower(btrim(t)), '^([+-]?)(\d{1,3})\s*:\s*(\d{1,2})\s*:\s*(\d{1,2}(?:\.\d*)?)$'),
        regexp_match(lower(btrim(t)), '^([+-]?)(\d{1,3})\s*' || letter || '\s*(\d{1,2})\s*m\s*(\d{1,2}(?:\.\d*)?)\s*s?$'),
        regexp_match(lower(btrim(t)), '^([+-]?)(\d{1,3})\s+(\d{1,2})\s+(\d{1,2}(?:\.\d*)?)$'),
        regexp_match(lower(btrim(t)), '^([+-]?)(\d{2,3})(\d{2})(\d{2}(?:\.\d*)?)$'));
    minutes float8 := parts[3]::float8;
    seconds float8 := parts[4]::float8;
    total float8 := parts[2]::float8 + (minutes + seconds / 60) / 60;
BEGIN
    IF parts IS NULL OR minutes >= 60 OR seconds >= 60 OR total > whole_max THEN RETURN NULL; END IF;
    RETURN CASE WHEN parts[1] = '-' THEN -total ELSE total END;
END
$$;
