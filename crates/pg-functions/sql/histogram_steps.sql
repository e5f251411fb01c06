-- One more value. The array is changed in place, since PL/pgSQL takes over the one that an aggregate hands it.
CREATE OR REPLACE FUNCTION armilla.histogram_add(counts int4[], val float8, lo float8, hi float8, bins int4)
RETURNS int4[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    bin int4 := CASE WHEN val IS NULL OR val = 'NaN' THEN 1 ELSE width_bucket(val, lo, hi, bins) + 1 END;
BEGIN
    IF counts IS NULL THEN counts := array_fill(0, ARRAY[bins + 2]); END IF;
    counts[bin] := counts[bin] + 1;
    RETURN counts;
END
$$;

-- The counts of two workers.
CREATE OR REPLACE FUNCTION armilla.histogram_join(one int4[], other int4[]) RETURNS int4[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN one IS NULL THEN other WHEN other IS NULL THEN one
        ELSE (SELECT array_agg(a + b ORDER BY place)
            FROM unnest(one, other) WITH ORDINALITY AS pairs(a, b, place)) END
$$;
